/** Incidents by cause over the operations' API, and tried again together by the relay's own code. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../connectors/common/clock';
import { paymentTemplate } from '../../connectors/exporters/indexer/payment-index';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { OperatorsWorld } from '../kit/parts/operators-world';

jest.setTimeout(120_000);

let world: OperatorsWorld;
afterEach(() => world.close());
const start = async (...options: Parameters<typeof OperatorsWorld.start>) => {
  world = await OperatorsWorld.start(...options);
};

interface Group {
  readonly group: string;
  readonly matterKey: string;
  readonly count: number;
}
async function groups(): Promise<Group[]> {
  return (await world.get('/incidents')).body['groups'] as Group[];
}
async function onlyGroup(): Promise<Group> {
  const [group] = await groups();
  if (group === undefined) throw new Error('nothing stands still');
  return group;
}
const retry = (body: object, who = 'amina') =>
  world.post('/incidents/retries', { why: 'the switch is back', ...body }, who);
const pathOf = (batchId: unknown) => `/incidents/retries/${String(batchId)}`;

/** Once nothing of it is under way. */
async function endOf(batchId: unknown) {
  await eventually(async () => {
    const { notSent, underway } = (await world.get(pathOf(batchId))).body;
    return notSent === 0 && underway === 0;
  });
  return (await world.get(pathOf(batchId))).body;
}

/** What has been done, each as often as it was. */
const resolved = () => world.engine.resolved;

test('incidents are told by cause, with exact counts, the oldest and samples', async () => {
  await start();
  await world.standStill(7);
  await world.standStill(2, { elementId: 'bookFunds' });
  expect(await groups()).toMatchObject([
    {
      count: 7,
      since: '2026-11-29T10:00:00.000Z',
      cause: { step: 'Send transfer', peer: 'switch', errorCode: '2003' },
      sentence: expect.stringContaining('7 processes stand still at “Send transfer”') as string,
    },
    { count: 2 },
  ]);
});

test('of another tenant nothing is told, counted or retried', async () => {
  await start();
  await world.standStill(3, { tenant: 'buffalo' });
  expect(await groups()).toEqual([]);
  const token = await world.tokenOf('juma', 'buffalo:viewer');
  const theirs = (await world.operations.api.get('/tenants/buffalo/incidents', { token })).body;
  const [told] = theirs['groups'] as Group[];
  expect(told?.count).toBe(3);
  const refused = await retry({ group: told?.group, count: 3 });
  expect(refused).toMatchObject({ status: 409, body: { count: 0 } });
});

/** Of a payment of lion, as the indexer writes it: that its process stands still with this incident. */
async function documentSays(incidentKey: string): Promise<void> {
  const door = world.operations.elasticsearch.door({ clock: systemClock, log: silentLog });
  const alias = 'payment-hub-payments';
  await door.ensureTemplate(paymentTemplate(alias, {}));
  const source = {
    tenant: 'lion',
    side: 'payer',
    transactionId: 't-1',
    incidents: [{ incidentKey }],
  };
  const place = { index: `${alias}-2026-11`, id: 'lion.payer.t-1' };
  await door.bulk([{ kind: 'index', ...place, source: JSON.stringify(source) }]);
}

test('the engine’s own errors, which name no tenant, are of the tenant whose payment they stop', async () => {
  await start();
  const message = 'Expected result of the expression to be BOOLEAN, but was NULL';
  await world.standStill(2, { tenant: undefined, errorType: 'EXTRACT_VALUE_ERROR', message });
  expect(await groups()).toEqual([]);
  await documentSays('9000');
  const { group, count } = await onlyGroup();
  expect(count).toBe(1);
  const theirs = await world.tokenOf('neema', 'buffalo:viewer');
  const answer = await world.operations.api.get('/tenants/buffalo/incidents', { token: theirs });
  expect(answer.body['groups']).toEqual([]);
  const { batchId } = (await retry({ group, count })).body;
  expect(await endOf(batchId)).toMatchObject({ applied: 1 });
  expect(resolved()).toEqual(['9000']);
});

test('500 of one cause are tried again, each once, and each is told', async () => {
  await start();
  await world.standStill(500);
  const { group, count } = await onlyGroup();
  const asked = await retry({ group, count });
  expect(asked.status).toBe(202);
  const { batchId } = asked.body;
  expect(asked.headers.get('location')).toBe(`/tenants/lion${pathOf(batchId)}`);
  // To ask each moment for so long an answer would take longer than what is asked about.
  await eventually(() => resolved().length === 500, 60_000);
  expect(await endOf(batchId)).toMatchObject({
    ...{ count: 500, applied: 500, refused: 0, isDone: true, decidedBy: 'amina' },
    happened: 'Of 500, 500 were tried again.',
  });
  expect(resolved()).toHaveLength(500);
  expect(new Set(resolved()).size).toBe(500);
  expect(await groups()).toEqual([]);
});

test('another count than there is retries nothing, and the answer tells the true one', async () => {
  await start();
  await world.standStill(3);
  const { group } = await onlyGroup();
  const refused = await retry({ group, count: 2 });
  expect(refused).toMatchObject({ status: 409, body: { count: 3 } });
  expect(world.decisionsWritten()).toEqual([]);
});

