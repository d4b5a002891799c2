/** Payments that a real broker told of, found over HTTP by whatever is known of them. */
import fc from 'fast-check';
import { systemClock } from '../../connectors/common/clock';
import { transactionIdOf } from '../../connectors/common/contracts/keys';
import { paymentEventTexts } from '../../connectors/common/contracts/payment-events';
import { paymentDocumentSchema } from '../../connectors/common/contracts/payment-documents';
import { personSecret } from '../kit/engine-records/events';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { eventsUpTo, indexRecorded, paymentsAlias } from '../kit/parts/recorded-payments';

let world: OperationsWorld;
beforeAll(async () => {
  world = await startOperationsWorld({ PAYMENT_EVENTS_PERSON_SECRET: personSecret });
  await indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }));
});
afterAll(() => world.close());

interface Row {
  readonly transactionId: string;
  readonly side: string;
  readonly state: string;
  readonly startedAt: string;
  readonly whatHappened: string;
}
type Body = Readonly<Record<string, unknown>>;

async function ask(
  body: Body,
  { tenant = 'lion', accept = 'application/json', roles = [''] } = {},
) {
  const listed = roles[0] === '' ? [`${tenant}:viewer`] : roles;
  const token = await operationsToken('amina', ...listed);
  const path = `/tenants/${tenant}/payments/search`;
  return world.api.post(path, { token, body, headers: { accept } });
}

async function found(body: Body, tenant = 'lion'): Promise<readonly Row[]> {
  const answer = await ask({ limit: 200, ...body }, { tenant });
  expect(answer.status).toBe(200);
  return answer.body['payments'] as Row[];
}

const stored = (tenant: string) =>
  [...world.elasticsearch.documents(paymentsAlias).values()]
    .map((one) => paymentDocumentSchema.parse(JSON.parse(one)))
    .filter((one) => one.tenant === tenant);

const idsOf = (rows: readonly { readonly transactionId: string }[]) =>
  rows.map(({ transactionId }) => transactionId).sort();

const first = '1cff7271-73a0-5470-936e-f6d801249120';
const baraka = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' };

describe('an id', () => {
  const documentOf = () => stored('lion').find((one) => one.transactionId === first);

  test.each([
    ['its transaction', () => first],
    ['its transaction, in capitals and with spaces', () => ` ${first.toUpperCase()} `],
    ['its transfer', () => documentOf()?.transferId],
    ['its quote', () => documentOf()?.quoteId],
    ['the entry of its fee', () => documentOf()?.fees[0]?.entryId],
    ['its process', () => documentOf()?.steps[0]?.processInstanceKey],
    ["the app's own id of it", () => 'demo-1'],
  ])('of %s finds the payment', async (_, id) => {
    expect(idsOf(await found({ id: id() }))).toContain(first);
  });

  test('of an incident finds the payment that stood still', async () => {
    const still = stored('lion').find(({ incidents }) => incidents.length > 0);
    const id = still?.incidents[0]?.incidentKey;
    expect(idsOf(await found({ id }))).toEqual([still?.transactionId]);
  });

  test('finds the payment whatever else is asked for', async () => {
    const others = { states: ['cancelled'], currency: 'USD', text: 'nothing', side: 'payee' };
    expect(idsOf(await found({ id: first, ...others }))).toEqual([first]);
  });

  test('of another tenant’s payment finds nothing', async () => {
    const [theirs] = stored('buffalo').filter(
      ({ transactionId }) => !idsOf(stored('lion')).includes(transactionId),
    );
    expect(theirs).toBeDefined();
    expect(await found({ id: theirs?.transactionId })).toEqual([]);
    expect(await found({ id: theirs?.transferId ?? 'none' })).toEqual([]);
  });

  test("of an app is the tenant's own: another's app may use it too", async () => {
    expect(transactionIdOf('lion', 'demo-1')).toBe(first);
    expect(await found({ id: 'demo-1' }, 'buffalo')).toEqual([]);
  });
});

