/** The table of statements: Name | Connector | Test | Item | Reference | Value. */
import { nearest } from '../../common/nearest';
import { quoted } from '../language/print';
import type {
  BlockNode,
  Connector,
  GroupNode,
  ItemNode,
  NameNode,
  RuleNode,
} from '../language/tree';
import type { CellReader } from './cells';
import { connectorOf, type ReadCondition } from './read-conditions';
import type { Row } from './sheets';

interface Draft {
  readonly name: NameNode;
  readonly groups: GroupNode[];
  connector?: Connector;
  readonly blocks: { items: ItemNode[]; place: BlockNode['place'] }[];
  isComplete: boolean;
}

/**
 * A row with a name starts a rule. Rows with a test add conditions, joined by AND or OR; THEN starts a
 * ledger entry; rows with an item add to it. `used` gets the names of the conditions that were used.
 */
export function readStatements(
  rows: readonly Row<'statements'>[],
  conditions: ReadonlyMap<string, ReadCondition>,
  used: Set<string>,
  reader: CellReader,
): readonly RuleNode[] {
  const drafts: Draft[] = [];
  for (const row of rows) {
    reader.isComplete = true;
    const name = reader.name(row.Name);
    if (name !== undefined) drafts.push({ name, groups: [], blocks: [], isComplete: true });
    const draft = drafts.at(-1);
    if (draft === undefined) {
      reader.refuseEmpty(row.Name, reader.said.statementName);
      continue;
    }
    readRow(draft, row, conditions, used, reader);
    draft.isComplete &&= reader.isComplete;
  }
  return drafts.map((draft) => toRule(draft, reader));
}

function readRow(
  draft: Draft,
  row: Row<'statements'>,
  conditions: ReadonlyMap<string, ReadCondition>,
  used: Set<string>,
  reader: CellReader,
): void {
  const connector = reader.text(row.Connector).toUpperCase();
  const test = reader.name(row.Test);
  const isEntry = connector === 'THEN';
  const isKnown = ['', 'IF', 'AND', 'OR', 'THEN'].includes(connector);
  if (!isKnown) {
    const { joinsNothing, writeJoint } = reader.said;
    reader.refuse(row.Connector.place, 'connector', joinsNothing(connector), writeJoint);
  }
  if (test !== undefined) {
    if (isKnown) joinBy(draft, connector, row, reader);
    const condition = findCondition(test, conditions, reader);
    used.add(test.text);
    if (condition !== undefined)
      draft.groups.push({ ...condition.group, name: test, place: test.place });
    if (condition?.isComplete === false) reader.isComplete = false;
  }
  const joins = ['IF', 'AND', 'OR'].includes(connector);
  if (joins && test === undefined) {
    reader.refuseEmpty(row.Test, reader.said.conditionMissing(connector));
  }
  if (isEntry) draft.blocks.push({ items: [], place: row.Connector.place });
  if (reader.text(row.Item) !== '') {
    addItem(draft, row, reader);
  } else if (reader.text(row.Reference) !== '' || reader.text(row.Value) !== '') {
    reader.refuseEmpty(row.Item, reader.said.itemMissing);
  }
}

function joinBy(draft: Draft, connector: string, row: Row<'statements'>, reader: CellReader): void {
  const { place } = row.Connector;
  const { said } = reader;
  const joint = connectorOf(connector);
  const isFirst = draft.groups.length === 0;
  if (connector === 'THEN' || draft.blocks.length > 0) {
    reader.refuse(row.Test.place, 'misplaced', said.beforeThen, said.moveUp);
  } else if (!isFirst && joint === undefined) {
    reader.refuse(place, 'connector', said.jointMissing, said.writeAndOr);
  } else if (isFirst && joint !== undefined && draft.isComplete) {
    reader.refuse(place, 'connector', said.conditionFirst(joint), said.leaveEmpty);
  } else if (joint !== undefined && (draft.connector ?? joint) !== joint) {
    const message = said.bothInStatement(draft.connector ?? '', joint);
    reader.refuse(place, 'mixed-connectors', message, said.twoStatements);
  }
  if (joint !== undefined) draft.connector ??= joint;
}

function findCondition(
  { text, place }: NameNode,
  conditions: ReadonlyMap<string, ReadCondition>,
  reader: CellReader,
): ReadCondition | undefined {
  const condition = conditions.get(text);
  if (condition !== undefined) return condition;
  const meant = nearest(text, conditions.keys());
  const { said, rules } = reader;
  const hint = meant === undefined ? said.addCondition : rules.didYouMean(quoted(meant));
  reader.refuse(place, 'unknown-condition', said.noCondition(quoted(text)), hint);
  return undefined;
}

function addItem(draft: Draft, row: Row<'statements'>, reader: CellReader): void {
  const { place } = row.Connector;
  const block = draft.blocks.at(-1) ?? { items: [], place };
  if (draft.blocks.length === 0) {
    reader.refuse(place, 'connector', reader.said.thenMissing, reader.said.writeThen);
    draft.blocks.push(block);
  }
  const item = readItem(row, reader);
  if (item !== undefined) block.items.push(item);
}

function readItem(row: Row<'statements'>, reader: CellReader): ItemNode | undefined {
  const { results } = reader.dictionary;
  const written = reader.text(row.Item);
  const result = results.named(written) ?? results.find(written);
  if (result === undefined) {
    const meant = results.nearestName(written);
    const names = results.entries.map(({ name }) => name).join(', ');
    const { rules } = reader;
    const hint = meant === undefined ? rules.thereAre(names) : rules.didYouMean(meant);
    reader.refuse(row.Item.place, 'unknown-item', rules.noItem(written), hint);
    return undefined;
  }
  const target = { kind: 'reference', path: result.path, place: row.Item.place } as const;
  if (reader.text(row.Reference) === '') {
    if (reader.text(row.Value) === '') {
      reader.refuseEmpty(row.Value, reader.said.valueMissing);
      return undefined;
    }
    const product = reader.product(row.Value);
    return product && { target, ...product };
  }
  const operand = reader.operand(row.Reference);
  const factors = reader.factors(row.Value);
  return operand && factors && { target, operand, factors };
}

function toRule(draft: Draft, reader: CellReader): RuleNode {
  const { name, groups, connector, blocks, isComplete } = draft;
  const { place } = name;
  const { said } = reader;
  if (isComplete && groups.length === 0) {
    reader.refuse(place, 'no-condition', said.chargesAll, said.nameCondition);
  } else if (isComplete && blocks.length === 0) {
    reader.refuse(place, 'no-entry', said.chargesNothing, said.addThen);
  }
  return {
    annotations: [],
    name,
    condition: { connector: groups.length > 1 ? (connector ?? 'AND') : 'AND', members: groups },
    blocks,
    isComplete: isComplete && groups.length > 0 && blocks.length > 0,
    place,
  };
}
