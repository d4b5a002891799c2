import type { Match } from '../../kit/faults/gate';
import { of, type Payment } from '../../kit/faults/payments';
import { lose, overtake, postpone, repeat } from '../../kit/faults/spoil';
import { blockPayee } from '../../kit/faults/steps';
import type { World } from '../../kit/faults/world';

export interface CallbackCase {
  readonly what: string;
  readonly ends: 'COMMITTED' | 'ABORTED';
  readonly arrange: (world: World, payment: Payment) => Promise<void> | void;
}

export const toSwitch = {
  lookUp: (payment: Payment) => of(payment, 'switch', 'GET', { path: '/parties/' }),
  quote: (payment: Payment) => of(payment, 'switch', 'POST', { path: '/quotes' }),
  transfer: (payment: Payment) => of(payment, 'switch', 'POST', { path: '/transfers' }),
  answer: (payment: Payment) =>
    of(payment, 'switch', 'PUT', { path: '/transfers/', from: 'buffalo' }),
};

export const toHub = {
  party: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/parties/' }),
  quote: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/quotes/' }),
  transfer: (payment: Payment) => of(payment, 'hub', 'POST', { path: '/transfers' }),
  /** To the payer: PUT /transfers/{ID} and its /error. */
  verdict: (payment: Payment) => of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }),
  confirmation: (payment: Payment) => of(payment, 'hub', 'PATCH'),
  /** PATCH, and what GET is answered with. */
  payeesVerdict: (payment: Payment): Match => {
    const answer = of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'buffalo' });
    return (passage) => toHub.confirmation(payment)(passage) || answer(passage);
  },
};

const early: readonly CallbackCase[] = [
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

const twice: readonly CallbackCase[] = [
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

const late: readonly CallbackCase[] = [
  {
    what: 'the party is told after its time-out',
    ends: 'COMMITTED',
    arrange: (world, payment) => postpone(world, toHub.party(payment)),
  },
  {
    what: 'the quote comes after its time-out',
    ends: 'COMMITTED',
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
    arrange: (world, payment) => postpone(world, toSwitch.answer(payment), Infinity),
  },
  {
    what: "the payee's answer is taken and lost: the payee asks, and gives it again",
    ends: 'COMMITTED',
    arrange: (world, payment) => postpone(world, toSwitch.answer(payment)),
  },
];

const lost: readonly CallbackCase[] = [
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
    arrange: (world, payment) => postpone(world, toSwitch.transfer(payment)),
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

const denied: readonly CallbackCase[] = [
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

/** What comes before it is awaited, twice, late or never. */
export const callbackCases = [...early, ...twice, ...late, ...lost, ...denied];
