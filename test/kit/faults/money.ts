import type { AccountState } from '../../simulators/fineract/control-client';
import { currency, dfspNames, type DfspName } from '../stack/dfsps';
import type { Stack } from '../stack/stack';
import { incidentsOf } from './engine-time';
import { wrongsOfFees } from './fees';
import type { Heard } from './heard';
import type { Account, Payment, Refund } from './payments';
import type { World } from './world';

/** What the invariants of the whole are held against. */
export interface Snapshot {
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly ledgers: Readonly<Record<DfspName, bigint>>;
  /** What the DFSP owes at the switch. */
  readonly positions: Readonly<Record<DfspName, bigint>>;
  /** The switch's word on each transfer, by transferId. */
  readonly transfers: ReadonlyMap<string, string>;
  /** Processes that the engine has stopped. */
  readonly incidents: number;
}

async function look(stack: Stack): Promise<Snapshot> {
  const accounts = new Map<string, AccountState>();
  const ledgers = { lion: 0n, buffalo: 0n };
  const positions = { lion: 0n, buffalo: 0n };
  for (const dfsp of dfspNames) {
    const state = await stack.fineract[dfsp].control.state(dfsp);
    for (const account of state.accounts) {
      accounts.set(account.accountId, account);
      ledgers[dfsp] += cents(account.ledger);
    }
    positions[dfsp] = cents((await stack.switch.client.position(dfsp, currency)) ?? '0');
  }
  const transfers = await stack.switch.client.transfers();
  return {
    incidents: await incidentsOf(stack.zeebe.managementAddress),
    accounts,
    ledgers,
    positions,
    transfers: new Map(transfers.map(({ transferId, state }) => [transferId, state])),
  };
}

/**
 * Every way in which the world is not as it must be when all these payments have ended; empty when all
 * is right.
 */
export async function wrongs({ stack, heard, payments, engineRecords }: World): Promise<string[]> {
  const now = await look(stack);
  // Of other use cases the fee is told by test/kit/payments.
  const made = payments.filter(
    ({ transferId, useCase }) =>
      useCase === undefined && now.transfers.get(transferId) === 'COMMITTED',
  );
  return [
    ...wrongsIn(now, payments, heard, untouched),
    ...(await wrongsOfFees(made, engineRecords)),
  ];
}

/** The same by what the ledgers, the switch and the payers say, wherever they stand. */
export function wrongsIn(
  now: Snapshot,
  payments: readonly Payment[],
  heard: Heard,
  others: Readonly<Record<DfspName, bigint>>,
): string[] {
  return [
    ...(now.incidents === 0 ? [] : [`I3: ${now.incidents} processes have an incident`]),
    ...wrongTotals(now, payments, others),
    ...payments.flatMap((payment) => wrongsOf(payment, now, heard)),
  ];
}

const opened = 100_000n;
/** Accounts of the stack's own customers, which these tests leave alone. */
const untouched = { lion: 1_000_000n, buffalo: 50_000n };

/** I1: no money is made or lost. I4: what a DFSP's ledger lost is what it owes at the switch. */
function wrongTotals(
  { ledgers, positions }: Snapshot,
  payments: readonly Payment[],
  others: Readonly<Record<DfspName, bigint>>,
): string[] {
  const customers = payments.flatMap(({ payer, payee }) => [payer, payee]);
  return dfspNames.flatMap((dfsp) => {
    const paidIn = opened * BigInt(customers.filter((one) => one.dfsp === dfsp).length);
    const missing = others[dfsp] + paidIn - ledgers[dfsp];
    return missing === positions[dfsp]
      ? []
      : [`I1, I4: ${dfsp}'s ledger lost ${missing}, and it owes ${positions[dfsp]} at the switch`];
  });
}