test('sent again with its own id it is the same batch', async () => {
  await start();
  await world.standStill(3);
  const { group, count } = await onlyGroup();
  const batchId = randomUUID();
  await retry({ group, count, batchId });
  await endOf(batchId);
  expect(await retry({ group, count, batchId })).toMatchObject({
    status: 202,
    body: { applied: 3 },
  });
  expect(world.decisionsWritten()).toHaveLength(3);
  expect((await retry({ group: 'another', count, batchId })).status).toBe(409);
});

test('while the relay is away a few are sent, so that a decision does not wait behind all', async () => {
  await start();
  await world.standStill(100);
  const { toldAt: basis } = await world.waits('t-1');
  const { group, count } = await onlyGroup();
  await world.stopRelay();
  const { batchId } = (await retry({ group, count })).body;
  await eventually(() => world.decisionsWritten().length > 0);
  const urgent = { transferId: 't-1', decision: 'book', why: 'committed', basis };
  const { decisionId } = (await world.post('/decisions', urgent)).body;
  expect(world.decisionsWritten()).toHaveLength(21);
  await world.startRelay();
  expect(await world.endOf(decisionId)).toMatchObject({ status: 'applied' });
  expect(await endOf(batchId)).toMatchObject({ applied: 100 });
});

test('what a process of the role has begun another one ends when it is gone, each once', async () => {
  await start();
  await world.standStill(100);
  const { group, count } = await onlyGroup();
  await world.stopRelay();
  const { batchId } = (await retry({ group, count })).body;
  await eventually(() => world.decisionsWritten().length > 0);
  world.operations.door.kill();
  const other = await world.operations.another(60_000);
  const token = await world.tokenOf('amina');
  await world.startRelayAlone();
  const view = async () => (await other.get(`/tenants/lion${pathOf(batchId)}`, { token })).body;
  await eventually(async () => (await view())['isDone'] === true);
  expect(await view()).toMatchObject({ count: 100, applied: 100, refused: 0 });
  await other.close();
  expect(resolved()).toHaveLength(100);
});

test('what somebody else has taken is not retried, and a cause is taken as a whole', async () => {
  await start();
  await world.standStill(3);
  const { group, count, matterKey } = await onlyGroup();
  const take = (who: string) =>
    world.post(`/work/${encodeURIComponent(matterKey)}/take`, undefined, who);
  expect((await take('juma')).status).toBe(200);
  expect((await take('amina')).body).toMatchObject({ owner: 'juma' });
  const refused = await retry({ group, count });
  expect(refused.status).toBe(409);
  expect(refused.body['detail']).toContain('juma has taken');
  expect((await retry({ group, count }, 'juma')).status).toBe(202);
});

test('those that were resolved meanwhile are told apart from those that were tried', async () => {
  await start();
  await world.standStill(5);
  const { group, count } = await onlyGroup();
  await world.stopRelay();
  const { batchId } = (await retry({ group, count })).body;
  world.engine.incidents.delete('9001');
  await world.startRelay();
  expect(await endOf(batchId)).toMatchObject({ applied: 4, refused: 1, isDone: true });
});

describe('with corrected variables', () => {
  const timers = {
    ...{ partyLookup: 'PT30S', quote: 'PT30S', payerDecision: 'PT30S', transferAnswer: 'PT60S' },
    ...{ transferExpiry: 'PT30S', switchSweep: 'PT15S', askTransferState: 'PT10S' },
  };
  const variables = { timers };

  test('those that the step does not let be corrected retry nothing', async () => {
    await start();
    await world.standStill(2);
    const { group, count } = await onlyGroup();
    const refused = await retry({ group, count, variables: { tenant: 'buffalo' } });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('/variables/tenant');
    expect(world.decisionsWritten()).toEqual([]);
  });

  test('all wait for a second person where one is needed, who approves them together', async () => {
    await start({ operators: { secondPerson: 'always' } });
    await world.standStill(30);
    const { group, count } = await onlyGroup();
    const { batchId } = (await retry({ group, count, variables })).body;
    expect(await endOf(batchId)).toMatchObject({ needsApproval: 30, isDone: false });
    expect(resolved()).toEqual([]);
    const approve = (who: string) =>
      world.post(`${pathOf(batchId)}/approval`, { why: 'seen' }, who, 'lion:approver');
    expect((await approve('amina')).status).toBe(403);
    const approved = await approve('juma');
    expect(approved.status).toBe(202);
    expect(await endOf(approved.body['batchId'])).toMatchObject({ applied: 30 });
    expect(await endOf(batchId)).toMatchObject({ applied: 30, isDone: true });
    expect(resolved()).toHaveLength(30);
  });
});

test.each([
  ['a person whose name no decision may have', {}, 'a'.repeat(150)],
  ['an id that no batch may have', { batchId: '11111111-1111-1111-1111-111111111111' }, 'amina'],
])('with %s nothing is retried, and it is said what is wrong', async (_what, more, who) => {
  await start();
  await world.standStill(2);
  const { group, count } = await onlyGroup();
  const refused = await retry({ group, count, ...more }, who);
  expect(refused.status).toBe(400);
  expect(world.decisionsWritten()).toEqual([]);
});
