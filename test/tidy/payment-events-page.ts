/** What is published of payment events, as the contract and the recordings of real payments have it. */
import { join } from 'node:path';
import { z } from 'zod';
import {
  paymentEventSchema,
  type PaymentEvent,
} from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { jsonText } from './json-text';

const folder = join(__dirname, '../../connectors/exporters/payment-events');
export const eventSchemaFile = join(folder, 'payment-event.schema.json');
export const eventExamplesFile = join(folder, 'payment-event.examples.json');

/** Fields and kinds may be added: what stands beside those that are described is allowed. */
export function eventSchemaText(): string {
  const schema = z.toJSONSchema(paymentEventSchema, { io: 'input' });
  const head = { $id: 'urn:payment-hub:payment-event:1', title: 'Payment event' };
  return jsonText({ ...head, ...schema });
}

/** The first of each kind. */
export function eventExamplesText(): string {
  const first = new Map<string, PaymentEvent>();
  for (const event of eventsOfRecordings()) {
    if (!first.has(event.kind)) first.set(event.kind, event);
  }
  return jsonText([...first.values()]);
}
