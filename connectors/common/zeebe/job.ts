import type { ErrorInformation } from '../contracts/fspiop';
import type { BpmnErrorCode } from '../hub/worker';

/** A job as the engine gives it. Keys exceed 2^53 and stay strings. */
export interface Job {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  /** Attempts left, this one included. */
  readonly retries: number;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A job that is carried out now. */
export interface BegunJob extends Job {
  /** How far the engine's clock was ahead of ours: a little less, for the job took time to come. */
  readonly engineAheadMs: number;
}

/** How a job came in: pushed by the engine, or polled for. */
export type Way = 'push' | 'poll';

/** What is to become of a job. Only job-runner.ts turns it into a command. */
export type Outcome =
  | { readonly kind: 'complete'; readonly variables: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'bpmn-error';
      readonly code: BpmnErrorCode;
      readonly message: string;
      readonly variables: { readonly errorInformation: ErrorInformation };
    }
  | {
      readonly kind: 'retry';
      /** Attempts left. */
      readonly retries: number;
      readonly backoffMs: number;
      readonly message: string;
    }
  | {
      /** To another process or for later, as it came: costs no attempt. */
      readonly kind: 'hand-back';
      readonly backoffMs: number;
      /** What this process would need to be told: see missing-settings.ts, which then sets the backoff. */
      readonly missing?: string;
      readonly message: string;
    }
  | {
      /** The process goes on when an answer comes; without one the job comes again after the backoff. */
      readonly kind: 'awaits-answer';
      /** Attempts left. */
      readonly retries: number;
      readonly backoffMs: number;
      readonly message: string;
    }
  | { readonly kind: 'incident'; readonly message: string };
