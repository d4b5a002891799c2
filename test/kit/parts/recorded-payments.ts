/** Payments that a real broker told of, in Elasticsearch in memory, as the indexer's own code writes them there. */
import type { PaymentEvent } from '../../../connectors/common/contracts/payment-events';
import type { ElasticsearchDoor } from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { indexPayments } from '../../../connectors/exporters/indexer/index-payments';
import { paymentTemplate } from '../../../connectors/exporters/indexer/payment-index';
import { eventsOfRecordings } from '../engine-records/events';

export const paymentsAlias = 'payment-hub-payments';

const recorded = eventsOfRecordings();

export async function indexRecorded(
  door: ElasticsearchDoor,
  events: readonly PaymentEvent[] = recorded,
): Promise<void> {
  await door.ensureTemplate(paymentTemplate(paymentsAlias, {}));
  const records = events.map((event, offset) => ({
    ...{ topic: 'events', partition: 0, offset, timestampMs: 0 },
    ...{ key: event.transactionId, value: JSON.stringify(event) },
  }));
  const { signal } = new AbortController();
  await indexPayments(door, paymentsAlias, records, signal, () => false);
}

/** Those of one side of a payment, up to the first of a kind: what was known then. */
export function eventsUpTo(
  is: (event: PaymentEvent) => boolean,
  kind?: PaymentEvent['kind'],
): readonly PaymentEvent[] {
  const first = recorded.find(is);
  const own = recorded.filter(
    ({ tenant, side, transactionId }) =>
      tenant === first?.tenant && side === first.side && transactionId === first.transactionId,
  );
  const end = kind === undefined ? own.length : own.findIndex((one) => one.kind === kind) + 1;
  return own.slice(0, end);
}
