/** What participants are told of a closed cycle, and what they say to it. */
import type { Acknowledgement, ClosedCycle } from '../common/contracts/fee-cycles';
import { translated } from '../common/words/languages';
import { hashOf } from './closing';
import type { AnswerOutcome, AnswerRefusal, ParticipantAnswer, Statement } from './obligations';
import { refusalWords, type Say } from './refusal-words';

const historyMax = 20;

/** Undefined for who has no position in the cycle. */
export function statementOf(cycle: ClosedCycle, dfspId: string): Statement | undefined {
  const positions = cycle.positions.filter((position) => position.dfspId === dfspId);
  if (positions.length === 0) return undefined;
  const obligations = cycle.obligations.filter(
    ({ debtor, creditor }) => debtor === dfspId || creditor === dfspId,
  );
  const { cycleId, from, to } = cycle;
  const content = { cycleId, from, to, dfspId, obligations, positions };
  return { ...content, hash: hashOf(content) };
}

export class Answers {
  private readonly byParticipant = new Map<string, Acknowledgement[]>();

  /** A record of the topic. The cycle may not be known here yet. */
  take(answer: Acknowledgement): void {
    const key = keyOf(answer);
    const history = [...(this.byParticipant.get(key) ?? []), answer];
    this.byParticipant.set(key, history.slice(-historyMax));
  }

  of(cycle: ClosedCycle): readonly ParticipantAnswer[] {
    const dfspIds = new Set(cycle.positions.map(({ dfspId }) => dfspId));
    return [...dfspIds].sort().map((dfspId) => {
      const hash = statementOf(cycle, dfspId)?.hash;
      const said = this.byParticipant.get(keyOf({ cycleId: cycle.cycleId, dfspId })) ?? [];
      // Whoever may write to the topic cannot have a participant agree to other figures.
      const history = said.filter(({ statementHash }) => statementHash === hash);
      return { dfspId, status: history.at(-1)?.answer.kind ?? 'waiting', history };
    });
  }
}

/** The topic's key: answers of one participant to one cycle keep their order. */
export function keyOf({ cycleId, dfspId }: Pick<Acknowledgement, 'cycleId' | 'dfspId'>): string {
  return `${cycleId}|${dfspId}`;
}

/** Why the answer is refused; undefined when it is not. */
export function refusalOf(
  answer: Omit<Acknowledgement, 'at'>,
  cycle: ClosedCycle,
): AnswerOutcome | undefined {
  const { cycleId, dfspId } = answer;
  const statement = statementOf(cycle, dfspId);
  if (statement === undefined) {
    return refused('not-a-participant', (said) => said.noPart(dfspId, cycleId));
  }
  if (statement.hash !== answer.statementHash) {
    const { hash } = statement;
    return refused('other-figures', (said) => said.otherFigures(dfspId, cycleId, hash));
  }
  return undefined;
}

export function refused(code: AnswerRefusal, say: Say): AnswerOutcome {
  return { kind: 'refused', code, reason: translated(refusalWords, say) };
}
