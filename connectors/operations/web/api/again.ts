/** What could not be read is read again by itself, so that nobody has to load the page anew. */
import { ApiProblem } from './problem';

const againAfterMs = 10_000;

interface Asked {
  readonly state: { readonly data: unknown; readonly error: Error | null };
}

/** For whatever has no interval of its own. False: it is not read again. */
export function againWhileAway({ state: { error } }: Asked): number | false {
  return error instanceof ApiProblem && error.mayPass ? againAfterMs : false;
}

/** Of what stays as it was read: only while nothing has been read at all. */
export function againWhileUnread(asked: Asked): number | false {
  return asked.state.data === undefined && againWhileAway(asked);
}
