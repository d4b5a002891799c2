import { feesSchema } from '../../../connectors/common/contracts/fees';
import type { EngineRecord } from '../real-engine/record-stream';
import type { OwedFee, Step } from './world';

/** `feesOf...`: in an integrator's own process, and in payments that began before 0.3. */
const feesVariable = /^fees(Of[A-Z]\w*)?$/;

/** Fee entries as they stand in the variables of both DFSPs' processes. Pure: from the engine's records. */
export function owedFees(records: readonly EngineRecord[]): OwedFee[] {
  const tenants = new Map<number | undefined, string>();
  return records.flatMap(({ valueType, timestamp, value }) => {
    const { processInstanceKey, scopeKey, name = '', value: json = '' } = value;
    // Variables of the process itself, not of its steps; the tenant is there from its start.
    if (valueType !== 'VARIABLE' || scopeKey !== processInstanceKey) return [];
    if (name === 'tenant') tenants.set(processInstanceKey, JSON.parse(json) as string);
    if (!feesVariable.test(name)) return [];
    const seenBy = tenants.get(processInstanceKey) ?? '';
    const { entries } = feesSchema.parse(JSON.parse(json));
    return entries.map((entry) => ({ ...entry, seenBy, atMs: timestamp }));
  });
}

export function stepsOfFees(fees: readonly OwedFee[]): Step[] {
  return fees.map((fee) => ({
    atMs: fee.atMs,
    way: `${fee.seenBy} · fee rules`,
    words: wordsOf(fee),
    protocol: `${fee.ledgerEntryType} at ${fee.executionPoint}`,
  }));
}

/** `buffalo owes lion 0.6 TZS` */
export function wordsOf(fee: Pick<OwedFee, 'debtor' | 'creditor' | 'amount' | 'currency'>): string {
  return `${fee.debtor} owes ${fee.creditor} ${fee.amount} ${fee.currency}`;
}
