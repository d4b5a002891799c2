/** At which element of its processes each step of a payment has happened: the step names the record that told it. Pure. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { EngineRecord } from './engine-record';

/** Ids of events by elementInstanceKey. What variables tell (fees) is no element's of its own. */
export function eventsByElement(
  records: readonly EngineRecord[],
  { steps }: Pick<PaymentDocument, 'steps'>,
): ReadonlyMap<string, readonly string[]> {
  const elements = new Map(
    records.flatMap((record) => {
      const element = elementOf(record);
      return element === undefined ? [] : [[placeOf(record), element] as const];
    }),
  );
  const events = new Map<string, string[]>();
  for (const { eventId, partition, position } of steps) {
    const element = elements.get(`${partition}-${position}`);
    if (element === undefined) continue;
    const known = events.get(element) ?? [];
    known.push(eventId);
    events.set(element, known);
  }
  return events;
}

const placeOf = ({ partitionId, position }: EngineRecord): string => `${partitionId}-${position}`;

function elementOf(record: EngineRecord): string | undefined {
  if (record.valueType === 'PROCESS_INSTANCE') return record.key;
  return record.valueType === 'INCIDENT' ? record.value.elementInstanceKey : undefined;
}
