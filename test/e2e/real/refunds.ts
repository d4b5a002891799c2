import type { Expected } from '../../kit/payments/scenarios';
import type { Heard } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import { amount, idOf, paid, refused, scenario, usual, type Scenario } from './scenario';
import type { Cast, RealWorld } from './world';

/** Of what the payer paid, all and in parts. */
const all = amount.amount;
const part = '60';
const rest = '40.12';
const moreThanRest = '40.13';

interface Refund {
  readonly cast?: Partial<Cast>;
  /** Of the same payment, and not looked at. */
  readonly earlier?: string;
  readonly amount: string;
  /** Before the money goes back. */
  readonly meanwhile?: (world: RealWorld) => Promise<void>;
}

/** Who was paid pays back. */
const pays = (
  world: RealWorld,
  originalTransactionId: string,
  clientCorrelationId: string,
  shillings: string,
): Promise<Heard> =>
  world.pay({
    ...{ clientCorrelationId, originalTransactionId, useCase: 'refund' },
    payeeMsisdn: world.payeeMsisdn,
    amount: { amount: shillings, currency },
  });

function refund(title: string, expected: Expected, { cast, earlier, ...back }: Refund): Scenario {
  let originalTransactionId = '';
  return {
    title: `refund: ${title}`,
    cast: { ...usual, ...cast },
    expected: () => expected,
    async before(world, id) {
      const payeeMsisdn = world.payeeMsisdn;
      const payment = await world.pay({ clientCorrelationId: id, payeeMsisdn, amount });
      originalTransactionId = idOf(payment);
      // A payee's DFSP credits when it hears the verdict, which may be after the payer's has told its app.
      await world.isSettled(true);
      const turned = world.turned();
      if (earlier !== undefined) {
        const since = await turned.look();
        await pays(turned, originalTransactionId, `${id}-earlier`, earlier);
        await turned.isSettled(true, since);
      }
      return turned;
    },
    async play(world, id) {
      await back.meanwhile?.(world);
      return [await pays(world, originalTransactionId, id, back.amount)];
    },
  };
}

const givenBack = (shillings: string): Expected => ({
  ...paid(),
  paid: { amount: shillings, currency },
});

/** Who was paid gives it back: the DFSPs of the payment in each other's place. */
export const refunds: readonly Scenario[] = [
  refund('all that was paid', givenBack(all), { amount: all }),
  refund('a part', givenBack(part), { amount: part }),
  refund('what is left after a part', givenBack(rest), { earlier: part, amount: rest }),
  refund('more than is left after a part', refused('4200'), {
    earlier: part,
    amount: moreThanRest,
  }),
  refund('more than was paid', refused('4200'), { amount: '100.13' }),
  refund('the original payer’s account takes no money', refused('5400'), {
    amount: all,
    meanwhile: (world) => world.blockPayee('BLOCK'),
  }),
  scenario('refund: of a payment that there was not', {}, refused('3207'), async (world, id) => [
    await pays(world, '85feac2f-39b2-491b-817e-4a03203d4f14', id, all),
  ]),
];
