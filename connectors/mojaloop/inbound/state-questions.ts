import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { errorInformation } from '../../common/fspiop-errors';
import type { Asker, Deps } from '../../common/runtime';
import { sendToSwitch } from '../outbound/fspiop-client';
import type { MojaloopTenant } from '../settings';
import { refusal } from './refusal';

export interface StateQuestion {
  readonly tenant: MojaloopTenant;
  readonly transferId: string;
  readonly peer: { readonly fspId: string; readonly version: string };
  readonly traceparent: string;
}

/** GET /transfers/{ID}: the state is the running process's to tell; where none runs we know nothing. */
export interface StateQuestions {
  /**
   * Asks without waiting: the answer, or 3208, goes to the peer as a callback.
   * @throws Refusal 2003 when too many questions wait already.
   */
  ask(question: StateQuestion): void;
  /** Resolves when no question waits any more. */
  settled(): Promise<void>;
}

export function createStateQuestions(
  asker: Asker,
  deps: Deps,
  limits: { readonly timeoutMs: number; readonly waitingMax: number },
): StateQuestions {
  const waiting = new Set<Promise<void>>();
  return {
    ask: (question) => {
      if (waiting.size >= limits.waitingMax) {
        throw refusal('SERVICE_CURRENTLY_UNAVAILABLE', 'too many questions at one time');
      }
      const one = answer(question, asker, deps, limits.timeoutMs).finally(() => {
        waiting.delete(one);
      });
      waiting.add(one);
    },
    settled: async () => {
      await Promise.all(waiting);
    },
  };
}

/** Never rejects: nobody waits for it, and the peer will ask again. */
async function answer(
  { tenant, transferId, peer, traceparent }: StateQuestion,
  asker: Asker,
  deps: Deps,
  timeoutMs: number,
): Promise<void> {
  try {
    const message = {
      name: messageNames.transferStateAsked,
      correlationKey: correlationKey(tenant.tenant, transferId),
      timeToLiveMs: timeoutMs,
      variables: { peer },
    };
    if ((await asker.ask({ message, timeoutMs })) !== undefined) return;
    await sendToSwitch(
      {
        tenant,
        method: 'PUT',
        resource: 'transfers',
        path: [transferId, 'error'],
        destination: peer.fspId,
        version: peer.version,
        traceparent,
        body: { errorInformation: errorInformation('TRANSFER_ID_NOT_FOUND') },
      },
      deps,
    );
  } catch (error) {
    deps.log.warn(
      { error, tenant: tenant.tenant, transferId },
      'a transfer state was not answered',
    );
  }
}
