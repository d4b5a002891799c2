/** Stuck money calls a person: the role as it runs, and a pager that hears it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { IndexerProgress } from '../../connectors/operations/on-call/indexer-progress';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { startMailbox, type Mailbox } from '../kit/mailbox';
import { lookEveryMs, OnCallWorld, startPager, topics, type Pager } from '../kit/parts/on-call';

const minuteMs = 60_000;

let pager: Pager;
let world: OnCallWorld;

beforeEach(async () => {
  pager = await startPager();
  world = new OnCallWorld({ pager });
});
afterEach(async () => {
  await world.close();
  await pager.close();
});

const heardBy = (path: string) => pager.heard.filter((one) => one.path === `/${path}`);
/** Of real sockets: waits for them, but not for ever. */
const eventually = async (isSo: () => boolean | Promise<boolean>) => {
  const deadlineMs = Date.now() + 10_000;
  while (!(await isSo()) && Date.now() < deadlineMs) await pause(2);
  expect(await isSo()).toBe(true);
};
const heard = async (count: number) => {
  await eventually(() => pager.heard.length >= count);
  return pager.heard;
};

describe('a payment that waits for longer than the limit', () => {
  test('calls who is on duty, signed, with what is stuck, how much, since when and what to do', async () => {
    await world.start();
    await world.wait('t-1');
    await world.wait('t-2', { amount: { amount: '40', currency: 'USD' } });
    await world.wait('t-3', { amount: { amount: '0.75', currency: 'TZS' } });
    await world.pass(10 * minuteMs);
    expect(pager.heard).toEqual([]);
    await world.pass(minuteMs);
    const [call] = await heard(1);
    expect(call).toMatchObject({ path: '/amina', isSigned: true });
    expect(call?.body.data).toMatchObject({
      ...{ tenant: 'lion', number: 1, payments: 3, called: ['amina'], more: 0 },
      totals: [
        { amount: '101.25', currency: 'TZS' },
        { amount: '40', currency: 'USD' },
      ],
      summary: 'lion: 3 payments of 101.25 TZS, 40 USD; stuck for 10 min',
    });
    expect(call?.body.text).toContain('See that the switch answers.');
    expect(await world.metric('hub_on_call_stuck', { tenant: 'lion', kind: 'waiting' })).toBe(3);
  });

  test('calls again each quarter of an hour, further people too, until somebody has taken it', async () => {
    await world.start();
    const matter = await world.wait('t-1');
    await world.pass(42 * minuteMs);
    await heard(4);
    expect(heardBy('amina').map(({ body }) => body.data.number)).toEqual([1, 2, 3]);
    expect(heardBy('juma').map(({ body }) => body.data.number)).toEqual([3]);
    expect(new Set(heardBy('amina').map(({ id }) => id)).size).toBe(3);
    await world.act('take', matter);
    await world.pass(50 * minuteMs);
    expect(pager.heard).toHaveLength(4);
    expect(await world.metric('hub_on_call_stuck_untaken', { tenant: 'lion' })).toBe(0);
    await world.act('let-go', matter);
    await world.pass(minuteMs);
    await heard(6);
    expect(heardBy('amina').at(-1)?.body.data.number).toBe(4);
  });

  test('is quiet as soon as it is settled', async () => {
    await world.start();
    await world.wait('t-1');
    await world.pass(11 * minuteMs);
    await heard(1);
    await world.wait('t-1', { state: 'settled' });
    await world.pass(60 * minuteMs);
    expect(pager.heard).toHaveLength(1);
  });
});

test('500 that are stuck at once are one call, with their exact sum', async () => {
  await world.start();
  for (let at = 0; at < 500; at += 1) {
    await world.wait(`t-${at}`, { amount: { amount: '0.1', currency: 'USD' } });
  }
  await world.pass(12 * minuteMs);
  await heard(1);
  expect(pager.heard).toHaveLength(1);
  expect(pager.heard[0]?.body.data).toMatchObject({
    ...{ payments: 500, more: 490 },
    totals: [{ amount: '50', currency: 'USD' }],
  });
});

