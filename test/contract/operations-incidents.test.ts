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

const approval = (batchId: unknown, body: object, who = 'juma') =>
  world.post(`${pathOf(batchId)}/approval`, { why: 'seen', ...body }, who, 'lion:approver');

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
  const createdAt = new Date(systemClock.now()).toISOString();
  const nobodys = { tenant: undefined, errorType: 'EXTRACT_VALUE_ERROR', message, createdAt };
  await world.standStill(2, nobodys);
  expect(await groups()).toEqual([]);
  await documentSays('9000');
  // What was looked for in vain is looked for again in a moment.
  await eventually(async () => (await groups()).length === 1);
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

  test.each([
    ['other variables', { variables: { timers: { ...timers, quote: 'PT45S' } } }],
    ['no variables', { variables: undefined }],
    ['another reason', { why: 'so it was agreed' }],
  ])('an id that was used is no batch with %s', async (_what, more) => {
    await start();
    await world.standStill(2);
    const { group, count } = await onlyGroup();
    const batch = { group, count, variables, batchId: randomUUID() };
    expect((await retry(batch)).status).toBe(202);
    await endOf(batch.batchId);
    expect((await retry(batch)).status).toBe(202);
    const other = await retry({ ...batch, ...more });
    expect(other).toMatchObject({ status: 409 });
    expect(other.body['detail']).toContain('was used for others');
    expect(world.decisionsWritten()).toHaveLength(2);
  });

  test('all wait for a second person where one is needed, who approves them together', async () => {
    await start({ operators: { secondPerson: 'always' } });
    await world.standStill(30);
    const { group, count } = await onlyGroup();
    const { batchId } = (await retry({ group, count, variables })).body;
    const waiting = { needsApproval: 30, isDone: false };
    expect(await endOf(batchId)).toMatchObject({ ...waiting, isOwn: true });
    expect(resolved()).toEqual([]);
    const asJuma = ['juma', 'lion:approver'] as const;
    expect((await world.get(pathOf(batchId), ...asJuma)).body).toMatchObject({
      ...waiting,
      isOwn: false,
    });
    const { decisions } = (await world.get('/approvals', ...asJuma)).body as {
      decisions: object[];
    };
    expect(decisions).toMatchObject([{ decision: 'retry', batchId, count: 30, isOwn: false }]);
    const work = (await world.get('/work', 'juma', 'lion:approver')).body;
    expect(work['approvals']).toMatchObject({ count: 1, rows: decisions });
    const approve = (who: string) => approval(batchId, { count: 30 }, who);
    expect((await approve('amina')).status).toBe(403);
    const approved = await approve('juma');
    expect(approved.status).toBe(202);
    expect(await endOf(approved.body['batchId'])).toMatchObject({ applied: 30 });
    expect(await endOf(batchId)).toMatchObject({ applied: 30, isDone: true });
    expect(resolved()).toHaveLength(30);
  });

  test('a payment to approve stands on the first page, behind one row of the retries before it', async () => {
    await start({ operators: { secondPerson: 'always' } });
    await world.standStill(30);
    const { group, count } = await onlyGroup();
    const { batchId } = (await retry({ group, count, variables })).body;
    await endOf(batchId);
    const { toldAt: basis } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'book', why: 'committed', basis };
    const { decisionId } = (await world.post('/decisions', body)).body;
    await world.endOf(decisionId);
    const rows = [{ batchId, count: 30 }, { decisionId }];
    const { approvals } = (await world.get('/work?limit=2', 'juma', 'lion:approver')).body;
    expect(approvals).toMatchObject({ count: 2, next: null, rows });
    expect((await world.get('/approvals?limit=2')).body).toMatchObject({
      decisions: rows,
      next: null,
    });
  });

  test('of another number than waits for it nothing is approved, and the answer tells the true one', async () => {
    await start({ operators: { secondPerson: 'always' } });
    await world.standStill(30);
    const { group, count } = await onlyGroup();
    const { batchId } = (await retry({ group, count, variables })).body;
    await endOf(batchId);
    const refused = await approval(batchId, { count: 3 });
    expect(refused).toMatchObject({ status: 409, body: { count: 30 } });
    expect(refused.body['detail']).toContain('It is not 3 that wait for an approval, but 30');
    expect((await approval(batchId, {})).status).toBe(400);
    expect(world.decisionsWritten()).toHaveLength(30);
    expect(resolved()).toEqual([]);
  });

  test('an approval that is sent again with its own id is the same one', async () => {
    await start({ operators: { secondPerson: 'always' } });
    await world.standStill(2);
    const { group, count } = await onlyGroup();
    const { batchId } = (await retry({ group, count, variables })).body;
    await endOf(batchId);
    const own = { count, batchId: randomUUID() };
    expect((await approval(batchId, own)).status).toBe(202);
    await endOf(own.batchId);
    expect(await approval(batchId, own)).toMatchObject({ status: 202, body: { applied: 2 } });
    expect((await approval(batchId, { ...own, why: 'not seen' })).status).toBe(409);
    expect((await approval(own.batchId, own)).status).toBe(409);
    expect(world.decisionsWritten()).toHaveLength(4);
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

test('while nobody can say whose an incident is, who decides on it or takes it is asked to come again', async () => {
  await start();
  await world.standStill(1, { tenant: undefined, transferId: undefined, message: 'no variable x' });
  const basis = new Date(systemClock.now()).toISOString();
  const decision = { incidentKey: '9000', decision: 'retry', basis, why: 'mended' };
  const acts = [
    () => world.post('/decisions', decision),
    () => world.post('/work/incident:9000/take', {}),
  ];
  world.operations.elasticsearch.isDown = true;
  for (const act of acts) {
    const answer = await act();
    expect(answer).toMatchObject({ status: 503 });
    expect(answer.body['detail']).toContain('it cannot be seen now whose incident this is');
  }
  world.operations.elasticsearch.isDown = false;
  for (const act of acts) expect(await act()).toMatchObject({ status: 404 });
  expect(world.decisionsWritten()).toEqual([]);
});

test('while nobody can say whose an incident is, lists say that some may be missing', async () => {
  await start();
  await world.standStill(1);
  await world.standStill(1, { tenant: undefined, transferId: undefined, message: 'no variable x' });
  const lists = ['/incidents', '/work', '/approvals'];
  for (const path of lists) expect((await world.get(path)).body['leftOut']).toBeUndefined();
  await world.standStill(1, { tenant: undefined, transferId: undefined, message: 'no variable y' });
  world.operations.elasticsearch.isDown = true;
  for (const path of lists) {
    expect((await world.get(path)).body['leftOut']).toMatch(/^Incidents .* may be missing here/);
  }
  expect(await groups()).toHaveLength(1);
});
