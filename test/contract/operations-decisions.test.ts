/** Decisions over the operations' API, carried out by the relay's own code on processes that wait. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../connectors/common/clock';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { silentLog } from '../kit/mojaloop';
import { operationsToken } from '../kit/parts/operations';
import { OperatorsWorld } from '../kit/parts/operators-world';
import { indexRecorded } from '../kit/parts/recorded-payments';

let world: OperatorsWorld;
const start = async (...options: Parameters<typeof OperatorsWorld.start>) => {
  world = await OperatorsWorld.start(...options);
};
afterEach(() => world.close());

const why = 'committed, by the switch’s own records';

describe('a decision', () => {
  test('is written, done by the relay, and told with who, why and what became of it', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const asked = await world.post('/decisions', {
      transferId: 't-1',
      decision: 'book',
      why,
      basis,
    });
    expect(asked.status).toBe(202);
    const { decisionId } = asked.body;
    expect(asked.headers.get('location')).toBe(`/tenants/lion/decisions/${String(decisionId)}`);
    expect(await world.endOf(decisionId)).toMatchObject({
      ...{ status: 'applied', decidedBy: 'amina', why, transferId: 't-1', side: 'payer' },
      happened: expect.stringContaining('book is decided and being done') as string,
    });
    expect(world.engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
  });

  test('is of the person of the token: a body cannot name another one', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'book', why, basis, who: 'juma' };
    expect((await world.post('/decisions', body)).status).toBe(400);
    expect(world.decisionsWritten()).toEqual([]);
  });

  test('sent again with its own id is the same decision, written once', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const body = { decisionId: randomUUID(), transferId: 't-1', decision: 'book', why, basis };
    await world.post('/decisions', body);
    await world.endOf(body.decisionId);
    const again = await world.post('/decisions', body);
    expect(again).toMatchObject({ status: 202, body: { status: 'applied' } });
    expect(world.decisionsWritten()).toHaveLength(1);
    const other = await world.post('/decisions', { ...body, decision: 'release' });
    expect(other.status).toBe(409);
    expect(other.body['detail']).toContain('was used for another decision');
  });

  test.each([
    ['other variables', { variables: { transferState: 'ABORTED' } }],
    ['no variables', { variables: undefined }],
    ['another reason', { why: 'so it was agreed' }],
  ])('an id that was used is no retry with %s', async (_what, more) => {
    await start();
    await world.standStill(1);
    const [matter] = world.operations.matters.waiting();
    if (matter?.kind !== 'incident') throw new Error('nothing stands still');
    const [name = ''] = matter.variables;
    const retry = {
      ...{ decisionId: randomUUID(), incidentKey: matter.incidentKey, decision: 'retry', why },
      ...{ basis: matter.toldAt, variables: { [name]: {} } },
    };
    expect((await world.post('/decisions', retry)).status).toBe(202);
    await world.endOf(retry.decisionId);
    expect((await world.post('/decisions', retry)).status).toBe(202);
    const other = await world.post('/decisions', { ...retry, ...more });
    expect(other.status).toBe(409);
    expect(other.body['detail']).toContain('was used for another decision');
    expect(world.decisionsWritten()).toHaveLength(1);
  });

  test('an id that was used is no decision on the other side of the payment', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const payer = { decisionId: randomUUID(), transferId: 't-1', decision: 'book', why, basis };
    expect((await world.post('/decisions', payer)).status).toBe(202);
    expect((await world.post('/decisions', { ...payer, side: 'payer' })).status).toBe(202);
    expect((await world.post('/decisions', { ...payer, side: 'payee' })).status).toBe(409);
    expect(world.decisionsWritten()).toHaveLength(1);
  });

  test.each([
    [
      'what has changed since',
      { basis: '2026-01-01T00:00:00.000Z' },
      409,
      'It is not as you saw it',
    ],
    ['what does not wait', { transferId: 't-9' }, 404, 'Nothing with this id waits'],
    ['a word that is not open', { decision: 'reverse' }, 409, 'Nothing was credited here'],
    ['a word for incidents', { decision: 'retry' }, 400, 'retry is for an incident'],
    ['nothing at all', { transferId: undefined }, 400, 'names a payment'],
  ])('on %s is refused, and nothing is written', async (_what, more, status, detail) => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'book', why, basis, ...more };
    const answer = await world.post('/decisions', body);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(detail);
    expect(world.decisionsWritten()).toEqual([]);
  });

  test('on a payment of another tenant finds nothing, and is not seen by theirs', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'book', why, basis };
    const { decisionId } = (await world.post('/decisions', body)).body;
    const theirs = world.operations.api;
    const call = { token: await operationsToken('amina', 'buffalo:operator') };
    const asked = await theirs.post('/tenants/buffalo/decisions', { ...call, body });
    expect(asked.status).toBe(404);
    const read = await theirs.get(`/tenants/buffalo/decisions/${String(decisionId)}`, call);
    expect(read.status).toBe(404);
    expect((await theirs.get('/tenants/buffalo/decisions', call)).body['decisions']).toEqual([]);
  });
});

describe('two operators on one payment', () => {
  test('the second hears who has decided what, and one thing is done', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const first = { transferId: 't-1', decision: 'book', why, basis };
    const { decisionId } = (await world.post('/decisions', first)).body;
    const second = { transferId: 't-1', decision: 'release', why, basis };
    const late = await world.post('/decisions', second, 'juma');
    expect(late.status).toBe(409);
    expect(late.body['detail']).toContain('amina has decided book');
    await world.endOf(decisionId);
    expect(world.engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
  });

  test('that write at one moment: the relay does the first and refuses the second', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    const answers = await Promise.all([
      world.post('/decisions', { transferId: 't-1', decision: 'book', why, basis }, 'amina'),
      world.post('/decisions', { transferId: 't-1', decision: 'release', why, basis }, 'juma'),
    ]);
    const ends = await Promise.all(
      answers.map(async ({ status, body }) =>
        status === 409 ? 'refused' : (await world.endOf(body['decisionId']))['status'],
      ),
    );
    expect(ends.sort()).toEqual(['applied', 'refused']);
    expect(world.engine.done).toHaveLength(1);
  });
});

describe('a decision while the engine’s relay is away', () => {
  test('stays asked, says so, and is done when the relay is back', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    await world.stopRelay();
    const body = { transferId: 't-1', decision: 'book', why, basis };
    const asked = await world.post('/decisions', body);
    expect(asked.body).toMatchObject({
      status: 'asked',
      happened: expect.stringMatching(/^Not taken yet: .* has not answered for \d+ s/) as string,
    });
    await world.startRelay();
    expect(await world.endOf(asked.body['decisionId'])).toMatchObject({ status: 'applied' });
    expect(world.engine.done).toHaveLength(1);
  });

  test('is refused when it has lain for longer than a day', async () => {
    let aheadMs = 0;
    await start({ now: () => Date.now() + aheadMs });
    const { toldAt: basis } = await world.waits('t-1');
    await world.stopRelay();
    const { decisionId } = (
      await world.post('/decisions', { transferId: 't-1', decision: 'book', why, basis })
    ).body;
    aheadMs = 86_400_001;
    await world.startRelay();
    expect(await world.endOf(decisionId)).toMatchObject({
      status: 'refused',
      happened: expect.stringContaining('It lay for too long') as string,
    });
    expect(world.engine.done).toEqual([]);
  });
});

describe('where a second person must approve', () => {
  const operators = { secondPerson: 'always' } as const;
  const decided = async () => {
    const { toldAt: basis } = await world.waits('t-1');
    const body = { transferId: 't-1', decision: 'book', why, basis };
    const { decisionId } = (await world.post('/decisions', body)).body;
    expect(await world.endOf(decisionId)).toMatchObject({ status: 'needs-approval' });
    return String(decisionId);
  };
  const approval = (decisionId: string) => `/decisions/${decisionId}/approval`;

  test('it waits among the approvals until another one has approved it', async () => {
    await start({ operators });
    const first = await decided();
    const listed = await world.get('/approvals');
    const own = { decisionId: first, decidedBy: 'amina' };
    expect(listed.body['decisions']).toMatchObject([{ ...own, isOwn: true }]);
    const others = await world.get('/approvals', 'juma', 'lion:approver');
    expect(others.body['decisions']).toMatchObject([{ ...own, isOwn: false }]);
    // However their login writes them.
    const again = await world.get(`/decisions/${first}`, ' Amina', 'lion:viewer');
    expect(again.body).toMatchObject({ ...own, isOwn: true });
    expect(world.engine.done).toEqual([]);
    const approved = await world.post(approval(first), { why: 'seen' }, 'juma', 'lion:approver');
    expect(approved.status).toBe(202);
    expect(await world.endOf(approved.body['decisionId'])).toMatchObject({ status: 'applied' });
    expect(await world.endOf(first)).toMatchObject({ status: 'applied', approvedBy: 'juma' });
    expect(world.engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
    expect((await world.get('/approvals')).body['decisions']).toEqual([]);
  });

  test('the same person cannot, whatever roles they have and however they are written', async () => {
    await start({ operators });
    const first = await decided();
    const refused = await world.post(approval(first), { why: 'x' }, 'AMINA ', 'lion:approver');
    expect(refused.status).toBe(403);
    expect(refused.body['type']).toBe('urn:payment-hub:problem:second-person-needed');
    expect(world.engine.done).toEqual([]);
  });

  test('it is approved once: a second approval finds nothing to approve', async () => {
    await start({ operators });
    const first = await decided();
    const { decisionId } = (
      await world.post(approval(first), { why: 'seen' }, 'juma', 'lion:approver')
    ).body;
    await world.endOf(decisionId);
    const again = await world.post(approval(first), { why: 'seen' }, 'neema', 'lion:approver');
    expect(again.status).toBe(409);
    expect(again.body['detail']).toBe('It waits for no approval: it is applied');
  });
});

test('decisions are listed page by page, the newest first, and none twice', async () => {
  await start();
  const ids: unknown[] = [];
  for (const transferId of ['t-1', 't-2', 't-3']) {
    const { toldAt: basis } = await world.waits(transferId);
    const body = { transferId, decision: 'ask-again', why, basis };
    ids.push((await world.post('/decisions', body)).body['decisionId']);
  }
  const page = (await world.get('/decisions?limit=2')).body;
  const rest = (await world.get(`/decisions?limit=2&before=${String(page['next'])}`)).body;
  const listed = [page, rest].flatMap((one) => one['decisions'] as { decisionId: string }[]);
  expect(listed.map(({ decisionId }) => decisionId)).toEqual(ids.toReversed());
  expect(rest['next']).toBeUndefined();
});

test('decisions on one payment are found by its ids, and by what stood still of it', async () => {
  await start();
  const decide = async (body: object) =>
    String((await world.post('/decisions', { why, ...body })).body['decisionId']);
  const ids: string[] = [];
  for (const transferId of ['t-1', 't-2']) {
    const { toldAt: basis } = await world.waits(transferId);
    ids.push(await decide({ transferId, decision: 'ask-again', basis }));
  }
  await world.standStill(2);
  const incidents = world.operations.matters.waiting().filter(({ kind }) => kind === 'incident');
  const keys: string[] = [];
  for (const matter of incidents) {
    if (matter.kind !== 'incident') continue;
    const { incidentKey, toldAt: basis } = matter;
    keys.push(incidentKey);
    ids.push(await decide({ incidentKey, decision: 'retry', basis }));
  }
  const listed = async (query: string) => {
    const { status, body } = await world.get(`/decisions?${query}`);
    expect(status).toBe(200);
    return (body['decisions'] as { decisionId: string }[]).map(({ decisionId }) => decisionId);
  };
  const [first = '', second = '', third = '', fourth = ''] = ids;
  expect(await listed('transferId=t-1')).toEqual([first]);
  expect(await listed(`incidentKeys=${keys[0] ?? ''}`)).toEqual([third]);
  expect(await listed(`transferId=t-2&incidentKeys=${keys.join()}`)).toEqual([
    ...[fourth, third, second],
  ]);
  expect(await listed('transactionId=another')).toEqual([]);
  // Pages are of those alone.
  const { next } = (await world.get(`/decisions?incidentKeys=${keys.join()}&limit=1`)).body;
  expect(next).toBe(fourth);
  expect(await listed(`incidentKeys=${keys.join()}&before=${fourth}`)).toEqual([third]);
  expect((await world.get(`/decisions?transferId=t-1&before=${second}`)).status).toBe(400);
  expect((await world.get('/decisions?incidentKeys=7,')).status).toBe(400);
});

test('decisions on a payment are found by the one id that is known of it, whichever they named', async () => {
  await start();
  const { elasticsearch } = world.operations;
  await indexRecorded(elasticsearch.door({ clock: systemClock, log: silentLog }));
  const found = eventsOfRecordings().find((one) => one.tenant === 'lion' && one.transferId);
  const { transactionId = '', transferId = '' } = found ?? {};
  const { toldAt: basis } = await world.waits(transferId);
  const { decisionId } = (
    await world.post('/decisions', { transferId, decision: 'ask-again', why, basis })
  ).body;
  const listed = async (query: string) => {
    const { body } = await world.get(`/decisions?${query}`);
    return (body['decisions'] as { decisionId: string }[]).map((one) => one.decisionId);
  };
  expect(await listed(`transactionId=${transactionId}`)).toEqual([decisionId]);
  expect(await listed(`transferId=${transferId}`)).toEqual([decisionId]);
  expect(await listed('transactionId=another')).toEqual([]);
  // Nobody can say then which ids are of one payment; who knows them all needs nobody.
  elasticsearch.isDown = true;
  expect((await world.get(`/decisions?transactionId=${transactionId}`)).status).toBe(503);
  expect(await listed(`transactionId=${transactionId}&transferId=${transferId}`)).toHaveLength(1);
});

test('while Kafka is away nothing is decided, and it is said', async () => {
  await start();
  const { toldAt: basis } = await world.waits('t-1');
  world.operations.kafka.isDown = true;
  const body = { transferId: 't-1', decision: 'book', why, basis };
  expect((await world.post('/decisions', body)).status).toBe(503);
  world.operations.kafka.isDown = false;
  expect(world.decisionsWritten()).toEqual([]);
});
