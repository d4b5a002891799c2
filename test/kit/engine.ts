import type { Engine } from '../../connectors/common/hub/role';
import type { Asker, MessagePublisher } from '../../connectors/common/runtime';

const refused = () => Promise.reject(new Error('nothing is asked of the engine here'));

/** The engine as a role gets it: what a test has not given, or has taken away, refuses. */
export function engineOf(given: Partial<MessagePublisher & Asker> = {}): Engine {
  return {
    messages: {
      publish: (message) => given.publish?.(message) ?? refused(),
      broadcast: (signal) => given.broadcast?.(signal) ?? refused(),
    },
    asker: {
      ask: (question) => given.ask?.(question) ?? refused(),
      awaitAnswer: (id, timeoutMs) => given.awaitAnswer?.(id, timeoutMs) ?? refused(),
    },
    openJobs: { list: refused, complete: refused, setVariables: refused },
    incidents: { resolve: refused },
    commandTimeoutMs: 10_000,
  };
}
