/**
 * What comes to the payee's DFSP again, on a real broker and with the timers that a tenant has by default:
 * requests are repeated, states are asked for, and hubs die, and none of it costs a payment or pays twice.
 */
import { randomUUID } from 'node:crypto';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { until } from '../../kit/faults/engine-time';
import { wrongs } from '../../kit/faults/money';
import { of, type Payment } from '../../kit/faults/payments';
import { interruptAll, killInTheMiddle, steps, type Interrupted } from '../../kit/faults/steps';
import { World } from '../../kit/faults/world';

let world: World;

beforeAll(async () => {
  world = await World.start({});
}, 600_000);

afterAll(async () => {
  await world.stop();
}, 240_000);

type Resource = 'quotes' | 'transfers';
const minuteMs = 60_000;

/** What the switch handed on to the payee's DFSP. */
function requestOf(payment: Payment, resource: Resource): string {
  const request = of(payment, 'hub', 'POST', { path: `/${resource}` });
  return world.gate.passages.find(request)?.body ?? 'none';
}

/** What the payee's DFSP has told about it, in order. */
function told(payment: Payment, resource: Resource | 'transactions') {
  const callback = of(payment, 'switch', 'PUT', { path: `/${resource}/`, from: 'buffalo' });
  return world.gate.passages
    .filter(callback)
    .map(({ path, body, headers }) => ({ path, body, to: headers['fspiop-destination'] }));
}

async function repeat(payment: Payment, resource: Resource, from = 'lion', change = {}) {
  const body = JSON.stringify({
    ...(JSON.parse(requestOf(payment, resource)) as object),
    ...change,
  });
  const before = told(payment, resource).length;
  // A broker that has just come back may not take it in time: whoever hears 503 comes again.
  await until('it is taken', async () => {
    const status = await world.callPayee('POST', `/${resource}`, body, from);
    expect([202, 503]).toContain(status);
    return status === 202;
  });
  await world.time.rest();
  return told(payment, resource).slice(before);
}

/** The engine looks once a minute, or a little later, which messages' time is over. */
async function forgotten(resource: Resource, { quoteId, transferId }: Payment): Promise<void> {
  const { quoteReceived, transferReceived } = messageNames;
  const [name, id] =
    resource === 'quotes' ? [quoteReceived, quoteId] : [transferReceived, transferId];
  const messages = () => world.engineRecords.filter(({ valueType }) => valueType === 'MESSAGE');
  await until('the engine has forgotten the first message', () => {
    const first = messages().find(
      ({ value }) => value.name === name && value.correlationKey === `buffalo:${id}`,
    );
    return messages().some(({ intent, key }) => intent === 'EXPIRED' && key === first?.key);
  });
}

