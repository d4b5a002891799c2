/**
 * Every use case that a DFSP's channel may ask for, FSPIOP 5.3. The one table: the channel's addresses and their
 * description, what goes into POST /quotes, what fee rules see and what tests walk through are taken from it.
 * How to add one: bpmn/README.md.
 */
import type { PartyId, TransactionType } from './fspiop';

/** How the payer proves at the payee's device that it is they who pay. */
type Authentication =
  | 'none'
  /** By a code that the payer's DFSP sends them once the amount is known. */
  | 'otp-at-device'
  /** By a code that they have asked their DFSP for before they came. */
  | 'otp-made-beforehand';

export interface UseCase {
  /** What it is, for people who read the channel's API. */
  readonly title: string;
  /** Of the channel: asked for by POST /channel/<resource>. */
  readonly resource: string;
  /** The process that the request starts: bpmn/<diagram>.bpmn. */
  readonly diagram: string;
  /** Who asks for it, the payer or the payee, is its `initiator`. */
  readonly transactionType: TransactionType;
  /** Where the request does not say whether fees are taken off the amount. */
  readonly amountType: 'SEND' | 'RECEIVE';
  readonly authentication: Authentication;
  /** The payee may be named by what was scanned: a merchant's QR code. */
  readonly byQrCode?: true;
  /** It gives back what was paid, and names that payment: only who was credited asks for it. */
  readonly isRefund?: true;
  readonly example: { readonly payer: PartyId; readonly payee: PartyId; readonly note?: string };
}

const customer: PartyId = { partyIdType: 'MSISDN', partyIdentifier: '255713803912' };
const friend: PartyId = { partyIdType: 'MSISDN', partyIdentifier: '255754100200' };
const agent: PartyId = { partyIdType: 'BUSINESS', partyIdentifier: 'wakala-42' };
const merchant: PartyId = {
  partyIdType: 'BUSINESS',
  partyIdentifier: 'duka-la-mama',
  partySubIdOrType: 'till-2',
};

const taxBill: PartyId = {
  partyIdType: 'BUSINESS',
  partyIdentifier: 'revenue-authority',
  partySubIdOrType: '991234567890',
};
const atm: PartyId = { partyIdType: 'DEVICE', partyIdentifier: 'atm-dodoma-3' };

