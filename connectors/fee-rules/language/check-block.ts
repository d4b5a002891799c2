/** Whether a block makes one whole ledger entry whose two legs cancel. */
import { checkText, described, resolveField, type Checking } from './check-comparison';
import type { ResultRole } from './dictionary';
import {
  compareExact,
  multiply,
  negate,
  one,
  parseExact,
  type Exact,
} from '../../common/decimal/exact';
import { printValue, quoted } from './print';
import type { Fee, FeeAmount, TextValue } from './rule-set';
import type { BlockNode, ItemNode } from './tree';

/** No sensible rule has more, and their product stays small. */
const maxFactors = 8;
const maxEntryTypeLength = 64;

type Items = ReadonlyMap<ResultRole, ItemNode>;

/** Undefined when something was wrong and has been reported. `isComplete`: whether all items were read. */
export function checkBlock(
  block: BlockNode,
  isComplete: boolean,
  checking: Checking,
): Fee | undefined {
  const items = findItems(block, checking);
  // An item that nobody knows may be a missing one, misspelt.
  if (isComplete && items.size === block.items.length) refuseMissing(block, items, checking);
  const ledgerEntryType = read(items, 'ledgerEntryType', (item) => entryTypeOf(item, checking));
  const currency = read(items, 'currency', (item) => textOf(item, 'currency', checking));
  const payerDfsp = read(items, 'payerDfsp', (item) => textOf(item, 'dfspId', checking));
  const payeeDfsp = read(items, 'payeeDfsp', (item) => textOf(item, 'dfspId', checking));
  const payerAmount = read(items, 'payerAmount', (item) => amountOf(item, checking));
  const payeeAmount = read(items, 'payeeAmount', (item) => amountOf(item, checking));
  if (payerDfsp && payeeDfsp) refuseSameDfsp(payerDfsp, payeeDfsp, items, checking);
  if (payerAmount && payeeAmount) refuseUnbalanced(payerAmount, payeeAmount, items, checking);
  if (payerAmount) warnOfAmount(payerAmount, items, checking);
  if (!ledgerEntryType || !currency || !payerDfsp || !payeeDfsp || !payerAmount) return undefined;
  return { ledgerEntryType, currency, payerDfsp, payeeDfsp, payerAmount };
}

function read<Value>(
  items: Items,
  role: ResultRole,
  readItem: (item: ItemNode) => Value | undefined,
): Value | undefined {
  const item = items.get(role);
  return item && readItem(item);
}

function findItems({ items }: BlockNode, { dictionary, report }: Checking): Items {
  const found = new Map<ResultRole, ItemNode>();
  const { said } = report;
  for (const item of items) {
    const { path, place } = item.target;
    const result = dictionary.results.find(path);
    if (result === undefined) {
      const meant = report.isFull ? undefined : dictionary.results.nearestPath(path);
      const paths = dictionary.results.entries.map((entry) => entry.path).join(', ');
      const hint = meant === undefined ? said.thereAre(paths) : said.didYouMean(meant);
      report.error(place, 'unknown-item', said.noItem(path), hint);
    } else if (found.has(result.role)) {
      report.error(place, 'item-twice', said.itemTwice(result.path), said.itemTwiceHint);
    } else {
      found.set(result.role, item);
    }
  }
  return found;
}

function refuseMissing(block: BlockNode, items: Items, { dictionary, report }: Checking): void {
  const missing = dictionary.results.entries.filter(({ role }) => !items.has(role));
  if (missing.length === 0) return;
  const paths = missing.map(({ path }) => path).join(', ');
  const hint = report.said.addEach(missing.map(({ name }) => name).join(', '));
  report.error(block.place, 'item-missing', report.said.missing(paths), hint);
}

function entryTypeOf({ operand, factors }: ItemNode, { report }: Checking): string | undefined {
  const isText = operand.kind === 'text' && factors.length === 0;
  if (isText && operand.value.trim() !== '' && operand.value.length <= maxEntryTypeLength) {
    return operand.value;
  }
  report.error(
    operand.place,
    'type-mismatch',
    report.said.entryType(String(maxEntryTypeLength)),
    report.said.entryTypeHint,
  );
  return undefined;
}

