import type { Expected, ExpectedAnswer, Scenario as DemoScenario } from '../../demo/scenarios';
import { scenarios as demoScenarios } from '../../demo/scenarios';
import type { Heard } from '../../demo/world';
import { currency } from '../../stack/dfsps';
import type { Cast, RealWorld } from './stage';

export interface Scenario {
  readonly title: string;
  readonly cast: Cast;
  play(world: RealWorld, clientCorrelationId: string): Promise<readonly Heard[]>;
  /** What must be; where either end is right, it follows from what was heard. */
  expected(heard: readonly Heard[]): Expected;
}

const amount = { amount: '100.12', currency };
const usual: Cast = { payer: 'lion', payee: 'buffalo', payerBalance: '10000' };

const waiting: ExpectedAnswer = { state: 'WAITING_FOR_PAYER' };
const paid = (...answers: ExpectedAnswer[]): Expected => ({
  answers: [...answers, { state: 'COMMITTED' }],
  paid: amount,
  holds: 1,
});
const refused = (errorCode: string, ...before: ExpectedAnswer[]): Expected => ({
  answers: [...before, { state: 'ABORTED', errorCode }],
  holds: 0,
});
const undone = (errorCode: string, ...before: ExpectedAnswer[]): Expected => ({
  ...refused(errorCode, ...before),
  holds: 1,
});

type Play = (world: RealWorld, clientCorrelationId: string) => Promise<readonly Heard[]>;

const scenario = (
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

const pay: Play = async (world, clientCorrelationId) => [
  await world.pay({ clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount }),
];

/** Pays with the payer asked; `meanwhile` happens while the payer thinks. */
const askThen =
  (decision: 'accept' | 'refuse', meanwhile: (world: RealWorld) => Promise<unknown>): Play =>
  async (world, clientCorrelationId) => {
    const { payeeMsisdn } = world;
    const shown = await world.pay({ clientCorrelationId, payeeMsisdn, amount, askPayer: true });
    await meanwhile(world);
    return [shown, await world.decide(shown.report.transactionId ?? '', decision)];
  };

const nothing = () => Promise.resolve();

const ofDemo = demoScenarios.map(({ title, play, expected }: DemoScenario) =>
  scenario(title, {}, expected, (world, id) => play(world, world.payeeMsisdn, id)),
);

const waysToPay: readonly Scenario[] = [
  scenario('the payee’s DFSP answers COMMITTED', { payee: 'crane' }, paid(), pay),
  scenario('the payer’s DFSP speaks FSPIOP 2.0', { payer: 'leopard' }, paid(), pay),
  scenario('the payer sees the price and accepts', {}, paid(waiting), askThen('accept', nothing)),
];

const refusals: readonly Scenario[] = [
  scenario(
    'the payer sees the price and refuses',
    {},
    refused('4100', waiting),
    askThen('refuse', nothing),
  ),
];

export const scenarios: readonly Scenario[] = [...ofDemo, ...waysToPay, ...refusals];
