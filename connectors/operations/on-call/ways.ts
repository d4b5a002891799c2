/** The ways to reach people: each attempt is made once, and its failure told in words without an address. */
import type { CallRecord } from '../../common/contracts/calls';
import { asksToTryLater, retryAfterMs } from '../../common/http/retry';
import { webhookHeaders } from '../../common/http/webhook-signature';
import { messageOf } from '../../common/message-of';
import { TransportError, type Clock, type HttpTransport } from '../../common/runtime';
import type { OnCallSettings, Webhook } from './settings';

export type Telling = Pick<CallRecord, 'callId' | 'subject' | 'text' | 'body'>;

export type Attempt =
  | { readonly result: 'taken' }
  | {
      readonly result: 'failed';
      /** For the log: without the address of a webhook, which may hold a secret, or of a person. */
      readonly why: string;
      /** Whoever answers says that an earlier attempt is in vain. */
      readonly notBeforeMs?: number | undefined;
    };

export interface Way {
  /** `amina by e-mail`: stands in the log and on the topic. */
  readonly name: string;
  readonly kind: 'e-mail' | 'webhook';
  tell(telling: Telling, signal: AbortSignal): Promise<Attempt>;
}

/** Sends an e-mail to one address; undefined where the hub has no SMTP server. */
export type SendMail = (to: string, telling: Telling) => Promise<Attempt>;

export interface WaysDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly http: HttpTransport;
  readonly webhookTimeoutMs: number;
  readonly sendMail: SendMail | undefined;
}

/** Of people in turn, by their names: those who are in the file no longer are left out. */
export function waysOf(
  names: readonly string[],
  { people }: Pick<OnCallSettings, 'people'>,
  deps: WaysDeps,
): readonly Way[] {
  return names.flatMap((name) => {
    const { email, webhook } = people[name] ?? {};
    return [
      ...(webhook === undefined ? [] : [webhookWay(`${name} by webhook`, webhook, deps)]),
      ...(email === undefined ? [] : [mailWay(`${name} by e-mail`, email, deps)]),
    ];
  });
}

/** Those that hear of every call. */
export function commonWays(
  { webhooks }: Pick<OnCallSettings, 'webhooks'>,
  deps: WaysDeps,
): readonly Way[] {
  return Object.entries(webhooks).map(([name, webhook]) =>
    webhookWay(`webhook ${name}`, webhook, deps),
  );
}

function webhookWay(
  name: string,
  webhook: Webhook,
  { http, clock, webhookTimeoutMs }: WaysDeps,
): Way {
  return {
    ...{ name, kind: 'webhook' },
    tell: async ({ callId, body }, signal) => {
      const headers = {
        'content-type': 'application/json',
        ...webhookHeaders({ id: callId, body, nowMs: clock.now() }, webhook),
      };
      const request = { method: 'POST', url: webhook.url, headers, body, signal } as const;
      try {
        const response = await http.request({ ...request, timeoutMs: webhookTimeoutMs });
        const { status } = response;
        if (status >= 200 && status < 300) return { result: 'taken' };
        const notBeforeMs = asksToTryLater(response) ? retryAfterMs(response) : undefined;
        return { result: 'failed', why: `it answers ${status}`, notBeforeMs };
      } catch (error) {
        const why = error instanceof TransportError ? error.reason : messageOf(error);
        return { result: 'failed', why };
      }
    },
  };
}

function mailWay(name: string, address: string, { sendMail }: WaysDeps): Way {
  return {
    ...{ name, kind: 'e-mail' },
    tell: (telling) =>
      sendMail?.(address, telling) ??
      Promise.resolve({ result: 'failed', why: 'ON_CALL_SMTP_HOST is not set' }),
  };
}
