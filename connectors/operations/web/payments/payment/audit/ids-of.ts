/** What the decisions on a payment are asked for by: its ids, and those of what stood still of it. Pure. */
import type { Story } from '../../../api/types';

/** The API takes no more of them at a time. */
const incidentsMax = 100;

export interface PaymentIds {
  readonly transactionId: string;
  readonly transferId?: string;
  /** By commas. */
  readonly incidentKeys?: string;
}

/** Of very many incidents the newest: a payment has a few. */
export function idsOf({
  transactionId,
  sides,
}: Pick<Story, 'transactionId' | 'sides'>): PaymentIds {
  const [transferId] = sides.flatMap((side) => side.transferId ?? []);
  const incidents = sides.flatMap((side) => side.incidents.map(({ incidentKey }) => incidentKey));
  return {
    transactionId,
    ...(transferId !== undefined && { transferId }),
    ...(incidents.length > 0 && { incidentKeys: incidents.slice(-incidentsMax).join() }),
  };
}
