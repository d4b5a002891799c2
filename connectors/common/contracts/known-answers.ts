import { parseJson } from '../json';
import { decisionAnswerSchema, isFinal, type DecisionAnswer } from './decisions';

/** The answers given so far, by decision. The first final one stands. */
export class KnownAnswers {
  private readonly byDecision = new Map<string, DecisionAnswer>();

  enter(value: string | undefined): void {
    const { success, data } = decisionAnswerSchema.safeParse(parseJson(value ?? ''));
    if (!success || data.decisionId === null) return;
    const known = this.byDecision.get(data.decisionId);
    // An answer to another record that bore the same id is none of this decision.
    if (known !== undefined && (isFinal(known) || known.digest !== data.digest)) return;
    this.byDecision.set(data.decisionId, data);
  }

  of(decisionId: string): DecisionAnswer | undefined {
    return this.byDecision.get(decisionId);
  }

  forget(decisionId: string): void {
    this.byDecision.delete(decisionId);
  }
}
