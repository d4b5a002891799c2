import type { JobContext } from '../../common/hub/worker';
import { Refused, TryAgain } from '../../common/failures';
import { errorInformation, meaningOf } from '../../common/fspiop-errors';
import { asksToTryLater, retryAfterMs } from '../../common/http/retry';
import { childOf } from '../../common/observability/tracing';
import { peerNames, TransportError, type EpochMs, type HttpResponse } from '../../common/runtime';
import { acceptOf, contentTypeOf, type Resource } from '../api/media-type';
import { peerErrorOf } from '../api/peer-error';
import { canonicalJson, parseJson } from '../../common/json';
import { parseHttpDate, wholeSeconds } from '../api/http-date';
import type { MojaloopDeps, MojaloopTenant } from '../settings';
import type { SwitchSettings } from '../switch-settings';

export interface FspiopRequest {
  readonly tenant: MojaloopTenant;
  /** One of the tenant's: see switches.ts. */
  readonly via: SwitchSettings;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly resource: Resource;
  /** What follows the resource in the path, unencoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** FSPIOP-Destination. Never on GET /parties: a wrong one makes the switch forget the party. */
  readonly destination?: string;
  readonly version: string;
  readonly traceparent: string;
  /** That of the request which this answers, and no other: see headersOf. */
  readonly tracestate?: string;
  /** Sent as canonical JSON, so that a repeated job sends the same bytes. */
  readonly body?: object;
  /** Aborts when the job that asks for it is over. */
  readonly signal?: JobContext['signal'];
}

type ClientDeps = Pick<
  MojaloopDeps,
  'http' | 'clock' | 'random' | 'tls' | 'signatures' | 'switchClocks'
>;

/** When the switch took a request. */
export interface Taken {
  /** The Date that the request bore, by our clock. */
  readonly sentDate: EpochMs;
  /** By the switch's clock, it had not got the request before. Undefined when its answer has no Date. */
  readonly notBefore: EpochMs | undefined;
}

/**
 * Sends a request or a callback to the tenant's switch.
 * @throws Refused with the switch's own error when it answers with one and 4xx, unless the error itself says
 * that nothing is wrong with the request.
 * @throws TryAgain for everything else but 2xx: nobody knows then what became of the request.
 */
export async function sendToSwitch(request: FspiopRequest, deps: ClientDeps): Promise<Taken> {
  const { tenant, via, resource, method } = request;
  const uri = uriOf(request);
  const body = request.body === undefined ? undefined : canonicalJson(request.body);
  const url = via.addresses[resource] + uri;
  const sentAt = deps.clock.now();
  let response: HttpResponse;
  try {
    response = await deps.http.request({
      method,
      url,
      headers: headersOf(request, uri, body ?? '', sentAt, deps),
      body,
      timeoutMs: tenant.settings.requestTimeoutMs,
      signal: request.signal,
      trace: request.traceparent,
      tls: deps.tls(via),
      peer: { tenant: tenant.tenant, name: peerNames.switch(via.name) },
    });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const name = error.notSent ? 'DESTINATION_COMMUNICATION_ERROR' : 'SERVER_TIMED_OUT';
    const information = errorInformation(name, 'the switch gave no answer');
    throw new TryAgain(error.message, information, error.notBeforeMs);
  }
  const answeredAt = deps.clock.now();
  throwUnlessAccepted(response, `${method} /${resource}`);
  const date = parseHttpDate(response.headers['date']);
  const sentDate = wholeSeconds(sentAt);
  if (date === undefined) return { sentDate, notBefore: undefined };
  deps.switchClocks.heard({ tenant: tenant.tenant, via }, url, { sentAt, answeredAt, date });
  return { sentDate, notBefore: date - (answeredAt - sentAt) };
}

/** What follows the address of the switch: the part of the URL that is signed. */
function uriOf({ resource, path, query }: FspiopRequest): string {
  const uri = `/${[resource, ...path.map(encodeURIComponent)].join('/')}`;
  return query === undefined ? uri : `${uri}?${new URLSearchParams(query).toString()}`;
}

/**
 * A real switch starts a new trace when it sees a tracestate without its own entry. What it has sent has
 * one, so an answer gives it back; a request of ours has none.
 */
function headersOf(
  request: FspiopRequest,
  uri: string,
  body: string,
  sentAt: EpochMs,
  deps: ClientDeps,
): Record<string, string> {
  const { via, resource, version, destination, method } = request;
  const source = request.tenant.fspId;
  const date = new Date(sentAt).toUTCString();
  const signed = { method, resource, uri, source, destination, date };
  return {
    'Content-Type': contentTypeOf(resource, version),
    // Callbacks must have none (FSPIOP 3.2.1): Mojaloop's services refuse them otherwise.
    ...(method !== 'PUT' && { Accept: acceptOf(resource, version) }),
    Date: date,
    'FSPIOP-Source': source,
    ...(destination !== undefined && { 'FSPIOP-Destination': destination }),
    traceparent: childOf(request.traceparent, deps.random),
    ...(request.tracestate !== undefined && { tracestate: request.tracestate }),
    ...deps.signatures(via).sign(signed, body),
  };
}

function throwUnlessAccepted(response: HttpResponse, what: string): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const peerError = peerErrorOf(parseJson(response.body));
  // Without an error in it, a 4xx is some gateway's and says nothing about an earlier try.
  const isDefinite = status >= 400 && !asksToTryLater(response) && peerError !== undefined;
  if (isDefinite && !meaningOf(peerError.errorCode).worthRetrying) throw new Refused(peerError);
  throw new TryAgain(
    `${what}: the switch answered ${status}`,
    peerError ?? errorInformation('SERVICE_CURRENTLY_UNAVAILABLE', `the switch answered ${status}`),
    retryAfterMs(response),
  );
}
