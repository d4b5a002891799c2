/** What hub, Fineract and switch do not agree on, at the operations' API: a list, who has it, and how it ends. */
import {
  differenceSchema,
  type Difference,
  type DifferenceKind,
} from '../../connectors/common/contracts/reconciliations';
import {
  comparedFirstMs as firstMs,
  keepDifferences,
  openComparison,
} from '../kit/parts/kept-differences';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';

let world: OperationsWorld;
beforeEach(async () => {
  world = await startOperationsWorld();
});
afterEach(() => world.close());

async function compared(
  kinds: readonly DifferenceKind[],
  more: Parameters<typeof keepDifferences>[2] = {},
): Promise<void> {
  await keepDifferences(world.kafka, kinds, more);
  await world.caughtUp();
}

async function firstFound(): Promise<Difference> {
  const [one] = await list();
  if (one === undefined) throw new Error('nothing is found');
  return differenceSchema.parse(one);
}

type Listed = Difference & {
  readonly comparedAt: string;
  readonly state: string;
  readonly owner: { readonly name: string } | null;
  readonly settlement: { readonly by: string; readonly why: string } | null;
};

const tokenOf = (who: string) => operationsToken(who, 'lion:operator');

async function list(query = '', path = 'differences'): Promise<readonly Listed[]> {
  const token = await tokenOf('amina');
  const { status, body } = await world.api.get(`/tenants/lion/${path}${query}`, { token });
  expect(status).toBe(200);
  return body['differences'] as readonly Listed[];
}

async function post(path: string, who: string, body?: object) {
  const token = await tokenOf(who);
  return world.api.post(`/tenants/lion/${path}`, { token, ...(body && { body }) });
}

const idOf = (kind: DifferenceKind) => `lion.${kind}.payer.t-1`;
const workPath = (kind: DifferenceKind, act: string) =>
  `work/${encodeURIComponent(`difference:${idOf(kind)}`)}/${act}`;
/** As it stands now, if nothing else is said. */
async function settle(kind: DifferenceKind, who: string, seen?: Listed) {
  const differenceId = idOf(kind);
  const looked = seen ?? (await list()).find((one) => one.differenceId === differenceId);
  const body = { why: 'paid out at the counter', basis: looked?.comparedAt };
  return post(`differences/${differenceId}/settlement`, who, body);
}

test('lists what differs, with what to do; days beside it', async () => {
  await compared(['missing-debit']);
  const [one] = await list();
  expect(differenceSchema.parse(one)).toMatchObject({ kind: 'missing-debit', severity: 'high' });
  expect(one).toMatchObject({ state: 'open', owner: null, settlement: null });
  expect(one?.whatToDo).toContain('Debit the payer in Fineract');
  const { body } = await world.api.get('/tenants/lion/reconciliations', {
    token: await tokenOf('amina'),
  });
  expect(body['days']).toMatchObject([
    { date: '2026-11-28', compared: 3, differences: 1, comparedAt: '2026-11-29T06:00:00.000Z' },
  ]);
});

test('lists those of one day and of one state', async () => {
  await compared(['missing-debit', 'hold-left']);
  await compared(['hold-left']);
  const kinds = (all: readonly Listed[]) => all.map(({ kind }) => kind);
  expect(kinds(await list('?state=open'))).toEqual(['hold-left']);
  expect(kinds(await list('?state=gone'))).toEqual(['missing-debit']);
  expect(kinds(await list('?state=open', 'reconciliations/2026-11-28/differences'))).toEqual([
    'hold-left',
  ]);
  expect(await list('', 'reconciliations/2026-11-27/differences')).toEqual([]);
});

test('as CSV no cell is a formula', async () => {
  await compared(['missing-debit']);
  const token = await tokenOf('amina');
  const headers = { accept: 'text/csv' };
  const { text, headers: got } = await world.api.get('/tenants/lion/differences', {
    token,
    headers,
  });
  expect(got.get('content-type')).toContain('text/csv');
  expect(text.split('\r\n')[1]).toContain(",t-1,'=1+1,TZS,paid 5 TZS,");
});

test("another tenant's are not there", async () => {
  await compared(['missing-debit'], { tenant: 'buffalo' });
  expect(await list()).toEqual([]);
  const { status } = await post('differences/buffalo.missing-debit.payer.t-1/settlement', 'amina', {
    ...{ why: 'x', basis: '2026-11-29T06:00:00.000Z' },
  });
  expect(status).toBe(404);
});

