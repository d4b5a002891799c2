import type { Headers } from './messages';

export interface Trace {
  readonly traceparent: string;
  readonly tracestate: string;
}

/** Gives that many random hexadecimal digits. */
export type HexDigits = (count: number) => string;

const shape = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;
const vendor = 'acmevendor';

/**
 * The trace headers that the switch sends on: the trace id stays, the parent id is its own. A trace
 * state of others, without the switch's own entry, makes it start a new trace; a header that it
 * cannot read becomes zeros; and "not sampled" (00) comes out as 30.
 */
export function nextTrace(headers: Headers, hexDigits: HexDigits, tags: object = {}): Trace {
  const parentId = hexDigits(16);
  return {
    traceparent: traceparent(headers, parentId, hexDigits),
    tracestate: tracestate(headers['tracestate'], parentId, tags),
  };
}

function traceparent(headers: Headers, parentId: string, hexDigits: HexDigits): string {
  const given = headers['traceparent'];
  if (given === undefined) return `00-${hexDigits(32)}-${parentId}-00`;
  const [, traceId, flags] = shape.exec(given) ?? [];
  if (traceId === undefined || flags === undefined) {
    return `00-${'0'.repeat(32)}-${parentId}-30`;
  }
  const state = headers['tracestate'];
  const isForeign = state !== undefined && !state.includes(`${vendor}=`);
  return `00-${isForeign ? hexDigits(32) : traceId}-${parentId}-${flags === '00' ? '30' : flags}`;
}

function tracestate(given: string | undefined, spanId: string, tags: object): string {
  const own = `${vendor}=${Buffer.from(JSON.stringify({ spanId, ...tags })).toString('base64')}`;
  const others = (given ?? '')
    .split(',')
    .filter((entry) => entry && !entry.startsWith(`${vendor}=`));
  return [own, ...others].join(',');
}
