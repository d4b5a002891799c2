import { correlationKey } from '../../common/contracts/keys';
import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';
import { FairPlaces } from '../../common/fair-places';
import type { Asker, Message } from '../../common/runtime';
import type { Resource } from '../api/media-type';
import { sendAnswer } from '../outbound/send-answer';
import type { MojaloopDeps } from '../settings';
import type { SwitchSettings } from '../switch-settings';
import { idOf, peerOf, type Incoming } from './incoming';
import { refusal } from './refusal';

/** GET /{resource}/{ID}: the state is the running process's to tell; where none runs we know nothing. */
export interface StateQuestion {
  readonly resource: Resource;
  /**
   * Reaches the process that can answer. Key tenant:ID; carries `asker` (the process may have a peer of its
   * own), `traceparent` and `questionId`.
   */
  readonly message: Message['name'];
  readonly notFound: FspiopErrorName;
  /** Where this is false, "not found" is not said: a switch could take it for something else. */
  readonly mayDeny?: (via: SwitchSettings) => boolean;
}

export interface StateQuestions {
  /**
   * Asks without waiting: the answer, or "not found", goes to the peer as a callback.
   * `variables` travel with the question, beside those.
   * @throws Refusal 3100 for an ID that is none, 2003 when too many questions wait already.
   */
  ask(question: StateQuestion, incoming: Incoming, variables: object): void;
  /** Resolves when no question waits any more. */
  settled(): Promise<void>;
}

export function createStateQuestions(
  engine: Asker,
  deps: MojaloopDeps,
  limits: { readonly timeoutMs: number; readonly waitingMax: number },
): StateQuestions {
  const waiting = new Set<Promise<void>>();
  const places = new FairPlaces(limits.waitingMax);
  return {
    ask: (question, incoming, variables) => {
      const id = idOf(incoming);
      const { tenant } = incoming.tenant;
      if (places.refusal(tenant) !== undefined) {
        throw refusal('SERVICE_CURRENTLY_UNAVAILABLE', 'too many questions at one time');
      }
      places.take(tenant);
      const one = answer(question, id, incoming, variables).finally(() => {
        places.leave(tenant);
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
    const asker = peerOf(incoming);
    const { traceparent } = headers;
    try {
      const message = {
        name: question.message,
        correlationKey: correlationKey(tenant.tenant, id),
        timeToLiveMs: limits.timeoutMs,
        variables: { ...variables, asker, traceparent },
      };
      const told = await engine.ask({ message, timeoutMs: limits.timeoutMs });
      if (told !== undefined || question.mayDeny?.(via) === false) return;
      const { resource } = question;
      const notFound = { errorInformation: errorInformation(question.notFound) };
      await sendAnswer(notFound, { tenant, peer: asker, resource, id, traceparent }, deps);
    } catch (error) {
      const fields = { error, tenant: tenant.tenant, resource: question.resource, id };
      deps.log.warn(fields, 'a question for a state was not answered');
    }
  }
}
