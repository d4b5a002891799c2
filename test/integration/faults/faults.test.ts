/**
 * What goes wrong in the middle of payments, on a real broker: whatever it is, each payment ends one way,
 * its payer hears how, and no money is made, lost or held for ever.
 */
import { callbackCases, toHub, toSwitch } from './callbacks';
import { soon, until } from '../../kit/faults/engine-time';
import { fineractCases } from './fineract';
import { wrongs } from '../../kit/faults/money';
import { becomePatient } from '../../kit/faults/patient';
import { of, type Payment } from '../../kit/faults/payments';
import { lose } from '../../kit/faults/spoil';
import { interruptAll, steps, type Interrupted } from '../../kit/faults/steps';
import { storm } from './storm';
import { World } from '../../kit/faults/world';
import { startKafka, type Kafka } from '../../kit/stack/kafka';
import { storyOf, type } from './stories';

/** One stack for all: each payment has accounts of its own. */
let world: World;
/** Where operators see what waits for them. */
let kafka: Kafka;

beforeAll(async () => {
  kafka = await startKafka();
  world = await World.start(undefined, undefined, {
    hubEnvironment: {
      KAFKA_BROKERS: kafka.brokers,
      DECISION_RELAY_KAFKA: 'true',
      DECISION_RELAY_LOOK_EVERY_S: '3',
    },
  });
}, 600_000);

afterAll(async () => {
  await world.stop();
  await kafka.stop();
}, 240_000);

const lastHeard = (payment: Payment | undefined) => world.heard.last(payment?.transactionId ?? '');

const otherAmount = { amount: { amount: '7', currency: 'TZS' } };

test('20 requests with one clientCorrelationId at once are one payment', async () => {
  const payment = await world.prepare();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.requestUntilHeard(payment)),
  );
  await world.end(payment);
  for (const { status, transactionId } of answers) {
    expect(transactionId).toBe(payment.transactionId);
    // One that is late enough hears that it is paid.
    expect([200, 202]).toContain(status);
  }
  expect(await wrongs(world)).toEqual([]);
}, 240_000);

test('another request under the clientCorrelationId of a payment that has ended starts none', async () => {
  const payment = await world.prepare();
  await world.request(payment);
  await world.end(payment);
  expect((await world.requestUntilHeard(payment, otherAmount)).status).toBe(409);
  expect(await world.requestUntilHeard(payment)).toEqual({
    status: 200,
    transactionId: payment.transactionId,
  });
  await world.time.rest();
  expect(world.heard.of(payment.transactionId)).toHaveLength(1);
  expect(await wrongs(world)).toEqual([]);
}, 240_000);

test('a payment whose payer is never reached is paid all the same, and leaves nothing behind', async () => {
  const payment = await world.prepare({ isDeaf: true });
  const telling = of(payment, 'app', 'POST');
  lose(world, telling, Infinity);
  await world.request(payment);
  // Where the app's circuit breaker has opened it counts real time, of which half an hour of the engine's takes little.
  const isGivenUp = () =>
    world.engineRecords.some(({ value }) => value.elementId === 'paidNotTold');
  expect(await world.time.passAtMost(90 * 60_000, () => Promise.resolve(isGivenUp()))).toBe(true);
  await world.time.rest();
  expect(await wrongs(world)).toEqual([]);
}, 300_000);

test('a payment within one DFSP is refused before anything is held', async () => {
  const payment = await world.prepare({ isWithinOneDfsp: true });
  await world.request(payment);
  await world.end(payment);
  expect(world.heard.of(payment.transactionId)).toMatchObject([
    { state: 'ABORTED', error: { code: '4102' } },
  ]);
  const moved = of(payment, 'lion', 'POST', { path: '/transfers' });
  expect(world.gate.passages.filter(moved)).toEqual([]);
  expect(await wrongs(world)).toEqual([]);
}, 240_000);

interface Case {
  readonly what: string;
  readonly ends: 'COMMITTED' | 'ABORTED';
  readonly arrange: (world: World, payment: Payment) => Promise<void> | void;
}

/** A payment for each case, all at once. */
async function play(cases: readonly Case[]): Promise<Map<Case, Payment>> {
  const payments = new Map<Case, Payment>();
  for (const one of cases) {
    const payment = await world.prepare();
    payments.set(one, payment);
    await one.arrange(world, payment);
    await world.request(payment);
  }
  await world.end(...payments.values());
  return payments;
}

