import type { z } from 'zod';
import { quoteRequestSchema, quoteSchema } from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { type quoteAnswerSchema } from '../../common/contracts/answers';
import { messageNames } from '../../common/contracts/messages';
import type { Message } from '../../common/runtime';
import { readableDateTime } from '../../common/time';
import { paymentProblem } from './amounts';
import { answeredByOf, contractOf, idOf, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { refusal } from './refusal';
import { repeatOf, startOf } from './repeatable';
import type { Route } from './route';
import { failureOf, stateRoute } from './route-kinds';

/** FSPIOP 6.5. */
export const quotesRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: 'QuotesPostRequest',
    handle: quoteAsked,
    repeated: (incoming) => {
      const { quoteId } = contractOf(quoteRequestSchema, incoming.body);
      return repeatOf(incoming, messageNames.quoteStateAsked, quoteId);
    },
  },
  stateRoute({
    resource: 'quotes',
    message: messageNames.quoteStateAsked,
    notFound: 'QUOTE_ID_NOT_FOUND',
  }),
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
    handle: (incoming) => quoteAnswer(incoming, failureOf(incoming)),
  },
];

function quoteAsked(incoming: Incoming): Message {
  const quoteRequest = contractOf(quoteRequestSchema, incoming.body);
  const { payeeTimers } = incoming.tenant.settings;
  const { quoteId } = quoteRequest;
  return startOf(incoming, messageNames.quoteReceived, quoteId, payeeTimers.quoteRetention, {
    quoteId,
    payeeTimers,
    arrival: { peer: peerOf(incoming), quoteRequest },
  });
}

function quoteGiven(incoming: Incoming): Message {
  const quote = contractOf(quoteSchema, incoming.body);
  const problem = paymentProblem(quote.transferAmount, 'transferAmount');
  // Nobody else would end the payment before its time is over.
  if (problem !== undefined) return quoteAnswer(incoming, { errorInformation: problem });
  // The payer's process reckons with it.
  const expiration = readableDateTime(quote.expiration);
  if (expiration === undefined) {
    throw refusal('VALIDATION_ERROR', 'expiration is no date and time');
  }
  return quoteAnswer(incoming, {
    quote: { ...quote, expiration },
    payeeFspId: incoming.headers.source,
  });
}

function quoteAnswer(incoming: Incoming, answer: z.output<typeof quoteAnswerSchema>): Message {
  const { tenant, via } = incoming;
  return {
    name: messageNames.quoteAnswered,
    correlationKey: correlationKey(tenant.tenant, idOf(incoming)),
    timeToLiveMs: messageLifetimesMs.callback,
    variables: {
      quoteAnswer: { ...answer, ...answeredByOf(incoming), switchName: via.name },
    },
  };
}
