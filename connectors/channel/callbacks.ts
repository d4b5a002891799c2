import { v5 as uuidV5 } from 'uuid';
import { z } from 'zod';
import { tenantNamed } from '../common/config/tenants';
import { withFormerVariables } from '../common/contracts/former-variables';
import type { Engines } from '../common/engines/engine-list';
import { TryAgain } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';
import { asksToTryLater, retryAfterMs } from '../common/http/retry';
import { webhookHeaders } from '../common/http/webhook-signature';
import { childOf } from '../common/observability/tracing';
import { peerNames, TransportError, type Deps } from '../common/runtime';
import type { JobContext } from '../common/hub/worker';
import { eventOf, idOf, type Report } from './report';
import type { RequestReport } from './requests/request-report';
import type { ChannelTenants } from './settings';

/** What the channel's workers have. */
export interface ChannelWorkerDeps extends Deps {
  readonly tenants: ChannelTenants;
  readonly callbackTimeoutMs: number;
  readonly dedupeWindowMs: number;
  /** Undefined where there is one only. */
  readonly engines?: Engines | undefined;
}

interface Addressee {
  readonly tenant: string;
  readonly traceparent: string;
  readonly callbackUrl: string;
}

/** Fixed for ever: receivers drop repeats by the ids that come from it. */
const eventNamespace = 'b6e3d7c2-91f4-5a0e-8c37-2f5d1e6a9b04';

/** Something that an app is told. */
interface Event {
  /** Names it, so that it can be told from others and its repeats be dropped. */
  readonly name: string;
  readonly body: object;
  /** For the log, where the app refuses it: ids and states only. */
  readonly about: object;
  /** For its reader's eyes only: nothing of it is kept. */
  readonly isSecret?: true;
}

/** @throws as {@link postEvent} */
export async function postReport(
  report: Report | RequestReport,
  addressee: Addressee,
  deps: ChannelWorkerDeps,
  job: JobContext,
): Promise<void> {
  const { transactionId, state } = report;
  const name = `${idOf(report)}\n${eventOf(report)}`;
  const about = {
    ...('requestId' in report && { requestId: report.requestId }),
    transactionId,
    state,
  };
  await postEvent({ name, body: report, about }, addressee, deps, job);
}

/**
 * POSTs an event to the callback address, with the headers of Standard Webhooks. A definite no (4xx, a
 * redirect) is logged and that is all: the payment goes on, and asking again would not change it.
 * @throws TryAgain when nobody answered, or the answer was 408, 425, 429 or 5xx.
 * @throws NotConfiguredHere: without the tenant's secret the app could not believe it.
 */
export async function postEvent(
  { name, body: content, about, isSecret }: Event,
  { tenant, traceparent, callbackUrl }: Addressee,
  deps: ChannelWorkerDeps,
  { signal }: JobContext,
): Promise<'heard' | 'refused'> {
  const id = uuidV5(name, eventNamespace);
  const body = JSON.stringify(content);
  const { callbacks } = tenantNamed(deps.tenants, tenant).settings;
  const headers = {
    'content-type': 'application/json',
    traceparent: childOf(traceparent, deps.random),
    ...webhookHeaders({ id, body, nowMs: deps.clock.now() }, callbacks),
  };
  const timeoutMs = deps.callbackTimeoutMs;
  const response = await deps.http
    .request({
      ...{ method: 'POST', url: callbackUrl, headers, body, timeoutMs, signal },
      journaledAs: {
        to: { tenant, name: peerNames.app },
        ...(isSecret && { hasSecretBody: true as const }),
      },
    })
    .catch(tryAgainLater);
  if (response.status >= 200 && response.status < 300) return 'heard';
  if (asksToTryLater(response)) {
    throw callbackFailed(`answered ${String(response.status)}`, retryAfterMs(response));
  }
  const { origin } = new URL(callbackUrl);
  deps.log.warn(
    { tenant, ...about, origin, status: response.status },
    'the callback address refused an outcome; it is not sent again',
  );
  return 'refused';
}

const withCallbackSchema = z.object({ callbackUrl: z.url() });

/** One app of a tenant that does not answer leaves its other apps room. */
export function callbackOriginOf(variables: Readonly<Record<string, unknown>>): string | undefined {
  const { channel } = withFormerVariables(variables);
  const told = withCallbackSchema.safeParse(channel);
  return told.success ? new URL(told.data.callbackUrl).origin : undefined;
}

function tryAgainLater(error: unknown): never {
  if (error instanceof TransportError) throw callbackFailed(error.reason);
  throw error;
}

function callbackFailed(reason: string, notBeforeMs?: number): TryAgain {
  const information = errorInformation(
    'DESTINATION_COMMUNICATION_ERROR',
    'The callback address of the channel does not answer',
  );
  return new TryAgain(`callback: ${reason}`, information, notBeforeMs);
}
