import { status } from '@grpc/grpc-js';
import { GatewayError, type Gateway } from './gateway';
import type { Job, Outcome } from './job';

/**
 * Tells the engine what became of a job. Telling it twice does no harm: the second time the job is gone.
 * @returns `gone` when the engine knows the job no longer, or has failed it for good meanwhile
 * @throws GatewayError when the engine could not be told
 */
export async function reportOutcome(
  gateway: Gateway,
  job: Job,
  outcome: Outcome,
  timeoutMs: number,
): Promise<'reported' | 'gone'> {
  try {
    await command(gateway, job, outcome, timeoutMs);
    return 'reported';
  } catch (error) {
    const isGone =
      error instanceof GatewayError &&
      (error.code === status.NOT_FOUND || error.code === status.FAILED_PRECONDITION);
    if (isGone) return 'gone';
    throw error;
  }
}

function command(
  gateway: Gateway,
  { key: jobKey, retries: retriesLeft }: Job,
  outcome: Outcome,
  timeoutMs: number,
): Promise<object> {
  switch (outcome.kind) {
    case 'complete': {
      const variables = JSON.stringify(outcome.variables);
      return gateway.call('completeJob', { jobKey, variables }, timeoutMs);
    }
    case 'bpmn-error': {
      const { code: errorCode, message: errorMessage } = outcome;
      const variables = JSON.stringify(outcome.variables);
      return gateway.call('throwError', { jobKey, errorCode, errorMessage, variables }, timeoutMs);
    }
    case 'retry':
    case 'awaits-answer': {
      const { retries, backoffMs: retryBackOff, message: errorMessage } = outcome;
      return gateway.call('failJob', { jobKey, retries, retryBackOff, errorMessage }, timeoutMs);
    }
    case 'hand-back': {
      const { backoffMs: retryBackOff, message: errorMessage } = outcome;
      const request = { jobKey, retries: retriesLeft, retryBackOff, errorMessage };
      return gateway.call('failJob', request, timeoutMs);
    }
    case 'incident': {
      const { message: errorMessage } = outcome;
      return gateway.call(
        'failJob',
        { jobKey, retries: 0, retryBackOff: 0, errorMessage },
        timeoutMs,
      );
    }
  }
}
