import type { z } from 'zod';
import { quoteRequestSchema, quoteSchema } from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames, type quoteAnswerSchema } from '../../common/contracts/messages';
import { errorInformation } from '../../common/fspiop-errors';
import type { Message } from '../../common/runtime';
import { formatDateTime, parseDateTime } from '../../common/time';
import { peerErrorOf } from '../api/peer-error';
import { paymentProblem, requirePayable, requireWholeUnits } from './amounts';
import { contractOf, idOf, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { refusal } from './refusal';
import type { Route } from './route';

/** FSPIOP 6.5. */
export const quotesRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: 'QuotesPostRequest',
    handle: quoteAsked,
  },
  {
    method: 'put',
    path: '/:id',
    exchange: 'callback',
    body: 'QuotesIDPutResponse',
    handle: quoteGiven,
  },
  {
    method: 'put',
    path: '/:id/error',
    exchange: 'callback',
    body: 'any',
    handle: (incoming) =>
      quoteAnswer(incoming, {
        errorInformation:
          peerErrorOf(incoming.body) ??
          errorInformation('SERVER_ERROR', 'the error names no reason'),
      }),
  },
];

function quoteAsked(incoming: Incoming): Message {
  const quoteRequest = contractOf(quoteRequestSchema, incoming.body);
  const { amount, fees } = quoteRequest;
  requirePayable(amount, 'amount');
  if (fees !== undefined) requireWholeUnits(fees, 'fees');
  const { tenant, headers } = incoming;
  return {
    name: messageNames.quoteReceived,
    // No message id: the same question again is answered again, with the same quote.
    correlationKey: correlationKey(tenant.tenant, quoteRequest.quoteId),
    timeToLiveMs: messageLifetimesMs.request,
    variables: {
      tenant: tenant.tenant,
      traceparent: headers.traceparent,
      peer: peerOf(incoming),
      quoteRequest,
      quoteId: quoteRequest.quoteId,
    },
  };
}

function quoteGiven(incoming: Incoming): Message {
  const quote = contractOf(quoteSchema, incoming.body);
  const problem = paymentProblem(quote.transferAmount, 'transferAmount');
  // Nobody else would end the payment before its time is over.
  if (problem !== undefined) return quoteAnswer(incoming, { errorInformation: problem });
  return quoteAnswer(incoming, {
    quote: { ...quote, expiration: readableExpiration(quote.expiration) },
    payeeFspId: incoming.headers.source,
  });
}

/**
 * In UTC: FSPIOP allows offsets up to 19:59, FEEL reads none above 18:00 and would give up in the middle
 * of the payment.
 */
function readableExpiration(expiration: string): string {
  const end = parseDateTime(expiration);
  if (end === undefined || end > latestReadable) {
    throw refusal('VALIDATION_ERROR', 'expiration is no date and time');
  }
  return formatDateTime(end);
}

const latestReadable = Date.UTC(9999, 11, 31);

function quoteAnswer(incoming: Incoming, answer: z.output<typeof quoteAnswerSchema>): Message {
  return {
    name: messageNames.quoteAnswered,
    correlationKey: correlationKey(incoming.tenant.tenant, idOf(incoming)),
    timeToLiveMs: messageLifetimesMs.callback,
    variables: { quoteAnswer: answer },
  };
}
