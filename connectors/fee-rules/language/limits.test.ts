/** How much of everything is allowed: so much is fine, and one more is refused. */
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { standardDictionary } from './dictionary';
import { loadRules } from './load';

const withSetting = (setting: string) => `${setting}\n${interchangeFee}`;
const withFactors = (count: number) =>
  interchangeFee
    .replace('amount * 0.6%;', `amount${' * 0.5'.repeat(count)};`)
    .replace('amount * 0.6% * -1;', `amount * ${String(-(0.5 ** count))};`);
const withPayee = (fspId: string) =>
  interchangeFee.replace('result.payee.dfspId = Transaction.payee.partyIdInfo.fspId', () => {
    return `result.payee.dfspId = "${fspId}"`;
  });
const withAmount = (number: string) =>
  interchangeFee.replace('Transaction.payer.accountType EQCI "Wallet"', () => {
    return `Transaction.amount.amount LT ${number}`;
  });

const limits: readonly (readonly [
  what: string,
  code: string,
  textOf: (size: number) => string,
  sizeMax: number,
])[] = [
  [
    'characters of an id',
    'annotation-value',
    (size) => withSetting(`@id "${'i'.repeat(size)}"`),
    128,
  ],
  [
    'digits of a priority',
    'annotation-value',
    (size) => withSetting(`@group "g"\n@priority ${'9'.repeat(size)}`),
    9,
  ],
  ['characters of a DFSP’s id', 'unknown-value', (size) => withPayee('d'.repeat(size)), 32],
  [
    'characters of an entry type',
    'type-mismatch',
    (size) => interchangeFee.replace('INTERCHANGE_FEE', 'F'.repeat(size)),
    64,
  ],
  ['factors', 'too-many-factors', withFactors, 8],
  ['characters of a number', 'number', (size) => withAmount('9'.repeat(size)), 32],
];

const codesOf = (text: string) =>
  loadRules(text, standardDictionary).problems.map(({ code }) => code);

test.each(limits)(
  '%s: the last that is allowed, and the first that is not',
  (_, code, textOf, sizeMax) => {
    expect(codesOf(textOf(sizeMax))).not.toContain(code);
    expect(codesOf(textOf(sizeMax + 1))).toContain(code);
  },
);

test('versions start at 1', () => {
  expect(codesOf(withSetting('@version 1'))).toEqual([]);
  expect(codesOf(withSetting('@version 0'))).toEqual(['annotation-value']);
});

test('a rule that is in force for no time at all is refused', () => {
  const from = '@from "2027-01-01T00:00:00Z"';
  expect(codesOf(withSetting(`${from}\n@to "2027-01-01T00:00:00.001Z"`))).toEqual([]);
  expect(codesOf(withSetting(`${from}\n@to "2027-01-01T00:00:00Z"`))).toEqual(['window']);
});