const table = {
  /** Served since version 0.1, under a name of its own and with any transactionType whose initiator is PAYER. */
  'channel-transfer': {
    title: 'Payment from person to person',
    resource: 'transfer',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    amountType: 'SEND',
    authentication: 'none',
    example: { payer: customer, payee: friend },
  },
  'customer-cash-out': {
    title: 'Customer-initiated cash-out: a customer takes money out at an agent',
    resource: 'cash-outs',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'WITHDRAWAL', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    amountType: 'RECEIVE',
    authentication: 'none',
    example: { payer: customer, payee: agent },
  },
  'customer-merchant-payment': {
    title: 'Customer-initiated merchant payment',
    resource: 'merchant-payments',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'PAYMENT', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    amountType: 'RECEIVE',
    authentication: 'none',
    byQrCode: true,
    example: { payer: customer, payee: merchant, note: 'Two bags of rice' },
  },
  'agent-cash-in': {
    title: 'Agent-initiated cash-in: an agent takes cash and pays it to a customer',
    resource: 'cash-ins',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'DEPOSIT', initiator: 'PAYER', initiatorType: 'AGENT' },
    amountType: 'SEND',
    authentication: 'none',
    example: { payer: agent, payee: customer },
  },
  /**
   * P2G is none of FSPIOP's use cases: it is a payment to an institution, told from one to a merchant by a sub-scenario of the
   * scheme's. The bill is the institution's sub-id, so that its DFSP is asked for that bill before anything is paid.
   */
  'bill-payment': {
    title: 'Payment of a bill, such as a tax or a fee of the government (P2G)',
    resource: 'bill-payments',
    diagram: 'payer-transfer',
    transactionType: {
      scenario: 'PAYMENT',
      subScenario: 'BILL_PAYMENT',
      initiator: 'PAYER',
      initiatorType: 'CONSUMER',
    },
    amountType: 'RECEIVE',
    authentication: 'none',
    example: { payer: customer, payee: taxBill, note: 'Land rent 2026' },
  },
  /** One for each who may have been paid: FSPIOP 5.3 says REFUND, and who began it. */
  refund: {
    title: 'Refund: a merchant gives back all of a payment, or a part',
    resource: 'refunds',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'REFUND', initiator: 'PAYER', initiatorType: 'BUSINESS' },
    amountType: 'SEND',
    authentication: 'none',
    isRefund: true,
    example: { payer: merchant, payee: customer, note: 'One bag of rice was wet' },
  },
  'customer-refund': {
    title: 'Refund by a person who was paid',
    resource: 'refunds',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'REFUND', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    amountType: 'SEND',
    authentication: 'none',
    isRefund: true,
    example: { payer: friend, payee: customer },
  },
  'agent-refund': {
    title: 'Refund by an agent who was paid',
    resource: 'refunds',
    diagram: 'payer-transfer',
    transactionType: { scenario: 'REFUND', initiator: 'PAYER', initiatorType: 'AGENT' },
    amountType: 'SEND',
    authentication: 'none',
    isRefund: true,
    example: { payer: agent, payee: customer },
  },
  /** FSPIOP 8.2 has no name of its own for it. */
  'request-to-pay': {
    title: 'Request to pay: a person asks another one for money',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' },
    amountType: 'RECEIVE',
    authentication: 'none',
    example: { payer: friend, payee: customer, note: 'My half of the bill' },
  },
  'agent-cash-out': {
    title: 'Agent-initiated cash-out: an agent asks a customer, who accepts in their own app',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'WITHDRAWAL', initiator: 'PAYEE', initiatorType: 'AGENT' },
    amountType: 'RECEIVE',
    authentication: 'none',
    example: { payer: customer, payee: agent },
  },
  'agent-cash-out-on-pos': {
    title: 'Agent-initiated cash-out authorised on POS: the customer enters a one-time password',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'WITHDRAWAL', initiator: 'PAYEE', initiatorType: 'AGENT' },
    amountType: 'RECEIVE',
    authentication: 'otp-at-device',
    example: { payer: customer, payee: agent },
  },
  'merchant-payment-request': {
    title: 'Merchant-initiated merchant payment: the customer accepts in their own app',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'PAYMENT', initiator: 'PAYEE', initiatorType: 'BUSINESS' },
    amountType: 'RECEIVE',
    authentication: 'none',
    example: { payer: customer, payee: merchant },
  },
  'merchant-payment-on-pos': {
    title: 'Merchant-initiated merchant payment authorised on POS: by a one-time password',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'PAYMENT', initiator: 'PAYEE', initiatorType: 'DEVICE' },
    amountType: 'RECEIVE',
    authentication: 'otp-at-device',
    example: { payer: customer, payee: merchant },
  },
  'atm-cash-out': {
    title: 'ATM-initiated cash-out, by a one-time password that the customer has asked for before',
    resource: 'transaction-requests',
    diagram: 'payee-request-to-pay',
    transactionType: { scenario: 'WITHDRAWAL', initiator: 'PAYEE', initiatorType: 'DEVICE' },
    amountType: 'RECEIVE',
    authentication: 'otp-made-beforehand',
    example: { payer: customer, payee: atm },
  },
} as const satisfies Record<string, UseCase>;

/** What `payment.origin` says of a payment that a channel has asked for. */
export type UseCaseName = keyof typeof table;

export const useCases: Readonly<Record<UseCaseName, UseCase>> = table;

/** How a request of another DFSP is to be authorised that asks for an OTP: by the type of transaction alone. */
export function authenticationByOtp({
  scenario,
  initiator,
  initiatorType,
}: TransactionType): Exclude<Authentication, 'none'> {
  const isMeant = ({ authentication, transactionType: type }: UseCase) =>
    authentication === 'otp-made-beforehand' &&
    type.scenario === scenario &&
    type.initiator === initiator &&
    type.initiatorType === initiatorType;
  return Object.values(useCases).some(isMeant) ? 'otp-made-beforehand' : 'otp-at-device';
}
