/** From a request and its answer to the record that stands on the topic. Pure. */
import type { JournalBody, JournalMessage } from '../contracts/message-journal';
import { traceIdOf } from '../observability/tracing';
import { decodeUtf8 } from '../utf8';
import type { Exchange, Half, PaymentIds, SendingJob } from './exchange';
import { headerToKeep, urlToKeep, withoutCodes, withoutSignatures } from './left-out';
import { operationOf } from './operation';

export interface MessageOptions {
  readonly engine: string;
  readonly bodyBytesMax: number;
}

/** `messageId` stands first, so that who has the line finds its key without reading the rest. */
export function journalMessageOf(
  messageId: string,
  exchange: Exchange,
  { engine, bodyBytesMax }: MessageOptions,
): JournalMessage {
  const { direction, peer, peerName, startedMs, endedMs, request, outcome, answer } = exchange;
  const { status, signature, job } = exchange;
  const { method, url } = request;
  const isCallback = direction === 'sent' && peer === 'app';
  return {
    messageId,
    schemaVersion: 1,
    ...{ direction, peer, peerName, engine },
    tenant: exchange.tenant ?? textOf(job?.variables['tenant']),
    at: new Date(startedMs).toISOString(),
    tookMs: Math.max(0, Math.round(endedMs - startedMs)),
    operation: isCallback ? `${method} callback` : operationOf(method, url),
    ...{ status, outcome, signature },
    ...(job === undefined ? undefined : idsIn(job)),
    ...exchange.ids,
    traceId: traceIdOf(headerOf(request, 'traceparent') ?? textOf(job?.variables['traceparent'])),
    jobType: job?.type,
    jobKey: job?.key,
    processInstanceKey: job?.processInstanceKey,
    request: {
      method,
      url: urlToKeep(url, isCallback),
      ...keptOf(request, bodyBytesMax),
    },
    answer: answer && keptOf(answer, bodyBytesMax),
  };
}

function headerOf({ headers }: Half, name: string): string | undefined {
  return textOf(headers[name]);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The ids that steps are told, wherever in their variables they stand. */
function idsIn({ variables }: SendingJob): PaymentIds {
  const { quoteRequest, agreement, transferRequest } = variables as Readonly<
    Record<string, Readonly<Record<string, unknown>> | null | undefined>
  >;
  return {
    transactionId: textOf(variables['transactionId'] ?? quoteRequest?.['transactionId']),
    transferId: textOf(variables['transferId'] ?? transferRequest?.['transferId']),
    quoteId: textOf(variables['quoteId'] ?? quoteRequest?.['quoteId'] ?? agreement?.['quoteId']),
  };
}

/** By a signature over a code of six digits whoever has the signer's certificate finds the code: it goes with it. */
function keptOf(half: Half, bodyBytesMax: number) {
  const body = bodyOf(half.body, bodyBytesMax);
  const headers = headersOf(half);
  return { headers: body?.isWithoutCodes === true ? withoutSignatures(headers) : headers, body };
}

function headersOf({ headers }: Half): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined) continue;
    kept[name] = headerToKeep(name, Array.isArray(value) ? value.join(', ') : String(value));
  }
  return kept;
}

const cut = { isCut: true } as const;

function bodyOf(body: string | Buffer | undefined, bytesMax: number): JournalBody | undefined {
  if (body === undefined || body.length === 0) return undefined;
  const bytes = Buffer.byteLength(body);
  const isCut = bytes > bytesMax;
  const whole = typeof body === 'string' && !isCut;
  const text = whole ? body : decodeUtf8(beginningOf(body, bytesMax));
  if (text === undefined) {
    const base64 = beginningOf(body, bytesMax).toString('base64');
    return { text: base64, isBase64: true, bytes, ...(isCut && cut) };
  }
  const { text: kept, hadCodes } = withoutCodes(text);
  return {
    text: kept,
    bytes,
    ...(isCut && cut),
    ...(hadCodes && { isWithoutCodes: true as const }),
  };
}

/** To the end of a character. */
function beginningOf(body: string | Buffer, bytesMax: number): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes.length <= bytesMax) return bytes;
  let end = bytesMax;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
