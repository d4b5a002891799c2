import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  moneySchema,
  partyIdSchema,
  transactionTypeSchema,
} from '../../../connectors/common/contracts/fspiop';
import type { Money } from '../../../connectors/common/money';
import { openAgreement, sealAgreement } from '../../../connectors/mojaloop/ilp/agreement';
import type { IlpVersion } from '../../../connectors/common/ilp/packet';
import { currency } from '../../kit/stack/dfsps';
import type { Heard, Peer } from './peer';

/** What a scripted DFSP answers a request with. */
export type Reply =
  { readonly put: object } | { readonly error: string; readonly text?: string } | 'silence';

const secret = 'the ILP secret of a scripted DFSP';

const quoteSchema = z.object({
  quoteId: z.string(),
  transactionId: z.string(),
  payee: z.object({ partyIdInfo: partyIdSchema.extend({ fspId: z.string() }) }),
  payer: z.object({ partyIdInfo: partyIdSchema.extend({ fspId: z.string() }) }),
  amount: moneySchema,
  transactionType: transactionTypeSchema,
});
export type AskedQuote = z.output<typeof quoteSchema>;

const transferSchema = z.object({
  transferId: z.string(),
  ilpPacket: z.string(),
  condition: z.string(),
  amount: moneySchema,
});
export type AskedTransfer = z.output<typeof transferSchema>;

/** What it does differently from a DFSP that takes every payment. */
export interface PayeeScript {
  readonly ilp: IlpVersion;
  party?(partyPath: string): Reply;
  quote?(asked: AskedQuote): Reply;
  transfer?(asked: AskedTransfer, fulfilment: string): Reply;
  readonly version?: string;
  readonly isUnsigned?: boolean;
}

/** Lets it answer as a payee's DFSP. */
export function actAsPayee(peer: Peer, script: PayeeScript): void {
  const { ilp, version, isUnsigned } = script;
  const reply = async (heard: Heard, path: string, given: Reply): Promise<void> => {
    if (given === 'silence') return;
    const to = String(heard.headers['fspiop-source']);
    const how = {
      to,
      ...(version !== undefined && { version }),
      ...(isUnsigned !== undefined && { isUnsigned }),
    };
    if ('put' in given) await peer.send('PUT', path, { ...how, body: given.put });
    else
      await peer.send('PUT', `${path}/error`, { ...how, body: errorBody(given.error, given.text) });
  };
  peer.react = (heard) => {
    const { method, path } = heard;
    if (method === 'GET' && path.startsWith('/parties/')) {
      return reply(heard, path, script.party?.(path) ?? { put: partyBody(path, peer.fspId) });
    }
    if (method === 'POST' && path === '/quotes') {
      const asked = quoteSchema.parse(heard.body);
      const given = script.quote?.(asked) ?? { put: quoteBody(asked, ilp) };
      return reply(heard, `/quotes/${asked.quoteId}`, given);
    }
    if (method === 'POST' && path === '/transfers') {
      const asked = transferSchema.parse(heard.body);
      const fulfilment = fulfilmentOf(asked);
      const given = script.transfer?.(asked, fulfilment) ?? { put: reserved(fulfilment) };
      return reply(heard, `/transfers/${asked.transferId}`, given);
    }
    return undefined;
  };
}

export function errorBody(errorCode: string, errorDescription = 'as the scenario wants it') {
  return { errorInformation: { errorCode, errorDescription } };
}

export function partyBody(path: string, fspId: string) {
  const [, , partyIdType, partyIdentifier = '', subId] = path.split('/');
  const partySubIdOrType = subId === undefined ? {} : { partySubIdOrType: subId };
  const partyIdInfo = { partyIdType, partyIdentifier, ...partySubIdOrType, fspId };
  return { party: { partyIdInfo, name: 'Neema Mushi' } };
}

/** `changes` to the quote, without effect on its packet. */
export function quoteBody(asked: AskedQuote, ilp: IlpVersion, changes: object = {}) {
  const expiration = new Date(Date.now() + 60_000).toISOString();
  const { transactionId, quoteId, payee, payer, amount, transactionType } = asked;
  const agreed = { transactionId, quoteId, payee, payer, amount, transactionType, expiration };
  return {
    transferAmount: amount,
    payeeReceiveAmount: amount,
    expiration,
    ...sealAgreement(agreed, secret, ilp),
    ...changes,
  };
}

function fulfilmentOf({ ilpPacket }: AskedTransfer): string {
  return openAgreement(ilpPacket, secret)?.fulfilment ?? '';
}

export function reserved(fulfilment: string, changes: object = {}) {
  const completedTimestamp = new Date().toISOString();
  return { transferState: 'RESERVED', fulfilment, completedTimestamp, ...changes };
}

/** What a scripted payer's DFSP asks. */
export interface PayerRequest {
  readonly payeeFsp: string;
  readonly payeeMsisdn: string;
  readonly amount: Money;
  readonly quoteId: string;
  readonly transactionId: string;
  readonly transferId: string;
}

export function newRequest(payeeFsp: string, payeeMsisdn: string, amount = '100.12'): PayerRequest {
  return {
    payeeFsp,
    payeeMsisdn,
    amount: { amount, currency },
    quoteId: randomUUID(),
    transactionId: randomUUID(),
    transferId: randomUUID(),
  };
}

export function quoteRequestBody(request: PayerRequest, payerFsp: string) {
  const { quoteId, transactionId, amount, payeeFsp, payeeMsisdn } = request;
  const party = (partyIdentifier: string, fspId: string) => ({
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier, fspId },
  });
  return {
    quoteId,
    transactionId,
    payer: party('255700000002', payerFsp),
    payee: party(payeeMsisdn, payeeFsp),
    amountType: 'SEND',
    amount,
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  };
}

const givenQuoteSchema = z.object({
  transferAmount: moneySchema,
  ilpPacket: z.string(),
  condition: z.string(),
});
export type GivenQuote = z.output<typeof givenQuoteSchema>;

/** Asks for a quote. @throws an Error when none comes */
export async function askQuote(peer: Peer, request: PayerRequest): Promise<GivenQuote> {
  const body = quoteRequestBody(request, peer.fspId);
  await peer.send('POST', '/quotes', { to: request.payeeFsp, body });
  const path = `/quotes/${request.quoteId}`;
  const answer = await peer.hears((heard) => heard.method === 'PUT' && heard.path.startsWith(path));
  return givenQuoteSchema.parse(answer?.body);
}

export function transferBody(
  request: PayerRequest,
  payerFsp: string,
  quote: GivenQuote,
  changes: object = {},
) {
  return {
    transferId: request.transferId,
    payerFsp,
    payeeFsp: request.payeeFsp,
    amount: quote.transferAmount,
    ilpPacket: quote.ilpPacket,
    condition: quote.condition,
    expiration: new Date(Date.now() + 20_000).toISOString(),
    ...changes,
  };
}

/** Sends POST /transfers and gives what was sent. */
export async function sendTransfer(
  peer: Peer,
  request: PayerRequest,
  quote: GivenQuote,
  changes: object = {},
): Promise<object> {
  const body = transferBody(request, peer.fspId, quote, changes);
  await peer.send('POST', '/transfers', { to: request.payeeFsp, body });
  return body;
}

export const isAnswerTo =
  ({ transferId }: { readonly transferId: string }) =>
  ({ method, path }: Heard): boolean =>
    method === 'PUT' && path.startsWith(`/transfers/${transferId}`);
