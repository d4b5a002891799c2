import type { Variables } from './ams-bench';

/** Process variables as the diagrams hand them over. */

const transactionType = { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' };
const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const msisdn = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });

export interface PayersPayment {
  readonly transferId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly fee?: string;
  /** The payer has seen the quote and decided. */
  readonly askPayer?: boolean;
  /** Of the process instance: another one for a payment that begins anew. None: begun by an older hub. */
  readonly holdTag?: string | undefined;
}

/** The tag of the process instance that payments are made in unless a test says another. */
export const usualTag = 'i1';

export function payerPayment(payerMsisdn: string, amount: string, currency = 'TZS') {
  return {
    origin: 'channel-transfer',
    payer: msisdn(payerMsisdn),
    payee: msisdn('255700000099'),
    amountType: 'SEND',
    amount: { amount, currency },
    transactionType,
    askPayer: false,
  };
}

/** What block-funds, book-funds and release-block read. */
export function payersVariables(payment: PayersPayment): Variables {
  const { transferId, accountId, amount, fee, askPayer = false } = payment;
  const holdTag = 'holdTag' in payment ? payment.holdTag : usualTag;
  return {
    transactionId: `t-${transferId}`,
    transferId,
    payment: { ...payerPayment('255700000001', amount), askPayer },
    payerQuote: { accountId, holdTag, ...(fee === undefined ? {} : { fspFee: tzs(fee) }) },
    quoteAnswer: {
      quote: {
        transferAmount: tzs(amount),
        expiration: '2026-11-21T12:00:00.000Z',
        ilpPacket: 'AY',
        condition: 'c',
      },
      payeeFspId: 'buffalofsp',
    },
  };
}

function agreement(transferId: string, payeeMsisdn: string, amount: string, currency: string) {
  return {
    transactionId: `t-${transferId}`,
    quoteId: `q-${transferId}`,
    payee: msisdn(payeeMsisdn),
    payer: msisdn('255700000099'),
    amount: { amount, currency },
    payeeReceiveAmount: { amount, currency },
    transactionType,
  };
}

/** What reserve-credit reads. */
export function reserveVariables(
  transferId: string,
  payeeMsisdn: string,
  amount: string,
  currency = 'TZS',
): Variables {
  return { transferId, agreement: agreement(transferId, payeeMsisdn, amount, currency) };
}

export interface Refund extends PayersPayment {
  /** Who refunds: the original payee. */
  readonly msisdn: string;
  readonly originalTransactionId: string;
  /** As the look-up says it; without, the DFSP that the original came from. */
  readonly payeeFspId?: string;
}

/** What a refund's steps read. The original came from the payer of creditVariables. */
export function refundVariables(refund: Refund): Variables {
  const { msisdn: payerMsisdn, originalTransactionId, amount, payeeFspId = 'buffalofsp' } = refund;
  const payment = payerPayment(payerMsisdn, amount);
  const refundInfo = { originalTransactionId };
  const { payee } = payment;
  return {
    ...payersVariables(refund),
    payment: {
      ...payment,
      origin: 'refund',
      transactionType: {
        ...{ scenario: 'REFUND', initiator: 'PAYER', initiatorType: 'BUSINESS' },
        refundInfo,
      },
    },
    partyAnswer: { party: { partyIdInfo: { ...payee, fspId: payeeFspId } } },
  };
}

/** What credit-payee reads. `peer`: the DFSP that pays. */
export function creditVariables(transferId: string, accountId: string, amount: string): Variables {
  return {
    transferId,
    peer: { fspId: 'buffalofsp', version: '1.1', switchName: 'switch' },
    agreement: agreement(transferId, '255700000002', amount, 'TZS'),
    credit: { accountId, transferCode: transferId, amount: tzs(amount) },
  };
}

/** What quote-payee reads. */
export function quoteRequestVariables(
  payeeMsisdn: string,
  amount: string,
  overrides: { readonly amountType?: 'SEND' | 'RECEIVE'; readonly currency?: string } = {},
): Variables {
  return {
    quoteRequest: {
      quoteId: 'b51ec534-ee48-4575-b6a9-ead2955b8069',
      transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
      payee: { partyIdInfo: { ...msisdn(payeeMsisdn), fspId: 'lionfsp' } },
      payer: { partyIdInfo: msisdn('255700000099') },
      amountType: overrides.amountType ?? 'SEND',
      amount: { amount, currency: overrides.currency ?? 'TZS' },
      transactionType,
    },
  };
}
