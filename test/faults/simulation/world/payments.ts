import { payersUseCases } from '../../../../connectors/channel/addresses';
import { useCases, type UseCaseName } from '../../../../connectors/common/contracts/use-cases';
import { secretIdsOf, transactionIdOf } from '../../../../connectors/common/contracts/keys';
import type { AccountSeed, TenantSeed } from '../../../simulators/fineract/control-client';
import { currency, dfspNames, fineractUser, type DfspName } from '../../../kit/stack/dfsps';
import { idSecretOf } from '../../../kit/stack/tenant-files';
import {
  idsOfRequest,
  refundOf,
  type Account,
  type Payment,
  type Refund,
} from '../../../kit/faults/payments';
import { ilpSecretOf } from '../hub/tenants';
import type { Chance } from '../time/chance';

/** What a customer does at a device. */
export const customers = [
  'enters it',
  'errs once',
  'asks for another',
  'refuses',
  'enters nothing',
  'guesses',
] as const;

/** What its customer does at the device, and by which code. */
export interface AtDevice {
  readonly customer: (typeof customers)[number];
  /** Of each request of the device's. */
  readonly requests: readonly [DeviceRequest, ...DeviceRequest[]];
}

export interface DeviceRequest {
  readonly clientCorrelationId: string;
  readonly requestId: string;
  /** Of the payment, at the payer's DFSP. */
  readonly transactionId: string;
  readonly quoteId: string;
  readonly transferId: string;
  readonly amount: string;
}

export interface SimulatedPayment extends Payment {
  readonly number: number;
  /** The amount is more than the account has. */
  readonly isTooMuch: boolean;
  /** No DFSP has this payee; or this payer, where the payee asks. */
  readonly isPayeeUnknown: boolean;
  /** Whose account lets no money out, or none in. */
  readonly blocked?: 'payer' | 'payee';
  readonly startsAfterMs: number;
  /** The payee asks for it. */
  readonly request?: { readonly requestId: string; readonly transactionRequestId: string };
  /** Where it is paid at a payee's device, by a one-time password. */
  readonly atDevice?: AtDevice;
  /** What the payer says when shown the price; too late: when all that could be agreed on is over. */
  readonly decision: 'accept' | 'refuse' | 'none' | 'accept too late';
}

export const openingBalance = '1000';
const [first = 'channel-transfer', ...others] = payersUseCases.filter(
  (name) => useCases[name].isRefund !== true,
);
const asked: readonly [UseCaseName, ...UseCaseName[]] = [first, ...others];
const amounts = ['100.12', '0.07', '1.1', '8.41', '0.29', '999.99', '64.1'] as const;

/** Of one payment, at about one time: more together than was paid, or just that. */
const refundsTried = ['none', 'none', 'none', 'all twice', 'a cent and all', 'a part'] as const;

/** One payment or a few at one time, each between two customers who have no other. */
export function paymentsOf(chance: Chance): SimulatedPayment[] {
  const count = chance.oneOf('payments', [1, 1, 2, 3]);
  return Array.from({ length: count }, (_, index) => paymentOf(chance, index + 1));
}

export function paymentOf(chance: Chance, number: number): SimulatedPayment {
  const [from, to] = chance.oneOf('direction', [
    ['lion', 'buffalo'],
    ['buffalo', 'lion'],
  ] as const);
  const clientCorrelationId = `order-${number}`;
  const transactionId = transactionIdOf(from, clientCorrelationId);
  const isTooMuch = chance.fraction('is it too much') < 0.03;
  const askPayer = chance.fraction('is the payer asked') < 0.3;
  const amount = isTooMuch ? '1000.01' : chance.oneOf('amount', amounts);
  const payee = accountOf(to, number);
  return {
    ...{ number, clientCorrelationId, transactionId, askPayer, isTooMuch, isDeaf: false },
    ...secretIdsOf(idSecretOf(from), transactionId),
    payer: accountOf(from, number),
    ...{ payee, amount },
    refunds: refundsOf({ payee, amount, number }, chance.oneOf('refunds', refundsTried)),
    isPayeeUnknown: chance.fraction('is the payee unknown') < 0.03,
    useCase: chance.oneOf('use case', asked),
    startsAfterMs: Math.round(chance.between('start', 0, 1_000)),
    decision: askPayer
      ? chance.oneOf('decision', ['accept', 'accept', 'accept', 'refuse', 'none'] as const)
      : 'none',
  };
}

