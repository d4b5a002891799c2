import { markdownOf } from './table';
import type { Row } from './table';

const row = (name: string, version: '1.1' | '2.0', signatures: boolean, passed: number): Row => ({
  played: { suite: { name, toolkitIs: 'payer' }, version, signatures, assertions: [] },
  verdict: {
    passed,
    total: 5,
    explained: Array.from({ length: 5 - passed }, (_, index) => ({
      assertion: { name: `${index}`, passed: false, found: 'x' },
      reason: 'the toolkit errs',
    })),
    wrong: [],
  },
});

test('the table has a line a suite, a column a version, sums, and what was not passed', () => {
  const rows = [row('a', '1.1', false, 5), row('b', '1.1', false, 3), row('a', '2.0', true, 4)];
  expect(markdownOf(rows).split('\n')).toEqual([
    '| The toolkit is | Suite | 1.1 | 2.0 signed |',
    '| --- | --- | ---: | ---: |',
    '| payer | a | 5 / 5 | 4 / 5 |',
    '| payer | b | 3 / 5 |  |',
    '|  | all | 8 / 10 | 4 / 5 |',
    '',
    'Not passed, in every version:',
    '',
    '- 2: the toolkit errs',
  ]);
});
