/** Whatever stands in a text, it is read to its end, once, and never a crash. */
import * as fc from 'fast-check';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { ruleFiles } from '../../../test/kit/fee-rules/random-rules';
import { runs, timeoutMs } from '../../../test/kit/fee-rules/runs';
import { standardDictionary } from './dictionary';
import { loadRules } from './load';
import { parse } from './parse';
import { print } from './print';
import { hasErrors, type Problem } from './problems';

jest.setTimeout(timeoutMs);

const snippets = fc.constantFrom(
  ...[
    '(',
    ')',
    '{',
    '}',
    '};',
    ';',
    '"',
    '/*',
    '*/',
    '@',
    '@id',
    'if(',
    'AND',
    'OR',
    'EQ',
    '*',
    '-',
  ],
  ...[
    '0.6%',
    '1e9',
    '[',
    '["',
    '[key=',
    '\\',
    '\n',
    '\r',
    '\u0000',
    '\ud800',
    '“',
    '%',
    '=',
    'Transaction.',
  ],
);
const garbage = fc
  .array(fc.oneof(snippets, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(''));

const mutated = fc
  .tuple(
    ruleFiles,
    fc.array(fc.tuple(fc.nat(), fc.nat(12), snippets), { minLength: 1, maxLength: 5 }),
  )
  .map(([file, changes]) =>
    changes.reduce((text, [at, length, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + length);
    }, print(file)),
  );

/** What should not be, of how a text was read. */
function flawsOf(text: string): readonly unknown[] {
  const lines = text.split('\n');
  const { problems, ruleSet } = loadRules(text, standardDictionary);
  const again = ruleSet && loadRules(ruleSet.text, standardDictionary).ruleSet;
  const isWrongPlace = (problem: Problem): boolean => {
    if ('sheet' in problem) return true;
    const { line, column, endColumn, message } = problem;
    // The end of the text is one column behind its last line.
    const lineEnd = (lines[line - 1]?.length ?? -1) + 2;
    return column < 1 || endColumn <= column || endColumn > lineEnd || message.length > 600;
  };
  return [
    ...problems.filter(isWrongPlace),
    ...((ruleSet === undefined) === hasErrors(problems) ? [] : ['neither problems nor rules']),
    ...(again?.id === ruleSet?.id ? [] : ['the canonical text is not canonical']),
  ];
}

function expectToBeReadWell(text: string): void {
  expect(flawsOf(text)).toEqual([]);
}

test('garbage gives problems that point into the text', () => {
  fc.assert(fc.property(garbage, expectToBeReadWell), runs(1000));
});

test('rules with mistakes typed into them give problems that point into the text', () => {
  fc.assert(fc.property(mutated, expectToBeReadWell), runs(1000));
});

test('a mistake in one rule does not hide those of the others', () => {
  const broken = (name: string, from: string, to: string) =>
    interchangeFee.replace('Interchange fee test', name).replace(from, to);
  const text =
    broken('A', ')\n)\n)\n{', ')\n)\n{') +
    broken('B', 'accountType EQCI', 'acountType EQCI') +
    broken('C', '= Transaction.amount.currency', '= ') +
    broken('D', 'EQCI "PAYER"', 'EQ "payer"') +
    broken('E', '* -1', '');
  const codes = loadRules(text, standardDictionary).problems.map(({ code }) => code);
  expect(codes).toEqual([
    'bracket',
    'unknown-field',
    'operand',
    'unknown-value',
    'legs-do-not-cancel',
  ]);
});

describe('the work grows no faster than the text', () => {
  const floods: readonly (readonly [string, (count: number) => string])[] = [
    ['rules', (count) => interchangeFee.repeat(count / 100)],
    [
      'a rule of many comparisons',
      (count) =>
        interchangeFee.replace('AND\n(', 'AND\n(\nTransaction.note EQ "x"\n)\n'.repeat(count)),
    ],
    ['brackets', (count) => `if(${'('.repeat(count)}`],
    ['brackets that close', (count) => `if(${'('.repeat(count)}a EQ "b"${')'.repeat(count)}){};`],
    ['openings of names', (count) => '/* a '.repeat(count)],
    ['openings of names on lines of their own', (count) => '/* a\n'.repeat(count)],
    ['names', (count) => '/* a */ '.repeat(count)],
    ['quotes', (count) => '"'.repeat(count)],
    ['texts that end nowhere', (count) => '"a\n'.repeat(count)],
    ['backslashes', (count) => `"${'\\'.repeat(count)}`],
    ['digits', (count) => `@id ${'1'.repeat(count)}`],
    ['digits and points', (count) => '1.'.repeat(count)],
    ['digits and many points', (count) => `1${'.'.repeat(count)}`.repeat(2)],
    ['words', (count) => 'a'.repeat(count)],
    ['ifs', (count) => 'if '.repeat(count)],
    ['annotations', (count) => '@a '.repeat(count)],
    ['blocks', (count) => `if((a EQ "b"))${'{'.repeat(count)}`],
    ['factors', (count) => interchangeFee.replace('* 0.6%;', `${'* 2 '.repeat(count)};`)],
    ['path steps', (count) => `if((a${'.b'.repeat(count)} EQ "c")){};`],
    ['line feeds', (count) => '\n'.repeat(count)],
    ['nothing known', (count) => '€'.repeat(count)],
  ];

  test.each(floods)('%s', (_, flood) => {
    const workOf = (count: number) => parse(flood(count)).work;
    const [small, large] = [workOf(2_000), workOf(20_000)];
    expect(large).toBeLessThan(10 * small + 1000);
  });

  test.each(floods)('a megabyte of %s is read', (_, flood) => {
    const text = flood(1000);
    const count = Math.ceil((1000 * 1_000_000) / text.length);
    const megabyte = flood(count);
    expect(megabyte.length).toBeGreaterThan(800_000);
    const { problems } = loadRules(megabyte, standardDictionary);
    expect(problems.length).toBeLessThanOrEqual(201);
  });
});

test('a text longer than any rules are is refused unread', () => {
  const { problems, work } = parse(' '.repeat(32 * 1024 * 1024 + 1));
  expect(problems.map(({ code }) => code)).toEqual(['text-too-long']);
  expect(work).toBe(0);
});
