/** What two versions have each for themselves: rule by rule, with the cells. Pure, on tables as the server writes them. */
import type { Row, TableKind, Tables } from '../editor/tables';

export interface RuleDifference {
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly lines: readonly LineDifference[];
}

export interface LineDifference {
  readonly kind: 'added' | 'removed' | 'same';
  readonly table: TableKind;
  readonly cells: Row;
}

interface Block {
  readonly statements: readonly Row[];
  readonly conditions: readonly Row[];
  readonly annotations: readonly Row[];
}

/** In order of the new version; what is only in the old one comes last. */
export function differencesOf(before: Tables, after: Tables): readonly RuleDifference[] {
  const [old, now] = [blocksOf(before), blocksOf(after)];
  const changed = [...now].flatMap(([name, block]): RuleDifference[] => {
    const was = old.get(name);
    if (was === undefined) return [{ name, kind: 'added', lines: linesOf(undefined, block) }];
    const lines = linesOf(was, block);
    return lines.every(({ kind }) => kind === 'same') ? [] : [{ name, kind: 'changed', lines }];
  });
  const removed = [...old]
    .filter(([name]) => !now.has(name))
    .map(([name, block]): RuleDifference => ({
      name,
      kind: 'removed',
      lines: linesOf(block, undefined),
    }));
  return [...changed, ...removed];
}

/** Each rule with all that belongs to it: the rows of its conditions stand wherever they stand. */
function blocksOf(tables: Tables): ReadonlyMap<string, Block> {
  const conditions = named(tables.conditions);
  const annotations = named(tables.annotations);
  const blocks = new Map<string, Block>();
  for (const [name, statements] of named(tables.statements)) {
    const used = [...new Set(statements.map((row) => row[2] ?? ''))];
    blocks.set(name, {
      statements,
      conditions: used.flatMap((condition) => conditions.get(condition) ?? []),
      annotations: annotations.get(name) ?? [],
    });
  }
  return blocks;
}

/** Rows by the name above them. */
function named(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  let current = '';
  for (const row of rows) {
    const [name = ''] = row;
    if (name !== '' && !/^(and|or)$/i.test(name)) current = name;
    found.set(current, [...(found.get(current) ?? []), row]);
  }
  return found;
}

const parts = ['annotations', 'conditions', 'statements'] as const;

function linesOf(before: Block | undefined, after: Block | undefined): readonly LineDifference[] {
  return parts.flatMap((table) =>
    compared(before?.[table] ?? [], after?.[table] ?? []).map((line) => ({ ...line, table })),
  );
}

/** Rows that both have, in order, are the same; the longest such row of rows leaves the fewest others. */
function compared(
  before: readonly Row[],
  after: readonly Row[],
): readonly Omit<LineDifference, 'table'>[] {
  const lengths = commonLengths(before, after);
  const lines: Omit<LineDifference, 'table'>[] = [];
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    const [old, now] = [before[at], after[to]];
    if (old !== undefined && now !== undefined && isSameRow(old, now)) {
      lines.push({ kind: 'same', cells: now });
      [at, to] = [at + 1, to + 1];
    } else if (old !== undefined && keepsMore(lengths, at, to, now === undefined)) {
      lines.push({ kind: 'removed', cells: old });
      at += 1;
    } else if (now !== undefined) {
      lines.push({ kind: 'added', cells: now });
      to += 1;
    }
  }
  return lines;
}

function keepsMore(lengths: readonly number[][], at: number, to: number, isEnd: boolean): boolean {
  return isEnd || (lengths[at + 1]?.[to] ?? 0) >= (lengths[at]?.[to + 1] ?? 0);
}

function commonLengths(before: readonly Row[], after: readonly Row[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  for (let at = before.length - 1; at >= 0; at -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const [old, now, row] = [before[at], after[to], lengths[at]];
      if (old === undefined || now === undefined || row === undefined) continue;
      row[to] = isSameRow(old, now)
        ? (lengths[at + 1]?.[to + 1] ?? 0) + 1
        : Math.max(lengths[at + 1]?.[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return lengths;
}

function isSameRow(one: Row, other: Row): boolean {
  return one.length === other.length && one.every((cell, at) => cell === other[at]);
}

/** Which cells of a removed row another has in its place: only those are told apart. */
export function changedCells({ lines }: RuleDifference): ReadonlyMap<LineDifference, Row> {
  const pairs = new Map<LineDifference, Row>();
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1];
    if (line.kind === 'removed' && next?.kind === 'added' && next.table === line.table) {
      pairs.set(line, next.cells);
      pairs.set(next, line.cells);
    }
  }
  return pairs;
}
