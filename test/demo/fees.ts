import { feesSchema } from '../../connectors/common/contracts/fees';
import type { EngineRecord } from '../bpmn/record-stream';
import type { OwedFee, Step } from './world';

/** Fee entries as they stand in the variables of both DFSPs' processes. Pure: from the engine's records. */
export function owedFees(records: readonly EngineRecord[]): OwedFee[] {
  return records.flatMap((record) => {
    const { name = '', value = '' } = record.value;
    if (!isOfProcess(record) || !name.startsWith('feesOf')) return [];
    const seenBy = tenantOf(record, records);
    const { entries } = feesSchema.parse(JSON.parse(value));
    return entries.map((entry) => ({ ...entry, seenBy, atMs: record.timestamp }));
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

function tenantOf({ value }: EngineRecord, records: readonly EngineRecord[]): string {
  const found = records.find(
    (record) =>
      isOfProcess(record) &&
      record.value.name === 'tenant' &&
      record.value.processInstanceKey === value.processInstanceKey,
  );
  return JSON.parse(found?.value.value ?? '""') as string;
}

/** A variable of the process itself, not of one of its steps. */
function isOfProcess({ valueType, value }: EngineRecord): boolean {
  return valueType === 'VARIABLE' && value.scopeKey === value.processInstanceKey;
}
