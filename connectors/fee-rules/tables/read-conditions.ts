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
      reader.refuseEmpty(row.Name, 'The first row of a condition gives its name');
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
  const message = `${connector} joins this comparison to none: it is the first`;
  reader.refuse(Name.place, 'connector', message, 'Leave this cell empty.');
}

function requireComparison(draft: Draft, reader: CellReader): void {
  const { count, group } = draft;
  if (count > 0) return;
  const message = `The condition ${quoted(group.name?.text ?? '')} compares nothing`;
  reader.refuse(group.place, 'no-comparison', message, 'Fill in its row, or rows below it.');
  draft.isComplete = false;
}

export function connectorOf(text: string | undefined): Connector | undefined {
  const upper = text?.toUpperCase();
  return upper === 'AND' || upper === 'OR' ? upper : undefined;
}

function refuseSecond(name: string, row: Row<'conditions'>, reader: CellReader): void {
  const message = `There are two conditions named ${quoted(name)}`;
  reader.refuse(row.Name.place, 'name-twice', message, 'Give one of them another name.');
}

function addComparison(
  draft: Draft,
  row: Row<'conditions'>,
  connector: Connector | undefined,
  reader: CellReader,
): void {
  if (connector !== undefined && (draft.connector ?? connector) !== connector) {
    const message = 'AND and OR stand in one condition';
    const hint = 'Make two conditions, and join them in the statement.';
    reader.refuse(row.Name.place, 'mixed-connectors', message, hint);
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
    const hint = 'Write the name of a field, such as Amount.';
    reader.refuse(variable.place, 'operand', 'A comparison starts with a field', hint);
  }
  const word = reader.text(row.Test);
  const test = testNamed(word);
  if (test === undefined && typeof row.Test.cell === 'string') {
    const meant = nearestTest(word);
    const hint =
      meant === undefined
        ? `There are ${Object.values(wordsOf).join(', ')}.`
        : `Did you mean ${meant}?`;
    reader.refuse(row.Test.place, 'unknown-test', noTest(word), hint);
  }
  const right = reader.operand(row.Value);
  if (left?.kind !== 'reference' || test === undefined || right === undefined) return undefined;
  return { left, test, testPlace: row.Test.place, right };
}
