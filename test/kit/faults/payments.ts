import {
  requestedTransactionIdOf,
  requestIdOf,
  secretIdsOf,
  transactionIdOf,
  transactionRequestIdOf,
} from '../../../connectors/common/contracts/keys';
import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import { currency, type DfspName } from '../stack/dfsps';
import { wallets } from '../fee-rules/interchange-fee';
import type { Stack } from '../stack/stack';
import { idSecretOf, ilpSecretOf } from '../stack/tenant-files';
import type { Match, Peer } from './gate';

export interface Account {
  readonly dfsp: DfspName;
  readonly accountId: string;
  readonly msisdn: string;
}

/** A payment between two customers who have no other, from lion to buffalo unless it is wished otherwise. */
export interface Payment {
  readonly clientCorrelationId: string;
  readonly transactionId: string;
  readonly quoteId: string;
  readonly transferId: string;
  readonly payer: Account;
  readonly payee: Account;
  readonly amount: string;
  readonly askPayer: boolean;
  /** The payer's app never answers: nobody is told how it ended. */
  readonly isDeaf: boolean;
  /** Default: from person to person. */
  readonly useCase?: UseCaseName;
  /** Its payee asks for it: by these ids. */
  readonly request?: RequestIds;
  /** What its payee gives back of it. */
  readonly refunds?: readonly Refund[];
}

interface RequestIds {
  /** At the channel that asks. */
  readonly requestId: string;
  /** At the payer's DFSP. */
  readonly transactionRequestId: string;
}

/** A payment of its own, from the payee to the payer. */
export interface Refund {
  readonly clientCorrelationId: string;
  readonly transactionId: string;
  readonly transferId: string;
  readonly amount: string;
}

export function refundOf(
  { payee: { dfsp } }: Pick<Payment, 'payee'>,
  { clientCorrelationId, amount }: Pick<Refund, 'clientCorrelationId' | 'amount'>,
): Refund {
  const transactionId = transactionIdOf(dfsp, clientCorrelationId);
  const { transferId } = secretIdsOf(idSecretOf(dfsp), transactionId);
  return { clientCorrelationId, transactionId, transferId, amount };
}

export const refundsPath = `/channel/${useCases.refund.resource}`;

/** Body of the POST to it. */
export function refundBody({ payer, payee, transactionId }: Payment, refund: Refund, url: string) {
  return {
    clientCorrelationId: refund.clientCorrelationId,
    originalTransactionId: transactionId,
    payer: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn },
    payee: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
    amount: { amount: refund.amount, currency },
    callbackUrl: url,
  };
}

export interface Wish {
  readonly askPayer?: boolean;
  readonly isDeaf?: boolean;
  readonly useCase?: UseCaseName;
  /** The other one is paid. */
  readonly from?: DfspName;
  /** Payer and payee have their accounts at one DFSP. */
  readonly isWithinOneDfsp?: boolean;
}

const openingBalance = '1000';
let payments = 0;

/** Opens the two accounts; nothing is paid yet. */
export async function preparePayment(
  stack: Stack,
  { from = 'lion', isWithinOneDfsp = false, ...wish }: Wish = {},
): Promise<Payment> {
  const number = ++payments;
  const clientCorrelationId = `fault-${number}`;
  const transactionId = transactionIdOf(from, clientCorrelationId);
  const other = from === 'lion' ? 'buffalo' : 'lion';
  return {
    clientCorrelationId,
    transactionId,
    ...secretIdsOf(idSecretOf(from), transactionId),
    payer: await openAccount(stack, from, number),
    payee: isWithinOneDfsp
      ? await openAccount(stack, from, ++payments)
      : await openAccount(stack, other, number),
    amount: '100.12',
    askPayer: false,
    isDeaf: false,
    ...wish,
  };
}

/** Of a request to pay, and of the payment that the payer's DFSP makes of it. @param ilpSecret the payer's DFSP's */
export function idsOfRequest(
  { clientCorrelationId, payer, payee }: Pick<Payment, 'clientCorrelationId' | 'payer' | 'payee'>,
  ilpSecret: string,
) {
  const requestId = requestIdOf(payee.dfsp, clientCorrelationId);
  const transactionRequestId = transactionRequestIdOf(idSecretOf(payee.dfsp), requestId);
  const asker = { fspId: payee.dfsp, switchName: 'switch' };
  const transactionId = requestedTransactionIdOf(ilpSecret, asker, transactionRequestId);
  return {
    ...{ transactionId, ...secretIdsOf(idSecretOf(payer.dfsp), transactionId) },
    request: { requestId, transactionRequestId },
  };
}

/** The same payment, asked for by its payee. */
export function asRequested<One extends Payment>(payment: One, useCase: UseCaseName): One {
  return { ...payment, useCase, ...idsOfRequest(payment, ilpSecretOf(payment.payer.dfsp)) };
}

async function openAccount(stack: Stack, dfsp: DfspName, number: number): Promise<Account> {
  const prefix = { lion: '25571', buffalo: '25572' }[dfsp];
  const msisdn = `${prefix}${String(number).padStart(7, '0')}`;
  const accountId = `${dfsp.toUpperCase()}-F${String(number).padStart(5, '0')}`;
  const { control } = stack.fineract[dfsp];
  const client = { id: 1000 + number, firstname: 'Neema', lastname: `Customer ${number}` };
  await control.add({
    clients: [client],
    accounts: [
      {
        externalId: accountId,
        clientId: client.id,
        currency,
        balance: openingBalance,
        identifiers: [{ idType: 'MSISDN', idValue: msisdn }],
      },
    ],
  });
  await stack.switch.client.addParty({
    partyIdType: 'MSISDN',
    partyIdentifier: msisdn,
    fspId: dfsp,
  });
  return { dfsp, accountId, msisdn };
}

/** Where the payer's app asks for it, and where it decides. */
export function channelPathOf({ useCase = 'channel-transfer' }: Payment): string {
  return `/channel/${useCases[useCase].resource}`;
}

/** Body of the POST to it. */
export function requestBody(payment: Payment, callbackUrl: string) {
  const { clientCorrelationId, payer, payee, amount, askPayer } = payment;
  return {
    clientCorrelationId,
    payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
    payee: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn },
    amount: { amount, currency },
    askPayer,
    callbackUrl,
    extensionList: wallets,
  };
}

/** What else a request must have. */
export interface Marks {
  /** In its path or query. */
  readonly path?: string;
  /** FSPIOP-Source, FSPIOP-Destination. */
  readonly from?: DfspName;
  readonly for?: DfspName;
  /** In its body. */
  readonly says?: string;
}

/** Requests of this payment: they name one of its ids, in the path or in the body. */
export function of(payment: Payment, to: Peer, method: string, marks: Marks = {}): Match {
  const { transactionId, quoteId, transferId, payer, payee } = payment;
  const ids = [transactionId, quoteId, transferId];
  ids.push(payer.msisdn, payer.accountId, payee.msisdn, payee.accountId);
  return ({ to: peer, method: verb, path, body, headers }) =>
    peer === to &&
    verb === method &&
    ids.some((id) => path.includes(id) || body.includes(id)) &&
    path.includes(marks.path ?? '') &&
    body.includes(marks.says ?? '') &&
    [undefined, headers['fspiop-source']].includes(marks.from) &&
    [undefined, headers['fspiop-destination']].includes(marks.for);
}
