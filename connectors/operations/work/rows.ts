/** What waits for people, as rows of their work list: pure. */
import { matterKey, type Matter, type PaymentMatter } from '../../common/contracts/back-office';
import type { OwnWork } from '../../common/contracts/operator-work';
import type { OperatorReason } from '../../common/contracts/operator';
import type { EpochMs } from '../../common/runtime';
import { parseDateTime } from '../../common/time';
import { choicesOf } from '../decisions/choices';
import type { IncidentGroup } from '../incidents/cause';

/** Where the money is, and what keeps it there. */
const sentences: Readonly<Record<`${PaymentMatter['side']} ${OperatorReason}`, string>> = {
  'payer OUTCOME_UNKNOWN':
    'It is set aside on the payer’s account. The payment switch has not said whether the payment went through.',
  'payee OUTCOME_UNKNOWN':
    'It is not on the payee’s account yet. The payment switch has not said whether the payment went through.',
  'payer BOOKING_FAILED':
    'The payee has it: the payment went through. It is still set aside on the payer’s account, which the account system does not debit.',
  'payee CREDIT_FAILED':
    'The payer has paid it: the payment went through. The account system does not put it on the payee’s account.',
  'payee CREDIT_UNCONFIRMED':
    'It was put on the payee’s account on an operator’s word. The payment switch has not said whether the payment went through.',
  'payee UNDO_FAILED':
    'The payment did not go through, and the payee has it. The account system does not take it back.',
  'payer RELEASE_FAILED':
    'The payment did not go through. It is still set aside on the payer’s account: the account system does not give it free.',
  'payer HOLD_UNKNOWN':
    'Nothing was sent. Whether it is set aside on the payer’s account the account system does not say.',
  'payee BOOKING_FAILED': 'The account system does not carry out what the payment switch has said.',
  'payer CREDIT_FAILED': 'The account system does not carry out what the payment switch has said.',
  'payer CREDIT_UNCONFIRMED': 'The payment switch has not said whether the payment went through.',
  'payer UNDO_FAILED': 'The account system does not carry out what the payment switch has said.',
  'payee RELEASE_FAILED': 'The payment did not go through.',
  'payee HOLD_UNKNOWN': 'Nothing was sent.',
};

export function paymentRow(matter: PaymentMatter, work: OwnWork, nowMs: EpochMs) {
  const { tenant, side, transactionId, transferId, amount, reason, verdict } = matter;
  const { since, toldAt, whatToDo, decided, errorInformation } = matter;
  const sum = amount === null ? 'A payment' : `${amount.amount} ${amount.currency}`;
  return {
    matterKey: matterKey(matter),
    ...{ tenant, side, transactionId, transferId, amount, reason, verdict, since, toldAt },
    ageS: ageS(since, nowMs),
    sentence: `${sum}. ${sentences[`${side} ${reason}`]}`,
    whatToDo,
    ...{ decided, error: errorInformation },
    choices: choicesOf(matter),
    owner: work.ownerOf(matterKey(matter), since) ?? null,
  };
}

export function incidentsRow(
  { group, cause, incidents }: IncidentGroup,
  work: OwnWork,
  nowMs: EpochMs,
) {
  const [oldest] = incidents;
  const count = incidents.length;
  const since = oldest?.since ?? '';
  const many = count === 1 ? 'One process stands' : `${count} processes stand`;
  return {
    ...{ group, matterKey: causeKey(group), cause, count, since },
    ageS: ageS(since, nowMs),
    sentence: `${many} still at “${cause.step}”: ${cause.message}`,
    whatToDo: 'Mend what the message says, then have all of them tried again.',
    /** Those that may be corrected at the step. */
    variables: oldest?.variables ?? [],
    sample: incidents.slice(0, samplesMax).map(sampleOf),
    owners: [...new Set(incidents.flatMap((one) => ownerName(one, work) ?? []))],
    choices: oldest === undefined ? [] : choicesOf(oldest),
  };
}

const samplesMax = 5;

function sampleOf(incident: IncidentGroup['incidents'][number]) {
  const { incidentKey, since, toldAt, message, transactionId, transferId } = incident;
  return { incidentKey, since, toldAt, message, transactionId, transferId };
}

/** Of all incidents of one cause, where a matter is named. */
export function causeKey(group: string): string {
  return `cause:${group}`;
}

export function ownerName(matter: Matter, work: OwnWork): string | undefined {
  return work.ownerOf(matterKey(matter), matter.since)?.name;
}

function ageS(since: string, nowMs: EpochMs): number {
  return Math.max(0, Math.round((nowMs - (parseDateTime(since) ?? nowMs)) / 1_000));
}
