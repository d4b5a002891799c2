/** What rows and panels say of what the API tells: pure. */
import type { Decision, PaymentRow, Work } from '../api/types';
import { matterKeyOf, paymentRowsOf } from '../api/matters';

/** The sentence without the sum that it begins with: that stands beside it, in its currency's form. */
export function sentenceOf({ sentence, amount }: Pick<PaymentRow, 'sentence' | 'amount'>): string {
  return sentence.replace(amount === null ? /^A payment\. / : /^[\d.,]+ [A-Z]{3}\. /, '');
}

/** Of the two lists of payments. */
export function paymentRowOf(work: Work | undefined, matterKey: string): PaymentRow | undefined {
  return paymentRowsOf(work).find((row) => row.matterKey === matterKey);
}

/** That a decision is about. */
export function rowOfDecision(
  work: Work | undefined,
  { transferId, side }: { readonly transferId?: string; readonly side?: string },
): PaymentRow | undefined {
  return paymentRowsOf(work).find(
    (row) => row.transferId === transferId && (side ?? row.side) === row.side,
  );
}

/** Facts of a matter by which a person decides. */
export interface Seen {
  readonly toldAt: string;
  readonly facts: Readonly<Record<'verdict' | 'reason' | 'owner' | 'decided' | 'amount', string>>;
}

export function seenOf(row: PaymentRow): Seen {
  const { amount, verdict, reason, owner, decided, toldAt } = row;
  return {
    toldAt,
    facts: {
      ...{ verdict, reason },
      owner: owner?.name ?? '',
      decided: decided?.decision ?? '',
      amount: amount === null ? '' : `${amount.amount} ${amount.currency}`,
    },
  };
}

export interface Change {
  readonly fact: keyof Seen['facts'];
  readonly before: string;
  readonly now: string;
}

export function changesBetween(before: Seen, now: Seen): readonly Change[] {
  return (Object.keys(now.facts) as Change['fact'][])
    .map((fact) => ({ fact, before: before.facts[fact], now: now.facts[fact] }))
    .filter((change) => change.before !== change.now);
}

/** Each has to be JSON; those that are left empty stay as they are. */
export function readVariables(texts: Readonly<Record<string, string>>): {
  readonly values: Readonly<Record<string, unknown>>;
  readonly wrong: readonly string[];
} {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  const values: [string, unknown][] = [];
  const wrong: string[] = [];
  for (const [name, text] of given) {
    try {
      values.push([name, JSON.parse(text) as unknown]);
    } catch {
      wrong.push(name);
    }
  }
  return { values: Object.fromEntries(values), wrong };
}

/** Of what is approved at once: one decision, or all of those that were tried again together. */
export function keyOfApproval({ batchId, decisionId }: Decision): string {
  return batchId === undefined ? `approval:${decisionId}` : `batch:${batchId}`;
}

/** Of the payment that a decision is about; undefined: it is about none. */
export function keyOfDecision(
  tenant: string,
  { side, transferId }: Pick<Decision, 'side' | 'transferId'>,
): string | undefined {
  if (side === undefined || transferId === undefined) return undefined;
  return matterKeyOf(tenant, side, transferId);
}

/** Of the cause that an incident has, as far as it is told as one of its samples. */
export function groupOfIncident(work: Work | undefined, matterKey: string): string | undefined {
  const incidentKey = /^incident:(.+)$/.exec(matterKey)?.[1];
  return work?.incidents.rows.find(({ sample }) =>
    sample.some((one) => one.incidentKey === incidentKey),
  )?.group;
}
