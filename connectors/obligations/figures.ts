/** From what has been counted in a cycle to who owes whom: nets of each pair, positions, late entries. */
import type { CycleFigures, Obligation } from '../common/contracts/fee-cycles';
import { currencyDecimals } from '../common/money';
import type { EpochMs } from '../common/runtime';
import { formatUnits } from '../common/decimal/fast-decimal';
import type { Flow, Flows } from './flows';
import type { Total, Totals } from './totals';
import { cycleIdOf } from './windows';

/** Figures that contradict each other: they are not published. */
export class Unbalanced extends Error {
  override readonly name = 'Unbalanced';
}

/** What two DFSPs owe each other, `first` before `second` in order of letters. */
interface Pair extends Pick<Flow, 'currency' | 'ledgerEntryType'> {
  readonly first: string;
  readonly second: string;
  entries: number;
  byFirst: bigint;
  bySecond: bigint;
}

export function figuresOf(totals: Totals, flows: Flows, cycleMs: EpochMs): CycleFigures {
  const pairs = new Map<string, Pair>();
  const positions = new Map<string, { dfspId: string; currency: string; minorUnits: bigint }>();
  const late = new Map<EpochMs, number>();
  const change = (dfspId: string, currency: string, by: bigint): void => {
    const key = JSON.stringify([currency, dfspId]);
    const minorUnits = (positions.get(key)?.minorUnits ?? 0n) + by;
    positions.set(key, { dfspId, currency, minorUnits });
  };
  for (const { originMs, flow: number, total } of totals.list()) {
    const flow = flows.at(number);
    addToPair(pairs, flow, total);
    change(flow.debtor, flow.currency, -total.minorUnits);
    change(flow.creditor, flow.currency, total.minorUnits);
    if (originMs !== cycleMs) late.set(originMs, (late.get(originMs) ?? 0) + total.entries);
  }
  const lateOrigins = [...late].sort(([left], [right]) => left - right);
  return {
    obligations: inOrderOfKeys(pairs).map(obligationOf),
    positions: inOrderOfKeys(positions).map(({ dfspId, currency, minorUnits }) => ({
      dfspId,
      currency,
      amount: signed(minorUnits, currency),
    })),
    entries: totals.entries,
    late: lateOrigins.map(([originMs, entries]) => ({
      originCycleId: cycleIdOf(originMs),
      entries,
    })),
  };
}

/**
 * Checks the figures as they are about to be published: of each currency the positions sum to zero, and
 * each position is what the DFSP's obligations come to.
 * @throws Unbalanced
 */
export function requireBalanced({ obligations, positions, entries }: CycleFigures): void {
  const fromObligations = new Map<string, bigint>();
  const add = (key: string, by: bigint): void =>
    void fromObligations.set(key, (fromObligations.get(key) ?? 0n) + by);
  for (const { currency, debtor, creditor, amount, gross } of obligations) {
    const net = unitsOf(gross.byDebtor, currency) - unitsOf(gross.byCreditor, currency);
    if (net !== unitsOf(amount, currency) || net < 0n) {
      throw new Unbalanced(
        `${debtor} owes ${creditor} ${amount} ${currency}: not what is left of both`,
      );
    }
    add(JSON.stringify([currency, debtor]), -net);
    add(JSON.stringify([currency, creditor]), net);
  }
  const sums = new Map<string, bigint>();
  for (const { currency, dfspId, amount } of positions) {
    const units = unitsOf(amount, currency);
    sums.set(currency, (sums.get(currency) ?? 0n) + units);
    if (fromObligations.get(JSON.stringify([currency, dfspId])) !== units) {
      throw new Unbalanced(
        `The position of ${dfspId}, ${amount} ${currency}, is not its obligations' sum`,
      );
    }
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n) throw new Unbalanced(`The positions in ${currency} sum to ${sum}, not to zero`);
  }
  const counted = obligations.reduce((sum, obligation) => sum + obligation.entries, 0);
  if (counted !== entries || fromObligations.size !== positions.length) {
    throw new Unbalanced('Entries or positions are missing');
  }
}

function addToPair(pairs: Map<string, Pair>, flow: Flow, total: Total): void {
  const { currency, ledgerEntryType, debtor, creditor } = flow;
  const [first, second] = debtor < creditor ? [debtor, creditor] : [creditor, debtor];
  const key = JSON.stringify([currency, ledgerEntryType, first, second]);
  const nothing = {
    currency,
    ledgerEntryType,
    first,
    second,
    entries: 0,
    byFirst: 0n,
    bySecond: 0n,
  };
  const pair = pairs.get(key) ?? nothing;
  pairs.set(key, pair);
  pair.entries += total.entries;
  if (debtor === first) pair.byFirst += total.minorUnits;
  else pair.bySecond += total.minorUnits;
}

function obligationOf(pair: Pair): Obligation {
  const { currency, ledgerEntryType, first, second, entries, byFirst, bySecond } = pair;
  const firstOwes = byFirst >= bySecond;
  const [byDebtor, byCreditor] = firstOwes ? [byFirst, bySecond] : [bySecond, byFirst];
  return {
    currency,
    ledgerEntryType,
    debtor: firstOwes ? first : second,
    creditor: firstOwes ? second : first,
    amount: signed(byDebtor - byCreditor, currency),
    entries,
    gross: { byDebtor: signed(byDebtor, currency), byCreditor: signed(byCreditor, currency) },
  };
}

/** By currency first, since the keys begin with it. */
function inOrderOfKeys<Value>(values: ReadonlyMap<string, Value>): readonly Value[] {
  return [...values].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}

function signed(minorUnits: bigint, currency: string): string {
  const amount = formatUnits(minorUnits, decimalsOf(currency));
  return minorUnits < 0n ? `-${amount}` : amount;
}

/** Of a decimal with a sign and with as many digits as sums have: more than an FSPIOP amount. */
function unitsOf(amount: string, currency: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(decimalsOf(currency), '0'));
}

function decimalsOf(currency: string): number {
  const decimals = currencyDecimals(currency);
  if (decimals === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return decimals;
}