describe('when the payment is made', () => {
  let payment: Payment;

  beforeAll(async () => {
    payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
  }, 240_000);

  describe.each(['quotes', 'transfers'] as const)('POST /%s again', (resource) => {
    test('is answered with the same bytes, each time', async () => {
      const [first] = told(payment, resource);
      expect(await repeat(payment, resource)).toEqual([first]);
      expect(await repeat(payment, resource)).toEqual([first]);
    });

    test('with another body is refused with 3106', async () => {
      const change = { extensionList: { extension: [{ key: 'a', value: 'b' }] } };
      const [refusal, ...others] = await repeat(payment, resource, 'lion', change);
      expect(others).toEqual([]);
      expect(refusal?.path).toMatch(/\/error$/);
      expect(refusal?.body).toContain('"errorCode":"3106"');
    });

    test('from another DFSP tells it nothing', async () => {
      const told = await repeat(payment, resource, 'hyena');
      // A switch would undo the transfer for what is told to anybody but the payer's DFSP.
      expect(told.map(({ to }) => to)).toEqual(resource === 'quotes' ? ['hyena'] : []);
      for (const { body } of told) {
        expect(Object.keys(JSON.parse(body) as object)).toEqual(['errorInformation']);
        expect(body).toContain('"errorCode":"3106"');
      }
    });
  });

  /** Where no process answers, the server waits for one first; on a busy machine it begins late. */
  const ask = async (path: string, isToBeAnswered = true) => {
    const resource = path.split('/')[1] as Resource | 'transactions';
    const before = told(payment, resource).length;
    await world.callPayee('GET', path);
    await world.time.rest();
    const since = () => told(payment, resource).slice(before);
    const timesMax = isToBeAnswered ? 20 : 2;
    for (let times = 0; times < timesMax && since().length === 0; times += 1) {
      await world.time.pass(6_000);
    }
    return since();
  };

  test('quote, transfer and transaction can be asked for', async () => {
    const [quote] = told(payment, 'quotes');
    expect(await ask(`/quotes/${payment.quoteId}`)).toEqual([quote]);
    const [transfer] = await ask(`/transfers/${payment.transferId}`);
    expect(JSON.parse(transfer?.body ?? '{}')).toMatchObject({
      transferState: 'COMMITTED',
      fulfilment: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    });
    const [transaction] = await ask(`/transactions/${payment.transactionId}`);
    expect(JSON.parse(transaction?.body ?? '{}')).toEqual({
      transactionState: 'COMPLETED',
      completedTimestamp: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });

  test('a broker that is killed forgets nothing of it', async () => {
    const first = { quotes: told(payment, 'quotes')[0], transfers: told(payment, 'transfers')[0] };
    await world.killBroker();
    for (const resource of ['quotes', 'transfers'] as const) {
      const before = told(payment, resource).length;
      await repeat(payment, resource);
      // The hub's workers find their way back to the broker in their own time.
      await until('the repeat is answered', () => told(payment, resource).length > before);
      expect(told(payment, resource).slice(before)).toEqual([first[resource]]);
    }
  }, 240_000);

  test('once it is forgotten, nobody knows of it', async () => {
    await world.time.pass(15 * minuteMs);
    const quotes = await ask(`/quotes/${payment.quoteId}`);
    const transfers = await ask(`/transfers/${payment.transferId}`, false);
    const transactions = await ask(`/transactions/${payment.transactionId}`);
    expect(quotes.map(({ body }) => body)).toEqual([expect.stringContaining('"3205"')]);
    expect(transactions.map(({ body }) => body)).toEqual([expect.stringContaining('"3207"')]);
    // A switch would take "not found" for a refusal of the transfer.
    expect(transfers).toEqual([]);
  }, 240_000);
});

test.each([
  ['quotes', 6.5],
  ['transfers', 11.5],
] as const)(
  'POST /%s again that the engine takes for a new one, but holds back, is not lost and books nothing twice',
  async (resource, afterMinutes) => {
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    // The engine has forgotten the first message, and the first process has not ended.
    await world.time.pass(afterMinutes * minuteMs);
    await forgotten(resource, payment);
    expect(await repeat(payment, resource)).toEqual([]);
    const before = told(payment, resource).length;
    const isAnswered = () => told(payment, resource).length > before;
    expect(await world.time.passAtMost(2 * minuteMs, isAnswered)).toBe(true);
    await world.time.pass(2 * minuteMs);
    expect(await wrongs(world)).toEqual([]);
  },
  240_000,
);

test('a request that comes ten times at once starts one process', async () => {
  const payment = await world.prepare();
  const arrival = of(payment, 'hub', 'POST', { path: '/transfers' });
  world.gate.intercept({
    match: arrival,
    count: 1,
    handle: async ({ act, pass }) => {
      await Promise.all(Array.from({ length: 9 }, act));
      await pass();
    },
  });
  await world.request(payment);
  await world.end(payment);
  const asksOf = (path: string) =>
    world.gate.passages.filter(of(payment, 'buffalo', 'GET', { path })).length;
  // It is looked up once; then, to quote and to reserve, how the account stands is asked, once each.
  expect([asksOf('/parties/'), asksOf('/accounts/')]).toEqual([1, 3]);

  const quoteId = randomUUID();
  const body = requestOf(payment, 'quotes').replaceAll(payment.quoteId, quoteId);
  const posts = Array.from({ length: 10 }, () => world.callPayee('POST', '/quotes', body));
  expect(new Set(await Promise.all(posts))).toEqual(new Set([202]));
  await world.time.rest();
  const asked = { ...payment, transactionId: quoteId, quoteId, transferId: quoteId };
  expect(asksOf('/accounts/')).toBe(4);
  const answers = told(asked, 'quotes').filter(({ path }) => path.includes(quoteId));
  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers.map((one) => one.body)).size).toBe(1);
  expect(await wrongs(world)).toEqual([]);
}, 240_000);

