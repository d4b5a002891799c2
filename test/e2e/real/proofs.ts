import { setTimeout as sleep } from 'node:timers/promises';
import { currency } from '../../kit/stack/dfsps';
import type { Message } from './door';
import {
  amount,
  idOf,
  nothing,
  paid,
  refused,
  scenario,
  undone,
  waiting,
  type Scenario,
} from './scenario';
import type { RealWorld } from './world';

export const proofs: readonly Scenario[] = [
  scenario(
    'fee shown = fee taken: the payee’s DFSP quotes more than was asked, the payer’s takes 10 %',
    { payee: 'peacock', payerFeePercent: '10' },
    {
      ...paid(waiting),
      paid: { amount: '150', currency },
      payerFee: { amount: '15', currency },
    },
    async (world, clientCorrelationId) => {
      const { payeeMsisdn } = world;
      const order = { clientCorrelationId, payeeMsisdn, amount: { amount: '100', currency } };
      const shown = await world.pay({ ...order, amountType: 'RECEIVE', askPayer: true });
      const price = shown.report.quote?.payerPays?.amount;
      if (price !== '165') throw new Error(`the payer was shown ${price ?? 'no price'}, not 165`);
      return [shown, await world.decide(idOf(shown), 'accept')];
    },
  ),
  scenario(
    'hold proven: the hub dies when it has held, and again when it has released since the account is blocked',
    { payer: 'heron' },
    undone('4400', waiting),
    heldAndReleasedUnheard,
  ),
];

/** More than the channel, and the payee's side, remember what they have been asked. */
const forgottenAfterMs = 440_000;

/** The last of all: setting the engine's clock back stops its timers until it is there again. */
export const lastProof: Scenario = scenario(
  'hold proven: an undone payment that begins anew when it is forgotten, with the same ids, is refused',
  { payerBalance: '50000' },
  { answers: [...undone('4200').answers, ...refused('3106').answers], holds: 1 },
  async (world, clientCorrelationId) => {
    const { payeeMsisdn } = world;
    // More than the payer's DFSP may owe at the switch.
    const order = { clientCorrelationId, payeeMsisdn, amount: { amount: '15000', currency } };
    const first = await world.payForgetfully(order);
    // No job is under way, which a jump of the clock would take from its worker.
    await sleep(3_000);
    await world.withEngineAhead(forgottenAfterMs, () => sleep(5_000));
    const again = await world.payForgetfully(order);
    // By the hub, not by the switch.
    await world.hubSays('"ams:block-funds:1"', '"bpmn-error"', '3106', idOf(again));
    return [first, again];
  },
);

/**
 * Fineract carries both commands out and the hub hears neither answer. When it has released, the account may
 * be debited again: a hub that took "already on hold" for a hold would send the transfer.
 */
async function heldAndReleasedUnheard(world: RealWorld, clientCorrelationId: string) {
  const { payeeMsisdn, hub } = world;
  const { fineractDoor } = world.doors;
  const isCommand = (action: string) => (message: Message) =>
    message.path.endsWith(`action=${action}`);
  const shown = await world.pay({ clientCorrelationId, payeeMsisdn, amount, askPayer: true });
  const held = fineractDoor.loseAnswer(isCommand('PREPARE'));
  // Nobody is there any more to answer the app.
  const accepted = world.decide(idOf(shown), 'accept').catch(nothing);
  await held;
  await hub.kill();
  await accepted;
  await world.blockPayer('BLOCK_DEBIT');
  const released = fineractDoor.loseAnswer(isCommand('RELEASE'));
  await hub.restart();
  await released;
  await hub.kill();
  await world.blockPayer('NONE');
  fineractDoor.open();
  await hub.restart();
  return [shown, await world.outcomeOf(idOf(shown))];
}