describe('a call that is not taken', () => {
  test('comes again with the same id and the same words, and the next people are called at once', async () => {
    await world.start();
    await world.wait('t-1');
    pager.status = 503;
    await world.pass(10 * minuteMs + lookEveryMs);
    // Nobody has repeated anything yet: juma is called because amina cannot be.
    await heard(2);
    expect(pager.heard.map(({ path }) => path)).toEqual(['/amina', '/juma']);
    await world.pass(lookEveryMs);
    expect(await world.metric('hub_on_call_unreached')).toBe(1);
    pager.status = 204;
    await world.pass(2 * minuteMs);
    const taken = () => world.metric('hub_on_call_attempts_total', { result: 'taken' });
    await eventually(async () => (await taken()) === 2);
    const { length } = pager.heard;
    expect(length).toBeGreaterThanOrEqual(4);
    expect(new Set(pager.heard.map(({ id }) => id)).size).toBe(1);
    expect(new Set(pager.heard.map(({ text }) => text)).size).toBe(1);
    expect(await world.metric('hub_on_call_unreached')).toBe(0);
    await world.pass(10 * minuteMs);
    expect(pager.heard).toHaveLength(length);
  });
});

test('a chat that takes a call is no person: the next people are called all the same', async () => {
  await world.close();
  const chat = { url: `${pager.url}/chat`, secret: pager.secret };
  world = new OnCallWorld({ pager, section: { webhooks: { chat } } });
  for (const person of ['/amina', '/juma']) pager.refusedPaths.add(person);
  await world.start();
  await world.wait('t-1');
  await world.pass(10 * minuteMs + lookEveryMs);
  await heard(3);
  expect(pager.heard.map(({ path }) => path).toSorted()).toEqual(['/amina', '/chat', '/juma']);
  await world.pass(lookEveryMs);
  expect(await world.metric('hub_on_call_unreached')).toBe(1);
});

describe('a process that is killed', () => {
  test('while a call is under way leaves it to the next one: the same id, the same words', async () => {
    await world.start('one');
    await world.wait('t-1');
    pager.silentPaths.add('/amina');
    await world.pass(11 * minuteMs);
    await heard(1);
    world.kill('one');
    pager.silentPaths.clear();
    await world.start('two');
    // Until the lease of the one before is over nobody knows that it is dead.
    await world.pass(2 * minuteMs);
    await heard(2);
    const [first, again] = pager.heard;
    expect(again).toEqual(first);
    await world.pass(10 * minuteMs);
    expect(pager.heard).toHaveLength(2);
  });

  test('when somebody has been reached, and it could not say that the call is over, has nobody else called', async () => {
    const sinceMs = world.nowMs;
    const at = new Date(sinceMs).toISOString();
    const call = {
      ...{ kind: 'call', version: 1, tenant: 'lion', at, number: 1, subject: 's', text: 't' },
      ...{ body: '{}', callId: '00000000-0000-4000-8000-000000000001', stepsCalled: 1 },
      ...{ steps: [['amina'], ['juma'], []], reached: ['amina by webhook'], isOver: false },
      until: new Date(sinceMs + 15 * minuteMs).toISOString(),
    };
    world.kafka.addTopic(topics.calls, 1);
    const key = `call:${call.callId}`;
    world.kafka.append({ topic: topics.calls, key, value: JSON.stringify(call) });
    await world.start();
    const isOver = () =>
      world.kafka
        .partitions(topics.calls)
        .flat()
        .some((one) => one.key === key && one.value?.includes('"isOver":true') === true);
    await eventually(isOver);
    await world.pass(2 * minuteMs);
    expect(pager.heard).toEqual([]);
    expect(await world.metric('hub_on_call_unreached')).not.toBe(1);
  });

  test('has what it has called remembered: nobody is called anew before the interval is over', async () => {
    await world.start('one');
    await world.wait('t-1');
    await world.pass(11 * minuteMs);
    await heard(1);
    await world.pass(lookEveryMs);
    world.kafka.compact(topics.calls);
    world.kill('one');
    await world.start('two');
    await world.pass(13 * minuteMs);
    expect(pager.heard).toHaveLength(1);
    await world.pass(2 * minuteMs);
    await heard(2);
    expect(pager.heard[1]?.body.data.number).toBe(2);
  });

  test('is followed by the other replica, and of two that run one calls', async () => {
    await world.start('one');
    await world.start('two');
    await world.wait('t-1');
    await world.pass(30 * minuteMs);
    await heard(2);
    expect(pager.heard.map(({ body }) => body.data.number)).toEqual([1, 2]);
    world.kill('one');
    await world.pass(15 * minuteMs);
    await heard(4);
    expect(pager.heard.map(({ path }) => path)).toEqual(['/amina', '/amina', '/amina', '/juma']);
  });
});

