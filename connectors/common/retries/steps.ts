/**
 * How each step is tried again, and for how long: the one place. The workers take their attempts and times from here, the
 * diagrams are held to it by a test, tenants change some of it (tenant-retries.ts), and RETRIES.md is made from it.
 */
import { longestBackoffMs, type Backoff } from '../zeebe/backoff';

/** What makes it safe to do a step a second time, which may always happen. */
export const repeatKinds = {
  reads: 'Asks, and changes nothing.',
  'same-ids': 'Sends the same ids and bytes again: who has it already does nothing twice.',
  'asks-first':
    'Finds out what an earlier attempt has done, under that attempt’s own keys or in the account’s rows, before it does anything.',
} as const;

export interface StepRetries {
  /** In all. A diagram may give fewer: one, where an operator waits for it. */
  readonly attempts: number;
  /** How long one attempt may take. */
  readonly attemptMs: number;
  /** Between two attempts. Who asks to be left alone for longer (Retry-After) is. */
  readonly pause: Backoff;
  /**
   * The variable, by its path, with the moment after which no further attempt is any use: then the step gives up as after its
   * last one. The first attempt is always made.
   */
  readonly until?: readonly string[];
  readonly repeat: keyof typeof repeatKinds;
}

/**
 * How long the engine leaves a job to a process that says nothing. While a process works on a job it says so
 * (zeebe/job-lease.ts): so a job that died with its process is given out again after this time, whatever the step.
 */
export const leaseMs = 12_000;
/** The engine looks for such jobs each second. */
export const engineLooksEveryMs = 1_000;

/** Also of workers that are no step of ours. */
export const usualPause: Backoff = { baseMs: 1_000, maxMs: 60_000 };

/** The most that the setting requestTimeoutMs may be. */
export const requestTimeoutMsMax = 10_000;

/**
 * To a switch. Longer than the longest request, so that no second attempt starts while the first one still waits.
 * A payer waits some ten seconds for each request: three tries are all that fit.
 */
const request = { attempts: 3, attemptMs: requestTimeoutMsMax + 2_000, pause: usualPause } as const;

/** The last attempt asks nothing: it finds that no request was answered. */
const asking = { ...request, attempts: request.attempts + 1, repeat: 'reads' } as const;

/** The peer waits for our answer until its own expiration; what it has promised hangs on it. */
const answer = { ...request, attempts: 5, repeat: 'same-ids' } as const;

/** A peer waits for it some 10 s. */
const lookUp = { attempts: 2, attemptMs: 15_000, pause: usualPause, repeat: 'reads' } as const;

/** What the switch's verdict demands: some two minutes, then an operator is called and it is tried on. */
const settling = {
  attempts: 8,
  attemptMs: 60_000,
  pause: usualPause,
  repeat: 'asks-first',
} as const;

/** Waits up to 15 s for rules that are still being read when its process has just started. */
const evaluation = { attemptMs: 25_000, repeat: 'same-ids' } as const;

const quoteExpiration = ['quoteAnswer', 'quote', 'expiration'] as const;

export const steps = {
  'mojaloop:look-up-participant:1': asking,
  'mojaloop:look-up-party:2': asking,
  'mojaloop:look-up-party:1': { ...request, repeat: 'reads' },
  'channel:take-request:1': { attempts: 3, attemptMs: 10_000, pause: usualPause, repeat: 'reads' },
  'mojaloop:answer-request:1': answer,
  'mojaloop:answer-request-state:1': answer,
  'ams:check-payee:1': lookUp,
  'mojaloop:request-payment:1': { ...request, repeat: 'same-ids' },
  'mojaloop:ask-request-state:1': { ...request, repeat: 'reads' },
  'channel:tell-payee:1': { ...settling, attemptMs: 30_000, repeat: 'same-ids' },
  'channel:answer-request-state:1': { ...answer, attempts: 3, attemptMs: 10_000 },
  'ams:quote-payer:1': { ...lookUp, attempts: 3, attemptMs: 20_000 },
  'mojaloop:request-quote:1': { ...request, repeat: 'same-ids' },
  'channel:ask-payer:1': { ...answer, until: quoteExpiration },
  'ams:block-funds:1': {
    ...{ attempts: 5, attemptMs: 25_000, pause: usualPause },
    ...{ until: quoteExpiration, repeat: 'asks-first' },
  },
  'mojaloop:request-transfer:1': { ...request, until: ['transferExpiration'], repeat: 'same-ids' },
  'mojaloop:ask-transfer-state:1': { ...request, repeat: 'reads' },
  'ams:book-funds:1': settling,
  'ams:release-block:1': settling,
  'channel:tell-payer:1': { ...settling, attemptMs: 30_000, repeat: 'same-ids' },
  'channel:answer-state:1': { ...answer, attempts: 3, attemptMs: 10_000 },
  'ams:find-party:1': lookUp,
  'mojaloop:answer-party:1': answer,
  'ams:quote-payee:1': lookUp,
  'mojaloop:answer-quote:1': { ...answer, until: ['quoteRequest', 'expiration'] },
  'mojaloop:answer-quote-state:1': answer,
  'mojaloop:check-transfer:1': { ...request, repeat: 'reads' },
  'ams:reserve-credit:1': lookUp,
  'mojaloop:answer-transfer:1': { ...answer, until: ['transferRequest', 'expiration'] },
  'ams:credit-payee:1': settling,
  'ams:undo-credit:1': settling,
  'mojaloop:answer-transfer-state:1': answer,
  'mojaloop:answer-transaction-state:1': answer,
  'mojaloop:send:1': answer,
  'mojaloop:take-question:1': answer,
  'channel:show-authorization-code:1': { ...answer, until: quoteExpiration },
  'channel:check-authorization:1': { ...answer, attemptMs: 10_000, repeat: 'reads' },
  'channel:present-authorization-code:1': { ...answer, attemptMs: 10_000 },
  'channel:send-authorization-code:1': answer,
  'channel:check-presented-code:1': { ...answer, attemptMs: 10_000 },
  'channel:answer-code-state:1': { ...answer, attempts: 3, attemptMs: 10_000 },
  'channel:ask-device:1': answer,
  'mojaloop:answer-authorization:1': answer,
  'fee-rules:evaluate:1': { ...settling, ...evaluation },
  'fee-rules:evaluate-missed:1': {
    ...{ ...evaluation, attempts: 128 },
    pause: { baseMs: 60_000, maxMs: 3_600_000 },
  },
} as const satisfies Readonly<Record<`${string}:${string}:${number}`, StepRetries>>;

export type Step = keyof typeof steps;
export const stepNames = Object.keys(steps) as readonly Step[];

/** A worker's identity, attempts and times. */
export function stepOf<Name extends Step>(type: Name) {
  const { attempts, attemptMs, pause, until }: StepRetries = steps[type];
  return { type, timeoutMs: attemptMs, retries: attempts, pause, ...(until && { until }) };
}

/** The longest that passes between the first attempt and the last, if each fails at once. */
export function pausesMs({ attempts, pause }: Pick<StepRetries, 'attempts' | 'pause'>): number[] {
  return Array.from({ length: attempts - 1 }, (_, index) => longestBackoffMs(index + 1, pause));
}
