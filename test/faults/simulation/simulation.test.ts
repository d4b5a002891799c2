import type { JournalMessage } from '../../../connectors/common/contracts/message-journal';
import type { Exchange } from '../../../connectors/common/journal/exchange';
import { journalMessageOf } from '../../../connectors/common/journal/message';
import { payersUseCases } from '../../../connectors/channel/addresses';
import { useCases } from '../../../connectors/common/contracts/use-cases';
import { refundOf } from '../../kit/faults/payments';
import type { Mutation } from './hub/mutation';
import { Hunter } from './hunt/hunter';
import { refundBugs } from './hunt/mutations';
import { Chance } from './time/chance';
import { devicePaymentOf } from './world/devices';
import { paymentOf, requestsOf, type SimulatedPayment } from './world/payments';

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
    refunds: [],
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

describe('requests to pay', () => {
  const plainly = (chance: Chance): SimulatedPayment[] =>
    requestsOf(chance)
      .slice(0, 1)
      .map((payment) => ({ ...payment, isTooMuch: false, amount: '100.12', decision: 'accept' }));

  test('one is paid, and every ledger agrees', async () => {
    const { wrong, reached } = await hunter.run(1, { rates: {}, payments: plainly });
    expect(wrong).toEqual([]);
    const money = [
      'payer-request-to-pay/bookFunds',
      'payee-transfer/creditPayee',
      'payee-request-to-pay/tellPaid',
    ];
    expect(money.filter((id) => !reached.has(id))).toEqual([]);
  });

  test('whatever goes wrong, no money is lost, and nobody hears what is not so', async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const ran = await hunter.run(seed, { payments: requestsOf });
      wrong.push(...ran.wrong.map((text) => `seed ${seed}: ${text}`));
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

// A refund gives back what was paid: see there.
describe.each(payersUseCases.filter((name) => useCases[name].isRefund !== true))(
  '%s',
  (useCase) => {
    const { transactionType } = useCases[useCase];

    async function played(change: Partial<SimulatedPayment>) {
      const sent: { url: string; body: Record<string, unknown> }[] = [];
      const note = ({ request: { method, url, body } }: Exchange) => {
        if (method !== 'GET') sent.push({ url, body: JSON.parse(String(body)) as never });
      };
      const payments = (chance: Chance) =>
        plain(chance).map((payment) => ({ ...payment, useCase, ...change }));
      const { wrong, reached } = await hunter.run(1, { rates: {}, payments, journal: { note } });
      expect(wrong).toEqual([]);
      const saidTo = (place: RegExp) => sent.filter(({ url }) => place.test(url));
      return { reached, saidTo, heard: saidTo(/^https:\/\/app-/).at(-1)?.body };
    }

    test.each([false, true])(
      'is paid, and the payee’s DFSP and both Fineracts hear what it is (asked first: %s)',
      async (askPayer) => {
        const { heard, saidTo } = await played({ askPayer, decision: 'accept' });
        expect(heard).toMatchObject({ state: 'COMMITTED' });
        expect(saidTo(/\/quotes$/)).toMatchObject([{ body: { transactionType } }]);
        const { scenario, initiator, initiatorType } = transactionType;
        const booked = { body: { transactionType: { scenario, initiator, initiatorType } } };
        // The hold, the debit and the credit.
        expect(saidTo(/action=/)).toMatchObject([booked, booked, booked]);
      },
    );

    test.each([
      ['the payer’s account may not pay', { blocked: 'payer' }, '4400'],
      ['the payer has not enough', { amount: '1000.01' }, '4200'],
      ['nobody knows the payee', { isPayeeUnknown: true }, '3204'],
      ['the payee’s account may not be paid', { blocked: 'payee' }, '5400'],
    ] as const)('is refused before anything is held when %s', async (_why, change, code) => {
      const { heard, reached, saidTo } = await played(change);
      expect(heard).toMatchObject({ state: 'ABORTED', error: { code } });
      expect(saidTo(/action=/)).toEqual([]);
      expect(reached).not.toContain('payer-transfer/blockFunds');
    });
  },
);

describe('a refund', () => {
  /** With nothing wrong in it but what is planted. */
  async function refunded(amounts: readonly string[], mutation?: Mutation) {
    const payments = (chance: Chance) =>
      plain(chance).map((payment) => {
        const refunds = amounts.map((amount, index) =>
          refundOf(payment, { clientCorrelationId: `refund-${index}`, amount }),
        );
        return { ...payment, useCase: 'customer-merchant-payment' as const, refunds };
      });
    const said: string[] = [];
    const note = ({ request: { method, url, body } }: Exchange) =>
      void said.push(`${method} ${url} ${String(body)}`);
    const { wrong } = await hunter.run(1, { rates: {}, payments, mutation, journal: { note } });
    const heard = said.filter((one) => /^POST https:\/\/app-/.test(one) && one.includes('refund-'));
    return { wrong, heard, said };
  }
  const ends = (heard: readonly string[]) =>
    heard.map((one) => /"state":"(\w+)"/.exec(one)?.[1]).sort();

  test('goes to who has paid, by the same way as any payment, and says what it gives back', async () => {
    const { wrong, heard, said } = await refunded(['100.12']);
    expect(wrong).toEqual([]);
    expect(ends(heard)).toEqual(['COMMITTED']);
    const quotes = said.filter((one) => /^POST \S+\/quotes /.test(one));
    expect(quotes.at(-1)).toMatch(/"refundInfo":\{"originalTransactionId":".*"scenario":"REFUND"/);
  });

  test('in parts goes as far as what was paid', async () => {
    const { wrong, heard } = await refunded(['50', '50.12']);
    expect(wrong).toEqual([]);
    expect(ends(heard)).toContain('COMMITTED');
  });

  test('twice at about one time is made once at most', async () => {
    const { wrong, heard } = await refunded(['100.12', '100.12']);
    expect(wrong).toEqual([]);
    expect(ends(heard)).toContain('ABORTED');
  });

  test.each(refundBugs)('more than was paid is seen by the audit: $name', async (mutation) => {
    const { wrong } = await refunded(['100.12', '100.12'], mutation);
    expect(wrong.join()).toContain('more is refunded than was paid');
  });
});

test('all that is said of a payment to switch and Fineract bears the job that says it', async () => {
  const messages: JournalMessage[] = [];
  const note = (one: Exchange) =>
    void messages.push(journalMessageOf('m', one, { engine: 'main', bodyBytesMax: 65_536 }));
  await hunter.run(1, { rates: {}, payments: plain, journal: { note } });
  const sent = messages.filter(({ operation }) => operation !== 'POST callback');
  expect(new Set(sent.map(({ peer }) => peer))).toEqual(new Set(['switch', 'fineract']));
  expect(sent.filter(({ tenant, processInstanceKey }) => !tenant || !processInstanceKey)).toEqual(
    [],
  );
  expect([...new Set(sent.map(({ operation }) => operation))].sort()).toEqual([
    'GET /fineract-provider/api/v1/clients/{}',
    'GET /fineract-provider/api/v1/interoperation/accounts/{}',
    'GET /fineract-provider/api/v1/interoperation/parties/MSISDN/{}',
    'GET /fineract-provider/api/v1/savingsaccounts/external-id/{}',
    'GET /participants/MSISDN/{}',
    'GET /parties/MSISDN/{}',
    'POST /fineract-provider/api/v1/interoperation/transfers?action=CREATE',
    'POST /fineract-provider/api/v1/interoperation/transfers?action=PREPARE',
    'POST /quotes',
    'POST /transfers',
    'PUT /parties/MSISDN/{}',
    'PUT /quotes/{}',
    'PUT /transfers/{}',
  ]);
});

test('a seed gives the same run every time, and another seed another', async () => {
  const storyOf = async (seed: number): Promise<string> => hunter.story(seed);
  const first = await storyOf(5);
  expect(await storyOf(5)).toBe(first);
  expect(await storyOf(6)).not.toBe(first);
}, 60_000);

describe('at a device, by a one-time password', () => {
  async function played(wish: Parameters<typeof devicePaymentOf>[2]) {
    const payments = (chance: Chance) => [devicePaymentOf(chance, 1, wish)];
    const { wrong, reached } = await hunter.run(1, { rates: {}, payments });
    expect(wrong).toEqual([]);
    return reached.has('payer-request-to-pay/bookFunds') ? 'paid' : 'not paid';
  }
  const all = ['agent-cash-out-on-pos', 'merchant-payment-on-pos', 'atm-cash-out'] as const;

  test.each(all)('%s is paid once by the right code, be it the second try', async (useCase) => {
    expect(await played({ useCase, customer: 'enters it' })).toBe('paid');
    expect(await played({ useCase, customer: 'errs once' })).toBe('paid');
  });

  test.each(all)('%s is not paid without it', async (useCase) => {
    for (const customer of ['refuses', 'enters nothing', 'guesses'] as const) {
      expect(await played({ useCase, customer })).toBe('not paid');
    }
  });

  test('a second code takes the place of the first; one that was made beforehand has none', async () => {
    const customer = 'asks for another';
    expect(await played({ useCase: 'agent-cash-out-on-pos', customer })).toBe('paid');
    expect(await played({ useCase: 'atm-cash-out', customer })).toBe('not paid');
  });
});
