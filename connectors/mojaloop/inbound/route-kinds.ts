import type { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import type { variables } from '../../common/contracts/variables';
import { errorInformation } from '../../common/fspiop-errors';
import type { Message } from '../../common/runtime';
import { peerErrorOf } from '../api/peer-error';
import type { BodySchema } from '../openapi/validators';
import { contractOf, idOf, isFromHub, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import type { Route } from './route';
import type { StateQuestion } from './state-questions';

/** The routes that resources without ways of their own are made of. */

type VariableName = keyof typeof variables;

/** POST /{resource}: starts a process, or reaches one that waits for it. */
export function requestRoute<Request extends Record<Id, string>, Id extends VariableName>(kind: {
  readonly body: BodySchema;
  readonly contract: z.ZodType<Request>;
  readonly message: Message['name'];
  /** The body goes into this variable, and its id, which is the key, into one of its own name. */
  readonly variable: VariableName;
  readonly id: Id;
}): Route {
  return {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: kind.body,
    handle: (incoming) => {
      const request = contractOf(kind.contract, incoming.body);
      const id = request[kind.id];
      const { tenant, headers } = incoming;
      return {
        name: kind.message,
        // No message id: the same request again is answered again.
        correlationKey: correlationKey(tenant.tenant, id),
        timeToLiveMs: messageLifetimesMs.request,
        variables: {
          tenant: tenant.tenant,
          traceparent: headers.traceparent,
          peer: peerOf(incoming),
          [kind.variable]: request,
          [kind.id]: id,
        },
      };
    },
  };
}

/** PUT /{resource}/{ID} and its /error: to whoever waits for the answer under tenant:ID. */
export function answerRoutes(kind: {
  readonly body: BodySchema;
  readonly contract: z.ZodType;
  readonly message: Message['name'];
  readonly variable: VariableName;
  /** Whether this sender may answer at all. @throws Refusal */
  readonly check?: (incoming: Incoming) => void;
}): Route[] {
  const toProcess = (incoming: Incoming, answer: unknown): Message => {
    kind.check?.(incoming);
    return {
      name: kind.message,
      correlationKey: correlationKey(incoming.tenant.tenant, idOf(incoming)),
      timeToLiveMs: messageLifetimesMs.callback,
      variables: {
        [kind.variable]: answer,
        answeredBy: isFromHub(incoming) ? null : incoming.headers.source,
      },
    };
  };
  return [
    {
      method: 'put',
      path: '/:id/error',
      exchange: 'callback',
      body: 'any',
      handle: (incoming) => toProcess(incoming, failureOf(incoming)),
    },
    {
      method: 'put',
      path: '/:id',
      exchange: 'callback',
      body: kind.body,
      handle: (incoming) => toProcess(incoming, contractOf(kind.contract, incoming.body)),
    },
  ];
}

/** GET /{resource}/{ID}. `variablesOf`: what of the query travels with the question; it may throw Refusal. */
export function stateRoute(
  question: StateQuestion,
  variablesOf: (incoming: Incoming) => object = () => ({}),
): Route {
  return {
    method: 'get',
    path: '/:id',
    exchange: 'request',
    body: 'none',
    handle: (incoming, { stateQuestions }) => {
      stateQuestions.ask(question, incoming, variablesOf(incoming));
      return undefined;
    },
  };
}

/** What an /error says, whatever its body is. */
export function failureOf({ body }: Incoming) {
  const error = peerErrorOf(body);
  return {
    errorInformation: error ?? errorInformation('SERVER_ERROR', 'the error names no reason'),
  };
}
