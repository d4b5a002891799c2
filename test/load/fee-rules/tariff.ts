/** The rules and the transactions of the benchmark, as data: each contestant makes of them what it needs. */

/** An interchange fee on wallet-to-wallet transfers between DFSPs, for the transfers that it names. */
export interface TariffRule {
  readonly id: string;
  readonly scenario: string;
  /** Undefined: whatever it is. */
  readonly currency: string | undefined;
  readonly payerDfsp: string | undefined;
  /** In ten-thousandths of the amount: 60 is 0.6 %. */
  readonly rate: number;
}

/** The part of an FSPIOP Transaction that the benchmark's transactions have. */
export interface Transaction {
  readonly transactionId: string;
  readonly quoteId: string;
  readonly payee: Party;
  readonly payer: Party;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly transactionType: {
    readonly scenario: string;
    readonly initiator: string;
    readonly initiatorType: string;
  };
  readonly note?: string;
}

interface Party {
  readonly partyIdInfo: {
    readonly partyIdType: string;
    readonly partyIdentifier: string;
    readonly fspId: string;
  };
  readonly personalInfo?: {
    readonly complexName: { readonly firstName: string; readonly lastName: string };
  };
  readonly accountType: string;
}

export const sizes = [1, 10, 100, 1_000, 10_000] as const;

const currencies = [
  ...['USD', 'XOF', 'UGX', 'KWD', 'TZS', 'KES', 'ZMW', 'MWK', 'RWF', 'GHS'],
  ...['NGN', 'ETB', 'MZN', 'JOD', 'BWP', 'XAF', 'LSL', 'SZL', 'NAD', 'EUR'],
];
const scenarios = ['TRANSFER', 'PAYMENT', 'DEPOSIT', 'WITHDRAWAL', 'REFUND'];
const scenarioWays = ['TRANSFER', 'transfer', 'Transfer'];

/** How many currencies, scenarios and payer's DFSPs the rules tell apart. */
const shapes: Readonly<Record<number, readonly [number, number, number]>> = {
  10: [5, 2, 1],
  100: [5, 4, 5],
  1_000: [10, 4, 25],
  10_000: [20, 5, 100],
};

const dfsp = (index: number) => `dfsp${String(index).padStart(3, '0')}`;

/**
 * One rule is the requirement's own. More differ by currency, scenario and payer's DFSP; the first of each
 * currency and scenario, where there are several, is for whichever DFSP, so that a transfer may meet two.
 */
export function tariff(size: number): readonly TariffRule[] {
  const shape = shapes[size];
  if (shape === undefined) {
    const everywhere = { currency: undefined, payerDfsp: undefined };
    return [{ id: 'Interchange fee test', scenario: 'TRANSFER', ...everywhere, rate: 60 }];
  }
  const [ofCurrencies, ofScenarios, ofDfsps] = shape;
  const isForAll = (index: number) => ofDfsps > 1 && index === 0;
  return currencies.slice(0, ofCurrencies).flatMap((currency) =>
    scenarios.slice(0, ofScenarios).flatMap((scenario) =>
      Array.from({ length: ofDfsps }, (_, index) => ({
        id: `Fee ${currency} ${scenario} ${isForAll(index) ? 'all' : dfsp(index)}`,
        scenario,
        currency,
        payerDfsp: isForAll(index) ? undefined : dfsp(index),
        rate: 10 + ((index * 7) % 190),
      })),
    ),
  );
}

/** The same rules as canonical text of the language. */
export function textOf(rules: readonly TariffRule[]): string {
  return rules.map(ruleText).join('\n');
}

function ruleText({ id, scenario, currency, payerDfsp, rate }: TariffRule): string {
  const percent = `${rate / 100}%`;
  const own = [
    `Transaction.transactionType.scenario EQCI "${scenario}"`,
    ...(currency === undefined ? [] : [`Transaction.amount.currency EQ "${currency}"`]),
    ...(payerDfsp === undefined ? [] : [`Transaction.payer.partyIdInfo.fspId EQ "${payerDfsp}"`]),
  ];
  const condition = (name: string, comparisons: readonly string[]) =>
    `/* ${name} */\n(\n${comparisons.map((one) => `(\n${one}\n)`).join('\nAND\n')}\n)`;
  const conditions = [
    condition('Transaction is not an on-us transfer', [
      'Transaction.payee.partyIdInfo.fspId NEQ Transaction.payer.partyIdInfo.fspId',
    ]),
    condition('Transaction is a wallet-to-wallet transfer', [
      'Transaction.payee.accountType EQCI "Wallet"',
      'Transaction.payer.accountType EQCI "Wallet"',
    ]),
    condition('Transaction is between people', [
      'Transaction.transactionType.initiator EQCI "PAYER"',
      'Transaction.transactionType.initiatorType EQCI "CONSUMER"',
    ]),
    condition(`Transfers of ${id}`, own),
  ];
  return `/* ${id} */
if(
${conditions.join('\nAND\n')}
)
{
result.ledgerEntryType = "INTERCHANGE_FEE";
result.currency = Transaction.amount.currency;
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * ${percent};
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * ${percent} * -1;
};
`;
}

/** Of these about 40 % match a rule. The same for the same rules. */
export function transactionsFor(rules: readonly TariffRule[], count: number): Transaction[] {
  const random = randomNumbers(rules.length);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const likely = <Value>(likelihood: number, value: Value, other: Value): Value =>
    random() < likelihood ? value : other;
  return Array.from({ length: count }, (_, index) => {
    const rule = rules[Math.floor(random() * rules.length)];
    const scenario = rule?.scenario ?? '';
    const party = (fspId: string): Party => ({
      partyIdInfo: {
        partyIdType: 'MSISDN',
        partyIdentifier: `2557${String(index).padStart(8, '0')}`,
        fspId,
      },
      ...likely(
        0.7,
        { personalInfo: { complexName: { firstName: 'Asha', lastName: 'Juma' } } },
        {},
      ),
      accountType: likely(0.85, pick(['Wallet', 'Wallet', 'WALLET', 'wallet']), 'Savings'),
    });
    const payer = rule?.payerDfsp ?? dfsp(1 + Math.floor(random() * 20));
    const transaction: Transaction = {
      transactionId: `b51ec534-ee48-4575-b6a9-${String(index).padStart(12, '0')}`,
      quoteId: `7c23e80c-d078-4077-8263-${String(index).padStart(12, '0')}`,
      payee: party(likely(0.85, 'payee-dfsp', payer)),
      payer: party(payer),
      amount: {
        amount: amountText(random),
        currency: rule?.currency ?? pick(['USD', 'XOF', 'KWD']),
      },
      transactionType: {
        scenario: likely(
          0.85,
          scenario === 'TRANSFER' ? pick(['TRANSFER', ...scenarioWays]) : scenario,
          'OTHER',
        ),
        initiator: likely(0.95, 'PAYER', 'PAYEE'),
        initiatorType: likely(0.9, 'CONSUMER', 'BUSINESS'),
      },
      ...likely(0.5, { note: 'For the school fees' }, {}),
    };
    return JSON.parse(JSON.stringify(transaction)) as Transaction;
  });
}

/** Most are what people send; one in a hundred is as large as FSPIOP allows. */
function amountText(random: () => number): string {
  if (random() < 0.01) return '987654321987654321.1234';
  const whole = Math.floor(random() ** 3 * 500_000);
  const cents = Math.floor(random() * 100);
  return random() < 0.5 || cents % 10 === 0
    ? String(whole + 1)
    : `${whole}.${String(cents).padStart(2, '0')}`;
}

/** Lehmer's generator: the same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
