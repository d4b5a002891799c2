/** What the tables call the tests. */
import { nearest } from '../../common/nearest';
import { tests, type Test } from '../language/tree';

export const wordsOf: Readonly<Record<Test, string>> = {
  EQ: 'Equals',
  NEQ: 'Not equal to',
  GT: 'Greater than',
  LT: 'Less than',
  GE: 'Greater than or equal to',
  LE: 'Less than or equal to',
  EQCI: 'Case insensitive equals',
  NECI: 'Case insensitive not equal',
};

/** By its words or its letters, in any case. */
export function testNamed(text: string): Test | undefined {
  const wanted = text.replace(/\s+/gu, ' ').toLowerCase();
  return tests.find(
    (test) => wanted === test.toLowerCase() || wanted === wordsOf[test].toLowerCase(),
  );
}

export function nearestTest(text: string): string | undefined {
  return nearest(text, [...Object.values(wordsOf), ...tests]);
}
