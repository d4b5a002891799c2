/** Rule files at random, all of which the checker accepts. */
import * as fc from 'fast-check';
import {
  standardDictionary,
  type Field,
  type ResultRole,
} from '../../../connectors/fee-rules/language/dictionary';
import { parseExact } from '../../../connectors/common/decimal/exact';
import { executionPoints } from '../../../connectors/common/contracts/fees';
import { roundings } from '../../../connectors/common/decimal/rounding';
import { foldBlanks, isPlainText } from '../../../connectors/fee-rules/language/tokens';
import type {
  AnnotationNode,
  BlockNode,
  ComparisonNode,
  GroupNode,
  ItemNode,
  ListNode,
  NumberNode,
  OperandNode,
  ReferenceNode,
  RuleFile,
  RuleNode,
  Test,
  TextNode,
} from '../../../connectors/fee-rules/language/tree';

/** Trees that were never written stand nowhere. */
const place = { line: 1, column: 1, endColumn: 1 };

const fields = standardDictionary.fields.entries;

const text = (value: string): TextNode => ({ kind: 'text', value, place });
const reference = (path: string): ReferenceNode => ({ kind: 'reference', path, place });
const number = (written: string): NumberNode => ({
  kind: 'number',
  text: written,
  exact: parseExact(written),
  isPercentage: written.endsWith('%'),
  place,
});

const words = fc.constantFrom(
  'Wallet',
  'wallet',
  'a "b" \\c',
  'ſtraße',
  'İ',
  'é',
  'e\u0301',
  '👛',
  '=1+1',
  '0.6%',
  'x, y; z',
);
const texts = fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isPlainText));
const dfspIds = fc.constantFrom('payerfsp', 'payeefsp', 'hub', 'Bank "A"', 'Ωbank');
const currencies = fc.constantFrom('USD', 'XOF', 'UGX', 'KWD', 'JOD', 'EUR');

/** Two rules or conditions have different names because of the number. */
const namePart = fc
  .oneof(words, fc.string({ unit: 'grapheme', maxLength: 15 }))
  .filter((name) => isPlainText(name) && !/\/\*|\*\//.test(name));
const nameOf = (part: string, kind: string, index: number) => ({
  text: foldBlanks(`${kind} ${index} ${part}`),
  place,
});

const digits = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
    minLength: 1,
    maxLength,
  });
const amounts = fc
  .tuple(fc.oneof(digits(3), digits(18)), fc.option(digits(4), { nil: undefined }))
  .map(([whole, part]) => (part === undefined ? whole : `${whole}.${part}`));
const factors = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits(2),
    fc.option(digits(4), { nil: undefined }),
    fc.constantFrom('', '%', '%'),
  )
  .map(([sign, whole, part, percent]) =>
    number(`${sign}${whole}${part === undefined ? '' : `.${part}`}${percent}`),
  );

function comparisonOf(field: Field): fc.Arbitrary<ComparisonNode> {
  const same = fields.filter(({ type }) => JSON.stringify(type) === JSON.stringify(field.type));
  const others = fc.constantFrom(...same).map((other) => reference(other.path));
  const [tests, literals] = operandsOf(field);
  const rights: fc.Arbitrary<OperandNode> = fc.oneof(
    { weight: 3, arbitrary: literals },
    { weight: 1, arbitrary: others },
  );
  return fc
    .tuple(fc.constantFrom(...tests), rights)
    .map(([test, right]) => ({ left: reference(field.path), test, testPlace: place, right }));
}

function operandsOf({ type }: Field): [readonly Test[], fc.Arbitrary<OperandNode>] {
  const ofTexts = ['EQ', 'NEQ', 'EQCI', 'NECI'] as const;
  if (typeof type === 'object') return [ofTexts, fc.constantFrom(...type.enum).map(text)];
  if (type === 'string') return [ofTexts, texts.map(text)];
  if (type === 'currency') return [ofTexts, currencies.map(text)];
  if (type === 'dfspId') return [ofTexts, dfspIds.map(text)];
  return [['EQ', 'NEQ', 'GT', 'LT', 'GE', 'LE'], amounts.map(number)];
}

function listOf<Member>(members: fc.Arbitrary<readonly Member[]>): fc.Arbitrary<ListNode<Member>> {
  return fc
    .tuple(members, fc.constantFrom('AND' as const, 'OR' as const))
    .map(([some, connector]) => ({
      connector: some.length === 1 ? 'AND' : connector,
      members: some,
    }));
}

const comparisons = fc.oneof(...fields.map(comparisonOf));
const groupBodies = listOf(fc.array(comparisons, { minLength: 1, maxLength: 4 }));

/** Rules share named conditions, as people share them. */
const groupPools: fc.Arbitrary<readonly GroupNode[]> = fc
  .array(fc.tuple(groupBodies, namePart), { minLength: 1, maxLength: 6 })
  .map((pool) =>
    pool.map(([body, name], index) => ({
      name: nameOf(name, 'Condition', index),
      comparisons: body,
      place,
    })),
  );

const item = (
  role: ResultRole,
  operand: OperandNode,
  factorNodes: readonly NumberNode[] = [],
): ItemNode => {
  const path = standardDictionary.results.entries.find((entry) => entry.role === role)?.path ?? '';
  return { target: reference(path), operand, factors: factorNodes };
};

