/**
 * The engine leaves a job to a process for a short time, which the process prolongs while it works on it. So a job whose
 * process has died is given out again soon, however long an attempt may take; and a job that is quick, as nearly all are,
 * costs the engine nothing more.
 */
import { leaseMs } from '../retries/steps';
import type { Clock } from '../runtime';
import type { Gateway } from './gateway';

/** Two may be lost or late before the job goes to another. */
const renewEveryMs = leaseMs / 3;

interface LeaseDeps {
  readonly gateway: Gateway;
  readonly clock: Clock;
}

/**
 * Prolongs the time that the engine leaves a job to us, until `untilMs` at most or until `over` aborts. What the engine does
 * not take is no trouble: then another process may get the job too, as may always happen.
 * @returns when `untilMs` is reached or `over` aborts
 */
export async function keepJob(
  jobKey: string,
  { receivedAt, untilMs, over }: { receivedAt: number; untilMs: number; over: AbortSignal },
  { gateway, clock }: LeaseDeps,
): Promise<void> {
  const isOver = (): boolean => over.aborted || clock.now() >= untilMs;
  for (let turn = 1; !isOver(); turn += 1) {
    const nextMs = Math.min(receivedAt + turn * renewEveryMs, untilMs);
    await clock.sleep(Math.max(0, nextMs - clock.now()), over);
    if (isOver()) return;
    gateway
      .call('updateJobTimeout', { jobKey, timeout: leaseMs }, renewEveryMs)
      .catch(() => undefined);
  }
}
