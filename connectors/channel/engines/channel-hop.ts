import type { Response } from 'express';
import { hopHeaders, passedOn } from '../../common/engines/as-it-came';
import type { Engine } from '../../common/engines/engine-list';
import { Hop, type Away, type HopDeps } from '../../common/engines/hop';
import type { BytesAnswer } from '../../common/http/bytes-call';
import { headerLines } from '../../common/http/header-lines';

export type ChannelAnswer =
  /** Whatever its channel says to the app. */
  | { readonly kind: 'answered'; readonly answer: BytesAnswer }
  /** It was only to work on it if it knows what it is about, and does not. */
  | { readonly kind: 'not-here' }
  /** By its own file the request is another's. */
  | { readonly kind: 'disagreed' }
  | Away;

/** What apps never hear. */
export const notHereStatus = 204;
export const disagreedStatus = 421;

/** The way of apps' requests to the channels of the other engines. */
export function createChannelHop(deps: HopDeps): Hop<ChannelAnswer> {
  return new Hop<ChannelAnswer>(deps, {
    addressOf: ({ channel }) => channel,
    read: readAnswer,
    whileAway: 'apps hear 503 for what belongs to it',
  });
}

function readAnswer(answer: BytesAnswer, { name }: Engine): ChannelAnswer {
  const { status, rawHeaders } = answer;
  // A proxy in front of it, or the engine that does not know us.
  if (valueOf(rawHeaders, hopHeaders.answeredBy) !== name) {
    // Node may refuse a request before its channel has it (431, 400): quickly, and that says nothing of the next one.
    const isPassing = status < 500;
    return { kind: 'away', reason: `${status} was answered, and not by its channel`, isPassing };
  }
  if (status === notHereStatus) return { kind: 'not-here' };
  if (status === disagreedStatus) return { kind: 'disagreed' };
  return { kind: 'answered', answer };
}

function valueOf(rawHeaders: readonly string[], header: string): string | undefined {
  return headerLines(rawHeaders).find(([name]) => name.toLowerCase() === header)?.[1];
}

/** As that engine has said it, with none of our own headers beside. */
export function giveBack(response: Response, { status, rawHeaders, body }: BytesAnswer): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  for (const [name, value] of headerLines(passedOn(rawHeaders))) {
    response.appendHeader(name, value);
  }
  response.status(status).end(body);
}
