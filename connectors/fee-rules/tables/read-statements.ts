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
      reader.refuseEmpty(row.Name, 'The first row of a statement gives its name');
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
    const message = `${connector} joins nothing`;
    reader.refuse(row.Connector.place, 'connector', message, 'Write AND, OR or THEN.');
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
    reader.refuseEmpty(row.Test, `${connector} joins nothing: the condition is missing`);
  }
  if (isEntry) draft.blocks.push({ items: [], place: row.Connector.place });
  if (reader.text(row.Item) !== '') {
    addItem(draft, row, reader);
  } else if (reader.text(row.Reference) !== '' || reader.text(row.Value) !== '') {
    reader.refuseEmpty(row.Item, 'What does this row set? The item is missing');
  }
}

function joinBy(draft: Draft, connector: string, row: Row<'statements'>, reader: CellReader): void {
  const { place } = row.Connector;
  const joint = connectorOf(connector);
  const isFirst = draft.groups.length === 0;
  if (connector === 'THEN' || draft.blocks.length > 0) {
    const message = 'Conditions stand before THEN, what is charged behind it';
    reader.refuse(row.Test.place, 'misplaced', message, 'Move this condition up, before THEN.');
  } else if (!isFirst && joint === undefined) {
    const message = 'AND or OR is missing before this condition';
    reader.refuse(place, 'connector', message, 'Write AND or OR.');
  } else if (isFirst && joint !== undefined && draft.isComplete) {
    const message = `${joint} joins this condition to none: it is the first`;
    reader.refuse(place, 'connector', message, 'Leave this cell empty.');
  } else if (joint !== undefined && (draft.connector ?? joint) !== joint) {
    const message = `AND and OR stand in one statement: first ${draft.connector ?? ''}, then ${joint}`;
    reader.refuse(place, 'mixed-connectors', message, 'Write two statements.');
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
  const hint =
    meant === undefined ? 'Add it to the table of conditions.' : `Did you mean ${quoted(meant)}?`;
  reader.refuse(place, 'unknown-condition', `There is no condition ${quoted(text)}`, hint);
  return undefined;
}

function addItem(draft: Draft, row: Row<'statements'>, reader: CellReader): void {
  const { place } = row.Connector;
  const block = draft.blocks.at(-1) ?? { items: [], place };
  if (draft.blocks.length === 0) {
    const message = 'THEN is missing before the first item';
    reader.refuse(place, 'connector', message, 'Write THEN.');
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
    const hint = meant === undefined ? `There are ${names}.` : `Did you mean ${meant}?`;
    reader.refuse(row.Item.place, 'unknown-item', `A ledger entry has no item ${written}`, hint);
    return undefined;
  }
  const target = { kind: 'reference', path: result.path, place: row.Item.place } as const;
  if (reader.text(row.Reference) === '') {
    if (reader.text(row.Value) === '') {
      reader.refuseEmpty(row.Value, 'A value is missing here');
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
  if (isComplete && groups.length === 0) {
    const message = 'This statement has no condition: it would charge everybody';
    reader.refuse(place, 'no-condition', message, 'Name a condition in the column Test.');
  } else if (isComplete && blocks.length === 0) {
    const message = 'This statement charges nothing: THEN and its items are missing';
    reader.refuse(place, 'no-entry', message, 'Add a row with THEN and the first item.');
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
