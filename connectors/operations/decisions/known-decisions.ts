/** What operators have decided and what became of it, folded from two topics. */
import {
  decisionSchema,
  digestOf,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../common/contracts/decisions';
import { answersKeptMs } from '../../common/contracts/decision-topics';
import { KnownAnswers } from '../../common/contracts/known-answers';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import type { EpochMs } from '../../common/runtime';

export interface KnownDecision {
  readonly decision: OperatorDecision;
  readonly askedMs: EpochMs;
  /** Undefined: no relay has taken it yet. */
  readonly answer: DecisionAnswer | undefined;
}

interface Asked {
  readonly decision: OperatorDecision;
  readonly askedMs: EpochMs;
  readonly digest: string;
}

/** As long as the topics keep them, and no longer: so memory is bounded by what is decided in that time. */
export class KnownDecisions {
  /** In the order of the topic. */
  private readonly asked = new Map<string, Asked>();
  private readonly answers = new KnownAnswers();

  /** What is no decision is the relay's to answer. Of several records with one id the first is the decision. */
  enterDecision({ value = '', timestampMs }: Pick<KafkaRecord, 'value' | 'timestampMs'>): void {
    this.forgetBefore(timestampMs - answersKeptMs);
    const { data } = decisionSchema.safeParse(parseJson(value));
    if (data === undefined || this.asked.has(data.decisionId)) return;
    const digest = digestOf(value);
    this.asked.set(data.decisionId, { decision: data, askedMs: timestampMs, digest });
  }

  enterAnswer({ value }: Pick<KafkaRecord, 'value'>): void {
    this.answers.enter(value);
  }

  of(tenant: string, decisionId: string): KnownDecision | undefined {
    const asked = this.asked.get(decisionId);
    return asked?.decision.tenant === tenant ? this.known(asked) : undefined;
  }

  /** Whosever it is. */
  has(decisionId: string): boolean {
    return this.asked.has(decisionId);
  }

  tenantOf(decisionId: string): string | undefined {
    return this.asked.get(decisionId)?.decision.tenant;
  }

  /** The newest first. */
  ofTenant(tenant: string): KnownDecision[] {
    const own = [...this.asked.values()].filter(({ decision }) => decision.tenant === tenant);
    return own.reverse().map((asked) => this.known(asked));
  }

  private known({ decision, askedMs, digest }: Asked): KnownDecision {
    const answer = this.answers.of(decision.decisionId);
    return { decision, askedMs, answer: answer?.digest === digest ? answer : undefined };
  }

  private forgetBefore(beforeMs: EpochMs): void {
    for (const [decisionId, { askedMs }] of this.asked) {
      if (askedMs >= beforeMs) return;
      this.asked.delete(decisionId);
      this.answers.forget(decisionId);
    }
  }
}
