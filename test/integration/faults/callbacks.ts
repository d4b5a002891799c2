import { wrongs } from './money';
import { of, type Payment } from './payments';
import { lose, overtake, postpone, repeat } from './spoil';
import { blockPayee } from './steps';
import type { World } from './world';

type Later = () => Promise<unknown>;

interface Case {
  readonly what: string;
  readonly ends: 'COMMITTED' | 'ABORTED';
  /** Gives what is to happen when the payment has ended long since. */
  readonly arrange: (world: World, payment: Payment) => Later | Promise<unknown> | void;
}

const toSwitch = {
  lookUp: (payment: Payment) => of(payment, 'switch', 'GET', { path: '/parties/' }),
  quote: (payment: Payment) => of(payment, 'switch', 'POST', { path: '/quotes' }),
  transfer: (payment: Payment) => of(payment, 'switch', 'POST', { path: '/transfers' }),
  answer: (payment: Payment) =>
    of(payment, 'switch', 'PUT', { path: '/transfers/', from: 'buffalo' }),
};

const toHub = {
  party: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/parties/' }),
  quote: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/quotes/' }),
  transfer: (payment: Payment) => of(payment, 'hub', 'POST', { path: '/transfers' }),
  /** To the payer: PUT /transfers/{ID} and its /error. */
  verdict: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }),
  confirmation: (payment: Payment) => of(payment, 'hub', 'PATCH'),
  /** PATCH, and what GET is answered with. */
  payeesVerdict:
    (payment: Payment) =>
    (...[passage]: Parameters<ReturnType<typeof of>>): boolean =>
      of(payment, 'hub', 'PATCH')(passage) ||
      of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'buffalo' })(passage),
};

const early: readonly Case[] = [
  {
    what: 'the party is known before it is awaited',
    ends: 'COMMITTED',
    arrange: (world, payment) => overtake(world, toSwitch.lookUp(payment), toHub.party(payment)),
  },
  {
    what: 'the quote is there before it is awaited',
    ends: 'COMMITTED',
    arrange: (world, payment) => overtake(world, toSwitch.quote(payment), toHub.quote(payment)),
  },
  {
    what: 'the transfer is answered before the payer awaits it',
    ends: 'COMMITTED',
    arrange: (world, payment) =>
      overtake(world, toSwitch.transfer(payment), toHub.verdict(payment)),
  },
  {
    what: 'the transfer is confirmed before the payee awaits it',
    ends: 'COMMITTED',
    arrange: (world, payment) =>
      overtake(world, toSwitch.answer(payment), toHub.confirmation(payment)),
  },
];

const twice: readonly Case[] = [
  {
    what: 'everything that the switch sends comes twice',
    ends: 'COMMITTED',
    arrange: (world, payment) =>
      ['GET', 'POST', 'PUT', 'PATCH'].forEach((method) =>
        repeat(world, of(payment, 'hub', method)),
      ),
  },
  {
    what: 'everything that is sent to the switch arrives twice',
    ends: 'COMMITTED',
    arrange: (world, payment) =>
      ['GET', 'POST', 'PUT'].forEach((method) => repeat(world, of(payment, 'switch', method))),
  },
  {
    what: 'the refusal of the payee comes twice',
    ends: 'ABORTED',
    arrange: (world, payment) => {
      blockPayee(world, payment);
      repeat(world, toHub.verdict(payment));
    },
  },
];

const late: readonly Case[] = [
  {
    what: 'the party is told after its time-out',
    ends: 'COMMITTED',
    arrange: (world, payment) => postpone(world, toHub.party(payment)),
  },
  {
    what: 'the quote comes after its time-out',
    ends: 'ABORTED',
    arrange: (world, payment) => postpone(world, toHub.quote(payment)),
  },
  {
    what: 'the verdict comes to the payer when it has asked for it already',
    ends: 'COMMITTED',
    arrange: (world, payment) => postpone(world, toHub.verdict(payment)),
  },
  {
    what: 'the confirmation comes to the payee when it has asked for it already',
    ends: 'COMMITTED',
    arrange: (world, payment) => postpone(world, toHub.confirmation(payment)),
  },
  {
    what: 'the transfer comes to the payee when it has expired',
    ends: 'ABORTED',
    arrange: (world, payment) => postpone(world, toHub.transfer(payment)),
  },
  {
    what: "the payee's answer comes to the switch when the transfer has expired",
    ends: 'ABORTED',
    arrange: (world, payment) => postpone(world, toSwitch.answer(payment)),
  },
];

