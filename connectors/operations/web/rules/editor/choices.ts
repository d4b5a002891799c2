/** What a cell offers: from the dictionary and from the names that stand in the sheet. */
import type { Dictionary } from '../api';
import type { Row, TableKind, Tables } from './tables';

export interface Choices {
  readonly of: readonly string[];
  /** Nothing else can stand there: what is begun is completed. */
  readonly isClosed: boolean;
}

const none: Choices = { of: [], isClosed: false };
const closed = (of: readonly string[]): Choices => ({ of, isClosed: true });
const open = (of: readonly string[]): Choices => ({ of, isClosed: false });

export function choicesOf(
  kind: TableKind,
  column: number,
  row: Row,
  tables: Tables,
  dictionary: Dictionary | undefined,
): Choices {
  if (dictionary === undefined) return none;
  const fields = dictionary.fields.map(({ name }) => name);
  switch (`${kind} ${String(column)}`) {
    case 'conditions 0':
      return open(['AND', 'OR']);
    case 'conditions 1':
    case 'statements 4':
      return closed(fields);
    case 'conditions 2':
      return closed(dictionary.tests.map(({ words }) => words));
    case 'conditions 3':
      return open(valuesFor(row[1] ?? '', dictionary));
    case 'statements 1':
      return closed(['AND', 'OR', 'THEN']);
    case 'statements 2':
      return closed(namesIn(tables.conditions));
    case 'statements 3':
      return closed(dictionary.results.map(({ name }) => name));
    case 'annotations 0':
      return closed(namesIn(tables.statements));
    case 'annotations 1':
      return closed(dictionary.annotations.map(({ name }) => name));
    case 'annotations 2':
      return open(dictionary.annotations.find(({ name }) => name === row[1])?.values ?? []);
    default:
      return none;
  }
}

/** Those of an enumeration in quotes, then fields of the same kind. */
function valuesFor(variable: string, { fields }: Dictionary): readonly string[] {
  const field = fields.find(({ name }) => isSame(name, variable));
  if (field === undefined) return [];
  const values = (field.values ?? []).map((value) => `"${value}"`);
  const others = fields.filter(({ name, type }) => type === field.type && name !== field.name);
  return [...values, ...others.map(({ name }) => name)];
}

function namesIn(rows: readonly Row[]): readonly string[] {
  const names = rows.map(([name = '']) => name.trim());
  return [...new Set(names.filter((name) => name !== '' && !/^(and|or)$/i.test(name)))];
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** What fits what was typed so far; all while nothing was typed. */
export function fitting({ of }: Choices, typed: string, wasTyped: boolean): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  if (!wasTyped || wanted === '') return of;
  const begun = of.filter((one) => one.toLowerCase().startsWith(wanted));
  const within = of.filter((one) => !begun.includes(one) && one.toLowerCase().includes(wanted));
  return [...begun, ...within];
}

/** The one that is taken by Enter or Tab without being pointed at: only where nothing else can stand. */
export function completed(choices: Choices, typed: string, wasTyped: boolean): string | undefined {
  if (!choices.isClosed || !wasTyped || typed.trim() === '') return undefined;
  const exact = choices.of.find((one) => isSame(one, typed));
  const wanted = typed.trim().toLowerCase();
  return exact ?? choices.of.find((one) => one.toLowerCase().startsWith(wanted));
}
