/** The table of named conditions: Name | Variable | Test | Value. */
import { quoted } from '../language/print';
import type { ComparisonNode, Connector, GroupNode } from '../language/tree';
import { noTest } from '../language/wording';
import type { CellReader } from './cells';
import { isEmpty, type Row } from './sheets';
import { nearestTest, testNamed, wordsOf } from './tests-in-words';

interface Draft {
  group: GroupNode;
  isComplete: boolean;
  connector: Connector | undefined;
  /** Comparisons begun, be they wrong. */
  count: number;
}

export interface ReadCondition {
  readonly group: GroupNode;
  readonly isComplete: boolean;
}

/**
 * A row with a new name starts a condition, with its first comparison or without any; AND, OR, no name or the
 * same name again goes on with it. The order of the result is that of the table.
 */
export function readConditions(
  rows: readonly Row<'conditions'>[],
  reader: CellReader,
): ReadonlyMap<string, ReadCondition> {
  const found = new Map<string, Draft>();
  let current: Draft | undefined;
  for (const row of rows) {
    reader.isComplete = true;
    const name = reader.name(row.Name);
    const connector = connectorOf(name?.text);
    const isNext =
      connector !== undefined || name === undefined || name.text === current?.group.name?.text;
    if (!isNext) {
      if (found.has(name.text)) refuseSecond(name.text, row, reader);
      const comparisons = { connector: 'AND', members: [] } as const;
      current = {
        group: { name, comparisons, place: row.Name.place },
        isComplete: reader.isComplete,
        connector: undefined,
        count: 0,
      };
      found.set(name.text, current);
      if (isNameOnly(row)) continue;
    }
    if (current === undefined) {
      reader.refuseEmpty(row.Name, reader.said.conditionName);
      continue;
    }
    if (current.count === 0 && connector !== undefined) {
      refuseFirstConnector(connector, row, reader);
      current.isComplete = false;
    }
    addComparison(current, row, current.count > 0 ? (connector ?? 'AND') : undefined, reader);
  }
  for (const draft of found.values()) requireComparison(draft, reader);
  return found;
}

/** As the requirement draws it: the comparisons stand in the rows below. */
function isNameOnly({ Variable, Test, Value }: Row<'conditions'>): boolean {
  return [Variable, Test, Value].every(({ cell }) => isEmpty(cell));
}

function refuseFirstConnector(
  connector: Connector,
  { Name }: Row<'conditions'>,
  reader: CellReader,
): void {
  const { said } = reader;
  reader.refuse(Name.place, 'connector', said.joinsNone(connector), said.leaveEmpty);
}

function requireComparison(draft: Draft, reader: CellReader): void {
  const { count, group } = draft;
  if (count > 0) return;
  const message = reader.said.comparesNothing(quoted(group.name?.text ?? ''));
  reader.refuse(group.place, 'no-comparison', message, reader.said.fillRow);
  draft.isComplete = false;
}

export function connectorOf(text: string | undefined): Connector | undefined {
  const upper = text?.toUpperCase();
  return upper === 'AND' || upper === 'OR' ? upper : undefined;
}

function refuseSecond(name: string, row: Row<'conditions'>, reader: CellReader): void {
  const message = reader.said.twoConditions(quoted(name));
  reader.refuse(row.Name.place, 'name-twice', message, reader.rules.otherName);
}

function addComparison(
  draft: Draft,
  row: Row<'conditions'>,
  connector: Connector | undefined,
  reader: CellReader,
): void {
  if (connector !== undefined && (draft.connector ?? connector) !== connector) {
    const { bothInCondition, bothInConditionHint } = reader.said;
    reader.refuse(row.Name.place, 'mixed-connectors', bothInCondition, bothInConditionHint);
  }
  draft.connector ??= connector;
  draft.count += 1;
  const comparison = readComparison(row, reader);
  const { members } = draft.group.comparisons;
  draft.group = {
    ...draft.group,
    comparisons: {
      connector: draft.connector ?? 'AND',
      members: comparison === undefined ? members : [...members, comparison],
    },
  };
  draft.isComplete &&= reader.isComplete;
}

function readComparison(row: Row<'conditions'>, reader: CellReader): ComparisonNode | undefined {
  const variable = row.Variable;
  const left = reader.operand(variable);
  if (left !== undefined && left.kind !== 'reference') {
    const { said, rules } = reader;
    reader.refuse(variable.place, 'operand', rules.startsWithField, said.writeField);
  }
  const word = reader.text(row.Test);
  const test = testNamed(word);
  if (test === undefined && typeof row.Test.cell === 'string') {
    const meant = nearestTest(word);
    const { rules } = reader;
    const hint =
      meant === undefined
        ? rules.thereAre(Object.values(wordsOf).join(', '))
        : rules.didYouMean(meant);
    reader.refuse(row.Test.place, 'unknown-test', noTest(word, rules), hint);
  }
  const right = reader.operand(row.Value);
  if (left?.kind !== 'reference' || test === undefined || right === undefined) return undefined;
  return { left, test, testPlace: row.Test.place, right };
}
