/** What hub, Fineract and switch do not agree on, at the operations' API: a list, who has it, and how it ends. */
import {
  differenceSchema,
  type Difference,
  type DifferenceKind,
} from '../../connectors/common/contracts/reconciliations';
import type { Cut } from '../../connectors/operations/reconciliation/facts';
import { difference } from '../../connectors/operations/reconciliation/difference';
import { Keeper } from '../../connectors/operations/reconciliation/keep';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';

const topic = 'payment-hub.reconciliations';
const firstMs = Date.parse('2026-11-29T06:00:00Z');

let world: OperationsWorld;
beforeEach(async () => {
  world = await startOperationsWorld();
});
afterEach(() => world.close());

const cutOf = (tenant: string): Cut => ({
  ...{ tenant, fspId: tenant, date: '2026-11-28' },
  ...{ fromMs: firstMs - 30 * 3_600_000, untilMs: firstMs - 6 * 3_600_000, bookingsSinceMs: 0 },
  report: { fromMs: 0, untilMs: firstMs },
});

/** A comparison that finds just these, as hub reconcile --keep has it. */
async function compared(
  kinds: readonly DifferenceKind[],
  { tenant = 'lion', atMs = firstMs } = {},
): Promise<void> {
  const cut = cutOf(tenant);
  const kafka = world.kafka.door();
  const keeper = await Keeper.open({ kafka, topic }, cut, atMs);
  for (const kind of kinds) {
    const one = difference(cut, kind, {
      ...{ side: 'payer' as const, transferId: 't-1', transactionId: '=1+1', currency: 'TZS' },
      ...{ hub: 'paid 5 TZS', ams: 'nothing stands', switch: 'COMMITTED 5 TZS' },
    });
    await keeper.note({ kind: 'difference', difference: one });
  }
  const summary = { compared: 3, differences: kinds.length, underWay: 0, outOfReach: 0 };
  await keeper.end(summary, true);
  await kafka.close();
  await world.caughtUp();
}

type Listed = Difference & {
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
const settle = (kind: DifferenceKind, who: string) =>
  post(`differences/${idOf(kind)}/settlement`, who, { why: 'paid out at the counter' });

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
    why: 'x',
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

test('what is gone cannot be taken', async () => {
  await compared(['missing-debit']);
  await compared([]);
  expect((await post(workPath('missing-debit', 'take'), 'amina')).status).toBe(404);
});
