/** Which job a request is sent for: the one whose signal it bears. */
import type { SendingJob } from './exchange';

const jobs = new WeakMap<AbortSignal, SendingJob>();

/** Whoever does the job hands this signal on to all that it sends. */
export function sendsFor(job: SendingJob, signal: AbortSignal): void {
  jobs.set(signal, job);
}

export function jobOf(signal: AbortSignal | undefined): SendingJob | undefined {
  return signal && jobs.get(signal);
}
