/** A payment's story, told over HTTP of payments that a real broker told of. */
import { readFileSync } from 'node:fs';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { storiesFile, toldStories } from '../kit/parts/told-stories';
import { silentLog } from '../kit/mojaloop';
import { systemClock } from '../../connectors/common/clock';

let world: OperationsWorld;
beforeEach(async () => {
  world = await startOperationsWorld();
});
afterEach(() => world.close());

const index = (events?: readonly PaymentEvent[]) =>
  indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }), events);

async function look(path: string, ...roles: readonly string[]) {
  const token = await operationsToken('amina', ...(roles.length === 0 ? ['lion:viewer'] : roles));
  return world.api.get(path, { token });
}

interface Side {
  readonly side: string;
  readonly headline: Readonly<Record<string, string>>;
  readonly timeline: readonly { readonly at: string; readonly text: string }[];
}
const sidesOf = ({ body }: { readonly body: Record<string, unknown> }) => body['sides'] as Side[];

test('every payment that was recorded has a story, by its own id and by that of its transfer', async () => {
  await index();
  const told = new Set<string>();
  for (const { tenant, transactionId, transferId } of eventsOfRecordings()) {
    if (told.has(`${tenant} ${transactionId}`) || transferId === undefined) continue;
    told.add(`${tenant} ${transactionId}`);
    const role = `${tenant}:viewer`;
    const answer = await look(`/tenants/${tenant}/payments/${transactionId}`, role);
    expect(answer.status).toBe(200);
    for (const { headline } of sidesOf(answer)) {
      expect(Object.values(headline).join(' ')).not.toMatch(/undefined|null|DFSP|Fineract|\?/);
    }
    const byTransfer = await look(`/tenants/${tenant}/payments/${transferId}`, role);
    expect(sidesOf(byTransfer)).toEqual(sidesOf(answer));
  }
  expect(told.size).toBeGreaterThan(15);
});

test.each(toldStories)('the page of stories says what the API says: $title', async ({ events }) => {
  await index(events);
  const [{ tenant, transactionId }] = events as [PaymentEvent];
  const answer = await look(`/tenants/${tenant}/payments/${transactionId}`, `${tenant}:viewer`);
  const [side] = sidesOf(answer);
  const page = readFileSync(storiesFile, 'utf8');
  const sentences = Object.values(side?.headline ?? {});
  expect(sentences).toHaveLength(3);
  for (const sentence of sentences) expect(page).toContain(sentence);
  for (const { at, text } of side?.timeline ?? []) {
    expect(page).toContain(`- ${at.slice(11, 19)} ${text}`);
  }
});

test('of another tenant’s payment nothing is said but what is said of one that is none', async () => {
  await index();
  const theirs = eventsOfRecordings().find(({ kind }) => kind === 'quote-refused');
  const answer = await look(`/tenants/lion/payments/${theirs?.transactionId}`);
  const none = await look('/tenants/lion/payments/nobodys');
  expect(answer.status).toBe(404);
  expect(answer.text).toBe(none.text);
});

test('of a payment between two tenants each sees its own side, whatever it asks', async () => {
  await index();
  const paid = eventsOfRecordings().find(({ kind }) => kind === 'booked');
  for (const [tenant, side] of [
    ['lion', 'payer'],
    ['buffalo', 'payee'],
  ]) {
    const path = `/tenants/${tenant}/payments/${paid?.transactionId}`;
    const answer = await look(path, 'lion:viewer', 'buffalo:viewer');
    expect(sidesOf(answer).map((one) => one.side)).toEqual([side]);
  }
});

test('while Elasticsearch gives no answer it is said so, and not that there is no payment', async () => {
  await index();
  world.elasticsearch.isDown = true;
  const answer = await look('/tenants/lion/payments/any');
  expect(answer.status).toBe(503);
  expect(answer.body['detail']).toContain('Elasticsearch');
});
