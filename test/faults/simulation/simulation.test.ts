import { Hunter } from './hunt/hunter';
import { Chance } from './time/chance';
import { paymentOf, type SimulatedPayment } from './world/payments';

let hunter: Hunter;
beforeAll(async () => (hunter = await Hunter.create()), 60_000);

/** A payment in which nobody is asked anything, and nothing is wrong with it. */
const plain = (chance: Chance): SimulatedPayment[] => [
  {
    ...paymentOf(chance, 1),
    askPayer: false,
    isTooMuch: false,
    isPayeeUnknown: false,
    amount: '100.12',
  },
];

test('a payment goes through both sides of the deployed diagrams, and every ledger agrees', async () => {
  const { wrong, reached } = await hunter.run(1, { rates: {}, payments: plain });
  expect(wrong).toEqual([]);
  const money = [
    'payer-transfer/bookFunds',
    'payee-transfer/creditPayee',
    'payer-transfer/timeToForget',
  ];
  expect(money.filter((id) => !reached.has(id))).toEqual([]);
});

test('a seed gives the same run every time, and another seed another', async () => {
  const storyOf = async (seed: number): Promise<string> => hunter.story(seed);
  const first = await storyOf(5);
  expect(await storyOf(5)).toBe(first);
  expect(await storyOf(6)).not.toBe(first);
}, 60_000);
