import { setTimeout as sleep } from 'node:timers/promises';
import { checkAccounts } from '../../kit/payments/checks';
import type { Heard } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import type { Message } from './door';
import type { HangingDoor } from './hanging-door';
import { amount, eitherEnd, idOf, others, paid, pay, scenario, type Scenario } from './scenario';
import type { RealWorld } from './world';

/**
 * So long after the answer of a payee's DFSP the switch's service for transfers dies: before it has taken the answer,
 * while the ledger commits, while both DFSPs are told.
 */
const afterAnswerMs = [0, 25, 60, 120];
const othersPayments = 3;

/** How one payment of others ended, told only when all is right: their positions are looked at by nobody. */
async function othersPayment(world: RealWorld, clientCorrelationId: string): Promise<string> {
  const before = await world.look();
  const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
  const { report } = await world.request(order);
  const heard = await world.outcomeOf(report.transactionId ?? '');
  await world.isSettled(heard.report.state === 'COMMITTED');
  const outcome = { heard: [heard], before, after: await world.look() };
  const wrong = checkAccounts(eitherEnd([heard]), outcome, currency).filter((one) => !one.isTrue);
  if (wrong.length > 0) {
    const words = wrong.map(({ claim, found }) => `${claim}: ${found}`);
    throw new Error(`${clientCorrelationId}, ${heard.report.state ?? ''}: ${words.join('; ')}`);
  }
  return heard.report.state ?? '';
}

async function transferServiceDies(
  world: RealWorld,
  clientCorrelationId: string,
): Promise<readonly Heard[]> {
  const service = world.killable.transferService;
  const ended: string[] = [];
  for (const delayMs of afterAnswerMs) {
    const worlds = [];
    for (let n = 0; n < othersPayments; n += 1) worlds.push(await world.another(others));
    const isAnswer = ({ method, path }: Message) =>
      method === 'PUT' && path.startsWith('/transfers/');
    const answered = world.doors.lateDoor.seen(isAnswer);
    const paying = worlds.map((one, n) =>
      othersPayment(one, `${clientCorrelationId}-${delayMs}-${n}`),
    );
    await answered;
    await sleep(delayMs);
    service?.kill();
    await service?.startAgain();
    ended.push(...(await Promise.all(paying)));
  }
  const committed = ended.filter((state) => state === 'COMMITTED').length;
  world.say(`${committed} of ${ended.length} payments COMMITTED, the others ABORTED`);
  // Where the service was away for long an operator is called too: nobody comes, and all end all the same.
  const isCalled = world.hubHasSaid('a payment waits for a person', '"tenant":"jackal');
  world.say(`an operator was ${isCalled ? '' : 'not '}called meanwhile`);
  return pay(world, clientCorrelationId);
}

/** Fineract dies while it carries out the debit or credit that has just come. */
async function fineractDies(
  world: RealWorld,
  clientCorrelationId: string,
  door: HangingDoor,
): Promise<readonly Heard[]> {
  const booking = door.seen(({ path }) => path.endsWith('action=CREATE'));
  const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
  const asked = await world.request(order);
  await booking;
  // It has begun, and has not ended: a booking takes it 50 ms and more.
  await sleep(15);
  world.killable.fineract?.kill();
  await world.killable.fineract?.startAgain();
  const heard = await world.outcomeOf(idOf(asked));
  await world.isSettled(true);
  return [heard];
}

export const peersKilled: readonly Scenario[] = [
  {
    ...scenario(
      'kill -9 of the switch’s service for transfers, at four moments of payments under way: all end by themselves',
      {},
      paid(),
      transferServiceDies,
    ),
    kills: 'transferService',
  },
  {
    ...scenario(
      'kill -9 of Fineract while it debits the payer: the payment ends by itself',
      { payer: 'heron' },
      paid(),
      (world, id) => fineractDies(world, id, world.doors.fineractDoor),
    ),
    kills: 'fineract',
  },
  {
    ...scenario(
      'kill -9 of Fineract while it credits the payee: the payment ends by itself',
      { payee: 'heron' },
      paid(),
      (world, id) => fineractDies(world, id, world.doors.fineractDoor),
    ),
    kills: 'fineract',
  },
];
