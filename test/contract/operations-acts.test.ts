/** Who did what at the operations' API: written to Kafka, indexed by the indexer's own code, and found. */
import { Registry } from 'prom-client';
import { systemClock } from '../../connectors/common/clock';
import { operationsAuditSettings } from '../../connectors/common/contracts/operations-audit';
import { startIndexer, type Indexer } from '../../connectors/exporters/indexer/indexer';
import { createIndexerMetrics } from '../../connectors/exporters/indexer/metrics';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';

let world: OperationsWorld;
let indexer: Indexer;

beforeEach(async () => {
  world = await startOperationsWorld();
  world.kafka.addTopic('payments', 1);
  world.kafka.addTopic('set-aside', 1);
  const { OPERATIONS_AUDIT_TOPIC: topic } = operationsAuditSettings.parse({});
  const keptForMs = 3_650 * 86_400_000;
  const deps = { clock: systemClock, log: silentLog };
  indexer = startIndexer(
    {
      ...{ ...deps, kafka: world.door, elasticsearch: world.elasticsearch.door(deps) },
      metrics: createIndexerMetrics(new Registry()),
      isForgotten: () => false,
    },
    {
      records: undefined,
      payments: { topic: 'payments', alias: 'payments', keptForMs },
      messages: undefined,
      acts: { topic, alias: 'payment-hub-operations-audit', keptForMs },
      ...{ setAsideTopic: 'set-aside', indexSettings: {} },
    },
  );
});
afterEach(async () => {
  await indexer.stop();
  await world.close();
});

interface Act {
  readonly person: string;
  readonly operation: string;
  readonly isAllowed: boolean;
  readonly about: readonly string[];
}
interface Page {
  readonly acts: readonly Act[];
  readonly next: string | null;
}

/** Looks of Amina (and one that she may not), of Juma, and of a person of another tenant. */
async function look(): Promise<void> {
  const amina = { token: await operationsToken('amina', 'lion:operator') };
  const juma = { token: await operationsToken('juma', 'lion:viewer') };
  const neema = { token: await operationsToken('neema', 'buffalo:admin') };
  const { api } = world;
  await api.get('/tenants/lion/payments/t-1', amina);
  await api.post('/tenants/lion/decisions/d-1/approval', { ...amina, body: { why: 'x' } });
  await api.get('/tenants/lion/work', juma);
  await api.get('/tenants/buffalo/work', neema);
}

async function acts(query = '', tenant = 'lion'): Promise<Page> {
  const token = await operationsToken('baraka', `${tenant}:admin`);
  const answer = await world.api.get(`/tenants/${tenant}/acts?person=${query}`, { token });
  return answer.body as unknown as Page;
}

/** Once all that was written is found; that which looks for them is one too. */
async function found(query: string, count: number): Promise<Page> {
  let page: Page = { acts: [], next: null };
  await eventually(async () => {
    page = await acts(query);
    return page.acts.length === count;
  });
  return page;
}

test('looks and acts are found by who asked, the newest first, those that were refused too', async () => {
  await look();
  const { acts: of } = await found('amina', 2);
  expect(of).toMatchObject([
    { person: 'amina', operation: 'approveDecision', isAllowed: false },
    { person: 'amina', operation: 'showPayment', isAllowed: true, about: ['t-1'] },
  ]);
});

test('they are found by what was done, to what, when, and whether it was allowed', async () => {
  await look();
  await found('amina', 2);
  const counts = await Promise.all(
    [
      'amina&operation=approveDecision',
      'amina&about=t-1',
      'amina&about=t-2',
      'amina&isAllowed=false',
      'amina&from=2026-01-01T00:00:00Z&before=2026-01-02T00:00:00Z',
      'amina&from=2020-01-01T00:00:00Z',
    ].map(async (query) => (await acts(query)).acts.length),
  );
  expect(counts).toEqual([1, 1, 0, 1, 0, 2]);
});

test('page by page none is missing and none is there twice', async () => {
  await look();
  await found('amina', 2);
  const first = await acts('amina&limit=1');
  const second = await acts(`amina&limit=1&after=${String(first.next)}`);
  const operations = [...first.acts, ...second.acts].map(({ operation }) => operation);
  expect(operations).toEqual(['approveDecision', 'showPayment']);
});

test('of another tenant none is found, by whatever is asked', async () => {
  await look();
  await found('amina', 2);
  expect((await acts('neema')).acts).toEqual([]);
  expect((await acts('amina', 'buffalo')).acts).toEqual([]);
});

test('a cursor of another search is refused', async () => {
  await look();
  await found('amina', 2);
  const { next } = await acts('amina&limit=1');
  const token = await operationsToken('baraka', 'lion:admin');
  const path = `/tenants/lion/acts?person=juma&after=${String(next)}`;
  expect((await world.api.get(path, { token })).status).toBe(400);
});
