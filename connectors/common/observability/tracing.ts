import type { Random } from '../runtime';

/** W3C Trace Context: version 00, not all zeros. */
const traceparentPattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

export function isTraceparent(value: string): boolean {
  return traceparentPattern.test(value);
}

/** W3C Trace Context 3.3.1.3: up to 32 entries, and 512 characters are what everybody must carry. */
export function isTracestate(value: string): boolean {
  const entries = value.split(',');
  return (
    value.length <= 512 &&
    entries.length <= 32 &&
    entries.every((entry) =>
      /^[\t ]*[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x21-\x7e][\x20-\x7e]*$/.test(entry),
    )
  );
}

/** The trace id for log lines, or undefined when there is no valid context. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : traceparentPattern.exec(traceparent)?.[1];
}

/** Undefined for what is no trace context. */
export function partsOfTraceparent(
  traceparent: string | undefined,
): { readonly traceId: string; readonly spanId: string; readonly flags: number } | undefined {
  const match = traceparent === undefined ? null : traceparentPattern.exec(traceparent);
  if (match === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

export function newTraceparent(random: Random): string {
  return `00-${hex(random)}-${hex(random).slice(0, 16)}-01`;
}

/** The same trace seen from our next step: what goes out must name our span as its parent. */
export function childOf(traceparent: string, random: Random): string {
  const match = traceparentPattern.exec(traceparent);
  if (match === null) return newTraceparent(random);
  return `00-${match[1]}-${hex(random).slice(0, 16)}-${match[3]}`;
}

/** 32 hex digits; a v4 UUID is never all zeros. */
function hex(random: Random): string {
  return random.uuid().replaceAll('-', '');
}
