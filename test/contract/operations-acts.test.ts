/** Who did what at the operations' API: written to Kafka, indexed by the indexer's own code, and found. */
import { systemClock } from '../../connectors/common/clock';
import type { Indexer } from '../../connectors/exporters/indexer/indexer';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { indexActs } from '../kit/parts/indexed-acts';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { indexRecorded } from '../kit/parts/recorded-payments';

const [recordedWithTransfer] = eventsOfRecordings().filter(
  ({ transferId }) => transferId !== undefined,
);
if (recordedWithTransfer === undefined) throw new Error('no recorded payment has a transfer');

let world: OperationsWorld;
let indexer: Indexer;

beforeEach(async () => {
  world = await startOperationsWorld({ PAYMENT_EVENTS_PERSON_SECRET: 'p'.repeat(40) });
  indexer = indexActs(world);
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

test('what was done about a payment is found by each of its ids, whichever it was named by', async () => {
  const { transactionId, transferId = '', tenant } = recordedWithTransfer;
  await indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }));
  const amina = { token: await operationsToken('amina', `${tenant}:operator`) };
  const decide = { transferId, decision: 'book', why: 'paid', basis: '2026-11-29T10:00:00.000Z' };
  await world.api.get(`/tenants/${tenant}/payments/${transactionId}`, amina);
  await world.api.post(`/tenants/${tenant}/decisions`, { ...amina, body: decide });
  await world.api.post(`/tenants/${tenant}/work/${tenant}:payer:${transferId}/take`, amina);
  await world.api.get(`/tenants/${tenant}/payments/another`, amina);
  await eventually(async () => (await acts('amina', tenant)).acts.length === 4);
  for (const id of [transactionId, transferId]) {
    const { acts: of } = await acts(`amina&about=${id}`, tenant);
    expect(of.map(({ operation }) => operation)).toEqual([
      expect.stringMatching(/^take/),
      'decide',
      'showPayment',
    ]);
  }
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

test('a time to look until that comes before the one to look from is refused', async () => {
  const token = await operationsToken('baraka', 'lion:admin');
  const path = '/tenants/lion/acts?from=2026-11-02T00:00:00Z&before=2026-11-01T00:00:00Z';
  const { status, body } = await world.api.get(path, { token });
  expect([status, body['errors']]).toMatchObject([400, [{ parameter: 'before' }]]);
});

describe('who asked for a person', () => {
  const number = '255700000002';
  const party = { partyIdType: 'MSISDN', partyIdentifier: `+${number}` };

  async function lookUp(): Promise<void> {
    const amina = { token: await operationsToken('amina', 'lion:operator', 'buffalo:operator') };
    const search = (body: object, tenant = 'lion') =>
      world.api.post(`/tenants/${tenant}/payments/search`, { ...amina, body });
    await search({ party });
    await search({ id: number });
    await search({ text: `paid ${number}` });
    await world.api.get(`/tenants/lion/payments/${number}`, amina);
    await search({ party: { ...party, partyIdentifier: '255700000003' } });
    await search({ party }, 'buffalo');
  }

  const ask = async (body: object, who = 'baraka', role = 'lion:admin') =>
    world.api.post('/tenants/lion/acts/search', { token: await operationsToken(who, role), body });
  const operations = (body: Readonly<Record<string, unknown>>) =>
    (body as unknown as Page).acts.map(({ operation }) => operation);

  test('is found by the number, wherever it was typed, and the number stands nowhere', async () => {
    await lookUp();
    await found('amina', 5);
    const answer = await ask({ party, person: 'amina' });
    expect(operations(answer.body)).toEqual([
      'showPayment',
      'searchPayments',
      'searchPayments',
      'searchPayments',
    ]);
    const kept = JSON.stringify([world.acts(), answer.body, await acts('amina')]);
    expect(kept).not.toContain(number);
    expect(kept).not.toContain('255700000003');
  });

  test('who asks so is found so too, page by page', async () => {
    await lookUp();
    await ask({ party });
    await found('baraka&operation=searchActs', 1);
    const first = await ask({ party, limit: 2 });
    const after = String(first.body['next']);
    const next = await ask({ party, limit: 1, after });
    expect(operations(first.body).length + operations(next.body).length).toBe(3);
    expect((await ask({ party, person: 'amina', after })).status).toBe(400);
  });

  test('is told to an admin alone', async () => {
    expect((await ask({ party }, 'amina', 'lion:operator')).status).toBe(403);
  });
});
