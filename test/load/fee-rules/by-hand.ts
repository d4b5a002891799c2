/**
 * The benchmark's rules as a programmer would write them without a rule engine, from the same parsed
 * transactions to the same results: `straightLine`, one `if` after another, and `hashDispatched`, by the
 * values that tell the rules apart. Money is a scaled integer, exact and rounded HALF_UP once.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ChargedFee,
  Evaluation,
  NoEntry,
} from '../../../connectors/fee-rules/engine/evaluation';
import type { TariffRule, Transaction } from './tariff';

export type Evaluate = (transaction: Transaction) => Evaluation;

const nothing: Evaluation = { entries: [], withoutEntry: [] };

const decimalsOf: Readonly<Record<string, number>> = {
  ...{ USD: 2, XOF: 0, UGX: 0, KWD: 3, TZS: 2, KES: 2, ZMW: 2, MWK: 2, RWF: 0, GHS: 2 },
  ...{ NGN: 2, ETB: 2, MZN: 2, JOD: 3, BWP: 2, XAF: 0, LSL: 2, SZL: 2, NAD: 2, EUR: 2 },
};

/** FSPIOP amounts have at most 4 decimals, and rates are in ten-thousandths: a fee has at most 8. */
const amountDecimals = 4;
const productDecimals = 8;

/** In units of 10^-4. */
function scaled(amount: string): number | bigint {
  const point = amount.indexOf('.');
  if (point === -1) {
    return amount.length <= 11 ? Number(amount) * 10_000 : BigInt(amount) * 10_000n;
  }
  const digits = amount.slice(0, point) + amount.slice(point + 1).padEnd(amountDecimals, '0');
  return digits.length <= 15 ? Number(digits) : BigInt(digits);
}

/** The fee, or '' when it rounds to nothing. `rate` in ten-thousandths. */
export function feeOf(amount: string, rate: number, currency: string): string {
  const decimals = decimalsOf[currency] ?? 2;
  const base = scaled(amount);
  const product = typeof base === 'number' ? base * rate : NaN;
  if (!Number.isSafeInteger(product)) return largeFeeOf(BigInt(base), rate, decimals);
  const unit = 10 ** (productDecimals - decimals);
  const remainder = product % unit;
  const units = (product - remainder) / unit + (remainder * 2 >= unit ? 1 : 0);
  return units === 0 ? '' : shown(String(units), decimals);
}

function largeFeeOf(base: bigint, rate: number, decimals: number): string {
  const unit = 10n ** BigInt(productDecimals - decimals);
  const units = (base * BigInt(rate) + unit / 2n) / unit;
  return units === 0n ? '' : shown(String(units), decimals);
}

/** `1250` with 2 decimals is `12.5`. */
function shown(units: string, decimals: number): string {
  if (decimals === 0) return units;
  const digits = units.padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals);
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end -= 1;
  return end <= whole.length ? whole : `${whole}.${digits.slice(whole.length, end)}`;
}

/** What both kinds of code do when a rule matches. */
export function charge(
  { payee, payer, amount: { amount, currency } }: Transaction,
  ruleId: string,
  rate: number,
  entries: ChargedFee[],
  withoutEntry: NoEntry[],
): void {
  const fee = feeOf(amount, rate, currency);
  if (fee === '') {
    withoutEntry.push({ ruleId, blockIndex: 0, reason: 'ROUNDED_TO_ZERO' });
    return;
  }
  entries.push({
    ruleId,
    ruleVersion: 1,
    blockIndex: 0,
    ledgerEntryType: 'INTERCHANGE_FEE',
    debtor: payee.partyIdInfo.fspId,
    creditor: payer.partyIdInfo.fspId,
    amount: fee,
    currency,
  });
}

/** The rules differ from here on: all are about wallet-to-wallet transfers between people at two DFSPs. */
function isInterchange({ payee, payer, transactionType }: Transaction): boolean {
  return (
    payee.partyIdInfo.fspId !== payer.partyIdInfo.fspId &&
    payee.accountType.toLowerCase() === 'wallet' &&
    payer.accountType.toLowerCase() === 'wallet' &&
    transactionType.initiator.toLowerCase() === 'payer' &&
    transactionType.initiatorType.toLowerCase() === 'consumer'
  );
}

