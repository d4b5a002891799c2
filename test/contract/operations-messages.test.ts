/** What was said of payments to switch, account system and app, told over HTTP. */
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { journal, say } from '../kit/parts/journal';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { indexRecorded } from '../kit/parts/recorded-payments';

let world: OperationsWorld;
const paid = eventsOfRecordings().find(
  ({ kind, side }) => kind === 'booked' && side === 'payer',
) as PaymentEvent;
const { transactionId, transferId, occurredAt } = paid;
const number = '255700000002';

beforeEach(async () => {
  world = await startOperationsWorld();
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  await indexRecorded(door);
  await say(world.kafka, door, [
    {
      ...{ messageId: 'asked', at: paid.occurredAt, tenant: 'lion', ids: { transactionId } },
      request: {
        ...{ method: 'GET', url: `/parties/MSISDN/${number}` },
        headers: { 'FSPIOP-Source': 'lion', Authorization: 'Bearer secret' },
      },
    },
    {
      ...{ messageId: 'answered', at: '2026-11-28T23:00:46.400Z', tenant: 'lion' },
      ...{ direction: 'received', status: 200, signature: 'valid', ids: { transferId } },
      request: {
        ...{ method: 'PUT', url: `/transfers/${transferId}`, headers: {} },
        body: '{"transferState":"COMMITTED"}',
      },
    },
    {
      ...{ messageId: 'theirs', at: occurredAt, tenant: 'buffalo', peer: 'fineract' },
      ids: { transactionId },
    },
    { messageId: 'nobodys', at: occurredAt },
  ]);
});
afterEach(() => world.close());

async function look(path: string, ...roles: readonly string[]) {
  return world.api.get(path, { token: await operationsToken('amina', ...roles) });
}

test('messages of a payment are told in brief and in their order, each tenant its own', async () => {
  const path = `/tenants/lion/payments/${transactionId}/messages`;
  const { body, text } = await look(path, 'lion:viewer');
  expect(body['sides']).toMatchObject([
    {
      side: 'payer',
      messages: [
        {
          messageId: 'answered',
          ...{ direction: 'received', peer: 'switch', signature: 'valid', tookMs: 12 },
          ...{ operation: 'PUT /transfers/{}', transferState: 'COMMITTED', transferId },
          text: 'From the payment switch: PUT /transfers/{}, COMMITTED; answered 200',
        },
        { messageId: 'asked', text: 'To the payment switch: GET /parties/MSISDN/{}; answered 202' },
      ],
    },
  ]);
  expect(text).not.toContain(number);
});

test('they stand in the story between what happened', async () => {
  const { body } = await look(`/tenants/lion/payments/${transactionId}`, 'lion:viewer');
  const [side] = body['sides'] as { timeline: { messageId?: string; step?: string }[] }[];
  const entries = side?.timeline.map(({ messageId, step }) => messageId ?? step) ?? [];
  expect(entries.indexOf('answered')).toBe(entries.indexOf('committed') - 1);
});

test('an operator sees one word for word, persons included, and that is in the audit', async () => {
  const { body } = await look('/tenants/lion/messages/asked', 'lion:operator');
  expect(body['request']).toEqual({
    ...{ method: 'GET', url: `/parties/MSISDN/${number}` },
    headers: { 'FSPIOP-Source': 'lion', Authorization: '[left out]' },
  });
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(world.acts()).toMatchObject([
    { person: 'amina', operation: 'showMessage', parameters: { messageId: 'asked' } },
  ]);
  expect((await look('/tenants/lion/messages/asked', 'lion:viewer', 'lion:admin')).status).toBe(
    403,
  );
});

const asked = `/tenants/lion/payments/${transactionId}/parties`;
const why = 'the customer asks at the counter';

async function reveal(body: object, ...roles: readonly string[]) {
  return world.api.post(asked, { body, token: await operationsToken('amina', ...roles) });
}

const quoted = (ids: object, tenant = 'lion') => ({
  ...{ messageId: `quoted by ${tenant}`, at: occurredAt, tenant, ids: { transactionId, ...ids } },
  request: {
    ...{ method: 'POST', url: 'https://switch.example/quotes', headers: {} },
    body: JSON.stringify({
      payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' } },
      payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: number }, name: 'Neema' },
    }),
  },
});

