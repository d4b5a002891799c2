import type { EpochMs } from '../../../../connectors/common/runtime';

/** What goes into the switch's state machine and what comes out of it: plain data, no I/O. */

/** Names in lower case. */
export type Headers = Readonly<Record<string, string>>;

export interface Incoming {
  readonly method: string;
  /** As on the request line, with the query. */
  readonly path: string;
  readonly headers: Headers;
  /** The bytes as they came; empty when there were none. */
  readonly body: string;
  readonly receivedAt: EpochMs;
}

export interface HttpAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body?: string;
}

/** How a DFSP took a callback: an HTTP status, or no answer at all. */
export type Delivery =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly url: string;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface Callback {
  readonly service: 'parties' | 'quotes' | 'transfers' | 'participants' | 'transactionRequests';
  /** The FSP it goes to. */
  readonly to: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string;
  /** Leaves only when this one was accepted (any 2xx). */
  readonly afterAccepted?: Callback;
  /** What the switch sends when this one was not accepted; by default nothing. */
  readonly whenRefused?: (failure: Delivery) => readonly Callback[];
}

export interface Outcome {
  readonly answer: HttpAnswer;
  readonly callbacks: readonly Callback[];
}

export function wasAccepted(delivery: Delivery): boolean {
  return delivery.kind === 'answered' && delivery.status >= 200 && delivery.status < 300;
}
