import type { ErrorInformation } from '../../common/contracts/fspiop';
import { AwaitsAnswer, GaveUp, TryAgain } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { requestRetries } from '../job-defaults';

/** The last attempt asks nothing: it finds that no request was answered. */
export const askingRetries = requestRetries + 1;

interface Asking {
  readonly attempt: number;
  /** How long the answer to one request is waited for. */
  readonly answerTimeoutMs: number;
  readonly ask: () => Promise<unknown>;
}

/**
 * For a task that its answer ends, on its edge: it comes in the process, from the moment at which the task begins.
 * Asks three times, and gives the task an end of its own, with the reason, when there was no answer.
 * @throws AwaitsAnswer when the request was sent
 */
export async function askUntilAnswered({
  attempt,
  answerTimeoutMs,
  ask,
}: Asking): Promise<{ errorInformation: ErrorInformation }> {
  if (attempt > requestRetries) {
    const detail = 'the switch did not answer who the payee is';
    return { errorInformation: errorInformation('SERVER_TIMED_OUT', detail) };
  }
  try {
    await ask();
  } catch (error) {
    // What comes then only tells that nobody answered: this says why.
    if (!(error instanceof TryAgain) || attempt < requestRetries) throw error;
    throw new GaveUp(error.message, error.errorInformation);
  }
  throw new AwaitsAnswer(answerTimeoutMs);
}
