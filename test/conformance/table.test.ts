import { markdownOf } from './table';
import type { Row } from './table';

const row = (
  name: string,
  version: '1.1' | '2.0',
  signatures: boolean,
  passed: number,
  reason = 'the toolkit errs',
): Row => ({
  played: { suite: { name, toolkitIs: 'payer' }, version, signatures, assertions: [] },
  verdict: {
    passed,
    total: 5,
    explained: Array.from({ length: 5 - passed }, (_, index) => ({
      assertion: { name: `${index}`, passed: false, found: 'x' },
      reason,
    })),
    wrong: [],
  },
});

test('the table has a line a suite, a column a version, sums, and what was not passed', () => {
  const rows = [
    row('a', '1.1', false, 4, 'it errs here only'),
    row('b', '1.1', false, 3),
    row('a', '2.0', true, 3),
  ];
  expect(markdownOf(rows).split('\n')).toEqual([
    '| The toolkit is | Suite | 1.1 | 2.0 signed |',
    '| --- | --- | ---: | ---: |',
    '| payer | a | 4 / 5 | 3 / 5 |',
    '| payer | b | 3 / 5 |  |',
    '|  | all | 7 / 10 | 3 / 5 |',
    '',
    'Not passed, in every column where none is named:',
    '',
    '- 1 (1.1): it errs here only',
    '- 2: the toolkit errs',
  ]);
});
