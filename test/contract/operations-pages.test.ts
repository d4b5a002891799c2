/** Each list of the operations' API in pages: together they are the whole of it, and no row is told twice. */
import { callsKey, type CallsRecord } from '../../connectors/common/contracts/calls';
import { difference } from '../../connectors/operations/reconciliation/difference';
import { Keeper } from '../../connectors/operations/reconciliation/keep';
import { OperatorsWorld } from '../kit/parts/operators-world';

let world: OperatorsWorld;
afterAll(() => world.close());

const transfers = ['t-1', 't-2', 't-3', 't-4', 't-5'];
const at = '2026-11-29T10:00:00.000Z';

/** Of each list some. */
beforeAll(async () => {
  world = await OperatorsWorld.start({ operators: { secondPerson: 'always' } });
  for (const transferId of transfers) {
    const { toldAt: basis } = await world.waits(transferId);
    const body = { transferId, decision: 'book', why: 'the records say so', basis };
    const { decisionId } = (await world.post('/decisions', body)).body;
    await world.endOf(decisionId);
  }
  for (const transferId of ['t-6', 't-7', 't-8']) await world.waits(transferId, 'BOOKING_FAILED');
  for (const elementId of ['one', 'two', 'three']) await world.standStill(2, { elementId });
  await differ();
  await world.operations.caughtUp();
}, 60_000);

async function differ(): Promise<void> {
  const cut = {
    ...{ tenant: 'lion', fspId: 'lion', date: '2026-11-28', fromMs: 0, untilMs: 1 },
    ...{ bookingsSinceMs: 0, report: { fromMs: 0, untilMs: 1 } },
  };
  const kafka = world.operations.kafka.door('others');
  const topic = 'payment-hub.reconciliations';
  const keeper = await Keeper.open({ kafka, topic }, cut, Date.parse(at));
  for (const transferId of transfers) {
    const told = { side: 'payer', transferId, transactionId: 'x', currency: 'TZS' } as const;
    const said = { hub: 'paid', ams: 'nothing stands', switch: 'COMMITTED' };
    const found = difference(cut, 'missing-debit', { ...told, ...said });
    keeper.note({ kind: 'difference', difference: found });
  }
  await keeper.end({ compared: 5, differences: 5, underWay: 0, outOfReach: 0 }, false);
  const one = { since: at, firstAt: at, lastAt: at, times: 1 };
  const told: CallsRecord = {
    ...{ kind: 'told', version: 1, tenant: 'lion', lastCallAt: at },
    told: transfers.map((transferId) => ({ matterKey: `lion:payer:${transferId}`, ...one })),
  };
  const value = JSON.stringify(told);
  await kafka.publish([{ topic: 'payment-hub.calls', key: callsKey(told), value }]);
  await kafka.close();
}

type Body = Readonly<Record<string, unknown>>;
const roles = ['lion:approver', 'lion:viewer'];
const get = async (path: string) => (await world.get(path, 'juma', ...roles)).body;

interface Told {
  readonly rows: readonly object[];
  readonly next: string | null;
}
/** Where a list has its rows, and the end of the page. */
const lists: readonly (readonly [path: string, count: number, told: (body: Body) => Told])[] = [
  ['/waiting', 14, (body) => ({ rows: body['waiting'], next: body['next'] }) as Told],
  ['/approvals', 5, (body) => ({ rows: body['decisions'], next: body['next'] }) as Told],
  ['/incidents', 3, (body) => ({ rows: body['groups'], next: body['next'] }) as Told],
  ['/differences', 5, (body) => ({ rows: body['differences'], next: body['next'] }) as Told],
  [
    '/reconciliations/2026-11-28/differences?state=open',
    5,
    (body) => ({ rows: body['differences'], next: body['next'] }) as Told,
  ],
  ['/calls', 5, (body) => body['calledFor'] as Told],
  ...(['toDecide', 'outcomeUnknown', 'incidents', 'approvals'] as const).map(
    (name) =>
      [
        '/work',
        { toDecide: 3, outcomeUnknown: 5, incidents: 3, approvals: 5 }[name],
        (body: Body) => body[name] as Told,
      ] as const,
  ),
];

/** What changes with time is no other row. */
const named = ({ rows }: Told) =>
  rows.map((row) => JSON.stringify({ ...row, ageS: 0, happened: '' }));
const paged = (path: string, next: string | null) =>
  `${path}${path.includes('?') ? '&' : '?'}limit=2${next === null ? '' : `&after=${next}`}`;

test.each(lists)('%s in pages is the whole list, of %d', async (path, count, told) => {
  const whole = named(told(await get(path)));
  expect(whole).toHaveLength(count);
  const rows: string[] = [];
  let next: string | null = null;
  do {
    const page: Told = told(await get(paged(path, next)));
    expect(page.rows.length).toBeLessThanOrEqual(2);
    rows.push(...named(page));
    ({ next } = page);
  } while (next !== null && rows.length < 100);
  expect(rows).toEqual(whole);
});

test('a page of one list of the work leaves the others at their beginning', async () => {
  const first = await get('/work?limit=2');
  const { next } = first['toDecide'] as Told;
  const second = await get(`/work?limit=2&after=${next}`);
  const namedIn = (body: Body, list: string) => named(body[list] as Told);
  expect(namedIn(second, 'toDecide')).not.toEqual(namedIn(first, 'toDecide'));
  expect(namedIn(second, 'incidents')).toEqual(namedIn(first, 'incidents'));
});

test('the end of a page means nothing to another list, another tenant and another question', async () => {
  const { next } = (await get('/differences?limit=2')) as { next?: string };
  const refused = async (path: string, tenant = 'lion') => {
    const token = await world.tokenOf('juma', 'lion:viewer', 'buffalo:viewer');
    const { status, text } = await world.operations.api.get(`/tenants/${tenant}${path}`, { token });
    return [status, text.includes('is not of a page of this list')];
  };
  expect(await refused(`/work?after=${next}`)).toEqual([400, true]);
  expect(await refused(`/differences?after=${next}`, 'buffalo')).toEqual([400, true]);
  expect(await refused(`/differences?state=open&after=${next}`)).toEqual([400, true]);
  expect(await refused('/calls?after=nonsense')).toEqual([400, true]);
});
