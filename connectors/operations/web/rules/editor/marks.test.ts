import type { RuleProblem } from '../api';
import { addressOf, cellMarks, cellOf, lineMarks, rangeOf } from './marks';

const problem = (change: Partial<RuleProblem>): RuleProblem => ({
  severity: 'error',
  code: 'x',
  message: 'm',
  hint: 'h',
  ...change,
});

test('a problem stands at its cell, which has the address that a spreadsheet gives it', () => {
  const at = cellOf(problem({ sheet: 'Statements', row: 3, column: 2 }));
  expect(at).toEqual({ table: 'statements', row: 1, column: 1 });
  expect(addressOf({ row: 1, column: 1 })).toBe('B3');
  expect(cellOf(problem({ sheet: 'My sheet', row: 3, column: 2 }))).toBeUndefined();
});

test('of several at one cell or line the errors come first', () => {
  const at = { sheet: 'Conditions', row: 2, column: 1 };
  const marks = cellMarks([problem({ ...at, severity: 'warning' }), problem(at)]);
  expect(marks.get('conditions 0 0')?.map(({ severity }) => severity)).toEqual([
    'error',
    'warning',
  ]);
  const lines = lineMarks([problem({ line: 2, severity: 'warning' }), problem({ line: 2 })]);
  expect(lines.get(2)?.severity).toBe('error');
});

test('a problem in a text is found where a textarea has it, even beyond the end of its line', () => {
  expect(rangeOf('ab\ncdef\n', problem({ line: 2, column: 2, endColumn: 4 }))).toEqual([4, 6]);
  expect(rangeOf('ab\nc', problem({ line: 2, column: 9, endColumn: 12 }))).toEqual([4, 4]);
});
