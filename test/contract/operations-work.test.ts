/** The work list of the operations' API: what waits, what can be done about it, and who has it. */
import { OperatorsWorld } from '../kit/parts/operators-world';

let world: OperatorsWorld;
afterEach(() => world.close());

const start = async (...options: Parameters<typeof OperatorsWorld.start>) => {
  world = await OperatorsWorld.start(...options);
};
const keyOf = (transferId: string) => `lion:payer:${transferId}`;
const take = (transferId: string, who: string) =>
  world.post(`/work/${encodeURIComponent(keyOf(transferId))}/take`, undefined, who);
const handOver = (transferId: string, to: string, who: string) =>
  world.post(`/work/${encodeURIComponent(keyOf(transferId))}/hand-over`, { to }, who);
const assign = (transferId: string, to: string, ...who: readonly [string, string]) =>
  world.post(`/work/${encodeURIComponent(keyOf(transferId))}/assign`, { to }, ...who);

interface Row {
  readonly transferId: string;
  readonly owner: { readonly name: string } | null;
  readonly choices: readonly { readonly decision: string; readonly isOffered: boolean }[];
}
async function rowOf(transferId: string): Promise<Row | undefined> {
  const { body } = await world.get('/work');
  const { toDecide, outcomeUnknown } = body as Record<string, { readonly rows: readonly Row[] }>;
  const rows = [...(toDecide?.rows ?? []), ...(outcomeUnknown?.rows ?? [])];
  return rows.find((row) => row.transferId === transferId);
}

test('tells apart what the switch has decided and what it has not, the oldest first', async () => {
  await start();
  await world.waits('t-2', 'BOOKING_FAILED', { operatorNeededSince: '2026-11-28T11:00:00.000Z' });
  await world.waits('t-1', 'RELEASE_FAILED', { operatorNeededSince: '2026-11-28T10:00:00.000Z' });
  await world.waits('t-3');
  const { body } = await world.get('/work');
  expect(body).toMatchObject({
    toDecide: { count: 2, rows: [{ transferId: 't-1' }, { transferId: 't-2' }] },
    outcomeUnknown: { count: 1, rows: [{ transferId: 't-3', amount: { amount: '100' } }] },
    incidents: { count: 0 },
    approvals: { count: 0 },
  });
});

test('says of each decision what it brings about, or why it is not offered', async () => {
  await start();
  await world.waits('t-1', 'BOOKING_FAILED', { operatorChoices: ['book', 'close'] });
  const row = await rowOf('t-1');
  expect(row).toMatchObject({
    sentence: expect.stringContaining('100.00 TZS. The payee has it') as string,
    choices: [
      {
        decision: 'book',
        isOffered: true,
        consequence: expect.stringContaining('leaves') as string,
      },
      {
        decision: 'release',
        isOffered: false,
        whyNot: expect.stringContaining('payee has the money') as string,
      },
      { decision: 'ask-again', isOffered: false },
      { decision: 'reverse', isOffered: false },
      { decision: 'close', isOffered: true },
      { decision: 'retry', isOffered: false },
    ],
  });
});

describe('work', () => {
  test('is taken by one: the second hears who has it', async () => {
    await start();
    await world.waits('t-1');
    expect((await take('t-1', 'amina')).body).toMatchObject({ owner: { name: 'amina' } });
    const late = await take('t-1', 'juma');
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ detail: 'amina has taken it', owner: 'amina' });
    expect((await take('t-1', 'amina')).status).toBe(200);
    expect((await rowOf('t-1'))?.owner?.name).toBe('amina');
  });

  test('that two take at one moment has the first, for both', async () => {
    await start();
    await world.waits('t-1');
    const answers = await Promise.all([take('t-1', 'amina'), take('t-1', 'juma')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const owner = answers.find(({ status }) => status === 200)?.body['owner'] as { name: string };
    expect((await rowOf('t-1'))?.owner?.name).toBe(owner.name);
  });

  test('is handed over by its owner, let go by its owner, and by nobody else', async () => {
    await start();
    await world.waits('t-1');
    await take('t-1', 'amina');
    expect((await handOver('t-1', 'neema', 'juma')).status).toBe(409);
    expect((await handOver('t-1', 'neema', 'amina')).body).toMatchObject({
      owner: { name: 'neema' },
    });
    const letGo = (who: string) =>
      world.post(`/work/${encodeURIComponent(keyOf('t-1'))}/let-go`, undefined, who);
    expect((await letGo('amina')).status).toBe(409);
    expect((await letGo('neema')).body).toMatchObject({ owner: null });
  });

  test('of others an admin gives to somebody else', async () => {
    await start();
    await world.waits('t-1');
    await take('t-1', 'amina');
    expect((await assign('t-1', 'juma', 'baraka', 'lion:operator')).status).toBe(403);
    const assigned = await assign('t-1', 'juma', 'baraka', 'lion:admin');
    expect(assigned.body).toMatchObject({ owner: { name: 'juma' } });
  });

  test('of another tenant is not there', async () => {
    await start();
    await world.waits('t-1');
    const theirs = encodeURIComponent(keyOf('t-1'));
    const token = await world.tokenOf('amina', 'buffalo:operator');
    const path = `/tenants/buffalo/work/${theirs}/take`;
    expect((await world.operations.api.post(path, { token })).status).toBe(404);
  });

  test('that another has taken cannot be decided, until it is handed over', async () => {
    await start();
    const { toldAt: basis } = await world.waits('t-1');
    await take('t-1', 'amina');
    const body = { transferId: 't-1', decision: 'book', why: 'committed', basis };
    const refused = await world.post('/decisions', body, 'juma');
    expect(refused.status).toBe(409);
    expect(refused.body['detail']).toContain('amina has taken it');
    await handOver('t-1', 'juma', 'amina');
    expect((await world.post('/decisions', body, 'juma')).status).toBe(202);
  });

  test.each([
    ['a minute', 'amina', 60_000],
    ['two hours', 'nobody', 7_200_000],
  ])(
    'that waits for another reason %s after it was taken is of %s',
    async (_what, owner, laterMs) => {
      await start();
      await world.waits('t-1');
      await take('t-1', 'amina');
      world.engine.timers();
      const operatorNeededSince = new Date(Date.now() + laterMs).toISOString();
      await world.waits('t-1', 'BOOKING_FAILED', { operatorNeededSince });
      expect((await rowOf('t-1'))?.owner?.name ?? 'nobody').toBe(owner);
    },
  );

  test('is known to a process of the role that starts later', async () => {
    await start();
    await world.waits('t-1');
    await take('t-1', 'amina');
    const later = await world.operations.another();
    const answer = await later.get('/tenants/lion/work', { token: await world.tokenOf('juma') });
    await later.close();
    expect(answer.body).toMatchObject({
      outcomeUnknown: { rows: [{ transferId: 't-1', owner: { name: 'amina' } }] },
    });
  });
});

test('approvals are told to who may give them, and never to who has decided', async () => {
  await start({ operators: { secondPerson: 'always' } });
  const { toldAt: basis } = await world.waits('t-1');
  const body = { transferId: 't-1', decision: 'book', why: 'committed', basis };
  const { decisionId } = (await world.post('/decisions', body)).body;
  await world.endOf(decisionId);
  const countFor = async (who: string, role: string) =>
    ((await world.get('/work', who, role)).body['approvals'] as { count: number }).count;
  expect(await countFor('juma', 'lion:approver')).toBe(1);
  expect(await countFor('juma', 'lion:operator')).toBe(0);
  expect(await countFor('amina', 'lion:approver')).toBe(0);
});
