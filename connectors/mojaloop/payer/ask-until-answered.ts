import type { ErrorInformation } from '../../common/contracts/fspiop';
import { AwaitsAnswer, GaveUp, TryAgain } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';

interface Asking {
  /** After this attempt. The last one asks nothing: it finds that no request was answered. */
  readonly attemptsLeft: number;
  /** How long the answer to one request is waited for. */
  readonly answerTimeoutMs: number;
  readonly ask: () => Promise<unknown>;
}

/**
 * For a task that its answer ends, on its edge: it comes in the process, from the moment at which the task begins.
 * Asks as often as it may, and gives the task an end of its own, with the reason, when there was no answer.
 * @throws AwaitsAnswer when the request was sent
 */
export async function askUntilAnswered({
  attemptsLeft,
  answerTimeoutMs,
  ask,
}: Asking): Promise<{ errorInformation: ErrorInformation }> {
  if (attemptsLeft === 0) {
    const detail = 'nobody has answered the look-up';
    return { errorInformation: errorInformation('SERVER_TIMED_OUT', detail) };
  }
  try {
    await ask();
  } catch (error) {
    // What comes then only tells that nobody answered: this says why.
    if (!(error instanceof TryAgain) || attemptsLeft > 1) throw error;
    throw new GaveUp(error.message, error.errorInformation);
  }
  throw new AwaitsAnswer(answerTimeoutMs);
}