describe('each filter finds those payments that are so, and no others', () => {
  type Stored = ReturnType<typeof stored>[number];
  const amountOf = ({ amount }: Stored) => Number(amount?.amount);

  test.each<[string, Body, (one: Stored) => boolean]>([
    ['nothing', {}, () => true],
    ['state', { states: ['failed', 'cancelled'] }, ({ state }) => /failed|cancelled/.test(state)],
    ['side', { side: 'payer' }, ({ side }) => side === 'payer'],
    ['error', { errorCodes: ['4200'] }, ({ errorCode }) => errorCode === '4200'],
    ['counterpart', { counterpart: 'buffalo' }, ({ payee }) => payee.fspId === 'buffalo'],
    ['currency', { currency: 'TZS' }, ({ amount }) => amount?.currency === 'TZS'],
    ['amount', { amountFrom: '100.13' }, (one) => amountOf(one) > 100.12],
    ['amounts', { amountFrom: '100.12', amountTo: '100.12' }, (one) => amountOf(one) === 100.12],
    [
      'steps',
      { wentThrough: ['held', 'released'] },
      ({ steps }) => ['held', 'released'].every((kind) => steps.some((one) => one.kind === kind)),
    ],
    [
      'where it stands',
      { standsAt: ['cancelled'] },
      ({ steps }) => steps.at(-1)?.kind === 'cancelled',
    ],
    ['engine', { engine: 'main' }, ({ engine }) => engine === 'main'],
    ['what goes on', { standsStill: false }, ({ incidentsOpen }) => incidentsOpen === 0],
    [
      'time',
      { startedFrom: '2026-11-28T23:00:58.651Z', startedBefore: '2026-11-28T23:15:46.223Z' },
      ({ startedAt }) => startedAt >= '2026-11-28T23:00:58.651Z' && startedAt < '2026-11-28T23:15',
    ],
    [
      'several together',
      { states: ['paid'], side: 'payer', wentThrough: ['waiting-for-operator'], currency: 'TZS' },
      ({ state, decisions }) => state === 'paid' && decisions.length > 0,
    ],
  ])('by %s', async (_, filter, isSo) => {
    const wanted = idsOf(stored('lion').filter(isSo));
    expect(idsOf(await found(filter))).toEqual(wanted);
    expect(wanted).not.toHaveLength(0);
  });

  test('by an engine that nothing ran on, nothing', async () => {
    expect(await found({ engine: 'east' })).toEqual([]);
  });

  test('by each step that there is, and by no other word', async () => {
    for (const kind of Object.keys(paymentEventTexts)) {
      const answer = await ask({ standsAt: [kind], wentThrough: [kind] });
      expect([kind, answer.status]).toEqual([kind, 200]);
    }
    expect((await ask({ standsAt: ['sent-to-nobody'] })).status).toBe(400);
  });

  test('by a person, as payer and as payee, however the number is written', async () => {
    const all = idsOf(await found({ party: baraka }));
    expect(all.length).toBeGreaterThan(5);
    expect(all.length).toBeLessThan(stored('lion').length);
    const withPlus = { ...baraka, partyIdentifier: '+255700000002' };
    expect(idsOf(await found({ party: withPlus }))).toEqual(all);
    expect(await found({ party: { ...baraka, partyIdentifier: '255711111111' } })).toEqual([]);
  });

  test('by a person nobody is found at another tenant who is not known there', async () => {
    const ofLion = new Set(idsOf(await found({ party: baraka })));
    const ofBuffalo = await found({ party: baraka }, 'buffalo');
    expect(ofBuffalo.every(({ side }) => side === 'payee')).toBe(true);
    expect(ofLion.size).toBeGreaterThan(0);
  });
});

test('a text of more words than are looked for is refused, and not looked for by some of them', async () => {
  const text = 'one two three four five six seven eight nine ten eleven';
  const refused = await ask({ text });
  expect(refused.status).toBe(400);
  expect(refused.body['errors']).toEqual([
    { pointer: '/text', detail: 'has more than 10 words: leave out those that say least' },
  ]);
});

test.each([
  [
    '/startedBefore',
    { startedFrom: '2026-12-01T03:00:00+03:00', startedBefore: '2026-11-30T23:00:00Z' },
  ],
  ['/amountTo', { amountFrom: '10', amountTo: '9.99' }],
])(
  'a range that ends before it begins is refused at %s, unless an id makes it mean nothing',
  async (pointer, body) => {
    const refused = await ask(body);
    expect(refused.status).toBe(400);
    expect(refused.body['errors']).toMatchObject([{ pointer }]);
    expect((await ask({ ...body, id: 'order-1' })).status).toBe(200);
  },
);