function textOf(
  { target, operand, factors }: ItemNode,
  type: 'currency' | 'dfspId',
  checking: Checking,
): TextValue | undefined {
  const { report } = checking;
  const { said } = report;
  const [factor] = factors;
  if (factor !== undefined) {
    const message = said.notMultiplied(target.path, described(type, said));
    report.error(factor.place, 'type-mismatch', message, said.removeFactor);
    return undefined;
  }
  if (operand.kind === 'text') {
    const isFine = checkText(operand, type, false, checking);
    return isFine ? { kind: 'literal', value: operand.value } : undefined;
  }
  const field = operand.kind === 'reference' ? resolveField(operand, checking) : undefined;
  if (field?.type === type) return { kind: 'field', field };
  if (operand.kind === 'reference' && field === undefined) return undefined;
  const what =
    field === undefined ? said.aNumber : `${field.name} (${described(field.type, said)})`;
  const message = said.isNot(target.path, described(type, said), what);
  const fitting = checking.dictionary.fields.entries.filter((entry) => entry.type === type);
  const hint = said.writeFitting(fitting.map(({ path }) => path));
  report.error(operand.place, 'type-mismatch', message, hint);
  return undefined;
}

function amountOf(
  { target, operand, factors }: ItemNode,
  checking: Checking,
): FeeAmount | undefined {
  const { report } = checking;
  const { said } = report;
  if (factors.length > maxFactors) {
    const message = said.tooManyFactors(target.path, String(factors.length), String(maxFactors));
    report.error(operand.place, 'too-many-factors', message, said.multiplyBefore);
    return undefined;
  }
  const factor = factors.reduce((product, { exact }) => multiply(product, exact), one);
  if (operand.kind === 'text') {
    const message = said.amountNotText(target.path, quoted(operand.value));
    report.error(operand.place, 'type-mismatch', message, said.numberOrField);
    return undefined;
  }
  if (operand.kind === 'number') {
    if (!operand.isPercentage) return { factor: multiply(operand.exact, factor) };
    const message = said.percentOfWhat(operand.text, target.path);
    const hint = said.write(`Transaction.amount.amount * ${operand.text}`);
    report.error(operand.place, 'percentage', message, hint);
    return undefined;
  }
  const field = resolveField(operand, checking);
  if (field === undefined || field.type === 'decimal') return field && { field, factor };
  const message = said.amountNotField(target.path, field.name, described(field.type, said));
  const hint = said.write('Transaction.amount.amount * 0.6%');
  report.error(operand.place, 'type-mismatch', message, hint);
  return undefined;
}

function refuseSameDfsp(
  payer: TextValue,
  payee: TextValue,
  items: Items,
  { report }: Checking,
): void {
  const place = items.get('payeeDfsp')?.operand.place;
  if (place === undefined || nameOf(payer) !== nameOf(payee)) return;
  report.error(place, 'same-dfsp', report.said.sameDfsp, report.said.sameDfspHint);
}

function nameOf(value: TextValue): string {
  return value.kind === 'literal' ? quoted(value.value) : value.field.path;
}

function refuseUnbalanced(
  payer: FeeAmount,
  payee: FeeAmount,
  items: Items,
  { report }: Checking,
): void {
  const [payerItem, payeeItem] = [items.get('payerAmount'), items.get('payeeAmount')];
  if (payerItem === undefined || payeeItem === undefined) return;
  const isBalanced =
    payer.field?.path === payee.field?.path &&
    compareExact(payer.factor, negate(payee.factor)) === 0;
  if (isBalanced) return;
  const [credit, debit] = [printValue(payerItem), printValue(payeeItem)];
  report.error(
    payeeItem.operand.place,
    'legs-do-not-cancel',
    report.said.unbalanced(credit, debit),
    report.said.writeItem(payeeItem.target.path, oppositeOf(payerItem)),
  );
}

function oppositeOf(item: ItemNode): string {
  const isNegated = item.factors.at(-1)?.text === '-1';
  return isNegated
    ? printValue({ ...item, factors: item.factors.slice(0, -1) })
    : `${printValue(item)} * -1`;
}

const percent: Exact = parseExact('100%');

function warnOfAmount({ field, factor }: FeeAmount, items: Items, { report }: Checking): void {
  const place = items.get('payerAmount')?.operand.place;
  if (place === undefined) return;
  const { said } = report;
  if (factor.coefficient === 0n) {
    report.warn(place, 'zero-fee', said.zeroFee, said.writeRate);
  }
  const size = factor.coefficient < 0n ? negate(factor) : factor;
  if (field !== undefined && compareExact(size, percent) > 0) {
    report.warn(place, 'large-fee', said.largeFee(field.name), said.percentMissing);
  }
}