describe('a process that is stopped', () => {
  test('while a call is under way leaves it to the next one at once: the same id, the same words', async () => {
    await world.start('one');
    await world.wait('t-1');
    pager.silentPaths.add('/amina');
    await world.pass(11 * minuteMs);
    await heard(1);
    await world.stop('one');
    pager.silentPaths.clear();
    await world.start('two');
    await world.pass(lookEveryMs);
    await heard(2);
    const [first, again] = pager.heard;
    expect(again).toEqual(first);
  });

  test('while a call is under way and Kafka says nothing waits for neither without end', async () => {
    await world.start();
    await world.wait('t-1');
    pager.silentPaths.add('/amina');
    await world.pass(11 * minuteMs);
    await heard(1);
    world.kafka.silence = new Promise(() => undefined);
    expect(await world.timeToStopMs('one')).toBeLessThanOrEqual(20_000);
  });

  test('while Kafka has not been reached, and says nothing now, does not wait for it without end', async () => {
    world.kafka.breakDown();
    await world.start();
    world.kafka.silence = new Promise(() => undefined);
    expect(await world.timeToStopMs('one')).toBeLessThanOrEqual(20_000);
  });
});

describe('a payment that nobody has been asked about', () => {
  /** The payer's side of a real payment, up to and with one thing that happened to it. */
  function paymentUntil(kind: PaymentEvent['kind'], side: 'payer' | 'payee' = 'payer') {
    const events = eventsOfRecordings();
    const booked = events.find((one) => one.kind === (side === 'payer' ? 'booked' : 'credited'));
    const own = events.filter(
      (one) => one.transactionId === booked?.transactionId && one.side === side,
    );
    const until = own.slice(0, own.findIndex((one) => one.kind === kind) + 1);
    return until.map((one) => ({ ...one, tenant: 'lion' }));
  }
  const all = (side?: 'payer' | 'payee') =>
    paymentUntil(side === 'payee' ? 'credited' : 'booked', side);

  const begin = async (events: readonly PaymentEvent[]) => {
    await world.close();
    world = new OnCallWorld({ pager }, Date.parse(events.at(-1)?.occurredAt ?? ''));
    await world.start();
    await world.index(events);
  };

  test('and whose money is held for too long calls, with what is held', async () => {
    const events = paymentUntil('held');
    await begin(events);
    await world.pass(15 * minuteMs);
    expect(pager.heard).toEqual([]);
    await world.pass(minuteMs);
    const [call] = await heard(1);
    const { transferId, amount } = events.at(-1) ?? {};
    expect(call?.body.data['stuck']).toEqual([
      expect.objectContaining({ kind: 'held', side: 'payer', transferId, amount }),
    ]);
    expect(call?.body.data.totals).toEqual([amount]);
  });

  test.each([
    ['payer', 'sent-to-switch'],
    ['payee', 'transfer-accepted'],
  ] as const)(
    'and whose outcome at the switch the %s’s side does not know calls',
    async (side, kind) => {
      await begin(paymentUntil(kind, side));
      await world.pass(16 * minuteMs);
      const [call] = await heard(1);
      expect(call?.body.data['stuck']).toEqual([
        expect.objectContaining({ kind: 'unknown', side }),
      ]);
    },
  );

  test('calls nobody once it has ended, nor while another tenant’s does not', async () => {
    await begin(all());
    await world.index(all('payee'));
    await world.index(paymentUntil('held').map((one) => ({ ...one, tenant: 'buffalo' })));
    await world.pass(40 * minuteMs);
    expect(pager.heard).toEqual([]);
  });

  test('is in the hands of whoever has taken it as such', async () => {
    const events = paymentUntil('held');
    await begin(events);
    const { transferId = '', occurredAt: since = '' } = events.at(-1) ?? {};
    await world.act('take', { tenant: 'lion', kind: 'payment', side: 'payer', transferId, since });
    await world.pass(30 * minuteMs);
    expect(pager.heard).toEqual([]);
  });
});