const lost: readonly Case[] = [
  {
    what: 'the verdict never comes to the payer',
    ends: 'COMMITTED',
    arrange: (world, payment) => lose(world, toHub.verdict(payment)),
  },
  {
    what: 'the confirmation never comes to the payee',
    ends: 'COMMITTED',
    arrange: (world, payment) => lose(world, toHub.confirmation(payment)),
  },
  {
    what: 'the transfer never comes to the payee',
    ends: 'ABORTED',
    arrange: (world, payment) => lose(world, toHub.transfer(payment)),
  },
  {
    what: 'the transfer never comes to the payee, nor its expiry to the payer',
    ends: 'ABORTED',
    arrange: (world, payment) => {
      lose(world, toHub.transfer(payment));
      lose(world, toHub.verdict(payment));
    },
  },
  {
    what: 'the switch takes the transfer and forgets it',
    ends: 'ABORTED',
    // 3208 is a verdict only when the transfer has expired and the switch has swept.
    arrange: (world, payment) => {
      postpone(world, toSwitch.transfer(payment));
    },
  },
  {
    what: "the payee's answer never comes to the switch",
    ends: 'ABORTED',
    arrange: (world, payment) => lose(world, toSwitch.answer(payment), Infinity),
  },
  {
    what: "the payee's refusal never comes to the payer",
    ends: 'ABORTED',
    arrange: (world, payment) => {
      blockPayee(world, payment);
      lose(world, toHub.verdict(payment));
    },
  },
];

/** The switch says 3208 of a transfer that it has: a real one does so while it works on it. */
async function denyTransfer(world: World, dfsp: 'lion' | 'buffalo', { transferId }: Payment) {
  await world.stack.switch.client.addFault({
    match: {
      direction: 'in',
      method: 'GET',
      resource: 'transfers',
      fsp: dfsp,
      id: transferId,
      count: 1,
    },
    effect: { kind: 'error-code', errorCode: '3208' },
  });
}

const denied: readonly Case[] = [
  {
    what: 'the switch does not know the transfer yet when the payer asks',
    ends: 'COMMITTED',
    arrange: (world, payment) => {
      lose(world, toHub.verdict(payment));
      return denyTransfer(world, 'lion', payment);
    },
  },
  {
    what: 'the switch does not know the transfer yet when the payee asks',
    ends: 'COMMITTED',
    arrange: (world, payment) => {
      lose(world, toHub.confirmation(payment));
      return denyTransfer(world, 'buffalo', payment);
    },
  },
];

const cases = [...early, ...twice, ...late, ...lost, ...denied];

/** What comes before it is awaited, twice, late or never. */
export function describeCallbacks(worldOf: () => World): void {
  describe('when messages between hub and switch go wrong', () => {
    const payments = new Map<Case, Payment>();
    const later: Later[] = [];

    beforeAll(async () => {
      const world = worldOf();
      for (const one of cases) {
        const payment = await world.prepare();
        payments.set(one, payment);
        const arranged = await one.arrange(world, payment);
        if (typeof arranged === 'function') later.push(arranged as Later);
        await world.request(payment);
      }
      await world.end(...payments.values());
    }, 240_000);

    test.each(cases)('$what: the payment ends right', (one) => {
      expect(worldOf().heard.last(payments.get(one)?.transactionId ?? '')).toBe(one.ends);
    });

    test('the money is where it must be', async () => {
      const world = worldOf();
      await world.time.passUntil('all credited', async () => (await wrongs(world)).length === 0);
    }, 120_000);

    test('no hold was released before the switch had said that the transfer is off', () => {
      const world = worldOf();
      const ended = [...payments].filter(([{ ends }]) => ends === 'ABORTED');
      const released = ended.filter(([, payment]) => world.released(payment));
      expect(
        released.map(([{ what }, payment]) => [what, world.verdictBeforeRelease(payment)]),
      ).toEqual(released.map(([{ what }]) => [what, expect.stringMatching(/ABORTED|3208|3303/)]));
      expect(released.length).toBeGreaterThan(5);
    });

    test('what comes when all is over changes nothing', async () => {
      const world = worldOf();
      world.gate.clear();
      for (const deliver of later) await deliver();
      await world.stack.switch.client.replay(30);
      await world.time.rest();
      expect(await wrongs(world)).toEqual([]);
    }, 60_000);
  });
}

export { toHub };
