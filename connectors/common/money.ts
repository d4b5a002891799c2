import {
  code as currencyByCode,
  data as currencies,
  number as currencyByNumber,
} from 'currency-codes';
import {
  add as addExact,
  compareExact,
  exact,
  multiply,
  negate,
  quotient,
  readNumber,
  showExact,
  type Exact,
} from './decimal/exact';

export interface Money {
  /** FSPIOP Amount: no sign, no trailing zeros, at most 18 digits before and 4 after the point. */
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** FSPIOP API Definition 1.1, 7.2.13 (Amount). */
export const amountPattern = /^([0]|([1-9][0-9]{0,17}))([.][0-9]{0,3}[1-9])?$/;

type CurrencyTable = readonly (readonly [code: string, decimals: number])[];

/** ISO 4217 as of June 2024, with what was withdrawn since, in order of the codes. */
export const currencyTable2024: CurrencyTable = currencies
  .map(({ code, digits }) => [code, digits] as const)
  .sort();

/** Every currency with its decimals: with those of ISO 4217's amendments 176 and 179, of 2025. */
export const currencyTable: CurrencyTable = [...currencyTable2024, ['XAD', 2], ['XCG', 2]];

const decimalsByCurrency = new Map(currencyTable);

/** Decimals that ISO 4217 gives the currency, or undefined for a code it does not know. */
export function currencyDecimals(currency: string): number | undefined {
  return decimalsByCurrency.get(currency);
}

/** Of ISO 4217's amendments of 2025, which the library does not have. */
const newNumbers = new Map([
  ['XAD', '396'],
  ['XCG', '532'],
]);
const newCurrencies = new Map(Array.from(newNumbers, ([currency, number]) => [number, currency]));

/** The three digits that ISO 4217 gives the currency. */
export function currencyNumber(currency: string): string | undefined {
  return newNumbers.get(currency) ?? currencyByCode(currency)?.number;
}

export function currencyOfNumber(number: string): string | undefined {
  return newCurrencies.get(number) ?? currencyByNumber(number)?.code;
}

/** `decimals`: where they are not the currency's own. */
export function hasTooManyDecimals(
  money: Money,
  decimals = currencyDecimals(money.currency),
): boolean {
  return decimals === undefined || readNumber(money.amount).decimals > decimals;
}

/** 100.10 -> 100.1, 5.00 -> 5: people write amounts so, FSPIOP does not. */
export function withoutTrailingZeros(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

export function isZero(money: Money): boolean {
  return readNumber(money.amount).coefficient === 0n;
}

export function add(left: Money, right: Money): Money {
  return combine(left, right, addExact);
}

/** Zero for none. */
export function sum(all: readonly Money[], currency: string): Money {
  return all.reduce(add, { amount: '0', currency });
}

/** `factor` times the amount, per one or per hundred, rounded half-even to so many decimals. */
export function times(
  money: Money,
  factor: string,
  { decimals, per = 1 }: { readonly decimals: number; readonly per?: number },
): Money {
  const product = multiply(readNumber(money.amount), readNumber(factor));
  return toMoney(quotient(product, BigInt(per), decimals, 'HALF_EVEN'), money.currency);
}

/** Throws a RangeError when the result would be negative: an amount has no sign. */
export function subtract(left: Money, right: Money): Money {
  return combine(left, right, (a, b) => addExact(a, negate(b)));
}

/** Negative, zero or positive, as for Array.sort. */
export function compare(left: Money, right: Money): number {
  requireSameCurrency(left, right);
  return compareExact(readNumber(left.amount), readNumber(right.amount));
}

/** The amount in the currency's smallest unit, for ILP packets. Throws a RangeError if it has parts of one. */
export function toMinorUnits(money: Money): bigint {
  const decimals = requireDecimals(money.currency);
  const amount = readNumber(money.amount);
  if (amount.decimals > decimals) {
    throw new RangeError(`${money.amount} ${money.currency} has more than ${decimals} decimals`);
  }
  return amount.coefficient * 10n ** BigInt(decimals - amount.decimals);
}

export function fromMinorUnits(minorUnits: bigint, currency: string): Money {
  return toMoney(exact(minorUnits, requireDecimals(currency)), currency);
}

/** Reads a number that Fineract or a person wrote (`100.50`, 1e2) and rounds it half-even to the currency. */
export function parseAmount(value: string | number, currency: string): Money {
  const decimals = requireDecimals(currency);
  return toMoney(quotient(readNumber(value), 1n, decimals, 'HALF_EVEN'), currency);
}

/** Without parts of the currency's smallest unit: never more than it was. */
export function wholeUnits({ amount, currency }: Money): Money {
  const decimals = requireDecimals(currency);
  return toMoney(quotient(readNumber(amount), 1n, decimals, 'DOWN'), currency);
}

function combine(left: Money, right: Money, calculate: (a: Exact, b: Exact) => Exact): Money {
  requireSameCurrency(left, right);
  return toMoney(calculate(readNumber(left.amount), readNumber(right.amount)), left.currency);
}

function toMoney(value: Exact, currency: string): Money {
  const amount = showExact(value);
  if (!amountPattern.test(amount)) {
    throw new RangeError(`${amount} ${currency} is not an amount that FSPIOP can carry`);
  }
  return { amount, currency };
}

function requireSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new RangeError(`${left.currency} and ${right.currency} cannot be added or compared`);
  }
}

function requireDecimals(currency: string): number {
  const decimals = currencyDecimals(currency);
  if (decimals === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return decimals;
}