/** What a real switch was seen to send, beside what the standard says. */
const oddities: readonly (readonly ['PUT' | 'PATCH', '' | '/error', unknown])[] = [
  ['PUT', '', { transferState: 'RESERVED' }],
  ['PUT', '/error', undefined],
  ['PUT', '/error', { transferState: 'RESERVED', fulfilment: 'x'.repeat(43) }],
  ['PUT', '/error', { errorInformation: { errorCode: '9999', errorDescription: 'of no table' } }],
  ['PUT', '', { errorInformation: { errorCode: '3303', errorDescription: 'Expired' } }],
  ['PUT', '/error', { errorInformation: { errorCode: '3208', errorDescription: 'Not found' } }],
];
const aborted = { transferState: 'ABORTED', completedTimestamp: '2026-11-21 09:05:15.000' };

describe('the oddities of a real switch', () => {
  const send = async (payment: Payment, list: typeof oddities) => {
    const statuses = new Set<number>();
    for (const [method, error, body] of list) {
      for (const to of ['lion', 'buffalo'] as const) {
        const path = `/transfers/${payment.transferId}${error}`;
        const text = body === undefined ? undefined : JSON.stringify(body);
        statuses.add(await world.callHub({ method, path, body: text, from: 'Hub', to }));
      }
    }
    expect([...statuses]).toEqual([200]);
  };

  test.each(oddities)(
    '%s /transfers/{ID}%s %j in the middle decides nothing',
    async (...odd) => {
      const payment = await world.prepare();
      world.gate.intercept({
        match: of(payment, 'hub', 'POST', { path: '/transfers' }),
        count: 1,
        handle: async ({ act, pass }) => {
          await act();
          await send(payment, [odd]);
          await pass();
        },
      });
      await world.request(payment);
      await world.end(payment);
      expect(world.heard.states(payment.transactionId)).toEqual(['COMMITTED']);
      expect(await wrongs(world)).toEqual([]);
    },
    60_000,
  );

  test('after the end, ABORTED and a date that is not ISO 8601 among them, change nothing', async () => {
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    const late = [...oddities, ['PUT', '', aborted], ['PATCH', '', aborted]] as const;
    await send(payment, late);
    await world.time.rest();
    await world.time.pass(minuteMs);
    expect(world.heard.states(payment.transactionId)).toEqual(['COMMITTED']);
    expect(await wrongs(world)).toEqual([]);
  }, 240_000);
});

describe('when the hub is killed with the default timers', () => {
  /** So many at a time: they are held for real, and their requests have time-outs. */
  const atOnce = 6;
  /** The engine's time is at least the real one: a machine that needs longer than this lets quotes expire. */
  const realMsMax = 25_000;
  const triesMax = 3;
  const paid = steps.filter(({ ends }) => ends === 'COMMITTED');
  const interrupted: Interrupted[] = [];

  beforeAll(async () => {
    for (let from = 0; from < paid.length; from += atOnce) {
      interrupted.push(...(await killedAt(paid.slice(from, from + atOnce))));
    }
  }, 900_000);

  async function killedAt(some: typeof steps): Promise<Interrupted[]> {
    for (let tries = 1; ; tries += 1) {
      const startedMs = Date.now();
      const these = await interruptAll(world, some);
      const back = await killInTheMiddle(world, these, 10 * minuteMs);
      if (back.getTime() - startedMs <= realMsMax || tries === triesMax) return these;
    }
  }

  test.each(paid)('$job, $asks: the payment is made', (step) => {
    const found = interrupted.find((one) => one.step === step);
    const [last] = world.heard.of(found?.payment.transactionId ?? '').slice(-1);
    expect(last).toMatchObject({ state: 'COMMITTED' });
  });

  test('the money is where it must be', async () => {
    expect(await wrongs(world)).toEqual([]);
  });
});
