import { judge, readDifferences, type Played } from './results';
import { allSuites } from './suites';

const played = (...assertions: [name: string, passed: boolean][]): Played => ({
  suite: { name: 'a suite', toolkitIs: 'payer' },
  version: '1.1',
  signatures: false,
  assertions: assertions.map(([name, passed]) => ({ name, passed, found: passed ? '' : 'other' })),
});
const difference = { suites: ['a suite'], assertions: ['b'], reason: 'the toolkit errs' };

describe('the verdict on a suite', () => {
  test('counts what passed, and tells what failed', () => {
    expect(judge(played(['a', true], ['b', false]), [])).toEqual({
      passed: 1,
      total: 2,
      explained: [],
      wrong: ['b: other'],
    });
  });

  test('finds nothing wrong with a failure that is explained', () => {
    const verdict = judge(played(['a', true], ['b', false]), [difference]);
    expect(verdict.wrong).toEqual([]);
    expect(verdict.explained.map(({ reason }) => reason)).toEqual(['the toolkit errs']);
  });

  test('wants an explanation taken away when what it explains passes or is gone', () => {
    const outdated = ['b: passes now, take it out of known-differences.json'];
    expect(judge(played(['b', true]), [difference]).wrong).toEqual(outdated);
    expect(judge(played(['a', true]), [difference]).wrong).toEqual(outdated);
  });

  test('takes no explanation from another suite', () => {
    const elsewhere = { ...difference, suites: ['another suite'] };
    expect(judge(played(['b', false]), [elsewhere]).wrong).toEqual(['b: other']);
  });
});

test('an explanation may hold with signatures only', () => {
  const signedOnly = { ...difference, signatures: true };
  expect(judge(played(['b', false]), [signedOnly]).wrong).toEqual(['b: other']);
  expect(judge({ ...played(['b', false]), signatures: true }, [signedOnly]).wrong).toEqual([]);
});

test('every known difference names suites that there are', () => {
  const names = allSuites.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { suites } of readDifferences())
    for (const suite of suites) expect(names).toContain(suite);
});
