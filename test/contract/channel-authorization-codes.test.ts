/** POST /channel/authorization-codes and GET: a code for a device is asked for before its payer comes. */
import { authorizationCodeIdOf } from '../../connectors/common/contracts/keys';
import { startChannel, tenantOf, type Channel } from '../kit/parts/channel';

const path = '/channel/authorization-codes';
const app = 'https://app.lion.example/hub';
const lion = tenantOf('lion', { callbacks: { allowed: [app], default: app } });
const buffalo = tenantOf('buffalo');
const { tenant, fspId, currencies, settings } = tenantOf('hyena');
const hyena = { tenant, fspId, currencies, settings };

let channel: Channel;
beforeAll(async () => {
  const unsafe = { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' };
  channel = await startChannel([lion, buffalo, hyena], unsafe);
});
afterAll(() => channel.close());
beforeEach(() => {
  channel.engine.published.length = 0;
  channel.engine.asked.length = 0;
  channel.engine.answer = undefined;
});

const body = {
  clientCorrelationId: 'cash-1',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '+255713803912' },
  amount: { amount: '25000.50', currency: 'TZS' },
};
const authorizationCodeId = authorizationCodeIdOf('lion', 'cash-1');
const ids = { authorizationCodeId, clientCorrelationId: 'cash-1' };
const by = (who: string) => ({ 'Platform-TenantId': who });
const ask = (change: object = {}, who = 'lion') =>
  channel.post(path, { headers: by(who), body: { ...body, ...change } });
const look = (where: string) => channel.request('GET', path + where, { headers: by('lion') });

test('starts one process for one id, which its payer’s entries find however the phone is spelt', async () => {
  const answer = await ask();
  expect([answer.status, answer.body]).toEqual([202, { ...ids, state: 'RECEIVED' }]);
  expect(answer.headers.get('location')).toBe(`${path}/${authorizationCodeId}`);
  const key = `lion:${authorizationCodeId}`;
  expect(channel.engine.published).toMatchObject([
    {
      ...{ name: 'authorization-code-requested', correlationKey: key, messageId: key },
      timeToLiveMs: 86_400_000,
      variables: {
        codeOrder: {
          payer: body.payer,
          amount: { amount: '25000.5', currency: 'TZS' },
          ...{ amountLimit: 'EXACT', feesMax: '0' },
        },
        codePayer: 'MSISDN/255713803912',
        channel: { clientCorrelationId: 'cash-1', callbackUrl: app, waitingQuestionId: null },
        timers: { remembered: 'PT86400S' },
      },
    },
  ]);
});

test('asked for again, it is the same code: how it stands is told, and not what it is', async () => {
  await ask();
  channel.engine.answer = { sameRequest: true, report: { ...ids, state: 'WAITING' } };
  const again = await ask({ payer: { ...body.payer, partyIdentifier: '255713803912' } });
  expect([again.status, again.body]).toEqual([200, { ...ids, state: 'WAITING' }]);
  const [first] = channel.engine.published;
  const asked = channel.engine.asked[0]?.message;
  expect(channel.engine.published.length).toBe(1);
  expect(asked).toMatchObject({
    name: 'authorization-code-state-asked',
    correlationKey: `lion:${authorizationCodeId}`,
    // A phone in another spelling makes no other request.
    variables: {
      repeatedHash: (first?.variables as { channel: { requestHash: string } }).channel.requestHash,
    },
  });
});

test('with other content it is refused: 409', async () => {
  await ask();
  channel.engine.answer = { sameRequest: false, report: { ...ids, state: 'USED' } };
  expect((await ask({ feesMax: '1' })).status).toBe(409);
});

test('whose process does not answer in time: 503, and try again', async () => {
  await ask();
  const { status, headers } = await ask();
  expect([status, headers.get('retry-after')]).toEqual([503, '2']);
});

test('is looked at by its id and by the app’s', async () => {
  const report = { ...ids, state: 'WAITING', validUntil: '2026-11-21T10:39:00.000Z' };
  channel.engine.answer = { sameRequest: null, report };
  for (const where of [`/${authorizationCodeId}`, '?clientCorrelationId=cash-1']) {
    const { status, body: told } = await look(where);
    expect([status, told]).toEqual([200, report]);
  }
  const keys = channel.engine.asked.map(({ message }) => message.correlationKey);
  expect(keys).toEqual([`lion:${authorizationCodeId}`, `lion:${authorizationCodeId}`]);
});

test('that nobody knows: 404', async () => {
  expect((await look(`/${authorizationCodeId}`)).status).toBe(404);
});

test.each([
  [{ amount: { amount: '0', currency: 'TZS' } }, '/amount/amount'],
  [{ amount: { amount: '1', currency: 'KES' } }, '/amount/currency'],
  [{ feesMax: '0.001' }, '/feesMax'],
  [{ feesMax: '-1' }, '/feesMax'],
  [{ amountLimit: 'ABOUT' }, '/amountLimit'],
  [{ payer: { partyIdType: 'MSISDN', partyIdentifier: 'Asha' } }, '/payer/partyIdentifier'],
  [{ callbackUrl: 'https://elsewhere.example/' }, '/callbackUrl'],
  [{ code: '123456' }, '/code'],
])('with %j: 400 that names %s', async (change, pointer) => {
  const { status, body: problem } = await ask(change);
  expect([status, problem.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  expect(channel.engine.published).toEqual([]);
});

test('that could be told nowhere is not made: 400', async () => {
  expect((await ask({}, 'buffalo')).body.errors).toMatchObject([{ pointer: '/callbackUrl' }]);
});

test('of a DFSP that makes none: 501', async () => {
  expect((await ask({}, 'hyena')).status).toBe(501);
});
