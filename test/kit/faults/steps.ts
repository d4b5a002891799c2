import type { Hold, Match } from './gate';
import { of, type Payment, type Wish } from './payments';
import { lose } from './spoil';
import type { World } from './world';

/** A step of a payment that asks somebody. */
export interface Step {
  readonly job: string;
  /** What is asked. */
  readonly asks: string;
  readonly request: (payment: Payment) => Match;
  /** What the peer says later, by a request of its own; without it, it answers at once. */
  readonly callback?: (payment: Payment) => Match;
  /** How the payment ends, though the hub was killed here. */
  readonly ends: 'COMMITTED' | 'ABORTED';
  readonly wish?: Wish;
  /** What must go wrong for the payment to come to this step. */
  readonly arrange?: (world: World, payment: Payment) => void;
  /** Engine time must pass before. */
  readonly isLate?: boolean;
}

/** The payee's bank blocks the account when the payer's money is held already. */
export const blockPayee = (world: World, payment: Payment): void => {
  world.gate.intercept({
    match: of(payment, 'hub', 'POST', { path: '/transfers' }),
    count: 1,
    handle: async ({ pass }) => {
      const { accountId } = payment.payee;
      await world.stack.fineract.buffalo.control.changeAccount({
        accountId,
        subStatus: 'BLOCK_CREDIT',
      });
      await pass();
    },
  });
};