const requestDecisions = [
  'accept',
  'accept',
  'accept',
  'refuse',
  'none',
  'accept too late',
] as const;

/** The same, each asked for by its payee: the payer's DFSP makes its ids of the request's. */
export function requestsOf(chance: Chance): SimulatedPayment[] {
  return paymentsOf(chance).map((payment) => ({
    ...payment,
    ...idsOfRequest(payment, ilpSecretOf(payment.payer.dfsp)),
    useCase: 'request-to-pay' as const,
    askPayer: true,
    decision: chance.oneOf('decision', requestDecisions),
  }));
}

/** Payers of one DFSP, asked at about one time, of whom the first says nothing. */
export function oneSilentPayer(chance: Chance): SimulatedPayment[] {
  return requestsOf(chance)
    .filter(({ payer }, _index, [first]) => payer.dfsp === first?.payer.dfsp)
    .map((payment, index) => ({
      ...payment,
      ...{ isTooMuch: false, amount: '100.12', isPayeeUnknown: false, startsAfterMs: index * 500 },
      decision: index === 0 ? 'none' : 'accept',
    }));
}

/** Each given back twice at about one time, if it is paid at all. */
export function refundedTwice(chance: Chance): SimulatedPayment[] {
  return paymentsOf(chance).map((payment) => ({
    ...payment,
    refunds: refundsOf(payment, 'all twice'),
  }));
}

function refundsOf(
  { payee, amount, number }: Pick<SimulatedPayment, 'payee' | 'amount' | 'number'>,
  tried: (typeof refundsTried)[number],
): Refund[] {
  const amounts = {
    none: [],
    'all twice': [amount, amount],
    'a cent and all': ['0.01', amount],
    'a part': ['0.02'],
  }[tried];
  return amounts.map((part, index) =>
    refundOf({ payee }, { clientCorrelationId: `refund-${number}-${index + 1}`, amount: part }),
  );
}

function accountOf(dfsp: DfspName, number: number): Account {
  const prefix = { lion: '25571', buffalo: '25572' }[dfsp];
  return {
    dfsp,
    accountId: `${dfsp.toUpperCase()}-${number}`,
    msisdn: `${prefix}${String(number).padStart(7, '0')}`,
  };
}

function blockOf(blocked: SimulatedPayment['blocked'], isPayer: boolean) {
  if (blocked === 'payer' && isPayer) return 'BLOCK_DEBIT';
  return blocked === 'payee' && !isPayer ? 'BLOCK_CREDIT' : 'NONE';
}

/** The Fineract of a DFSP with an account of each payment. */
export function seedOf(dfsp: DfspName, payments: readonly SimulatedPayment[]): TenantSeed {
  const { username: name, password } = fineractUser;
  const accounts = payments.flatMap(({ payer, payee, number, blocked }) =>
    [payer, payee]
      .filter((account) => account.dfsp === dfsp)
      .map(({ accountId, msisdn }): AccountSeed => ({
        subStatus: blockOf(blocked, accountId === payer.accountId),
        externalId: accountId,
        clientId: number,
        currency,
        balance: openingBalance,
        identifiers: [{ idType: 'MSISDN', idValue: msisdn }],
      })),
  );
  const clients = payments.map(({ number }) => ({
    ...{ id: number, firstname: 'Neema', lastname: `Customer ${number}` },
  }));
  const users = [{ name, password, permissions: 'ALL' as const }];
  return { tenant: dfsp, users, clients, accounts, timezone: 'UTC' };
}

export { dfspNames };
