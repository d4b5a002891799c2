/** What somebody builds on the payment events who has nothing of the hub but the published schema. */
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Kafka, logLevel } from 'kafkajs';
import schema from '../../../connectors/exporters/payment-events/payment-event.schema.json';

/** How many payments each tenant has seen end, and how. */
export type Ends = Record<string, Record<string, number>>;

const ends = ['booked', 'credited', 'failed', 'transfer-refused', 'cancelled'];

/** Reads the topic until it has seen so many events. */
export async function countEnds(broker: string, topic: string, until: number): Promise<Ends> {
  const isEvent = addFormats(new Ajv2020()).compile<{
    readonly eventId: string;
    readonly tenant: string;
    readonly kind: string;
  }>(schema);
  const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'a-warehouse-of-a-dfsp',
  });
  const counts: Ends = {};
  const seen = new Set<string>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    void consumer.run({
      eachMessage: ({ message }) => {
        const event: unknown = JSON.parse(String(message.value));
        if (!isEvent(event)) reject(new Error(JSON.stringify(isEvent.errors)));
        else if (!seen.has(event.eventId) && ends.includes(event.kind)) {
          const ofTenant = (counts[event.tenant] ??= {});
          ofTenant[event.kind] = (ofTenant[event.kind] ?? 0) + 1;
        }
        if (isEvent(event)) seen.add(event.eventId);
        if (seen.size === until) resolve();
        return Promise.resolve();
      },
    });
  });
  await consumer.disconnect();
  return counts;
}
