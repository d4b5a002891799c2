/** Reports over HTTP, of payments that a real broker told of. */
import { systemClock } from '../../connectors/common/clock';
import { paymentDocumentSchema } from '../../connectors/common/contracts/payment-documents';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { eventsUpTo, indexRecorded, paymentsAlias } from '../kit/parts/recorded-payments';

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
