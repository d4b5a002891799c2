import type { Asker } from '../../common/runtime';
import type { Arrived } from '../inbound/delivery';

/** For a process that runs, on an engine that is drained: it has little else to do. */
export const knownWithinMs = 2_000;

/** Whether a process here has begun with this request: then it hears that it came again. Rejects without an engine. */
export async function isKnownHere(
  { route, incoming }: Arrived,
  asker: Pick<Asker, 'ask'>,
): Promise<boolean> {
  if (route.repeated === undefined) return false;
  const message = route.repeated(incoming);
  return (await asker.ask({ message, timeoutMs: knownWithinMs })) !== undefined;
}