describe('when messages between hub and switch go wrong', () => {
  let payments: ReadonlyMap<Case, Payment>;

  beforeAll(async () => {
    payments = await play(callbackCases);
  }, 600_000);

  test.each(callbackCases)('$what: the payment ends right', (one) => {
    expect(lastHeard(payments.get(one))).toBe(one.ends);
  });

  test('no hold is released before the switch has said that the transfer is off', () => {
    const verdicts = [...payments.values()]
      .map((payment) => world.verdictBeforeRelease(payment))
      .filter((verdict) => verdict !== undefined);
    const isOff: unknown = expect.stringMatching(/"ABORTED"|"3208"/);
    expect(verdicts).toEqual(verdicts.map(() => isOff));
    expect(verdicts).toHaveLength(8);
  });

  test('what comes when all is over changes nothing', async () => {
    await world.deliverPostponed();
    await world.stack.switch.client.replay(30);
    await world.time.rest();
    expect(await wrongs(world)).toEqual([]);
  }, 240_000);
});

describe("when the switch's verdict is never heard", () => {
  let unknownToPayer: readonly [Payment, Payment, Payment];
  let unknownToPayee: readonly [Payment, Payment, Payment, Payment];

  beforeAll(async () => {
    const prepare = () => world.prepare();
    unknownToPayer = [await prepare(), await prepare(), await prepare()];
    unknownToPayee = [await prepare(), await prepare(), await prepare(), await prepare()];
    for (const one of unknownToPayer) lose(world, toHub.verdict(one), Infinity);
    for (const one of unknownToPayee) lose(world, toHub.payeesVerdict(one), Infinity);
    // The third never comes to the payee: the switch undoes it.
    for (const one of unknownToPayer.slice(2)) lose(world, toHub.transfer(one));
    // Nor have these a fulfilment.
    for (const one of unknownToPayee.slice(2)) lose(world, toSwitch.answer(one), Infinity);
    for (const one of [...unknownToPayer, ...unknownToPayee]) await world.request(one);
    await world.time.passUntil('the payers are told, the payees have asked often enough', () => {
      const told = unknownToPayer.map(lastHeard);
      const asked = unknownToPayee.map((one) => world.timesAsked(one, 'buffalo'));
      return told.every((state) => state === 'PENDING') && asked.every((times) => times >= 10);
    });
    // For the answer to the last question not to come.
    await world.time.pass(15_000);
  }, 600_000);

  test('the money stays held, and no end is told', async () => {
    const { control } = world.stack.fineract.lion;
    const accounts = unknownToPayer.map(({ payer }) => control.account(payer.accountId));
    const held = (await Promise.all(accounts)).map(({ onHold }) => onHold);
    expect(held).toEqual(unknownToPayer.map(({ amount }) => amount));
    expect(unknownToPayer.map(lastHeard)).toEqual(['PENDING', 'PENDING', 'PENDING']);
  });

  test('what the operator books or releases ends so, and the rest by itself once the switch is heard', async () => {
    const [toBook, , toRelease] = unknownToPayer;
    const [toCredit, , toUndo, toReverse] = unknownToPayee;
    await world.decide(toBook, 'payer', 'book');
    await world.decide(toCredit, 'payee', 'book');
    await world.decide(toUndo, 'payee', 'book');
    for (const block of storyOf(1)) await type(block, toRelease, kafka);
    const [credit = [], reverse = [], seen = []] = storyOf(3);
    await type(credit, toReverse, kafka);
    await type(reverse, toReverse, kafka);
    // The switch is asked first, and says nothing.
    await world.time.pass(15_000);
    await type(seen, toReverse, kafka);
    world.gate.clear();
    await world.end(...unknownToPayer, ...unknownToPayee);
    // For what the payees' banks have still to hear of.
    await world.time.pass(60_000);
    expect(unknownToPayer.map(lastHeard)).toEqual(['COMMITTED', 'COMMITTED', 'ABORTED']);
    expect(unknownToPayee.slice(2).map(lastHeard)).toEqual(['ABORTED', 'ABORTED']);
    expect(await wrongs(world)).toEqual([]);
  }, 600_000);

  test('an error after the payee had booked is asked about, and the debit made when Fineract takes it', async () => {
    const payment = await world.prepare();
    const { control } = world.stack.fineract.lion;
    const { accountId } = payment.payer;
    world.gate.intercept({
      ...{ match: toSwitch.transfer(payment), count: 1 },
      handle: async ({ pass }) => {
        await control.changeAccount({ accountId, subStatus: 'BLOCK_DEBIT' });
        await pass();
      },
    });
    lose(world, toHub.verdict(payment));
    await world.request(payment);
    await world.time.rest();
    const error = { errorInformation: { errorCode: '5000', errorDescription: 'Payee error' } };
    await world.callHub({
      ...{
        method: 'PUT',
        path: `/transfers/${payment.transferId}/error`,
        from: 'buffalo',
        to: 'lion',
      },
      body: JSON.stringify(error),
    });
    await becomePatient(world, [payment]);
    const [look = [], decide = []] = storyOf(2);
    await type(look, payment, kafka);
    await control.changeAccount({ accountId, subStatus: 'NONE' });
    await type(decide, payment, kafka);
    await world.end(payment);
    expect(lastHeard(payment)).toBe('COMMITTED');
    expect(await wrongs(world)).toEqual([]);
  }, 600_000);
});

