/** What the operators' page is told as it happens: of the own tenant, and not a sign of another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionsEndedEnvironment } from '../../connectors/common/contracts/operations-sessions-ended';
import { CookieBrowser } from '../kit/page/browser';
import { readLive, type LiveReader } from '../kit/page/live-reader';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { incidentMatter } from '../kit/parts/incident-matter';

let world: PageWorld;
let browser: CookieBrowser;
const readers: LiveReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await world.close();
});

const only = { id: 'amina', name: 'Amina', isWhat: '', scope: '' };

const begin = async (options: Parameters<typeof startPageWorld>[0] = {}) => {
  world = await startPageWorld({ persons: [{ ...only, roles: ['lion:viewer'] }], ...options });
  browser = new CookieBrowser(world.url);
  await browser.signIn('amina');
};
const read = async (tenant = 'lion', options: Parameters<typeof readLive>[2] = {}) => {
  const reader = await readLive(browser, tenant, options);
  readers.push(reader);
  return reader;
};

const since = '2026-11-29T10:00:00.000Z';
const payment = (tenant: string, transferId: string, changes: object = {}) => ({
  topic: 'payment-hub.back-office',
  key: `${tenant}:payer:${transferId}`,
  value: JSON.stringify({
    ...{ kind: 'payment', version: 1, state: 'waiting', tenant, side: 'payer', transferId },
    ...{ since, toldAt: since, transactionId: transferId, amount: null, what: 'w' },
    ...{ whatToDo: 'd', reason: 'OUTCOME_UNKNOWN', verdict: 'UNKNOWN', choices: ['ask-again'] },
    ...{ errorInformation: null, processInstanceKey: '1', elementId: 'awaitOperator' },
    ...changes,
  }),
});
const incident = (incidentKey: string, tenant: string | null) => ({
  topic: 'payment-hub.back-office',
  key: `incident:${incidentKey}`,
  value: JSON.stringify(incidentMatter({ incidentKey, tenant })),
});
const decisionId = '11111111-1111-4111-8111-111111111111';
const decision = (tenant: string) => ({
  topic: 'payment-hub.operator-decisions',
  key: decisionId,
  value: JSON.stringify({
    ...{ version: 1, decisionId, tenant, transferId: 't', decision: 'release', who: 'amina' },
    ...{ why: 'because', when: since },
  }),
});
const answer = {
  topic: 'payment-hub.operator-decision-answers',
  key: decisionId,
  value: JSON.stringify({
    ...{ version: 1, decisionId, digest: 'd', result: 'accepted', why: 'w', at: since },
  }),
};
const act = (tenant: string, matterKey: string) => ({
  topic: 'payment-hub.operator-work',
  key: matterKey,
  value: JSON.stringify({
    ...{ version: 1, actId: decisionId, matterKey, since, tenant, act: 'take', by: 'juma' },
    ...{ isAdmin: false, at: since },
  }),
});
const told = (tenant: string) => ({
  topic: 'payment-hub.calls',
  key: `tenant:${tenant}`,
  value: JSON.stringify({ kind: 'told', version: 1, tenant, lastCallAt: since, told: [] }),
});
const day = (tenant: string) => ({
  topic: 'payment-hub.reconciliations',
  key: `day:${tenant}:2026-11-29`,
  value: JSON.stringify({
    ...{ record: 'day', version: 1, tenant, date: '2026-11-29', from: since, until: since },
    ...{ comparedAt: since, compared: 1, differences: 0, underWay: 0, outOfReach: 0 },
  }),
});
const batch = (tenant: string) => ({
  topic: 'payment-hub.operator-batches',
  key: decisionId,
  value: JSON.stringify({
    ...{ version: 1, batchId: decisionId, tenant, group: 'g', incidentKeys: ['1'], who: 'amina' },
    ...{ why: 'w', at: since },
  }),
});

test.each([
  ['a payment that waits', [payment('lion', 'a')], ['work', 'waiting']],
  ['an incident', [incident('1', 'lion')], ['work', 'waiting', 'incidents']],
  ['a decision', [decision('lion')], ['work', 'decisions', 'incidents']],
  ['work that is taken', [act('lion', 'lion:payer:a')], ['work', 'incidents', 'calls']],
  ['a difference that is taken', [act('lion', 'difference:1')], ['work', 'reconciliations']],
  ['a call', [told('lion')], ['calls']],
  ['a day that was compared', [day('lion')], ['reconciliations']],
  ['incidents tried again', [batch('lion')], ['incidents']],
])('%s is told by the kinds that it changes', async (_what, records, kinds) => {
  await begin();
  const reader = await read();
  expect(reader.status).toBe(200);
  expect(reader.headers.get('content-type')).toMatch(/^text\/event-stream/);
  for (const record of records) world.kafka.append(record);
  await reader.count(1);
  expect(reader.events).toEqual([
    { event: 'changed', id: expect.any(String) as string, data: { kinds } },
  ]);
});

test('what becomes of a decision is told to whom it is of, though its answer names no tenant', async () => {
  await begin();
  const reader = await read();
  world.kafka.append(decision('lion'));
  await reader.count(1);
  world.kafka.append(answer);
  await reader.count(2);
  expect(reader.events[1]?.data).toEqual({ kinds: ['work', 'decisions', 'incidents'] });
});

test('a page is told nothing of another tenant: not a byte more, nor another position', async () => {
  await begin();
  world.kafka.append(payment('lion', 'own'));
  const reader = await read();
  await sleep(30);
  const [before, position] = [reader.text(), reader.lastId()];
  for (const record of [
    ...[payment('buffalo', 'a'), payment('buffalo', 'a', { state: 'settled' })],
    ...[incident('1', 'buffalo'), incident('2', null), decision('buffalo'), answer],
    ...[act('buffalo', 'lion:payer:own'), told('buffalo'), day('buffalo'), batch('buffalo')],
    { ...payment('buffalo', 'a'), value: null },
  ]) {
    world.kafka.append(record);
  }
  await sleep(700);
  expect(reader.text()).toBe(before);
  // Nor is anything to be seen by coming again.
  reader.close();
  const again = await read('lion', { lastId: position ?? '' });
  await sleep(100);
  expect(again.events).toEqual([]);
  expect(again.lastId()).toBe(position);
  // And the next own change is the next event, whatever happened elsewhere meanwhile.
  world.kafka.append(payment('lion', 'own', { state: 'settled' }));
  await again.count(1);
});

test('a tenant that the person has no role for is refused, in the same words as one that is none', async () => {
  await begin();
  const [theirs, nobodys] = [
    await browser.visit('/bff/live?tenant=buffalo'),
    await browser.visit('/bff/live?tenant=nobody'),
  ];
  expect(theirs.status).toBe(403);
  expect(nobodys.text).toBe(theirs.text);
  for (const query of ['', '?tenant=lion&tenant=buffalo', '?tenant=']) {
    expect((await browser.visit(`/bff/live${query}`)).status).toBe(403);
  }
});

test('many changes are told at once, and then once in half a second', async () => {
  await begin();
  const reader = await read();
  const beganMs = Date.now();
  for (let at = 0; at < 50; at += 1) {
    world.kafka.append(payment('lion', String(at)));
    world.kafka.append(told('lion'));
    await sleep(2);
  }
  await reader.count(2);
  await sleep(600);
  // On a busy machine the fifty took longer than half a second.
  const atMost = 2 + Math.floor((Date.now() - beganMs) / 500);
  expect(reader.events.length).toBeLessThanOrEqual(atMost);
  expect(reader.events[1]?.data).toEqual({ kinds: ['work', 'waiting', 'calls'] });
});

test('who comes again where they were is told nothing, who has missed something all kinds at once', async () => {
  await begin();
  const first = await read();
  world.kafka.append(payment('lion', 'a'));
  await first.count(1);
  const position = first.lastId() ?? '';
  first.close();
  const other = await world.another();
  const same = await read('lion', { lastId: position, origin: other.url });
  await sleep(100);
  expect(same.events).toEqual([]);
  same.close();
  world.kafka.append(told('lion'));
  const behind = await read('lion', { lastId: position, origin: other.url });
  await behind.count(1);
  expect(behind.events[0]?.data).toEqual({
    kinds: ['work', 'decisions', 'waiting', 'incidents', 'calls', 'reconciliations'],
  });
});

test('a stream ends with its session, and says so', async () => {
  await begin();
  const reader = await read();
  await browser.copy().write('/bff/logout');
  await reader.ended;
  expect(reader.events).toEqual([{ event: 'signed-out', id: undefined, data: {} }]);
  const topic = sessionsEndedEnvironment.parse({}).OPERATIONS_SESSIONS_ENDED_TOPIC;
  expect(world.kafka.partitions(topic).flat()).toHaveLength(1);
});

test('a stream ends with its token, so that roles are looked at anew when the page comes again', async () => {
  await begin({ accessTokenS: 1 });
  const reader = await read();
  await reader.ended;
  expect(reader.events).toEqual([]);
});

test('a person may have ten streams, and others theirs', async () => {
  const juma = { ...only, id: 'juma', roles: ['lion:viewer'] };
  await begin({ persons: [{ ...only, roles: ['lion:viewer'] }, juma] });
  for (let times = 0; times < 10; times += 1) expect((await read()).status).toBe(200);
  expect((await browser.visit('/bff/live?tenant=lion')).status).toBe(429);
  const other = new CookieBrowser(world.url);
  await other.signIn('juma');
  const theirs = await readLive(other, 'lion');
  readers.push(theirs);
  expect(theirs.status).toBe(200);
  readers.shift()?.close();
  await sleep(50);
  expect((await read()).status).toBe(200);
});

test('a role that stops ends its streams in good order, and waits for none', async () => {
  await begin();
  const other = await world.another();
  const reader = await read('lion', { origin: other.url });
  const beganMs = Date.now();
  await other.close();
  await reader.ended;
  expect(Date.now() - beganMs).toBeLessThan(2_000);
  expect(reader.events).toEqual([]);
});
