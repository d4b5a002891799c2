import type { ErrorInformation } from './contracts/fspiop';

/** A definite no: raised as the BPMN error REFUSED with the process variable `errorInformation`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly errorInformation: ErrorInformation) {
    super(`${errorInformation.errorCode} ${errorInformation.errorDescription}`);
  }
}

/**
 * It did not work this time, or nobody knows whether it did: the job is tried again. When the retries
 * are used up, `errorInformation` goes with the UNAVAILABLE error or the incident.
 */
export class TryAgain extends Error {
  override readonly name: string = 'TryAgain';
  constructor(
    message: string,
    readonly errorInformation: ErrorInformation,
    /** Not before this long, in milliseconds; without it the executor's backoff decides. */
    readonly notBeforeMs?: number,
  ) {
    super(message);
  }
}

/** As TryAgain, and no further try would be in time: this was the last. */
export class GaveUp extends TryAgain {
  override readonly name = 'GaveUp';
}

/**
 * What was asked is on its way, and its answer ends the task that asks, in the process itself. The job comes again
 * only when none has come for so long, and that costs one attempt.
 */
export class AwaitsAnswer extends Error {
  override readonly name = 'AwaitsAnswer';
  constructor(readonly forMs: number) {
    super(`no answer within ${forMs} ms`);
  }
}

/**
 * This process has not been told something that the job needs (its tenant, a switch of that), which another
 * replica may know, and this one soon: the job goes back to the engine and costs no attempt. However long
 * that takes, an alarm says what is missing (zeebe/missing-settings.ts).
 */
export class NotConfiguredHere extends Error {
  override readonly name = 'NotConfiguredHere';
  constructor(
    /** Names it, without anything of one payment: `the tenant lion`. There is one alarm for each. */
    readonly missing: string,
  ) {
    super(`${missing} is not configured here`);
  }
}

/** No retry can help (our bug, wrong configuration): an incident at once, for a person to look at. */
export class CannotWork extends Error {
  override readonly name = 'CannotWork';
}