test('one is taken by one person at a time, as other work is', async () => {
  await compared(['missing-debit']);
  expect((await post(workPath('missing-debit', 'take'), 'amina')).status).toBe(200);
  const refused = await post(workPath('missing-debit', 'take'), 'bakari');
  expect(refused.status).toBe(409);
  expect(refused.body['owner']).toBe('amina');
  expect((await list())[0]?.owner?.name).toBe('amina');
  expect((await settle('missing-debit', 'bakari')).status).toBe(409);
  expect((await post(workPath('missing-debit', 'let-go'), 'amina')).status).toBe(200);
  expect((await settle('missing-debit', 'bakari')).status).toBe(200);
});

test('what was settled stays so, by whom and why, until it is gone and found anew', async () => {
  await compared(['missing-debit']);
  await settle('missing-debit', 'amina');
  const settled = {
    state: 'settled',
    settlement: { by: 'amina', why: 'paid out at the counter' },
  };
  expect(await list()).toMatchObject([settled]);
  await compared(['missing-debit'], { atMs: firstMs + 1_000 });
  expect(await list()).toMatchObject([settled]);
  expect((await settle('missing-debit', 'amina')).status).toBe(409);
  await compared([], { atMs: firstMs + 2_000 });
  await compared(['missing-debit'], { atMs: firstMs + 3_000 });
  expect(await list()).toMatchObject([{ state: 'open', settlement: null, owner: null }]);
});

test('what was compared anew since the person looked is not settled, and they are told how it stands', async () => {
  await compared(['missing-debit'], { ams: 'debit 100 TZS (row 7)' });
  const [seen] = await list();
  await compared(['missing-debit'], { atMs: firstMs + 1_000, ams: 'debit 1000 TZS (row 7)' });
  const { status, body } = await settle('missing-debit', 'amina', seen);
  expect(status).toBe(409);
  expect(body['detail']).toContain('Fineract says: debit 1000 TZS (row 7)');
  const [now] = await list();
  expect(now).toMatchObject({ state: 'open', settlement: null, ams: 'debit 1000 TZS (row 7)' });
  expect(body['difference']).toEqual(now);
  expect((await settle('missing-debit', 'amina', now)).status).toBe(200);
});

test('nothing is settled without saying what was looked at', async () => {
  await compared(['missing-debit']);
  const path = `differences/${idOf('missing-debit')}/settlement`;
  expect((await post(path, 'amina', { why: 'paid out at the counter' })).status).toBe(400);
  expect(await list()).toMatchObject([{ state: 'open' }]);
});

describe('what has grown under a settlement', () => {
  const grown = 'debit 5 TZS (row 7); debit 5 TZS (row 8)';
  const open = {
    ...{ state: 'open', owner: null, settlement: null },
    formerly: { by: 'amina', why: 'paid out at the counter', of: { ams: 'nothing stands' } },
  };

  test('is open again and nobody’s, and says how it was settled', async () => {
    await compared(['missing-debit']);
    await post(workPath('missing-debit', 'take'), 'amina');
    await settle('missing-debit', 'amina');
    await compared(['missing-debit'], { atMs: firstMs + 1_000, ams: grown });
    expect(await list()).toMatchObject([open]);
    await compared(['missing-debit'], { atMs: firstMs + 2_000, ams: grown });
    expect(await list()).toMatchObject([{ ...open, since: '2026-11-29T06:00:01.000Z' }]);
    expect((await settle('missing-debit', 'bakari')).status).toBe(200);
    await compared(['missing-debit'], { atMs: firstMs + 3_000, ams: grown });
    expect(await list()).toMatchObject([{ state: 'settled', settlement: { by: 'bakari' } }]);
  });

  test('is open again where it was settled while a comparison ran', async () => {
    await compared(['missing-debit']);
    const { kafka, keeper } = await openComparison(world.kafka, 'lion', firstMs + 1_000);
    await settle('missing-debit', 'amina');
    keeper.note({ kind: 'difference', difference: { ...(await firstFound()), ams: grown } });
    const none = { compared: 3, differences: 1, underWay: 0, outOfReach: 0 };
    await keeper.end(none, true);
    await kafka.close();
    await world.caughtUp();
    expect(await list()).toMatchObject([open]);
  });
});

test('what is gone cannot be taken', async () => {
  await compared(['missing-debit']);
  await compared([]);
  expect((await post(workPath('missing-debit', 'take'), 'amina')).status).toBe(404);
});
