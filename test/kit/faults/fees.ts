import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineRecord } from '../real-engine/record-stream';
import { owedFees } from '../payments/fees';
import type { Payment } from './payments';

/** What the broker has done is seen a little later. */
const patienceMs = 10_000;

/** Each payment that was made has its ledger entry, and the same one in the payer's and the payee's process. */
export async function wrongsOfFees(
  made: readonly Payment[],
  records: readonly EngineRecord[],
): Promise<string[]> {
  const giveUpAt = Date.now() + patienceMs;
  let wrong = wrongsNow(made, records);
  while (wrong.length > 0 && Date.now() < giveUpAt) {
    await sleep(100);
    wrong = wrongsNow(made, records);
  }
  return wrong;
}

function wrongsNow(made: readonly Payment[], records: readonly EngineRecord[]): string[] {
  const fees = owedFees(records);
  return made.flatMap(({ transactionId, clientCorrelationId }) => {
    const entries = fees.filter((fee) => fee.transactionId === transactionId);
    const ids = new Set(entries.map(({ entryId, amount }) => `${entryId} ${amount}`));
    const sides = new Set(entries.map(({ seenBy }) => seenBy));
    if (ids.size === 1 && sides.size === 2) return [];
    return [`${clientCorrelationId}: ${ids.size} ledger entries, seen by ${[...sides].join(', ')}`];
  });
}