describe('who cannot see', () => {
  test('whether money is held for too long says so, and still calls for what waits', async () => {
    await world.start();
    await world.wait('t-1');
    world.elasticsearch.isDown = true;
    await world.pass(11 * minuteMs);
    await heard(1);
    await world.pass(6 * minuteMs);
    await heard(2);
    expect(pager.heard[1]?.body.data.summary).toContain(
      'the hub cannot see whether money is stuck',
    );
    expect(pager.heard[1]?.body.text).toContain('Elasticsearch does not answer');
    world.elasticsearch.isDown = false;
    await world.wait('t-1', { state: 'settled' });
    await world.pass(40 * minuteMs);
    expect(pager.heard).toHaveLength(2);
  });

  test('Kafka goes on calling for what was known, and says that no more is seen', async () => {
    await world.start();
    await world.wait('t-1');
    await world.pass(11 * minuteMs);
    await heard(1);
    world.kafka.breakDown();
    await world.pass(20 * minuteMs);
    await heard(3);
    expect(pager.heard.map(({ body }) => body.data.number)).toEqual([1, 2, 1]);
    expect(pager.heard[2]?.body.text).toContain('Kafka does not answer');
    expect(new Set(pager.heard.map(({ id }) => id)).size).toBe(3);
  });
});

describe('stores that answer, and to which nobody writes', () => {
  test('an indexer that reads no more is called for, until it has read what there is', async () => {
    await world.start();
    await world.happens({ isIndexed: true });
    await world.pass(20 * minuteMs);
    expect(pager.heard).toEqual([]);
    await world.happens({ isIndexed: false });
    await world.pass(14 * minuteMs);
    expect(pager.heard).toEqual([]);
    await world.pass(2 * minuteMs);
    await heard(1);
    expect(pager.heard[0]?.body.text).toContain('the role indexer does not bring it');
    world.indexerReads();
    await world.pass(40 * minuteMs);
    expect(pager.heard).toHaveLength(1);
  });

  test('a decision relay that was there and looks no more is called for', async () => {
    await world.start();
    await world.relayLooks();
    await world.pass(14 * minuteMs);
    await world.relayLooks();
    await world.pass(14 * minuteMs);
    expect(pager.heard).toEqual([]);
    await world.pass(3 * minuteMs);
    await heard(1);
    expect(pager.heard[0]?.body.text).toContain('the role decision-relay tells it nothing');
  });

  test('one that never said so, of an older build, is none that is dead', async () => {
    await world.start();
    await world.pass(60 * minuteMs);
    expect(pager.heard).toEqual([]);
  });

  test('what only ends a transaction is nothing that the indexer has not read', async () => {
    const marked = {
      endOffsets: () => Promise.resolve(new Map([[0, 5]])),
      committedOffsets: () => Promise.resolve(new Map([[0, 4]])),
      read: async function* () {
        await Promise.resolve();
        yield* [];
      },
    };
    const progress = new IndexerProgress(marked, { topic: 'events', groupId: 'indexer' });
    expect(await progress.look(0)).toBeUndefined();
    expect(await progress.look(40_000)).toBe(40_000);
  });
});

describe('a Kafka that is away when the role starts', () => {
  test('keeps it from nothing: it says so in its health, and reads on once Kafka is there', async () => {
    world.kafka.breakDown();
    await world.start();
    expect(await world.health('topics')).toContain('has not been reached since the start');
    world.kafka.isDown = false;
    await world.pass(lookEveryMs);
    await world.wait('t-1');
    await world.pass(12 * minuteMs);
    await heard(1);
    expect(await world.health('topics')).toBe('well');
  });

  test('and stays away is called for, for nobody else may be there to call', async () => {
    world.kafka.breakDown();
    await world.start();
    await world.pass(17 * minuteMs);
    await heard(1);
    expect(pager.heard[0]?.body.text).toContain('Kafka does not answer');
    expect(pager.heard[0]?.body.text).not.toContain('decision-relay');
  });
});

