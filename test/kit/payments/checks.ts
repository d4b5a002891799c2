import { parseAmount, toMinorUnits, type Money } from '../../../connectors/common/money';
import { wordsOf } from './fees';
import type { Expected } from './scenarios';
import type { Booking, Heard, Snapshot } from './world';

/** One thing that must be so. */
export interface Check {
  readonly claim: string;
  readonly isTrue: boolean;
  /** What was found instead; only of use when it is not true. */
  readonly found: string;
}

export interface Outcome {
  readonly heard: readonly Heard[];
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Every balance, hold and state of one scenario. */
export function checkOutcome(expected: Expected, outcome: Outcome, currency: string): Check[] {
  return [
    ...checkAnswers(expected, outcome.heard),
    ...checkAccounts(expected, outcome, currency),
    ...checkSwitch(expected, outcome, currency),
    ...checkFees(expected, outcome),
  ];
}

export function allTrue(checks: readonly Check[]): boolean {
  return checks.every((check) => check.isTrue);
}

function checkAnswers(expected: Expected, heard: readonly Heard[]): Check[] {
  const wanted = expected.answers.map(({ status = 200, state, errorCode }) =>
    answerText(status, state, errorCode),
  );
  const found = heard.map(textOfHeard);
  // Problem details name no payment.
  const ids = new Set(heard.flatMap(({ report }) => report.transactionId ?? []));
  return [
    equal(`the app heard ${wanted.join(', then ')}`, wanted.join(), found.join()),
    ...(heard.length > 1
      ? [equal('all answers are about one payment', '1 transactions', `${ids.size} transactions`)]
      : []),
  ];
}

/** `COMMITTED`, `ABORTED (3204)`, `HTTP 409 ...` */
export function textOfHeard({ status, report }: Heard): string {
  return answerText(status, report.state ?? report.title, report.error?.code);
}

function answerText(status: number, state = 'no state', errorCode?: string): string {
  const words = [...(status === 200 ? [] : [`HTTP ${status}`]), state];
  return [...words, ...(errorCode === undefined ? [] : [`(${errorCode})`])].join(' ');
}

export function checkAccounts(
  expected: Expected,
  { before, after }: Outcome,
  currency: string,
): Check[] {
  const paid = minorUnits(expected.paid?.amount ?? '0', currency);
  const amount = expected.paid === undefined ? 'nothing' : moneyText(expected.paid);
  const payer = newBookings(before.payer.bookings, after.payer.bookings);
  const payee = newBookings(before.payee.bookings, after.payee.bookings);
  const bookings = expected.paid === undefined ? 0 : 1;
  const { payerFee } = expected;
  const taken = paid + minorUnits(payerFee?.amount ?? '0', currency);
  return [
    equal(
      `the payer paid ${amount}${payerFee === undefined ? '' : ` and a fee of ${moneyText(payerFee)}`}`,
      `${taken} in ${bookings + (payerFee === undefined ? 0 : 1)} bookings`,
      `${change(before.payer.ledger, after.payer.ledger, currency) * -1n} in ${payer.debit} bookings`,
    ),
    equal(
      `the payee received ${amount}`,
      `${paid} in ${bookings} bookings`,
      `${change(before.payee.ledger, after.payee.ledger, currency)} in ${payee.credit} bookings`,
    ),
    equal(
      holdClaim(expected),
      `held ${expected.holds}, let go ${expected.holds}`,
      `held ${payer.hold + payee.hold}, let go ${payer.release + payee.release}`,
    ),
    equal(
      'nothing is held now',
      '0 and 0',
      `${minorUnits(after.payer.held, currency)} and ${minorUnits(after.payee.held, currency)}`,
    ),
  ];
}

function holdClaim({ holds, paid }: Expected): string {
  if (holds === 0) return 'no money was ever held';
  return paid === undefined
    ? 'the money was held once, then freed'
    : 'the money was held once, then taken';
}

function checkSwitch(expected: Expected, { before, after }: Outcome, currency: string): Check[] {
  const paid = minorUnits(expected.paid?.amount ?? '0', currency);
  const payer = change(before.positions.payer, after.positions.payer, currency);
  const payee = change(before.positions.payee, after.positions.payee, currency);
  return [
    ...checkTransfers(expected, before.transfers, after.transfers),
    equal(
      `the positions at the switch moved by ${expected.paid === undefined ? 'nothing' : moneyText(expected.paid)}`,
      `${paid} and ${-paid}`,
      `${payer} and ${payee}`,
    ),
  ];
}

function checkTransfers(
  { transferState }: Expected,
  before: Snapshot['transfers'],
  after: Snapshot['transfers'],
): Check[] {
  if (before === undefined || after === undefined) return [];
  const known = new Set(before.map(({ transferId }) => transferId));
  const added = after.filter(({ transferId }) => !known.has(transferId));
  const claim =
    transferState === undefined
      ? 'the switch never heard of a transfer'
      : `the switch has one transfer, ${transferState}`;
  return [equal(claim, transferState ?? '', added.map(({ state }) => state).join())];
}

/** Both hubs evaluate the rules, each by itself, and come to the same ledger entry. */
function checkFees({ fee }: Expected, { before, after }: Outcome): Check[] {
  if (before.fees === undefined || after.fees === undefined) return [];
  const added = after.fees.slice(before.fees.length);
  const found = added.map((one) => `${wordsOf(one)}, says ${one.seenBy}`).sort();
  if (fee === undefined) return [equal('nobody owes a fee', '', found.join('; '))];
  const words = wordsOf({ debtor: 'buffalo', creditor: 'lion', ...fee });
  const wanted = ['buffalo', 'lion'].map((dfsp) => `${words}, says ${dfsp}`);
  const ids = new Set(added.map(({ entryId }) => entryId));
  return [
    equal(`${words}: both hubs say so`, wanted.join('; '), found.join('; ')),
    equal('both have the same ledger entry', '1 entries', `${ids.size} entries`),
  ];
}

/** Accounts only ever get more bookings: the new ones follow the old. */
function newBookings(
  before: readonly Booking[],
  after: readonly Booking[],
): Record<Booking['type'], number> {
  const added = after.slice(before.length);
  const count = (type: Booking['type']) => added.filter((one) => one.type === type).length;
  return {
    debit: count('debit'),
    credit: count('credit'),
    hold: count('hold'),
    release: count('release'),
  };
}

function equal(claim: string, wanted: string, found: string): Check {
  return { claim, isTrue: wanted === found, found: `found ${found}, wanted ${wanted}` };
}

function change(before: string, after: string, currency: string): bigint {
  return minorUnits(after, currency) - minorUnits(before, currency);
}

/** A decimal with or without a sign, in the currency's smallest unit. */
export function minorUnits(decimal: string, currency: string): bigint {
  return decimal.startsWith('-')
    ? -minorUnits(decimal.slice(1), currency)
    : toMinorUnits(parseAmount(decimal, currency));
}

function moneyText({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}
