import { Refused, TryAgain } from '../common/failures';
import type { Answer } from './fineract/answer';
import { errorFor, isFinal, type Problem, type Side } from './fineract/problems';

/** Fineract's answer to a question (not a command), or the failure that it means for the job. */
export function valueOf<Value>(answer: Answer<Value>, side: Side): Value {
  if (answer.ok) return answer.value;
  if (isFinal(answer.problem)) throw refused(answer.problem, side);
  throw tryAgain(answer.problem, side, answer.detail, answer.notBeforeMs);
}

export function refused(problem: Problem, side: Side): Refused {
  return new Refused(errorFor(problem, side));
}

export function tryAgain(
  problem: Problem,
  side: Side,
  detail: string,
  notBeforeMs?: number,
): TryAgain {
  return new TryAgain(`Fineract: ${problem} (${detail})`, errorFor(problem, side), notBeforeMs);
}
