import { correlationKey } from '../../common/contracts/keys';
import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';
import type { Asker, Message } from '../../common/runtime';
import type { Resource } from '../api/media-type';
import { sendToSwitch } from '../outbound/fspiop-client';
import type { MojaloopDeps } from '../settings';
import { idOf, peerOf, type Incoming } from './incoming';
import { refusal } from './refusal';

/** GET /{resource}/{ID}: the state is the running process's to tell; where none runs we know nothing. */
export interface StateQuestion {
  readonly resource: Resource;
  /** Reaches the process that can answer. Key tenant:ID; carries `peer` and `questionId`. */
  readonly message: Message['name'];
  readonly notFound: FspiopErrorName;
}

export interface StateQuestions {
  /**
   * Asks without waiting: the answer, or "not found", goes to the peer as a callback.
   * `variables` travel with the question, beside `peer` and `questionId`.
   * @throws Refusal 3100 for an ID that is none, 2003 when too many questions wait already.
   */
  ask(question: StateQuestion, incoming: Incoming, variables?: object): void;
  /** Resolves when no question waits any more. */
  settled(): Promise<void>;
}

export function createStateQuestions(
  asker: Asker,
  deps: MojaloopDeps,
  limits: { readonly timeoutMs: number; readonly waitingMax: number },
): StateQuestions {
  const waiting = new Set<Promise<void>>();
  return {
    ask: (question, incoming, variables = {}) => {
      const id = idOf(incoming);
      if (waiting.size >= limits.waitingMax) {
        throw refusal('SERVICE_CURRENTLY_UNAVAILABLE', 'too many questions at one time');
      }
      const one = answer(question, id, incoming, variables).finally(() => {
        waiting.delete(one);
      });
      waiting.add(one);
    },
    settled: async () => {
      await Promise.all(waiting);
    },
  };

  /** Never rejects: nobody waits for it, and the peer will ask again. */
  async function answer(
    question: StateQuestion,
    id: string,
    incoming: Incoming,
    variables: object,
  ): Promise<void> {
    const { tenant, via, headers } = incoming;
    const peer = peerOf(incoming);
    try {
      const message = {
        name: question.message,
        correlationKey: correlationKey(tenant.tenant, id),
        timeToLiveMs: limits.timeoutMs,
        variables: { ...variables, peer },
      };
      const told = await asker.ask({ message, timeoutMs: limits.timeoutMs });
      if (told !== undefined) return;
      await sendToSwitch(
        {
          tenant,
          via,
          method: 'PUT',
          resource: question.resource,
          path: [id, 'error'],
          destination: peer.fspId,
          version: peer.version,
          traceparent: headers.traceparent,
          tracestate: headers.tracestate,
          body: { errorInformation: errorInformation(question.notFound) },
        },
        deps,
      );
    } catch (error) {
      const fields = { error, tenant: tenant.tenant, resource: question.resource, id };
      deps.log.warn(fields, 'a question for a state was not answered');
    }
  }
}