function wrongsOf(payment: Payment, now: Snapshot, heard: Heard): string[] {
  const reports = heard.of(payment.transactionId);
  const ends = new Set(
    reports
      .map(({ state }) => state)
      .filter((state) => state === 'COMMITTED' || state === 'ABORTED'),
  );
  const atSwitch = now.transfers.get(payment.transferId);
  const [end = payment.isDeaf ? atSwitch : undefined] = ends;
  const paid = end === 'COMMITTED';
  const { refunds = [] } = payment;
  const backs = refunds.filter((one) => now.transfers.get(one.transferId) === 'COMMITTED');
  const strangers = reports.filter(
    // A payer who is asked for money hears of a payment that no app of theirs has named.
    ({ clientCorrelationId }) =>
      clientCorrelationId !== undefined && clientCorrelationId !== payment.clientCorrelationId,
  );
  const wrong = [
    ...(ends.size === 1 || (ends.size === 0 && payment.isDeaf)
      ? []
      : [`I3: the payer heard ${[...ends].join(' and ') || 'no end'}`]),
    ...(strangers.length === 0 ? [] : ['I8: two payments have one transaction']),
    ...((atSwitch === 'COMMITTED') === paid
      ? []
      : [`I4: the payer heard ${end}, the switch says ${atSwitch}`]),
    ...(isAtRest(atSwitch) ? [] : [`I4: the transfer is still ${atSwitch} at the switch`]),
    ...wrongsOfAccount(payment.payer, { out: paid ? [payment] : [], in: backs }, now),
    ...wrongsOfAccount(payment.payee, { in: paid ? [payment] : [], out: backs }, now),
    ...refunds.flatMap((refund) => wrongsOfRefund(refund, now, heard)),
    ...wrongsOfRefunds(payment, backs, now),
  ];
  return wrong.map((text) => `${payment.clientCorrelationId}: ${text}`);
}

function isAtRest(transferState: string | undefined): boolean {
  return transferState === undefined || ['COMMITTED', 'ABORTED'].includes(transferState);
}

/** Never more is refunded than was paid, and nothing of what was never credited. */
function wrongsOfRefunds(
  { payee, transferId, amount }: Payment,
  backs: readonly Refund[],
  now: Snapshot,
): string[] {
  // On an operator's word a payee may have been credited, and that undone since.
  const credited = now.accounts
    .get(payee.accountId)
    ?.transactions.some((row) => row.type === 'deposit' && row.transferCode === transferId);
  const left = (credited === true ? cents(amount) : 0n) - sumOf(backs);
  return left < 0n ? [`more is refunded than was paid, by ${-left}`] : [];
}

function wrongsOfRefund(refund: Refund, now: Snapshot, heard: Heard): string[] {
  const { transactionId, transferId, clientCorrelationId } = refund;
  const atSwitch = now.transfers.get(transferId);
  const wrong = heard
    .states(transactionId)
    .filter((state) => state === 'COMMITTED' || state === 'ABORTED')
    .filter((state) => (state === 'COMMITTED') !== (atSwitch === 'COMMITTED'));
  return [
    ...wrong.map((state) => `I4: ${clientCorrelationId} heard ${state}, the switch ${atSwitch}`),
    ...(isAtRest(atSwitch) ? [] : [`I4: ${clientCorrelationId} is still ${atSwitch}`]),
  ];
}

type Amounts = readonly { readonly amount: string }[];

function sumOf(amounts: Amounts): bigint {
  return amounts.reduce((sum, { amount }) => sum + cents(amount), 0n);
}

/** I2: one debit or credit at most. I5: nothing is held. */
function wrongsOfAccount(
  { accountId }: Account,
  expected: { readonly in: Amounts; readonly out: Amounts },
  now: Snapshot,
): string[] {
  const account = now.accounts.get(accountId);
  if (account === undefined) return [`there is no account ${accountId}`];
  const booked = account.transactions.filter(
    ({ transferCode, reversed, isReversal }) =>
      transferCode !== undefined && !reversed && !isReversal,
  );
  const count = (type: string) => booked.filter((row) => row.type === type).length;
  const moved = sumOf(expected.in) - sumOf(expected.out);
  return [
    ...(count('withdrawal') === expected.out.length && count('deposit') === expected.in.length
      ? []
      : [`I2: ${accountId} has ${count('withdrawal')} debits and ${count('deposit')} credits`]),
    ...(cents(account.ledger) === opened + moved ? [] : [`I2: ${accountId} has ${account.ledger}`]),
    ...(account.openHolds.length === 0 ? [] : [`I5: ${accountId} still holds ${account.onHold}`]),
  ];
}

/** A decimal with or without a sign, in hundredths. */
export function cents(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] =
    /^(-?)(\d+)(?:\.(\d{1,2}))?\d*$/.exec(decimal) ?? [];
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign === '-' ? -value : value;
}
