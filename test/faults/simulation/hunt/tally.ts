/** How often each fault struck and each element was reached: what never did was not tested. */
import type { Process } from '../engine/model';
import { faultKinds, type FaultKind } from '../world/faults';
import type { Ran } from './hunter';

/** What no simulated payment can reach; each is walked on a real broker (test/integration/processes.test.ts). */
const excused: readonly RegExp[] = [
  /^unsupported-requests\//,
  // Rules can always be used here: see ../DECISIONS.md, 5.
  /^missed-fees\//,
  // Nobody here asks for a transaction's state.
  /^payee-transfer\/(transactionAsked|answerTransactionState|transactionAnswer|transactionLeft)/,
  // Both DFSPs are our own, and ours quotes what it was asked for, and answers as it may.
  /^payer-(?:transfer|request-to-pay)\/.*(quotePayerAgain|askPayerOtherAmount|quoteDiffers)/,
  // No app asks how a request to pay stands.
  /^payee-request-to-pay\/(requestStateAsked|stateAsked|answerState|stateAnswered|answerFailed|stateLeft)/,
  /^payer-request-to-pay\/(paymentStateAsked|stateAsked|answerState|stateAnswered|stateLeft|quoteQuestion-agreed)/,
  /^payee-party-lookup\/answerRefused/,
];

export class Tally {
  schedules = 0;
  payments = 0;
  readonly faults = new Map<FaultKind, number>();
  readonly elements = new Map<string, number>();
  readonly failed: Ran[] = [];

  constructor(processes: readonly Process[]) {
    for (const kind of Object.keys(faultKinds) as FaultKind[]) this.faults.set(kind, 0);
    for (const id of processes.flatMap(({ elementIds }) => elementIds)) this.elements.set(id, 0);
  }

  add(ran: Ran): void {
    this.schedules += 1;
    this.payments += ran.payments;
    for (const { kind } of ran.fired) this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
    for (const id of ran.reached) this.elements.set(id, (this.elements.get(id) ?? 0) + 1);
    if (ran.wrong.length > 0) this.failed.push(ran);
  }
}

/** Elements and flows that no schedule has come to, and should have. */
export function neverReached(elements: readonly (readonly [string, number])[]): string[] {
  const reached = new Set(elements.flatMap(([id, count]) => (count > 0 ? [id] : [])));
  // Of the processes that payments share it is enough that one of both has come there.
  const isElsewhere = (id: string) =>
    reached.has(id.replace(/^payer-request-to-pay\//, 'payer-transfer/'));
  return elements
    .filter(([id]) => !reached.has(id) && !isElsewhere(id))
    .filter(([id]) => !excused.some((pattern) => pattern.test(id)))
    .map(([id]) => id);
}
