import type { JournalMessage, JournalOutcome, JournalPeer } from '../contracts/message-journal';
import type { EpochMs } from '../runtime';

/** Ids by which a message is known to be of a payment. */
export type PaymentIds = Pick<JournalMessage, 'transactionId' | 'transferId' | 'quoteId'>;

/** The job that sends. */
export interface SendingJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A request and what came of it, as they stood on the wire. */
export interface Exchange {
  readonly direction: JournalMessage['direction'];
  readonly peer: JournalPeer;
  readonly peerName?: string | undefined;
  readonly tenant?: string | undefined;
  readonly startedMs: EpochMs;
  readonly endedMs: EpochMs;
  readonly request: Half & { readonly method: string; readonly url: string };
  readonly outcome: JournalOutcome;
  readonly status?: number | undefined;
  readonly answer?: Half | undefined;
  readonly signature?: JournalMessage['signature'];
  readonly ids?: PaymentIds | undefined;
  readonly job?: SendingJob | undefined;
}

type HeaderValue = number | string | readonly string[] | undefined;

export interface Half {
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly body?: string | Buffer | undefined;
}

/** Where requests and their answers are told. */
export interface Journal {
  /** Costs the caller next to nothing: never waits, never throws. */
  note(exchange: Exchange): void;
}
