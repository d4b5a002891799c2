import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { waitingReport } from '../../connectors/channel/report';
import { variables } from '../../connectors/common/contracts/variables';
import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import { done, openAmsBench, refusedWith, type AmsBench } from '../kit/parts/ams-bench';
import { payersVariables } from '../kit/parts/ams-payments';
import { simulatedWorld, standingOf, type World } from '../kit/parts/ams-world';

/** What the payer is shown is what is held and what is taken, whatever the account's charges are. */

const decimalsOf = { JPY: 0, TZS: 2, KWD: 3 } as const;
type Currency = keyof typeof decimalsOf;

const currencies = fc.constantFrom<Currency[]>('JPY', 'TZS', 'KWD');
const charges = fc.array(
  fc.record({
    kind: fc.constantFrom('flat' as const, 'percent' as const),
    /** Of a unit of the currency, or of a percent. */
    thousandths: fc.integer({ min: 0, max: 12_500 }),
  }),
  { maxLength: 3 },
);

interface Case {
  readonly currency: Currency;
  readonly charges: readonly { readonly kind: 'flat' | 'percent'; readonly thousandths: number }[];
  readonly withdrawalFeeForTransfers: boolean;
  readonly amountType: 'SEND' | 'RECEIVE';
  /** In minor units: of the request, and of the payee's DFSP's quote. */
  readonly requested: number;
  readonly quoted: number;
  readonly askPayer: boolean;
}

const cases: fc.Arbitrary<Case> = fc.record({
  currency: currencies,
  charges,
  withdrawalFeeForTransfers: fc.boolean(),
  amountType: fc.constantFrom('SEND' as const, 'RECEIVE' as const),
  requested: fc.integer({ min: 1, max: 500_000 }),
  quoted: fc.integer({ min: 1, max: 500_000 }),
  askPayer: fc.boolean(),
});

let simulator: FineractSimulator;
let world: World;
let bench: AmsBench;

beforeAll(async () => {
  simulator = await startFineractSimulator();
  world = simulatedWorld(simulator);
  bench = await openAmsBench({ baseUrl: world.baseUrl, currencies: Object.keys(decimalsOf) });
});
afterAll(async () => {
  bench.close();
  await simulator.close();
});

let accounts = 0;

async function openAccount(setup: Omit<Case, 'amountType' | 'requested' | 'quoted' | 'askPayer'>) {
  accounts += 1;
  const accountId = `FEE-${accounts}`;
  const msisdn = String(255_800_000_000 + accounts);
  const { clientIds } = await simulator.control.add({
    clients: [{ firstname: 'Asha', lastname: 'Mwinyi', mobileNo: msisdn }],
  });
  const clientId = clientIds[0] ?? 0;
  const account = {
    externalId: accountId,
    clientId,
    currency: setup.currency,
    balance: '100000000',
    withdrawalFeeForTransfers: setup.withdrawalFeeForTransfers,
    charges: setup.charges.map(({ kind, thousandths }) => ({
      kind,
      amount: new Decimal(thousandths).div(1_000).toFixed(),
    })),
    identifiers: [{ idType: 'MSISDN', idValue: msisdn } as const],
  };
  await simulator.control.add({ accounts: [account] });
  return { accountId, msisdn, clientId };
}

function moneyOf(minorUnits: number, currency: Currency) {
  const amount = new Decimal(minorUnits).div(new Decimal(10).pow(decimalsOf[currency])).toFixed();
  return { amount, currency };
}

/** The payer's steps as the diagram leads them: asked about the request, then about the quote. */
async function agree(one: Case, msisdn: string) {
  const transferId = randomUUID();
  const requested = moneyOf(one.requested, one.currency);
  const transferAmount = moneyOf(one.quoted, one.currency);
  const usual = payersVariables({ transferId, accountId: 'not asked yet', amount: '1' });
  const payment = {
    ...(usual['payment'] as object),
    payer: { partyIdType: 'MSISDN', partyIdentifier: msisdn },
    amountType: one.amountType,
    amount: requested,
    askPayer: one.askPayer,
  };
  const quoteAnswer = usual['quoteAnswer'] as { quote: object };
  let known: Record<string, unknown> = {
    ...usual,
    payment,
    quoteAnswer: { ...quoteAnswer, quote: { ...quoteAnswer.quote, transferAmount } },
  };
  const amounts = one.requested === one.quoted ? [requested] : [requested, transferAmount];
  for (const amount of amounts) {
    const asked = await bench.run('ams:quote-payer:1', {
      ...known,
      payment: { ...payment, amount },
    });
    if (asked.kind !== 'complete') throw new Error(JSON.stringify(asked));
    known = { ...known, ...asked.variables };
  }
  return known;
}

function shownPrice(known: Record<string, unknown>): string {
  const { quote } = waitingReport({
    transactionId: 't',
    payment: variables.payment.parse(known['payment']),
    channel: { clientCorrelationId: 'c', requestHash: 'h', waitingQuestionId: null },
    payerQuote: variables.payerQuote.parse(known['payerQuote']),
    quoteAnswer: variables.quoteAnswer.parse(known['quoteAnswer']),
  });
  return (quote?.payerPays ?? quote?.transferAmount)?.amount ?? '';
}

test('what is shown is held and taken, to the smallest unit', async () => {
  const property = fc.asyncProperty(cases, async (one) => {
    const account = await openAccount(one);
    const before = await standingOf(world, account);
    const known = await agree(one, account.msisdn);
    const shown = shownPrice(known);
    await bench.run('ams:block-funds:1', known);
    const { held } = await standingOf(world, account);
    expect(await bench.run('ams:book-funds:1', known)).toEqual(done);
    const after = await standingOf(world, account);
    const taken = new Decimal(before.ledger).minus(after.ledger).toFixed();
    expect({ held, taken }).toEqual({ held: shown, taken: shown });
  });
  await fc.assert(property, { numRuns: 100 });
}, 60_000);

const tenPercent: Case = {
  currency: 'TZS',
  charges: [{ kind: 'percent', thousandths: 10_000 }],
  withdrawalFeeForTransfers: true,
  amountType: 'RECEIVE',
  requested: 10_000,
  quoted: 15_000,
  askPayer: true,
};

test.each([true, false])(
  'a fee that Fineract quotes or does not (%s) but takes is of the amount that leaves',
  async (withdrawalFeeForTransfers) => {
    const one = { ...tenPercent, withdrawalFeeForTransfers };
    const known = await agree(one, (await openAccount(one)).msisdn);
    expect(shownPrice(known)).toBe('165');
  },
);

test('a payer who was shown less than is charged by now is refused (3302) before anything is held', async () => {
  const account = await openAccount(tenPercent);
  const known = await agree(tenPercent, account.msisdn);
  const fspFee = { amount: '14.99', currency: 'TZS' };
  const shownLess = { ...known, payerQuote: { ...(known['payerQuote'] as object), fspFee } };
  await expect(bench.run('ams:block-funds:1', shownLess)).resolves.toMatchObject(
    refusedWith('3302'),
  );
  await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
});
