/** What of a payment waits for a person, and where it can be put right. Pure. */
import type { PaymentRow, PaymentSide, Work } from '../../api/types';
import { matterKeyOf, paymentRowsOf } from '../../api/matters';
import { causeAddress, matterAddress, placeAddress } from '../../kit/addresses';

export const needsPerson = ({ state, standsStill }: PaymentSide): boolean =>
  state === 'waiting-for-operator' || standsStill;

export type Waiting =
  | { readonly what: 'decision'; readonly address: string; readonly row?: PaymentRow }
  | { readonly what: 'incident'; readonly address: string; readonly takenBy: readonly string[] };

export function waitingOf(
  tenant: string,
  transactionId: string,
  side: PaymentSide,
  work: Work | undefined,
): readonly Waiting[] {
  return [...decisionsOf(tenant, side, work), ...incidentsOf(tenant, transactionId, side, work)];
}

function decisionsOf(tenant: string, side: PaymentSide, work: Work | undefined): Waiting[] {
  const row = paymentRowsOf(work).find(
    (one) =>
      one.side === side.side && side.transferId !== undefined && one.transferId === side.transferId,
  );
  if (row === undefined && side.state !== 'waiting-for-operator') return [];
  // The list tells the first 500 of each kind: what is waited for has the same address behind them too.
  const matterKey = row?.matterKey ?? matterKeyOf(tenant, side.side ?? '', side.transferId ?? '');
  const address = matterAddress(tenant, matterKey);
  return [{ what: 'decision', address, ...(row !== undefined && { row }) }];
}

function incidentsOf(
  tenant: string,
  transactionId: string,
  side: PaymentSide,
  work: Work | undefined,
): Waiting[] {
  if (!side.standsStill) return [];
  const open = new Set(
    side.incidents.flatMap(({ incidentKey, endedAt }) =>
      endedAt === undefined ? incidentKey : [],
    ),
  );
  // Of a cause some samples are told: another one of it is found in the list of causes.
  const cause = work?.incidents.rows.find(({ sample }) =>
    sample.some((one) => open.has(one.incidentKey) || one.transactionId === transactionId),
  );
  const address =
    cause === undefined ? placeAddress(tenant, 'work') : causeAddress(tenant, cause.group);
  return [{ what: 'incident', address, takenBy: cause?.owners ?? [] }];
}