describe('free text finds', () => {
  type Stored = ReturnType<typeof stored>[number];
  test.each<[string, (one: Stored) => boolean]>([
    ['1cff', ({ transactionId }) => transactionId === first],
    ['1CFF7271', ({ transactionId }) => transactionId === first],
    ['paid', ({ state }) => state === 'paid'],
    ['100.12 tzs FAILED', ({ state, amount }) => state === 'failed' && amount?.amount === '100.12'],
    ['1000000.00', ({ amount }) => amount?.amount === '1000000'],
    ['4200', ({ errorCode }) => errorCode === '4200'],
    ['limit', ({ errorCode }) => errorCode === '4200'],
    ['communic', ({ errorCode }) => errorCode === '1001'],
    ['Buff', ({ payee }) => payee.fspId === 'buffalo'],
    ['released', ({ hold }) => hold?.state === 'released'],
    ['2026-11-29', ({ startedAt }) => startedAt.startsWith('2026-11-29')],
    ['2026-11', () => true],
    ['+255700000002 failed', ({ payee, state }) => state === 'failed' && payee.token === token()],
    ['nothing-at-all', () => false],
    ['paid nothing-at-all', () => false],
  ])('%s', async (text, isSo) => {
    expect(idsOf(await found({ text }))).toEqual(idsOf(stored('lion').filter(isSo)));
  });

  const token = () =>
    stored('lion').find(({ transactionId }) => transactionId === first)?.payee.token;
});

describe('pages', () => {
  test.each(['newest', 'oldest', 'changed', 'largest', 'smallest'])(
    'in the order of %s hold each payment once',
    async (sort) => {
      const pages: Row[][] = [];
      let after: string | null | undefined;
      do {
        const answer = await ask({ sort, limit: 4, ...(typeof after === 'string' && { after }) });
        pages.push(answer.body['payments'] as Row[]);
        after = answer.body['next'] as string | null;
      } while (after !== null);
      expect(pages.length).toBeGreaterThan(2);
      expect(idsOf(pages.flat())).toEqual(idsOf(stored('lion')));
      expect(pages.flat()).toEqual(await found({ sort }));
    },
  );

  test('come the newest first, unless another order is asked for', async () => {
    const rows = await found({});
    const times = rows.map(({ startedAt }) => startedAt);
    expect(times).toEqual(times.toSorted().reverse());
    const oldest = await found({ sort: 'oldest' });
    expect(oldest.map(({ startedAt }) => startedAt)).toEqual(times.toSorted());
  });

  test.each<[string, Body, string]>([
    ['another tenant', { limit: 4 }, 'buffalo'],
    ['another filter', { limit: 4, states: ['paid'] }, 'lion'],
    ['another order', { limit: 4, sort: 'oldest' }, 'lion'],
  ])('of one search are none of %s', async (_, body, tenant) => {
    const { body: page } = await ask({ limit: 4 });
    const answer = await ask({ ...body, after: page['next'] }, { tenant });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ pointer: '/after' }]);
  });

  test.each(['', 'x', Buffer.from('{"of":"","end":[]}').toString('base64url')])(
    'have no end that is called %j',
    async (after) => {
      expect((await ask({ after })).status).toBe(400);
    },
  );
});

test('whatever is asked, in whatever order and form, no word of another tenant’s payments comes', async () => {
  const own = stored('lion');
  const theirs = stored('buffalo').filter(
    ({ transactionId }) => !own.some((one) => one.transactionId === transactionId),
  );
  expect(theirs).not.toHaveLength(0);
  const anyId = fc.constantFrom(
    ...theirs.flatMap(({ transactionId, transferId, quoteId, steps }) => [
      ...[transactionId, transferId ?? 'none', quoteId ?? 'none'],
      steps[0]?.processInstanceKey ?? 'none',
    ]),
    first,
    'demo-1',
  );
  const filter = fc.record(
    {
      id: anyId,
      text: fc.oneof(anyId, fc.constantFrom('buffalo', 'paid', '2026-11', '255700000002', '7')),
      counterpart: fc.constantFrom('buffalo', 'lion'),
      side: fc.constantFrom('payer', 'payee'),
      states: fc.subarray(['paid', 'failed', 'quoted'], { minLength: 1 }),
      sort: fc.constantFrom('newest', 'oldest', 'changed', 'largest', 'smallest'),
      amountTo: fc.constantFrom('7', '100.12', '999999999999999999'),
    },
    { requiredKeys: [] },
  );
  const form = fc.constantFrom('application/json', 'application/x-ndjson', 'text/csv');
  await fc.assert(
    fc.asyncProperty(filter, form, async (body, accept) => {
      const { status, text } = await ask(body, { accept });
      expect(status).toBe(200);
      for (const { transactionId } of theirs) expect(text).not.toContain(transactionId);
    }),
    { numRuns: 60 },
  );
});

