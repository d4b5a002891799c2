/** What became of the payments that went through something, and where they stand. */
import { endStates } from '../../common/contracts/payment-documents';
import { paymentEventTexts } from '../../common/contracts/payment-events';
import type { Counted } from './report';

export interface Passed {
  payments: number;
  paid: number;
  failed: number;
  cancelled: number;
  open: number;
  standsStill: number;
}

export const passedColumns = [
  ...(['payments', 'paid', 'failed', 'cancelled', 'open', 'standsStill'] as const),
];

export const nonePassed = (): Passed => ({
  ...{ payments: 0, paid: 0, failed: 0, cancelled: 0, open: 0, standsStill: 0 },
});

/** @param standsHere it does now, unless it has ended */
export function countPassed(
  passed: Passed,
  { state, incidentsOpen = 0 }: Counted,
  standsHere: boolean,
): void {
  passed.payments += 1;
  const end = endStates.find((one) => one === state);
  if (end !== undefined) {
    passed[end] += 1;
    return;
  }
  if (!standsHere) return;
  passed.open += 1;
  if (incidentsOpen > 0) passed.standsStill += 1;
}

const order = Object.keys(paymentEventTexts);

/** As payments go; a step of a newer hub comes last. */
export function placeOf(step: unknown): number {
  const place = order.indexOf(String(step));
  return place === -1 ? order.length : place;
}
