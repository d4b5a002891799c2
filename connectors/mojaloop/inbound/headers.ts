import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { headerLines } from '../../common/http/header-lines';
import { isTraceparent, isTracestate, newTraceparent } from '../../common/observability/tracing';
import type { EpochMs, Random } from '../../common/runtime';
import { errorInformation, httpStatusOf } from '../../common/fspiop-errors';
import {
  negotiate,
  parseMediaType,
  supportedVersionOf,
  supportedVersions,
  type FspiopVersion,
  type Resource,
} from '../api/media-type';
import { parseHttpDate } from '../api/http-date';
import { Refusal, refusal } from './refusal';

/** A request wants an answer by callback; a callback is one. */
export type Exchange = 'request' | 'callback';

/** The headers of FSPIOP 3.2.1, checked. */
export interface FspiopHeaders {
  readonly source: string;
  /** By the clock of its sender, or of the DFSP whose request is answered: a Mojaloop switch sends that one's on. */
  readonly date: EpochMs;
  readonly destination: string | undefined;
  /** The version that the body is written in. */
  readonly contentVersion: FspiopVersion;
  /** The version that the peer wants the answer in. For a callback that of the body. */
  readonly answerVersion: FspiopVersion;
  readonly traceparent: string;
  /** Only what belongs to a traceparent that could be read (W3C Trace Context 3.3). */
  readonly tracestate: string | undefined;
}

/** FSPIOP 3.2.1 limits the size of all headers together, not their number; Node leaves out those over 2,000. */
const headersMax = 200;

/** Node keeps the first of some repeated headers and joins others: who reads differently, reads another. */
const onlyOnce = [
  'Content-Type',
  'Content-Length',
  'Date',
  'Host',
  'FSPIOP-Source',
  'FSPIOP-Destination',
  'FSPIOP-Encryption',
  'FSPIOP-Signature',
  'FSPIOP-URI',
  'FSPIOP-HTTP-Method',
  'traceparent',
];

const onlyOnceByName = new Map(onlyOnce.map((name) => [name.toLowerCase(), name]));

/** @throws Refusal 3101 that names the header that is there twice. */
export function checkRawHeaders({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length > 2 * headersMax) throw refusal('MALFORMED_SYNTAX', 'too many headers');
  const seen = new Set<string>();
  for (const [sent] of headerLines(rawHeaders)) {
    const name = onlyOnceByName.get(sent.toLowerCase());
    if (name === undefined) continue;
    if (seen.has(name)) throw refusal('MALFORMED_SYNTAX', `${name} is there twice`);
    seen.add(name);
  }
}

/** @throws Refusal 3102 or 3101 that names the header, or 3001 with the versions that we support. */
export function readHeaders(
  headers: IncomingHttpHeaders,
  exchange: Exchange,
  resource: Resource,
  random: Random,
): FspiopHeaders {
  const contentVersion = contentVersionOf(required(headers, 'Content-Type'), exchange, resource);
  const date = parseHttpDate(required(headers, 'Date'));
  if (date === undefined) throw malformed('Date');
  const source = fspId(required(headers, 'FSPIOP-Source'), 'FSPIOP-Source');
  const destination = optional(headers, 'FSPIOP-Destination');
  const answerVersion =
    exchange === 'callback'
      ? contentVersion
      : answerVersionOf(required(headers, 'Accept'), resource, contentVersion);
  return {
    source,
    date,
    destination: destination === undefined ? undefined : fspId(destination, 'FSPIOP-Destination'),
    contentVersion,
    answerVersion,
    ...traceOf(headers, random),
  };
}

function traceOf(headers: IncomingHttpHeaders, random: Random) {
  const traceparent = optional(headers, 'traceparent');
  if (traceparent === undefined || !isTraceparent(traceparent)) {
    return { traceparent: newTraceparent(random), tracestate: undefined };
  }
  const tracestate = optional(headers, 'tracestate');
  const isKept = tracestate !== undefined && isTracestate(tracestate);
  return { traceparent, tracestate: isKept ? tracestate : undefined };
}

function contentVersionOf(text: string, exchange: Exchange, resource: Resource): FspiopVersion {
  const mediaType = parseMediaType(text);
  if (mediaType?.major === undefined || mediaType.resource !== resource.toLowerCase()) {
    throw malformed('Content-Type');
  }
  const version = supportedVersionOf(mediaType);
  if (version !== undefined) return version;
  // A hub states the newest version that it knows, whatever it was asked in: take what we can read.
  if (exchange === 'callback') return Number(mediaType.major) >= 2 ? '2.0' : '1.1';
  throw unacceptable();
}

function answerVersionOf(
  accept: string,
  resource: Resource,
  contentVersion: FspiopVersion,
): FspiopVersion {
  const negotiation = negotiate(accept, resource, contentVersion);
  if ('version' in negotiation) return negotiation.version;
  throw negotiation.problem === 'malformed' ? malformed('Accept') : unacceptable();
}

/** FSPIOP 3.3.4.3: the answer lists the versions that are supported. */
function unacceptable(): Refusal {
  const extension = supportedVersions.map((version) => {
    const [key = '', value = ''] = version.split('.');
    return { key, value };
  });
  return new Refusal(httpStatusOf('UNACCEPTABLE_VERSION'), {
    ...errorInformation('UNACCEPTABLE_VERSION'),
    extensionList: { extension },
  });
}

/** Names of headers in lower case: so Mojaloop's own services name them, and its testing toolkit looks for them. */
function malformed(header: string): Refusal {
  return refusal('MALFORMED_SYNTAX', header.toLowerCase());
}

function required(headers: IncomingHttpHeaders, name: string): string {
  const value = optional(headers, name);
  if (value === undefined) throw refusal('MISSING_ELEMENT', name.toLowerCase());
  return value;
}

function optional(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fspId(value: string, header: string): string {
  if (!/^[\x21-\x7e]{1,32}$/.test(value)) throw malformed(header);
  return value;
}