const payersSteps: readonly Step[] = [
  {
    job: 'mojaloop:look-up-participant:1',
    asks: 'GET /participants',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/participants/' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/participants/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:look-up-party:2',
    asks: 'GET /parties',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/parties/' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/parties/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'ams:quote-payer:1',
    asks: 'GET savingsaccounts',
    request: (payment) => of(payment, 'lion', 'GET', { path: '/savingsaccounts/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:request-quote:1',
    asks: 'POST /quotes',
    request: (payment) => of(payment, 'switch', 'POST', { path: '/quotes' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/quotes/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'channel:ask-payer:1',
    asks: 'POST to the app',
    request: (payment) => of(payment, 'app', 'POST', { says: 'WAITING_FOR_PAYER' }),
    ends: 'COMMITTED',
    wish: { askPayer: true },
  },
  {
    job: 'ams:block-funds:1',
    asks: 'PREPARE',
    request: (payment) => of(payment, 'lion', 'POST', { path: 'action=PREPARE' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:request-transfer:1',
    asks: 'POST /transfers',
    request: (payment) => of(payment, 'switch', 'POST', { path: '/transfers' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:ask-transfer-state:1',
    asks: 'GET /transfers by the payer',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/transfers/', from: 'lion' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }),
    ends: 'COMMITTED',
    arrange: (world, payment) =>
      lose(world, of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' })),
    isLate: true,
  },
  {
    job: 'ams:book-funds:1',
    asks: 'CREATE by the payer',
    request: (payment) => of(payment, 'lion', 'POST', { path: 'action=CREATE' }),
    ends: 'COMMITTED',
  },
  {
    job: 'ams:release-block:1',
    asks: 'RELEASE',
    request: (payment) => of(payment, 'lion', 'POST', { path: 'action=RELEASE' }),
    ends: 'ABORTED',
    arrange: blockPayee,
  },
  {
    job: 'channel:tell-payer:1',
    asks: 'POST to the app',
    request: (payment) => of(payment, 'app', 'POST', { says: 'COMMITTED' }),
    ends: 'COMMITTED',
  },
];

const payeesSteps: readonly Step[] = [
  {
    job: 'ams:find-party:1',
    asks: 'GET parties',
    request: (payment) => of(payment, 'buffalo', 'GET', { path: '/parties/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:answer-party:1',
    asks: 'PUT /parties',
    request: (payment) => of(payment, 'switch', 'PUT', { path: '/parties/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'ams:quote-payee:1',
    asks: 'GET accounts, to quote',
    request: (payment) => nthTime(2, of(payment, 'buffalo', 'GET', { path: '/accounts/' })),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:answer-quote:1',
    asks: 'PUT /quotes',
    request: (payment) => of(payment, 'switch', 'PUT', { path: '/quotes/' }),
    ends: 'COMMITTED',
  },
  {
    job: 'ams:reserve-credit:1',
    asks: 'GET accounts, to reserve',
    request: (payment) => nthTime(3, of(payment, 'buffalo', 'GET', { path: '/accounts/' })),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:answer-transfer:1',
    asks: 'PUT /transfers',
    request: (payment) => of(payment, 'switch', 'PUT', { path: '/transfers/', from: 'buffalo' }),
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:answer-transfer:1',
    asks: 'PUT /transfers/{ID}/error',
    request: (payment) => of(payment, 'switch', 'PUT', { path: '/error', from: 'buffalo' }),
    ends: 'ABORTED',
    arrange: blockPayee,
  },
  {
    job: 'mojaloop:ask-transfer-state:1',
    asks: 'GET /transfers by the payee',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/transfers/', from: 'buffalo' }),
    callback: (payment) => of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'buffalo' }),
    ends: 'COMMITTED',
    arrange: (world, payment) => lose(world, of(payment, 'hub', 'PATCH')),
    isLate: true,
  },
  {
    job: 'mojaloop:answer-transfer-state:1',
    asks: 'PUT /transfers to whom asked',
    request: (payment) =>
      nthTime(2, of(payment, 'switch', 'PUT', { path: '/transfers/', from: 'buffalo' })),
    ends: 'COMMITTED',
    // Before it knows the switch's verdict.
    arrange: (world, payment) =>
      world.gate.intercept({
        match: of(payment, 'hub', 'PATCH'),
        count: 1,
        handle: async ({ cut }) => {
          cut();
          await world.askPayee(payment);
        },
      }),
  },
  {
    job: 'ams:credit-payee:1',
    asks: 'CREATE by the payee',
    request: (payment) => of(payment, 'buffalo', 'POST', { path: 'action=CREATE' }),
    ends: 'COMMITTED',
  },
];

export const steps: readonly Step[] = [...payersSteps, ...payeesSteps];

/** From the `n`th request on that matches. */
function nthTime(n: number, match: Match): Match {
  let seen = 0;
  return (passage) => match(passage) && ++seen >= n;
}

/** When the hub dies: its peer has not heard of it yet, or has acted and what it says to that is lost. */
export type Moment = 'asked' | 'done';

export interface Interrupted {
  readonly step: Step;
  readonly moment: Moment;
  readonly payment: Payment;
  readonly hold: Hold;
}

/** So long those that need time to pass may take to come to their step. */
const lateMsMax = 5 * 60_000;

/** Starts a payment for each step, and brings it into the middle of it; those that got there. */
export async function interruptAll(
  world: World,
  which: readonly Step[] = steps,
  moments: readonly Moment[] = ['asked'],
): Promise<Interrupted[]> {
  const all = moments.flatMap((moment) => which.map((step) => ({ step, moment })));
  // Those that need time to pass come first: the others are held where time must not pass.
  const late = await interrupt(
    world,
    all.filter(({ step }) => step.isLate === true),
  );
  await world.time.passAtMost(lateMsMax, () => late.every(({ hold }) => hold.hasOne()));
  const others = await interrupt(
    world,
    all.filter(({ step }) => step.isLate !== true),
  );
  await world.time.rest();
  return [...late, ...others].filter(({ hold }) => hold.hasOne());
}

async function interrupt(
  world: World,
  which: readonly Pick<Interrupted, 'step' | 'moment'>[],
): Promise<Interrupted[]> {
  const interrupted = [];
  for (const { step, moment } of which) {
    const payment = await world.prepare(step.wish);
    step.arrange?.(world, payment);
    interrupted.push({ step, moment, payment, hold: holdAt(world, step, moment, payment) });
  }
  for (const { payment } of interrupted) await world.request(payment);
  return interrupted;
}

function holdAt({ gate }: World, step: Step, moment: Moment, payment: Payment): Hold {
  if (moment === 'asked') return gate.hold(step.request(payment));
  if (step.callback !== undefined) return gate.hold(step.callback(payment), 'lost');
  return gate.hold(step.request(payment), 'acted');
}

/**
 * kill -9 of the hub with all of these under way, until they have ended or the time is over. Returns when it was there
 * again.
 */
export async function killInTheMiddle(
  world: World,
  interrupted: readonly Interrupted[],
  engineTimeMs: number,
): Promise<Date> {
  await world.killHub(async () => {
    await Promise.all(interrupted.map(({ hold }) => hold.letGo('cut')));
  });
  const back = new Date();
  await world.endWithin(
    engineTimeMs,
    interrupted.map(({ payment }) => payment),
  );
  return back;
}