export function hashDispatched(rules: readonly TariffRule[]): Evaluate {
  interface Tariff {
    forAll?: TariffRule;
    readonly byPayer: Map<string, TariffRule>;
  }
  const byCurrency = new Map<string | undefined, Map<string, Tariff>>();
  for (const rule of rules) {
    const byScenario = byCurrency.get(rule.currency) ?? new Map<string, Tariff>();
    byCurrency.set(rule.currency, byScenario);
    const scenario = rule.scenario.toLowerCase();
    const known: Tariff = byScenario.get(scenario) ?? { byPayer: new Map() };
    byScenario.set(scenario, known);
    if (rule.payerDfsp === undefined) known.forAll = rule;
    else known.byPayer.set(rule.payerDfsp, rule);
  }
  const ofAnyCurrency = byCurrency.get(undefined);
  return (transaction) => {
    if (!isInterchange(transaction)) return nothing;
    const byScenario = ofAnyCurrency ?? byCurrency.get(transaction.amount.currency);
    const tariff = byScenario?.get(transaction.transactionType.scenario.toLowerCase());
    if (tariff === undefined) return nothing;
    const own = tariff.byPayer.get(transaction.payer.partyIdInfo.fspId);
    const { forAll } = tariff;
    if (own === undefined && forAll === undefined) return nothing;
    const entries: ChargedFee[] = [];
    const withoutEntry: NoEntry[] = [];
    if (forAll !== undefined) charge(transaction, forAll.id, forAll.rate, entries, withoutEntry);
    if (own !== undefined) charge(transaction, own.id, own.rate, entries, withoutEntry);
    return { entries, withoutEntry };
  };
}

/** Writes the code out, rule by rule, as a module of its own, and loads it. */
export function straightLine(rules: readonly TariffRule[]): Evaluate {
  const folder = mkdtempSync(join(tmpdir(), 'bench-fee-rules-'));
  try {
    const file = join(folder, 'straight-line.js');
    writeFileSync(file, straightLineCode(rules));
    const load = createRequire(file);
    const { evaluate } = load(file) as { evaluate: (charger: typeof charge) => Evaluate };
    return evaluate(charge);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Functions of a hundred rules: V8 does not compile much longer ones to machine code. */
const rulesOfAFunction = 100;

function straightLineCode(rules: readonly TariffRule[]): string {
  const chunks = Array.from({ length: Math.ceil(rules.length / rulesOfAFunction) }, (_, index) =>
    rules.slice(index * rulesOfAFunction, (index + 1) * rulesOfAFunction),
  );
  return `'use strict';
const nothing = { entries: [], withoutEntry: [] };
exports.evaluate = (charge) => (transaction) => {
  const { payee, payer, amount, transactionType } = transaction;
  const payerDfsp = payer.partyIdInfo.fspId;
  if (
    payee.partyIdInfo.fspId === payerDfsp ||
    payee.accountType.toLowerCase() !== 'wallet' ||
    payer.accountType.toLowerCase() !== 'wallet' ||
    transactionType.initiator.toLowerCase() !== 'payer' ||
    transactionType.initiatorType.toLowerCase() !== 'consumer'
  ) return nothing;
  const { currency } = amount;
  const scenario = transactionType.scenario.toLowerCase();
  let result = nothing;
${chunks.map((_, index) => `  result = rules${index}(charge, transaction, currency, scenario, payerDfsp, result);\n`).join('')}  return result;
};
${chunks.map(chunkCode).join('')}
function charged(charge, transaction, ruleId, rate, result) {
  if (result === nothing) result = { entries: [], withoutEntry: [] };
  charge(transaction, ruleId, rate, result.entries, result.withoutEntry);
  return result;
}
`;
}

function chunkCode(rules: readonly TariffRule[], index: number): string {
  return `function rules${index}(charge, transaction, currency, scenario, payerDfsp, result) {
${rules.map(ruleCode).join('')}  return result;
}
`;
}

function ruleCode({ id, currency, scenario, payerDfsp, rate }: TariffRule): string {
  const tests = [
    ...(currency === undefined ? [] : [`currency === '${currency}'`]),
    `scenario === '${scenario.toLowerCase()}'`,
    ...(payerDfsp === undefined ? [] : [`payerDfsp === '${payerDfsp}'`]),
  ];
  return `  if (${tests.join(' && ')}) result = charged(charge, transaction, '${id}', ${rate}, result);\n`;
}