describe('by e-mail', () => {
  let mailbox: Mailbox;
  const email = (name: string) => ({ email: `${name}@lion.example` });

  beforeEach(async () => {
    mailbox = await startMailbox();
    await world.close();
    world = new OnCallWorld({
      pager,
      settings: {
        ...{ ON_CALL_SMTP_HOST: '127.0.0.1', ON_CALL_SMTP_PORT: String(mailbox.port) },
        ...{ ON_CALL_SMTP_TLS: 'none', ON_CALL_MAIL_FROM: 'hub@lion.example' },
        OPERATIONS_PAGE_URL: 'https://operations.lion.example/',
      },
      section: {
        people: {
          amina: {
            ...email('amina'),
            webhook: { url: `${pager.url}/amina`, secret: pager.secret },
          },
          juma: email('juma'),
        },
        timeZone: 'Africa/Dar_es_Salaam',
      },
    });
    await world.start();
  });
  afterEach(() => mailbox.close());

  test('a call says what a person needs who is woken by it, and names no customer', async () => {
    await world.wait('t-1');
    await world.wait('t-2', {
      amount: null,
      whatToDo: 'See that Fineract answers.',
      what: 'it is not debited',
    });
    await world.pass(10 * minuteMs + lookEveryMs);
    await eventually(() => mailbox.mails.length === 1);
    const [mail] = mailbox.mails;
    expect(mail?.to).toEqual(['amina@lion.example']);
    expect(mail?.headers['subject']).toBe(
      'lion: 2 payments of 100.5 TZS (and 1 of unknown amount); stuck for 10 min',
    );
    expect(mail?.text)
      .toBe(`2 payments of 100.5 TZS (and 1 of unknown amount); stuck for 10 min. Nobody has taken it.
The oldest has been stuck since 05:00 (Africa/Dar_es_Salaam).

What it is:
 - 1 x the switch has not said how it ended
 - 1 x it is not debited

What to do first:
 1. Take it, so that nobody else is called: https://operations.lion.example/app/lion/system/calls
 2. See that the switch answers.
 3. See that Fineract answers.

All of it:
 - transfer t-1, payer, 100.5 TZS, since 05:00 (Africa/Dar_es_Salaam), the switch has not said how it ended
 - transfer t-2, payer, since 05:00 (Africa/Dar_es_Salaam), it is not debited

Called: amina. The next call comes at 05:25 (Africa/Dar_es_Salaam), unless somebody takes it.
\`hub waiting --tenant lion\` shows all that waits for a decision.
By a script it is taken with: POST https://operations.lion.example/tenants/lion/work/called/take
`);
    const [{ id, body } = { id: '', body: undefined }] = await heard(1);
    expect(mail?.headers['message-id']).toBe(`<${id}@payment-hub>`);
    expect(body?.data['link']).toBe('https://operations.lion.example/app/lion/system/calls');
  });

  test('a call arrives though the webhook does not, and nobody else is called', async () => {
    pager.status = 500;
    await world.wait('t-1');
    await world.pass(10 * minuteMs + lookEveryMs);
    const taken = () => world.metric('hub_on_call_attempts_total', { result: 'taken' });
    await eventually(async () => (await taken()) === 1);
    await world.pass(2 * minuteMs);
    expect(mailbox.mails.map(({ to }) => to)).toEqual([['amina@lion.example']]);
    expect(await world.metric('hub_on_call_unreached')).toBe(0);
  });

  test('who has no webhook is called when neither way reaches who is on duty', async () => {
    pager.status = 500;
    mailbox.unknown.add('amina@lion.example');
    await world.wait('t-1');
    await world.pass(10 * minuteMs + lookEveryMs);
    await eventually(() => mailbox.mails.length === 1);
    expect(mailbox.mails[0]?.to).toEqual(['juma@lion.example']);
  });
});

test('a Kafka that comes back is told what was called meanwhile, and nobody is called twice for it', async () => {
  await world.start('one');
  await world.wait('t-1');
  await world.pass(10 * minuteMs);
  world.kafka.isDown = true;
  await world.pass(minuteMs);
  await heard(1);
  world.kafka.isDown = false;
  await world.pass(minuteMs);
  world.kill('one');
  await world.start('two');
  await world.pass(11 * minuteMs);
  expect(pager.heard).toHaveLength(1);
  await world.pass(4 * minuteMs);
  await heard(2);
  expect(pager.heard.map(({ body }) => body.data.number)).toEqual([1, 2]);
});
