/** Reports over HTTP, of payments that a real broker told of. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../connectors/common/clock';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../connectors/common/contracts/payment-documents';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { failures } from '../../connectors/operations/reports/failures';
import { countedSchema } from '../../connectors/operations/reports/report';
import { volumes } from '../../connectors/operations/reports/volumes';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { eventsUpTo, indexRecorded, paymentsAlias } from '../kit/parts/recorded-payments';
import { indexRecords } from '../kit/parts/recorded-records';

let world: OperationsWorld;
beforeEach(async () => {
  world = await startOperationsWorld();
});
afterEach(() => world.close());

const index = (
  ...events: Parameters<typeof indexRecorded> extends [unknown, ...infer Rest] ? Rest : never
) => indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }), ...events);

type Row = Readonly<Record<string, string | number | null>>;

async function ask(report: string, tenant = 'lion', accept = 'application/json') {
  const token = await operationsToken('amina', `${tenant}:viewer`);
  return world.api.get(`/tenants/${tenant}/reports/${report}`, { token, headers: { accept } });
}

async function rowsOf(report: string, tenant = 'lion'): Promise<readonly Row[]> {
  const answer = await ask(report, tenant);
  expect(answer.status).toBe(200);
  return answer.body['rows'] as Row[];
}

const stored = (tenant: string) =>
  [...world.elasticsearch.documents(paymentsAlias).values()]
    .map((one) => paymentDocumentSchema.parse(JSON.parse(one)))
    .filter((one) => one.tenant === tenant);

test.each(['lion', 'buffalo'])('volumes of %s are those of its own payments', async (tenant) => {
  await index();
  const own = stored(tenant).filter(({ state }) => state !== 'quoted');
  const sum = (rows: readonly Row[], of: string) =>
    rows.reduce((total, row) => total + Number(row[of]), 0);
  for (const by of ['', '?by=day', '?by=state,counterpart', '?by=useCase']) {
    const rows = await rowsOf(`volumes${by}`, tenant);
    expect(sum(rows, 'payments')).toBe(own.length);
    expect(sum(rows, 'paid')).toBe(own.filter(({ state }) => state === 'paid').length);
  }
});

test.each([
  ['volumes', volumes, ({ state }: PaymentDocument) => state !== 'quoted'],
  ['failures', failures, ({ state }: PaymentDocument) => ['failed', 'cancelled'].includes(state)],
] as const)(
  '%s by column are those of the documents, with fees made up for, which have no side',
  async (name, report, isIn) => {
    const events = eventsOfRecordings();
    const fee = events.find(({ tenant, kind }) => tenant === 'lion' && kind === 'fee-owed');
    const ids = { eventId: randomUUID(), transactionId: randomUUID() };
    await index([...events, { ...(fee as PaymentEvent), ...ids, side: null }]);
    expect(stored('lion').filter(({ side }) => side === null)).toHaveLength(1);
    const own = stored('lion').filter(isIn);
    const counting = report.begin(['day'], { nowMs: systemClock.now(), language: 'en' });
    for (const one of own) counting.add(countedSchema.parse(one));
    const rows = counting.rows();
    expect(rows.length).toBeGreaterThan(1);
    expect(await rowsOf(`${name}?by=day`)).toEqual(rows);
  },
);

test('a time takes what began in it, its end not among it', async () => {
  await index();
  const times = stored('lion')
    .map(({ startedAt }) => startedAt)
    .sort();
  const [from, to] = [times[1] ?? '', times[4] ?? ''];
  const rows = await rowsOf(`volumes?from=${from}&to=${to}`);
  expect(rows.reduce((total, row) => total + Number(row['payments']), 0)).toBe(3);
});

test('failures, fees, obligations and times are told', async () => {
  await index();
  const errors = (await rowsOf('failures')).map((row) => row['errorCode']);
  expect(errors).toEqual(expect.arrayContaining(['3204', '4200', '5400']));
  const [fee] = await rowsOf('fees');
  const owing = stored('lion').filter((one) => one.fees.length > 0);
  expect(fee).toMatchObject({ debtor: 'buffalo', creditor: 'lion', entries: owing.length });
  expect(await rowsOf('obligations')).toMatchObject([{ amount: fee?.['amount'] ?? '' }]);
  const [committed, whole] = await rowsOf('time-to-settle');
  const paid = stored('lion').filter(({ state }) => state === 'paid');
  expect(whole).toMatchObject({ span: 'whole', payments: paid.length });
  expect(Number(committed?.['p50Ms'])).toBeLessThan(Number(whole?.['p50Ms']));
});

test('steps are those of the tenant’s own payments, and each finds as many as it counts', async () => {
  await index();
  const rows = await rowsOf('steps');
  const own = stored('lion').filter(({ state }) => state !== 'quoted');
  const kinds = [...new Set(own.flatMap((one) => one.steps.map(({ kind }) => kind)))];
  expect(rows.map(({ step }) => step).sort()).toEqual(kinds.sort());
  const token = await operationsToken('amina', 'lion:viewer');
  for (const { step, payments, failed } of rows) {
    const count = async (states?: readonly string[]) => {
      const body = { wentThrough: [step], limit: 200, ...(states && { states }) };
      const answer = await world.api.post('/tenants/lion/payments/search', { token, body });
      return (answer.body['payments'] as unknown[]).length;
    };
    expect(await count()).toBe(payments);
    expect(await count(['failed'])).toBe(failed);
  }
});

describe('elements', () => {
  const counts = async (search: object, tenant = 'lion') => {
    const token = await operationsToken('amina', `${tenant}:viewer`);
    const path = `/tenants/${tenant}/payments/search`;
    const body = { states: allStates, limit: 200, ...search };
    return ((await world.api.post(path, { token, body })).body['payments'] as unknown[]).length;
  };
  const notMade = { states: ['failed', 'cancelled'] };
  const open = { states: ['under-way', 'waiting-for-payer', 'waiting-for-operator'] };
  const allStates = ['paid', ...notMade.states, ...open.states];
  const placeOf = ({ engine, processDefinitionKey }: Row) => ({
    ranBy: `${String(engine)}/${String(processDefinitionKey)}`,
  });

  test.each([
    ['lion', 'incident-raised', 'standsStill'],
    ['buffalo', 'transfer-received', 'open'],
  ] as const)(
    'of %s are those of its own payments, and each finds as many as it counts',
    async (tenant, kind, standing) => {
      const all = eventsOfRecordings();
      const middle = all.findIndex((event) => event.tenant === tenant && event.kind === kind) + 1;
      const stand: (string | number | null | undefined)[] = [];
      // As they stood in the middle, too.
      for (const events of [all.slice(0, middle), all]) {
        await index(events);
        const rows = await rowsOf('elements', tenant);
        stand.push(...rows.map((row) => row[standing]));
        const told = stored(tenant)
          .filter(({ state }) => state !== 'quoted')
          .flatMap(({ steps }) => steps.flatMap(({ elementId }) => elementId ?? []));
        expect(new Set(rows.map((row) => row['elementId']))).toEqual(new Set(told));
        for (const row of rows) {
          const { elementId, payments, failed, cancelled } = row;
          const through = { ...placeOf(row), wentThroughElement: elementId };
          expect(await counts(through, tenant)).toBe(payments);
          const lost = Number(failed) + Number(cancelled);
          expect(await counts({ ...through, ...notMade }, tenant)).toBe(lost);
          const here = { ...placeOf(row), standsAtElement: elementId, ...open };
          expect(await counts(here, tenant)).toBe(row['open']);
          expect(await counts({ ...here, standsStill: true }, tenant)).toBe(row['standsStill']);
        }
      }
      expect(stand).toContain(1);
    },
  );

  test('one stands still at the element of its incident', async () => {
    await index(eventsUpTo(({ kind }) => kind === 'incident-raised', 'incident-raised'));
    const [raised] = stored('lion').concat(stored('buffalo'));
    const [incident] = raised?.incidents ?? [];
    const rows = await rowsOf('elements', raised?.tenant);
    expect(rows.filter(({ standsStill }) => standsStill === 1)).toMatchObject([
      { elementId: incident?.element, open: 1, side: raised?.side },
    ]);
  });

  test('are named by their diagrams, and go without a name where no indexer has seen them', async () => {
    await index();
    expect(await rowsOf('elements')).toContainEqual(
      expect.objectContaining({ elementId: 'blockFunds', bpmnProcessId: null, name: null }),
    );
    await indexRecords(world.elasticsearch.door({ clock: systemClock, log: silentLog }), 'demo');
    expect(await rowsOf('elements')).toContainEqual(
      expect.objectContaining({
        ...{ elementId: 'blockFunds', bpmnProcessId: 'payer-transfer', version: 1, side: 'payer' },
        name: expect.stringMatching(/\w/) as string,
      }),
    );
  });
});

test('a hold is told while it is one', async () => {
  await index(eventsUpTo(({ kind }) => kind === 'held', 'held'));
  expect(await rowsOf('holds')).toMatchObject([
    {
      currency: 'TZS',
      payments: 1,
      amount: '100.12',
      oldestTransactionId: expect.any(String) as string,
    },
  ]);
  await index();
  expect(await rowsOf('holds')).toEqual([]);
});

test('as comma-separated values a report has the same rows under its columns', async () => {
  await index();
  const { body } = await ask('failures?by=day');
  const { text } = await ask('failures?by=day', 'lion', 'text/csv');
  const [heading, ...lines] = text.trim().split('\r\n');
  expect(heading?.replace('\uFEFF', '')).toBe((body['columns'] as string[]).join());
  expect(lines).toHaveLength((body['rows'] as Row[]).length);
});

test.each([
  ['volumes?by=person', 'by'],
  ['fees?by=day', 'by'],
  ['holds?from=2026-11-28T00:00:00Z', 'from'],
  ['holds?to=2026-11-28T00:00:00Z', 'to'],
  ['volumes?from=2026-12-31T23:59:60Z', 'from'],
  ['volumes?to=today', 'to'],
  ['volumes?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z', 'to'],
  ['salaries', 'report'],
])('%s is refused for its %s', async (report, parameter) => {
  const answer = await ask(report);
  expect(answer.status).toBe(400);
  expect(answer.body['errors']).toMatchObject([{ parameter }]);
});

test('while Elasticsearch is away there is no report, and no half of one', async () => {
  world.elasticsearch.isDown = true;
  expect((await ask('volumes')).status).toBe(503);
  expect((await ask('volumes', 'lion', 'text/csv')).status).toBe(503);
});
