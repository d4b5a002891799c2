import type { Expected, ExpectedAnswer } from '../../kit/payments/scenarios';
import type { Heard } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import type { KillablePart } from '../../kit/real/real-parts';
import type { Cast, RealWorld } from './world';

export interface Scenario {
  readonly title: string;
  readonly cast: Cast;
  /** Skipped where this was not started here, and so cannot be killed. */
  readonly kills?: KillablePart;
  /** Skipped where the switch has no service for requests to pay. */
  readonly isRequested?: true;
  /** What came before, and is not looked at; resolves with the world that is. */
  before?(world: RealWorld, clientCorrelationId: string): Promise<RealWorld>;
  play(world: RealWorld, clientCorrelationId: string): Promise<readonly Heard[]>;
  /** What must be; where either end is right, it follows from what was heard. */
  expected(heard: readonly Heard[]): Expected;
}

export const amount = { amount: '100.12', currency };
export const usual: Cast = { payer: 'lion', payee: 'buffalo', payerBalance: '10000' };
/** Not those whose positions at the switch are looked at. */
export const others: Cast = { payer: 'jackal', payee: 'leopard', payerBalance: '1000' };

export const waiting: ExpectedAnswer = { state: 'WAITING_FOR_PAYER' };
export const paid = (...answers: ExpectedAnswer[]): Expected => ({
  answers: [...answers, { state: 'COMMITTED' }],
  paid: amount,
  holds: 1,
});
export const refused = (errorCode: string, ...before: ExpectedAnswer[]): Expected => ({
  answers: [...before, { state: 'ABORTED', errorCode }],
  holds: 0,
});
export const undone = (errorCode: string, ...before: ExpectedAnswer[]): Expected => ({
  ...refused(errorCode, ...before),
  holds: 1,
});

/** How far a payment had come when somebody died is chance: it must end, and all must agree how. */
export function eitherEnd([end]: readonly Heard[]): Expected {
  const { state = '', error } = end?.report ?? {};
  return state === 'COMMITTED' ? paid() : undone(error?.code ?? 'none');
}

export type Play = (world: RealWorld, clientCorrelationId: string) => Promise<readonly Heard[]>;

export const scenario = (
  title: string,
  cast: Partial<Cast>,
  expected: Expected | Scenario['expected'],
  play: Play,
): Scenario => ({
  title,
  cast: { ...usual, ...cast },
  play,
  expected: typeof expected === 'function' ? expected : () => expected,
});

export const pay: Play = async (world, clientCorrelationId) => [
  await world.pay({ clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount }),
];

/** Pays with the payer asked; `meanwhile` happens while the payer thinks. */
export const askThen =
  (decision: 'accept' | 'refuse', meanwhile: (world: RealWorld) => Promise<unknown>): Play =>
  async (world, clientCorrelationId) => {
    const { payeeMsisdn } = world;
    const shown = await world.pay({ clientCorrelationId, payeeMsisdn, amount, askPayer: true });
    await meanwhile(world);
    return [shown, await world.decide(idOf(shown), decision)];
  };

export const idOf = ({ report }: Heard): string => report.transactionId ?? '';

export const nothing = () => Promise.resolve();
