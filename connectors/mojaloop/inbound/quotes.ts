import type { z } from 'zod';
import { quoteRequestSchema, quoteSchema } from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames, type quoteAnswerSchema } from '../../common/contracts/messages';
import { errorInformation } from '../../common/fspiop-errors';
import type { Message } from '../../common/runtime';
import { peerErrorOf } from '../api/peer-error';
import { contractOf, idOf, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
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
    handle: (incoming) =>
      quoteAnswer(incoming, {
        quote: contractOf(quoteSchema, incoming.body),
        payeeFspId: incoming.headers.source,
      }),
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

function quoteAnswer(incoming: Incoming, answer: z.output<typeof quoteAnswerSchema>): Message {
  return {
    name: messageNames.quoteAnswered,
    correlationKey: correlationKey(incoming.tenant.tenant, idOf(incoming)),
    timeToLiveMs: messageLifetimesMs.callback,
    variables: { quoteAnswer: answer },
  };
}
