/** Random checked rule sets and transactions, from few fields and few values so that they meet often. */
import fc from 'fast-check';
import { standardDictionary, type Field } from '../../../connectors/fee-rules/language/dictionary';
import { parseExact } from '../../../connectors/common/decimal/exact';
import type {
  Comparison,
  Condition,
  Fee,
  Group,
  Rule,
  RuleSet,
  TextValue,
} from '../../../connectors/fee-rules/language/rule-set';
import type { Occasion } from '../../../connectors/fee-rules/engine/evaluation';

function field(name: string): Field {
  const found = standardDictionary.data.fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
}

const payeeDfsp = field('Payee DFSP');
const payerDfsp = field('Payer DFSP');
const currency = field('Currency');
const amount = field('Amount');
const note = field('Note');
const accountType = field('Payee Account Type');
const scenario = field('Transaction Type Scenario');
const textFields = [payeeDfsp, payerDfsp, currency, note, accountType, scenario];

const words = fc.constantFrom(
  ...['Wallet', 'wallet', 'WALLET', 'lion', 'Lion', 'buffalo', 'TRANSFER', 'transfer', 'TZS'],
  ...[
    'JPY',
    'KWD',
    'XOF',
    'ÄPFEL',
    'äpfel',
    'ı',
    'I',
    'i',
    'İ',
    'ß',
    '𝒲',
    'w\u0301',
    '\u0000',
    '-1',
    ' ',
  ],
);
const numbers = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '100',
    '100.12',
    '100.00',
    '0.005',
    '0.0001',
    '9007199254740993',
    '99999999999999.99',
    '999999999999999999.9999',
  ),
  fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }).map(String),
  fc.tuple(fc.nat(1_000_000), fc.nat(9_999)).map(([whole, part]) => `${whole}.${part}`),
);
const literalNumbers = fc.oneof(
  numbers,
  numbers.map((text) => `-${text}`),
);
const factors = fc.oneof(
  fc.constantFrom(
    '0.6%',
    '-0.6%',
    '1',
    '-1',
    '0',
    '0.5',
    '12.5%',
    '33.333333%',
    '0.00000000000001',
    '250',
  ),
  literalNumbers,
);

const textValue: fc.Arbitrary<TextValue> = fc.oneof(
  words.map((value) => ({ kind: 'literal' as const, value })),
  fc.constantFrom(...textFields).map((one) => ({ kind: 'field' as const, field: one })),
);

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        kind: fc.constant('text' as const),
        field: fc.constantFrom(...textFields),
        test: fc.constantFrom(
          'EQ' as const,
          'EQ' as const,
          'NEQ' as const,
          'EQCI' as const,
          'NECI' as const,
        ),
        right: textValue,
      })
      .map((one) => ({ ...one, text: textOf(one) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        kind: fc.constant('decimal' as const),
        field: fc.constant(amount),
        test: fc.constantFrom(
          'EQ' as const,
          'NEQ' as const,
          'GT' as const,
          'LT' as const,
          'GE' as const,
          'LE' as const,
        ),
        right: fc.oneof(
          literalNumbers.map((text) => ({ kind: 'literal' as const, value: parseExact(text) })),
          fc.constant({ kind: 'field' as const, field: amount }),
        ),
      })
      .map((one) => ({ ...one, text: textOf(one) })),
  },
);

/** Equal for equal comparisons only, as the checker has it. */
function textOf({ kind, field: left, test, right }: Omit<Comparison, 'text'>): string {
  const value =
    right.kind === 'field'
      ? right.field.path
      : JSON.stringify(right.value, (_key, one: unknown) =>
          typeof one === 'bigint' ? `${one}n` : one,
        );
  return `${kind} ${left.path} ${test} ${right.kind} ${value}`;
}

const connector = fc.constantFrom('AND' as const, 'AND' as const, 'OR' as const);

/** One field with one of several values: what rules are dispatched on. */
const alternatives: fc.Arbitrary<Comparison[]> = fc
  .record({
    field: fc.constantFrom(currency, scenario),
    test: fc.constantFrom('EQ' as const, 'EQCI' as const),
    values: fc.array(words, { minLength: 1, maxLength: 3 }),
  })
  .map(({ field: left, test, values }) =>
    values.map((value): Comparison => {
      const one = { kind: 'text', field: left, test, right: { kind: 'literal', value } } as const;
      return { ...one, text: textOf(one) };
    }),
  );