test('an operator who says why is told the number of a person, and no more; who and why is in the audit', async () => {
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  await say(world.kafka, door, [quoted({})]);
  const answer = await reveal({ party: 'payee', why }, 'lion:operator');
  expect(answer.body).toEqual({
    ...{ party: 'payee', partyIdType: 'MSISDN', partyIdentifier: number },
  });
  expect(world.acts()).toMatchObject([
    { person: 'amina', operation: 'revealParty', parameters: { transactionId }, body: { why } },
  ]);
  expect(JSON.stringify(world.acts())).not.toContain(number);
});

test.each([{ party: 'payee' }, { party: 'payee', why: ' ' }, { party: 'both', why }])(
  'nothing is told on %j',
  async (body) => {
    const answer = await reveal(body, 'lion:operator');
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(number);
  },
);

test('a number is for operators alone', async () => {
  const others = ['lion:viewer', 'lion:approver', 'lion:admin', 'buffalo:operator'];
  expect((await reveal({ party: 'payee', why }, ...others)).status).toBe(403);
});

test('of a person whom no message of the own tenant names nothing is told', async () => {
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  await say(world.kafka, door, [quoted({}, 'buffalo')]);
  const answer = await reveal({ party: 'payee', why }, 'lion:operator');
  expect(answer.status).toBe(410);
  expect(answer.text).not.toContain(number);
});

test.each(['theirs', 'nobodys', 'none'])(
  'of a message that is not the tenant’s (%s) nothing is said, whatever its id',
  async (messageId) => {
    const answer = await look(`/tenants/lion/messages/${messageId}`, 'lion:operator');
    expect(answer.status).toBe(404);
    expect(answer.text).toBe((await look('/tenants/lion/messages/x', 'lion:operator')).text);
  },
);

test('a few are read from Kafka at a time, and a tenant that reads many leaves places to others', async () => {
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const read = world.door.read.bind(world.door);
  let begun = 0;
  world.door.read = async function* (range) {
    begun += 1;
    await held;
    yield* read(range);
  };
  const reading = ['asked', 'answered', 'asked', 'answered'].map((one) =>
    look(`/tenants/lion/messages/${one}`, 'lion:operator'),
  );
  await eventually(() => begun === 4);
  const refused = await look('/tenants/lion/messages/asked', 'lion:operator');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  const theirs = look('/tenants/buffalo/messages/theirs', 'buffalo:operator');
  await eventually(() => begun === 5);
  answer();
  expect((await Promise.all([...reading, theirs])).map(({ status }) => status)).toEqual(
    Array<number>(5).fill(200),
  );
  expect((await look('/tenants/lion/messages/asked', 'lion:operator')).status).toBe(200);
});

test('a document that points at another tenant’s message shows nothing of it', async () => {
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  const [document] = [...world.elasticsearch.documents('payment-hub-messages')].flatMap(
    ([id, source]) => (id === 'theirs' ? [source.replace('"buffalo"', '"lion"')] : []),
  );
  const id = { index: 'payment-hub-messages-2026-11', id: 'theirs' };
  await door.bulk([{ kind: 'index', ...id, source: document ?? '' }]);
  expect((await look('/tenants/lion/messages/theirs', 'lion:operator')).status).toBe(404);
});

test('what Kafka has forgotten is gone, and that is said', async () => {
  world.kafka.append({ topic: journal, key: 'asked', value: null });
  world.kafka.compact(journal);
  const answer = await look('/tenants/lion/messages/asked', 'lion:operator');
  expect(answer.status).toBe(410);
  expect(answer.body['detail']).toContain('a person in it was forgotten');
});

test('while Kafka gives no answer it is said so, and not that the message is gone', async () => {
  const read = jest.spyOn(world.door, 'endOffsets').mockRejectedValue(new Error('no broker'));
  const answer = await look('/tenants/lion/messages/asked', 'lion:operator');
  expect(answer.status).toBe(503);
  expect(answer.body['detail']).toContain('word for word');
  read.mockRestore();
});