describe('when Fineract is in trouble', () => {
  let payments: ReadonlyMap<Case, Payment>;

  beforeAll(async () => {
    payments = await play(fineractCases);
  }, 600_000);

  test.each(fineractCases)('$what: the payment ends right', (one) => {
    expect(lastHeard(payments.get(one))).toBe(one.ends);
  });

  test('the money is where it must be', async () => {
    expect(await wrongs(world)).toEqual([]);
  });
});

describe.each(['before', 'after'] as const)(
  'when the hub is killed in the middle of a step, %s the peer has acted',
  (moment) => {
    let interrupted: readonly Interrupted[];
    let transferArrived: Payment;
    const repeats: number[] = [];

    const repeat = async (): Promise<void> => {
      for (const { step, payment } of interrupted) {
        if (step.job !== 'ams:block-funds:1') continue;
        repeats.push((await world.requestUntilHeard(payment)).status);
        repeats.push((await world.requestUntilHeard(payment, otherAmount)).status);
      }
    };

    // One kill for all payments: each of them is in the middle of another step.
    beforeAll(async () => {
      transferArrived = await world.prepare();
      interrupted = await interruptAll(world);
      const arrival = world.gate.hold(of(transferArrived, 'hub', 'POST', { path: '/transfers' }));
      await world.request(transferArrived);
      const { act } = await soon('the transfer arrived', arrival.first);
      if (moment === 'after') {
        for (const { hold } of interrupted) await (await hold.first).act();
        await world.time.rest();
      }
      await repeat();
      // Two jobs ask nobody. These requests begin channel:answer-state:1; fee-rules:evaluate:1 follows on the
      // steps that others are in the middle of: what it must come to stands in fees.ts.
      const cutOff = interrupted.map(({ payment }) =>
        world.request(payment).catch(() => undefined),
      );
      await act();
      await world.killHub(async () => {
        const holds = [arrival, ...interrupted.map(({ hold }) => hold)];
        await Promise.all(holds.map((hold) => hold.letGo('cut')));
      });
      await Promise.all(cutOff);
      await repeat();
      await world.end(transferArrived, ...interrupted.map(({ payment }) => payment));
    }, 600_000);

    test.each(steps)('$job, $asks: the payment ends right', (step) => {
      const found = interrupted.find((one) => one.step === step);
      expect(lastHeard(found?.payment)).toBe(step.ends);
    });

    test('a repeated request is the same payment, and another one is refused, before and after', () => {
      const [, , after] = repeats;
      // 200: it has ended before it is repeated.
      expect(after === 200 || after === 202).toBe(true);
      expect(repeats).toEqual([202, 409, after, 409]);
    });

    test('the money is where it must be', async () => {
      expect(await wrongs(world)).toEqual([]);
    });
  },
);

describe('when the broker is killed', () => {
  const answers: number[] = [];
  let payments: readonly Payment[];

  // Each payment is in the middle of another step when it happens.
  beforeAll(async () => {
    const requested = await world.prepare();
    const interrupted = await interruptAll(world);
    payments = [requested, ...interrupted.map(({ payment }) => payment)];
    await world.killBroker(async () => {
      // The peers answer the one half while the engine is away, the other half when it is back.
      const now = interrupted.filter((_, index) => index % 2 === 0);
      await Promise.all(now.map(({ hold }) => hold.letGo('pass')));
      answers.push((await world.request(requested)).status);
    });
    await Promise.all(interrupted.map(({ hold }) => hold.letGo('pass')));
    // An engine that is back has much to catch up with, and may say so again.
    await until('the request is taken', async () => {
      answers.push((await world.request(requested)).status);
      return answers.at(-1) !== 503;
    });
    await world.end(...payments);
  }, 600_000);

  test('all payments that were under way end right', async () => {
    const ends: unknown[] = payments.map(lastHeard);
    expect(ends.filter((state) => state !== 'COMMITTED' && state !== 'ABORTED')).toEqual([]);
    expect(await wrongs(world)).toEqual([]);
  });

  test('a request meanwhile is told to come again, and is one payment then', () => {
    expect([answers[0], answers.at(-1)]).toEqual([503, 202]);
  });
});

/** FAULT_ROUNDS storms, from FAULT_SEED on: `make faults`. */
const rounds = Number(process.env['FAULT_ROUNDS'] ?? '1');
const firstSeed = Number(process.env['FAULT_SEED'] ?? '1');

test.each(Array.from({ length: rounds }, (_, index) => firstSeed + index))(
  'all payments end right in a storm of random faults, seed %i',
  async (seed) => {
    await storm(world, seed);
    expect(await wrongs(world)).toEqual([]);
  },
  300_000,
);
