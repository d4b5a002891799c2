import type { Dictionary } from '../api';
import { choicesOf, completed, fitting } from './choices';
import { noTables } from './tables';

const dictionary: Dictionary = {
  version: 1,
  fields: [
    { name: 'Payer DFSP', path: 'a', type: 'dfspId' },
    { name: 'Payee DFSP', path: 'b', type: 'dfspId' },
    { name: 'Initiator', path: 'c', type: 'enum', values: ['PAYER', 'PAYEE'] },
  ],
  results: [{ name: 'Currency', path: 'result.currency' }],
  tests: [{ test: 'EQ', words: 'Equals' }],
  annotations: [{ name: 'rounding', values: ['HALF_UP'] }, { name: 'id' }],
};
const tables = {
  ...noTables,
  conditions: [
    ['On us', '', '', ''],
    ['AND', '', '', ''],
    ['On us', '', '', ''],
  ],
};
const at = (
  kind: 'conditions' | 'statements' | 'annotations',
  column: number,
  row: string[] = [],
) => choicesOf(kind, column, row, tables, dictionary).of;

test('cells offer what the dictionary knows, and the names that the sheet has', () => {
  expect(at('conditions', 1)).toEqual(['Payer DFSP', 'Payee DFSP', 'Initiator']);
  expect(at('conditions', 2)).toEqual(['Equals']);
  expect(at('statements', 2)).toEqual(['On us']);
  expect(at('statements', 3)).toEqual(['Currency']);
  expect(at('statements', 5)).toEqual([]);
});

test('a value offers what its variable can be, in quotes, and fields of the same kind', () => {
  expect(at('conditions', 3, ['', 'initiator'])).toEqual(['"PAYER"', '"PAYEE"']);
  expect(at('conditions', 3, ['', 'Payer DFSP'])).toEqual(['Payee DFSP']);
  expect(at('annotations', 2, ['', 'rounding'])).toEqual(['HALF_UP']);
});

describe('what is typed', () => {
  const choices = { of: ['Payer DFSP', 'Payee DFSP', 'DFSP'], isClosed: true };

  test('narrows what is offered: what begins so first', () => {
    expect(fitting(choices, 'dfsp', true)).toEqual(['DFSP', 'Payer DFSP', 'Payee DFSP']);
    expect(fitting(choices, 'Payer DFSP', false)).toHaveLength(3);
  });

  test('is completed where nothing else can stand, and left alone elsewhere', () => {
    expect(completed(choices, 'payee', true)).toBe('Payee DFSP');
    expect(completed(choices, 'dfsp', true)).toBe('DFSP');
    expect(completed(choices, 'nothing', true)).toBeUndefined();
    expect(completed({ ...choices, isClosed: false }, 'payee', true)).toBeUndefined();
    expect(completed(choices, 'payee', false)).toBeUndefined();
  });
});
