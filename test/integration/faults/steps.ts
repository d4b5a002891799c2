import type { Hold, Match } from '../../kit/faults/gate';
import { soon } from '../../kit/faults/engine-time';
import { of, type Payment, type Wish } from '../../kit/faults/payments';
import { lose } from './spoil';
import type { World } from '../../kit/faults/world';

/** A step of a payment that asks somebody. */
export interface Step {
  readonly job: string;
  /** What is asked. */
  readonly asks: string;
  readonly request: (payment: Payment) => Match;
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
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:look-up-party:2',
    asks: 'GET /parties',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/parties/' }),
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
    ends: 'COMMITTED',
  },
  {
    job: 'mojaloop:ask-transfer-state:1',
    asks: 'GET /transfers by the payer',
    request: (payment) => of(payment, 'switch', 'GET', { path: '/transfers/', from: 'lion' }),
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

export interface Interrupted {
  readonly step: Step;
  readonly payment: Payment;
  readonly hold: Hold;
}

/** Starts a payment for each step, and brings it into the middle of it. */
export async function interruptAll(
  world: World,
  which: readonly Step[] = steps,
): Promise<Interrupted[]> {
  // Those that need time to pass come first: the others are held where time must not pass.
  const late = await interrupt(
    world,
    which.filter(({ isLate }) => isLate === true),
  );
  let arrived = 0;
  for (const { hold } of late) void hold.first.then(() => (arrived += 1));
  await world.time.passUntil('late steps begun', () => arrived === late.length);
  const others = await interrupt(
    world,
    which.filter(({ isLate }) => isLate !== true),
  );
  for (const { step, hold } of others) await soon(`${step.job} begun`, hold.first);
  return [...late, ...others];
}

async function interrupt(world: World, which: readonly Step[]): Promise<Interrupted[]> {
  const interrupted = [];
  for (const step of which) {
    const payment = await world.prepare(step.wish);
    step.arrange?.(world, payment);
    interrupted.push({ step, payment, hold: world.gate.hold(step.request(payment)) });
  }
  for (const { payment } of interrupted) await world.request(payment);
  return interrupted;
}