describe('a row', () => {
  test('says how the payment stands and where the money is, and names nobody', async () => {
    const [row] = await found({ id: first });
    expect(row).toMatchObject({
      ...{ side: 'payer', state: 'paid', standsStill: false, ageS: 7 },
      amount: { amount: '100.12', currency: 'TZS' },
      standsAt: { step: 'booked' },
      payer: { fspId: 'lion', partyIdType: 'MSISDN' },
      payee: { fspId: 'buffalo', partyIdType: 'MSISDN' },
      whatHappened: expect.stringContaining('A payment of 100.12 TZS') as string,
      whereTheMoneyIs: expect.stringContaining('100.12 TZS left the payer’s account') as string,
    });
    const all = (await ask({ limit: 200 })).text;
    for (const { payer, payee } of stored('lion')) {
      for (const token of [payer.token, payee.token]) expect(all).not.toContain(token ?? '2557');
    }
  });

  test('says of each payment what its story says', async () => {
    for (const row of await found({})) {
      const token = await operationsToken('amina', 'lion:viewer');
      const { body } = await world.api.get(`/tenants/lion/payments/${row.transactionId}`, {
        token,
      });
      const sides = body['sides'] as { side: string; headline: { whatHappened: string } }[];
      const side = sides.find((one) => one.side === row.side);
      expect(row.whatHappened).toBe(side?.headline.whatHappened);
    }
  });
});

describe('a stream', () => {
  test('of lines holds all that fit, as the pages have them, without a limit', async () => {
    const { text, headers } = await ask({ limit: 1 }, { accept: 'application/x-ndjson' });
    expect(headers.get('content-type')).toMatch('application/x-ndjson');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(idsOf(rows)).toEqual(idsOf(stored('lion')));
    const sorted = await ask({ sort: 'oldest' }, { accept: 'application/x-ndjson' });
    const lines = sorted.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Row).startedAt);
    expect(lines).toEqual(lines.toSorted());
  });

  test('of comma-separated values has headings, and a row for each payment', async () => {
    const { text } = await ask({ states: ['paid'] }, { accept: 'text/csv' });
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFF?Started,State,Side,Amount,Currency/);
    expect(lines).toHaveLength(1 + stored('lion').filter(({ state }) => state === 'paid').length);
    expect(text).not.toMatch(/2557/);
    const none = await ask({ text: 'nobody' }, { accept: 'text/csv' });
    expect(none.text.trim().split('\r\n')).toHaveLength(1);
  });

  test('in a form that is none is refused', async () => {
    expect((await ask({}, { accept: 'application/pdf' })).status).toBe(406);
  });
});

describe('what is asked for', () => {
  test('is in the audit, but for numbers of persons and what was typed', async () => {
    await ask({ party: baraka, text: '255700000002', states: ['paid'] });
    const act = world.acts().at(-1);
    expect(act).toMatchObject({ operation: 'searchPayments', body: { states: ['paid'] } });
    expect(JSON.stringify(act)).not.toContain('255700000002');
  });

  test.each<[string, Body]>([
    ['/tenant', { tenant: 'buffalo' }],
    ['/states/0', { states: ['lost'] }],
    ['/amountFrom', { amountFrom: '1e9' }],
    ['/limit', { limit: 201 }],
    ['/startedFrom', { startedFrom: 'yesterday' }],
    ['/startedFrom', { startedFrom: '2026-12-31T23:59:60Z' }],
  ])('is refused at %s of %j', async (pointer, body) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ pointer }]);
  });
});

test('where the hub has no secret for persons, nobody is found by a number, and it says so', async () => {
  const without = await startOperationsWorld();
  const token = await operationsToken('amina', 'lion:viewer');
  const path = '/tenants/lion/payments/search';
  const answer = await without.api.post(path, { token, body: { party: baraka } });
  expect(answer.status).toBe(501);
  expect(answer.text).toContain('PAYMENT_EVENTS_PERSON_SECRET');
  const byText = await without.api.post(path, { token, body: { text: '255700000002' } });
  expect(byText.body['payments']).toEqual([]);
  await without.close();
});

test('what stands still is found while it does', async () => {
  const then = await startOperationsWorld();
  const events = eventsUpTo(({ kind }) => kind === 'incident-raised', 'incident-raised');
  await indexRecorded(then.elasticsearch.door({ clock: systemClock, log: silentLog }), events);
  const token = await operationsToken('amina', 'lion:viewer');
  const path = '/tenants/lion/payments/search';
  for (const body of [{ standsStill: true }, { text: 'stuck' }]) {
    const answer = await then.api.post(path, { token, body });
    expect(answer.body['payments']).toMatchObject([{ standsStill: true }]);
  }
  const others = await then.api.post(path, { token, body: { standsStill: false } });
  expect(others.body['payments']).toEqual([]);
  await then.close();
});

test.each(['application/json', 'text/csv', 'application/x-ndjson'])(
  'while Elasticsearch is away the answer is 503, as %s too',
  async (accept) => {
    world.elasticsearch.isDown = true;
    const answer = await ask({}, { accept });
    world.elasticsearch.isDown = false;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  },
);
