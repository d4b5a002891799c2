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

/** Where a process may run that can answer: here, or where it says whether one there has taken the question. Never rejects. */
export type AskedAt = 'here' | (() => Promise<boolean>);

export interface StateQuestions {
  /**
   * Asks without waiting: the answer, or "not found", goes to the peer as a callback.
   * `variables` travel with the question, beside those. `places` are asked one after the other, until one knows.
   * @throws Refusal 3100 for an ID that is none, 2003 when too many questions wait already.
   */
  ask(
    question: StateQuestion,
    incoming: Incoming,
    variables: object,
    places?: readonly AskedAt[],
  ): void;
  /**
   * Whether a process here has taken the question: nothing is denied. Rejects when the engine is not there.
   * @throws Refusal as `ask`
   */
  askHere(question: StateQuestion, incoming: Incoming, variables: object): Promise<boolean>;
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
    ask: (question, incoming, variables, askedAt = ['here']) => {
      const asked = { question, id: idOf(incoming), incoming, variables };
      void waited(incoming, () => answer(asked, askedAt));
    },
    askHere: (question, incoming, variables) => {
      const asked = { question, id: idOf(incoming), incoming, variables };
      return waited(incoming, () => isTakenHere(asked));
    },
    settled: async () => {
      await Promise.all(waiting);
    },
  };

  /** In one of the places that there are for a tenant's questions. @throws Refusal 2003 when there is none */
  function waited<Result>(
    { tenant: { tenant } }: Incoming,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (places.refusal(tenant) !== undefined) {
      throw refusal('SERVICE_CURRENTLY_UNAVAILABLE', 'too many questions at one time');
    }
    places.take(tenant);
    const working = work();
    const ended = working
      .catch(() => undefined)
      .then(() => {
        places.leave(tenant);
        waiting.delete(ended);
      });
    waiting.add(ended);
    return working;
  }

  /** Never rejects: nobody waits for it, and the peer will ask again. */
  async function answer(asked: Asked, askedAt: readonly AskedAt[]): Promise<void> {
    const { question, id, incoming } = asked;
    const { tenant, via, headers } = incoming;
    const { traceparent } = headers;
    try {
      for (const at of askedAt) {
        if (await (at === 'here' ? isTakenHere(asked) : at())) return;
      }
      if (question.mayDeny?.(via) === false) return;
      const { resource } = question;
      const peer = peerOf(incoming);
      const notFound = { errorInformation: errorInformation(question.notFound) };
      await sendAnswer(notFound, { tenant, peer, resource, id, traceparent }, deps);
    } catch (error) {
      const fields = { error, tenant: tenant.tenant, resource: question.resource, id };
      deps.log.warn(fields, 'a question for a state was not answered');
    }
  }

  async function isTakenHere({ question, id, incoming, variables }: Asked): Promise<boolean> {
    const { tenant, headers } = incoming;
    const asker = peerOf(incoming);
    const { traceparent } = headers;
    const message = {
      name: question.message,
      correlationKey: correlationKey(tenant.tenant, id),
      timeToLiveMs: limits.timeoutMs,
      variables: { ...variables, asker, traceparent },
    };
    return (await engine.ask({ message, timeoutMs: limits.timeoutMs })) !== undefined;
  }
}

interface Asked {
  readonly question: StateQuestion;
  readonly id: string;
  readonly incoming: Incoming;
  readonly variables: object;
}
