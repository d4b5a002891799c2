import { status } from '@grpc/grpc-js';
import type { Clock, Logger } from '../runtime';
import { GatewayError } from './gateway';

const betweenLinesMs = 60_000;

/** What a person should do, by what the gateway's refusal is. */
const advice: Partial<Record<status, string>> = {
  [status.UNAVAILABLE]: 'Is a Zeebe gateway at ZEEBE_ADDRESS, and may this process reach it?',
  [status.DEADLINE_EXCEEDED]: 'The gateway does not answer in time: is it well?',
  [status.RESOURCE_EXHAUSTED]:
    'The broker has more to do than it can: jobs come in when it has room.',
  [status.UNAUTHENTICATED]:
    'The gateway wants credentials, and this hub has none: let it in without (ZEEBE_BROKER_GATEWAY_SECURITY_AUTHENTICATION_MODE=none) and guard the network.',
  [status.PERMISSION_DENIED]: 'The gateway does not let this hub take jobs.',
  [status.UNIMPLEMENTED]: 'What answers at ZEEBE_ADDRESS is no Zeebe gateway of 8.4 or later.',
};

/**
 * Tells when no jobs come in: one line at once, one a minute while it lasts, one when all is well again. All job types
 * fail together, pushed and polled for, when the broker is away: that is one event, not fifty.
 */
export class IntakeTrouble {
  private readonly failing = new Set<string>();
  private sinceMs = 0;
  private toldAtMs = -Infinity;

  constructor(
    private readonly deps: {
      readonly clock: Pick<Clock, 'now'>;
      readonly log: Logger;
      /** ZEEBE_ADDRESS */
      readonly engine: string;
    },
  ) {}

  failed(jobType: string, problem: unknown): void {
    const { clock, log, engine } = this.deps;
    const nowMs = clock.now();
    if (this.failing.size === 0) this.sinceMs = nowMs;
    this.failing.add(jobType);
    if (nowMs - this.toldAtMs < betweenLinesMs) return;
    this.toldAtMs = nowMs;
    const forS = Math.round((nowMs - this.sinceMs) / 1_000);
    const fields = { engine, jobType, forS, reason: reasonOf(problem) };
    // A gateway that is being replaced is away for seconds: nobody has to act on that.
    if (nowMs - this.sinceMs < betweenLinesMs) log.warn(fields, 'no jobs come in, trying again');
    else log.error(fields, 'no jobs come in: all payments stand still, trying again');
  }

  works(jobType: string): void {
    if (!this.failing.delete(jobType) || this.failing.size > 0) return;
    if (this.toldAtMs < this.sinceMs) return;
    this.deps.log.info({ engine: this.deps.engine }, 'jobs come in again');
  }
}

/** Without a stack: where in our code it was noticed says nothing. */
function reasonOf(problem: unknown): string {
  if (problem === undefined) return 'the gateway ends streams and polls at once';
  if (!(problem instanceof GatewayError))
    return problem instanceof Error ? problem.message : 'unknown';
  const what = advice[problem.code];
  return what === undefined ? problem.message : `${problem.message.replace(/\.$/, '')}. ${what}`;
}