const payer = 'Transaction.payer.partyIdInfo.fspId';
const payee = 'Transaction.payee.partyIdInfo.fspId';
const parties = fc.oneof(
  fc.constantFrom(
    [reference(payer), reference(payee)] as const,
    [reference(payee), reference(payer)] as const,
  ),
  dfspIds.chain((id) =>
    fc.constantFrom([text(id), reference(payee)] as const, [reference(payer), text(id)] as const),
  ),
  fc.constant([text('payerfsp'), text('hub')] as const),
);
const fees = fc.oneof(
  fc.array(factors, { minLength: 1, maxLength: 3 }).map((list) => ({
    currency: reference('Transaction.amount.currency'),
    base: reference('Transaction.amount.amount'),
    list,
  })),
  fc.tuple(amounts, currencies).map(([amount, currency]) => ({
    currency: text(currency),
    base: number(amount),
    list: [] as NumberNode[],
  })),
);
const entryTypes = fc.oneof(
  fc.constant('INTERCHANGE_FEE'),
  texts.filter((value) => value.trim() !== ''),
);
const opposite = number('-1');

const blocks: fc.Arbitrary<BlockNode> = fc
  .record({ entryType: entryTypes, parties, fee: fees, isPayerNegative: fc.boolean() })
  .chain(({ entryType, parties: [credit, debit], fee, isPayerNegative }) => {
    const plain = fee.list;
    const negated = [...fee.list, opposite];
    const items = [
      item('ledgerEntryType', text(entryType)),
      item('currency', fee.currency),
      item('payerDfsp', credit),
      item('payerAmount', fee.base, isPayerNegative ? negated : plain),
      item('payeeDfsp', debit),
      item('payeeAmount', fee.base, isPayerNegative ? plain : negated),
    ];
    return fc
      .oneof(fc.constant(items), fc.shuffledSubarray(items, { minLength: 6 }))
      .map((ordered) => ({ items: ordered, place }));
  });

const times = fc
  .integer({ min: 0, max: 4_000_000_000_000 })
  .map((ms) => new Date(ms).toISOString());
const windows: fc.Arbitrary<string[][]> = fc.oneof(
  fc.constant<string[][]>([]),
  times.map((from) => [['from', from]]),
  fc.uniqueArray(times, { minLength: 2, maxLength: 2 }).map((pair) => {
    const [from, to] = pair.toSorted();
    return [
      ['from', from ?? ''],
      ['to', to ?? ''],
    ];
  }),
);

const annotate = (key: string, value: TextNode | NumberNode): AnnotationNode => ({
  key,
  value,
  place,
});

function annotationsOf(index: number): fc.Arbitrary<readonly AnnotationNode[]> {
  const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
  return fc
    .record({
      id: fc.boolean(),
      version: optional(fc.integer({ min: 1, max: 99 })),
      points: fc.subarray([...executionPoints]),
      window: windows,
      group: optional(fc.constantFrom('tariff', 'g "2"')),
      rounding: optional(fc.constantFrom(...roundings)),
    })
    .map(({ id, version, points, window, group, rounding }) => [
      ...(id ? [annotate('id', text(`rule-${index}`))] : []),
      ...(version === undefined ? [] : [annotate('version', number(String(version)))]),
      ...points.map((point) => annotate('at', text(point))),
      ...window.map(([key = '', value = '']) => annotate(key, text(value))),
      // The index makes priorities different; half of them are below zero.
      ...(group === undefined
        ? []
        : [
            annotate('priority', number(String(index % 2 === 0 ? index : -index))),
            annotate('group', text(group)),
          ]),
      ...(rounding === undefined ? [] : [annotate('rounding', text(rounding))]),
    ]);
}

function ruleOf(
  index: number,
  pool: readonly GroupNode[],
  everythingNamed: boolean,
): fc.Arbitrary<RuleNode> {
  const shared = fc.constantFrom(...pool);
  const unnamed = groupBodies.map((body): GroupNode => ({ comparisons: body, place }));
  const group = everythingNamed ? shared : fc.oneof(shared, unnamed);
  const condition = listOf(
    fc.uniqueArray(group, { minLength: 1, maxLength: 4, selector: (one) => one.name?.text ?? one }),
  );
  return fc
    .record({
      annotations: annotationsOf(index),
      part: namePart,
      isNamed: everythingNamed ? fc.constant(true) : fc.boolean(),
      condition,
      blocks: fc.array(blocks, { minLength: 1, maxLength: 3 }),
    })
    .map(({ annotations, part, isNamed, ...rest }) => {
      const hasId = annotations.some(({ key }) => key === 'id');
      const name = isNamed || !hasId ? { name: nameOf(part, 'Rule', index) } : {};
      return { annotations, ...name, ...rest, isComplete: true, place };
    });
}

function filesOf(everythingNamed: boolean, maxRules: number): fc.Arbitrary<RuleFile> {
  return fc
    .tuple(groupPools, fc.integer({ min: 0, max: maxRules }))
    .chain(([pool, size]) =>
      fc.tuple(...Array.from({ length: size }, (_, index) => ruleOf(index, pool, everythingNamed))),
    )
    .map((rules) => ({ rules }));
}

export const ruleFiles = filesOf(false, 6);
/** Tables hold only what has a name. */
export const namedRuleFiles = filesOf(true, 6);