const group: fc.Arbitrary<Group> = fc.oneof(
  fc.record({ connector, comparisons: fc.array(comparison, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    connector: fc.constantFrom('OR' as const, 'OR' as const, 'AND' as const),
    comparisons: alternatives,
  }),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ connector, groups: fc.array(group, { minLength: 1, maxLength: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(alternatives, connector).map(([comparisons, inGroups]): Condition => ({
      connector: 'OR',
      groups: [
        ...comparisons.map((one): Group => ({ connector: inGroups, comparisons: [one] })),
        { connector: inGroups, comparisons },
      ],
    })),
  },
);

function partyOf(usual: Field): fc.Arbitrary<TextValue> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<TextValue>({ kind: 'field', field: usual }) },
    { weight: 1, arbitrary: textValue },
  );
}

const fee: fc.Arbitrary<Fee> = fc.record({
  ledgerEntryType: fc.constantFrom('INTERCHANGE_FEE', 'SCHEME_FEE'),
  currency: fc.oneof(
    { weight: 3, arbitrary: fc.constant<TextValue>({ kind: 'field', field: currency }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('TZS', 'JPY', 'KWD')
        .map((value): TextValue => ({ kind: 'literal', value })),
    },
  ),
  payerDfsp: partyOf(payerDfsp),
  payeeDfsp: partyOf(payeeDfsp),
  payerAmount: fc.oneof(
    { weight: 4, arbitrary: factors.map((text) => ({ field: amount, factor: parseExact(text) })) },
    { weight: 1, arbitrary: factors.map((text) => ({ factor: parseExact(text) })) },
  ),
});

/** Of evaluations; the rules' @from and @to lie at them, and just beside. */
export const instants = [0, 1_000, 2_000] as const;
const limits = fc.constantFrom(0, 999, 1_000, 1_001, 2_000);

type RuleBody = Omit<Rule, 'id' | 'name' | 'group'> & { readonly groupName: string | undefined };

const ruleBody: fc.Arbitrary<RuleBody> = fc.record({
  version: fc.nat(5),
  points: fc.constantFrom(
    ['transfer.committed' as const],
    ['quote.accepted' as const, 'transfer.committed' as const],
    ['quote.accepted' as const],
  ),
  fromMs: fc.option(limits, { nil: undefined }),
  toMs: fc.option(limits, { nil: undefined }),
  groupName: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 2 }),
  rounding: fc.constantFrom(
    'HALF_UP' as const,
    'HALF_EVEN' as const,
    'DOWN' as const,
    'UP' as const,
  ),
  condition,
  fees: fc.array(fee, { minLength: 1, maxLength: 3 }),
});

/** No two rules of a group have the same priority, as the checker has it. */
export const ruleSets: fc.Arbitrary<RuleSet> = fc
  .tuple(fc.array(ruleBody, { maxLength: 25, size: 'max' }), fc.boolean())
  .map(([bodies, reversed]) => ({
    id: 'random',
    text: '',
    rules: bodies.map(({ groupName, ...body }, index): Rule => ({
      ...body,
      id: `rule ${index}`,
      name: `rule ${index}`,
      group:
        groupName === undefined
          ? undefined
          : { name: groupName, priority: reversed ? -index : index },
    })),
  }));

/** With all of its parts, or with some. */
function recordOf(parts: Record<string, fc.Arbitrary<unknown>>, isWhole: boolean) {
  return isWhole ? fc.record(parts) : fc.record(parts, { requiredKeys: [] });
}

const amounts = fc.oneof(
  { weight: 4, arbitrary: numbers },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '.', '1.', '.5', '1e3', '+1', '１', '-5', ' 1', '-0', '007'),
  },
);
const currencies = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('TZS', 'JPY', 'KWD', 'XOF') },
  { weight: 1, arbitrary: fc.oneof(fc.constant('XYZ'), words) },
);

function transactionOf(isWhole: boolean): fc.Arbitrary<unknown> {
  const party = recordOf(
    {
      partyIdInfo: recordOf({ fspId: words }, isWhole),
      accountType: fc.oneof(words, fc.constantFrom(7, '')),
    },
    isWhole,
  );
  const extension = fc.record({ key: fc.constantFrom('payeeAccountType', 'x'), value: words });
  return recordOf(
    {
      transactionId: fc.uuid(),
      payer: party,
      payee: party,
      amount: recordOf({ amount: amounts, currency: currencies }, isWhole),
      transactionType: recordOf({ scenario: words }, isWhole),
      note: fc.oneof(words, fc.string({ unit: 'binary' })),
      extensionList: fc.record({ extension: fc.array(extension, { maxLength: 3 }) }),
    },
    isWhole,
  );
}

export const transactions: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: transactionOf(true) },
  { weight: 8, arbitrary: transactionOf(false) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

export const occasions: fc.Arbitrary<Occasion> = fc.record({
  point: fc.constantFrom('quote.accepted' as const, 'transfer.committed' as const),
  at: limits,
  transaction: transactions,
});
