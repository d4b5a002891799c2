import type { Engine } from '../../connectors/common/hub/role';
import type { Asker, MessagePublisher } from '../../connectors/common/runtime';

const refused = () => Promise.reject(new Error('nothing is asked of the engine here'));

/** The engine as a role gets it: whatever a test does not give refuses. */
export function engineOf(given: Partial<MessagePublisher & Asker> = {}): Engine {
  const { publish = refused, broadcast = refused, ask = refused, awaitAnswer = refused } = given;
  return {
    messages: { publish: publish.bind(given), broadcast: broadcast.bind(given) },
    asker: { ask: ask.bind(given), awaitAnswer: awaitAnswer.bind(given) },
    openJobs: { list: refused, complete: refused },
  };
}
