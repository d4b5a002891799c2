import {
  backOfficeSchema,
  matterKey,
  type IncidentMatter,
  type Matter,
} from '../../common/contracts/back-office';
import { answerOf, type SaidAnswer } from '../../common/contracts/decision-answer-words';
import {
  isFinal,
  variablesDigestOf,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../common/contracts/decisions';
import type { DecisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import type { KnownAnswers } from '../../common/contracts/known-answers';
import { operatorDecisions } from '../../common/contracts/operator';
import type { Tenants } from '../../common/config/tenants';
import type { KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { Clock, Incidents, Logger, OpenJobs } from '../../common/runtime';
import { settled } from '../matters/changes';
import { paymentMatter } from '../matters/matter-of';
import { decisionOf, readWaiting, type WaitingPayment } from '../waiting/waiting-payment';
import { approvalProblem } from './approval';
import { incidentProblem } from './judge-incident';
import { judgePayment, type Judgement } from './judge-payment';
import { readDecision } from './read-decision';
import { needsSecondPerson, type OperatorsSection } from './second-person';

export interface RelayDeps {
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  readonly kafka: Pick<KafkaDoor, 'publish'>;
  /** Of all relays, as their topic says; `catchUp` resolves once the newest is known. */
  readonly answers: Pick<KnownAnswers, 'of'>;
  readonly matters: { of(key: string): Matter | undefined };
  readonly catchUp: () => Promise<void>;
  readonly tenants: Tenants<OperatorsSection>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly topics: DecisionTopicsEnvironment;
  /** An older decision is refused: what it was made on may be so no longer. */
  readonly validForMs: number;
}

type AnswerBody = Pick<DecisionAnswer, 'result'> &
  SaidAnswer &
  Partial<Pick<DecisionAnswer, 'wait' | 'approvedBy' | 'approvedByDecisionId'>>;

/** A decision on its way: what is known of it before anything is done. */
interface Case {
  readonly decision: OperatorDecision;
  readonly digest: string;
  /** It was accepted before, and the relay was stopped. */
  readonly accepted: DecisionAnswer['wait'];
  /** The decision of the other person that it approves. */
  readonly first: DecisionAnswer | undefined;
}

/** A process may move on between the look and the deed, but not for ever. */
const looksMax = 3;

/**
 * Carries decisions out, one after the other. The order of its writes is what makes a repeat right (DECISIONS.md, 6):
 * `accepted`; the choice narrowed to what is decided, which only an open wait takes; `applied`; the wait ended.
 */
export class DecisionRelay {
  constructor(private readonly deps: RelayDeps) {}

  /** Resolves once the record is answered. Rejects while engine or Kafka are away: then it is to come again. */
  async handle(record: KafkaRecord): Promise<void> {
    const read = readDecision(record.value);
    const { digest, decision } = read;
    if (decision === undefined) {
      const { decisionId, problem } = read;
      this.deps.log.warn({ decisionId, offset: record.offset, problem }, 'a decision is refused');
      const body = { result: 'refused', why: problem } as const;
      await this.write([{ version: 1, decisionId, digest, at: this.now(), ...body }]);
      return;
    }
    await this.deps.catchUp();
    const known = this.deps.answers.of(decision.decisionId);
    const first =
      decision.approves === undefined ? undefined : this.deps.answers.of(decision.approves);
    const one: Case = { decision, digest, accepted: known?.wait, first };
    if (known !== undefined && known.digest !== digest) {
      await this.refuse(one, answerOf('usedForOther'));
    } else if (known !== undefined && known.result !== 'accepted') {
      await this.repeat(one, known);
    } else if (known === undefined && this.isTooOld(record)) {
      await this.refuse(one, answerOf('layTooLong'));
    } else {
      await this.take(one);
    }
  }

  /** For a decision that fails though engine and Kafka answer. */
  async giveUp({ value, offset }: KafkaRecord): Promise<void> {
    const { decision, digest } = readDecision(value);
    if (decision === undefined) return;
    this.deps.log.error({ decisionId: decision.decisionId, offset }, 'a decision is given up');
    const one: Case = { decision, digest, accepted: undefined, first: undefined };
    await this.answer(one, { result: 'uncertain', ...answerOf('givenUp') });
  }

  private isTooOld({ timestampMs }: KafkaRecord): boolean {
    return this.deps.clock.now() - timestampMs > this.deps.validForMs;
  }

  private async take(one: Case): Promise<void> {
    const { decision, first } = one;
    if (decision.approves !== undefined && one.accepted === undefined) {
      const { validForMs, clock } = this.deps;
      const problem = approvalProblem(decision, first, { nowMs: clock.now(), validForMs });
      if (problem !== undefined) {
        await this.refuse(one, problem);
        return;
      }
    }
    if (this.deps.tenants.current().get(decision.tenant) === undefined) {
      await this.refuse(one, answerOf('noTenant', decision.tenant));
    } else if (decision.incidentKey === undefined) {
      await this.takePayment(one);
    } else {
      await this.takeIncident(one, decision.incidentKey);
    }
  }

  private async takePayment(one: Case): Promise<void> {
    let { accepted } = one;
    for (let look = 0; look < looksMax; look += 1) {
      if (look > 0 && (await this.wasAnsweredByAnother(one))) return;
      const judgement = await this.judge(one, accepted);
      if (judgement.kind === 'refuse') {
        await this.refuse(one, judgement.answer);
        return;
      }
      if (judgement.kind === 'uncertain') {
        await this.answer(one, { result: 'uncertain', ...judgement.answer });
        return;
      }
      if (judgement.kind === 'was-applied') {
        await this.applied(one, judgement.payment);
        return;
      }
      const { payment } = judgement;
      if (accepted === undefined && this.lacksSecondPerson(one, payment.amount))
        return this.hold(one);
      accepted = await this.accept(one, payment, accepted);
      if (await this.narrow(one, payment)) {
        await this.applied(one, payment);
        return;
      }
      // The wait has just ended without us: nothing was done, and another one may follow.
      accepted = undefined;
    }
    await this.refuse(one, answerOf('triedAgainAndAgain'));
  }

  /** By a relay that has taken our place meanwhile, and ended the wait before us. */
  private async wasAnsweredByAnother({ decision: { decisionId } }: Case): Promise<boolean> {
    await this.deps.catchUp();
    const known = this.deps.answers.of(decisionId);
    return known !== undefined && isFinal(known);
  }

  /** Another onlooker may hide a job for a moment: nothing is concluded from its absence before a thorough look. */
  private async judge(one: Case, accepted: Case['accepted']): Promise<Judgement> {
    const { decision } = one;
    for (const isThorough of decision.side === undefined ? [true] : [false, true]) {
      const { payments, isCut } = await readWaiting(this.deps.openJobs, isThorough);
      const judgement = judgePayment({ decision, waiting: payments, isCut, accepted });
      if (judgement.kind === 'apply' || isThorough) return judgement;
    }
    throw new Error('unreachable: the last look is thorough');
  }

  private lacksSecondPerson({ decision, first }: Case, amount: WaitingPayment['amount']): boolean {
    if (first !== undefined) return false;
    const policy = this.deps.tenants.current().get(decision.tenant)?.settings;
    const what = { word: decision.decision, correctsVariables: decision.variables !== undefined };
    return policy === undefined || needsSecondPerson(policy, what, amount);
  }

  private hold(one: Case): Promise<void> {
    const said = answerOf('needsApproval', one.decision.decisionId);
    return this.answer(one, { result: 'needs-approval', ...said });
  }

  private async accept(
    one: Case,
    { elementInstanceKey: key, choices }: WaitingPayment,
    accepted: Case['accepted'],
  ): Promise<Case['accepted']> {
    const wait = { key, choices: [...choices] };
    if (accepted?.key !== key) {
      await this.answer(one, { result: 'accepted', ...answerOf('carriedOut'), wait });
    }
    return wait;
  }

  /**
   * Leaves the process no other choice: from here on it does what is decided, by our word or, if the wait's timer is
   * faster, by itself. False: the wait has ended, and nothing was changed.
   */
  private async narrow({ decision }: Case, payment: WaitingPayment): Promise<boolean> {
    const { elementInstanceKey: wait } = payment;
    const operatorDecided = { decisionId: decision.decisionId, wait };
    const variables = { operatorChoices: [decision.decision], operatorDecided };
    return (await this.deps.openJobs.setVariables(wait, variables)) === 'set';
  }

  /** Says so, and then ends the wait: so that it is never ended without having been told. */
  private async applied(one: Case, payment: WaitingPayment | undefined): Promise<void> {
    const { decision } = one;
    const { decisionId, tenant } = decision;
    const told = payment === undefined ? [] : [this.matterDecided(one, payment)];
    const said = answerOf('applied', decision.decision);
    await this.answer(one, { result: 'applied', ...said }, told);
    this.deps.log.info(
      { decisionId, tenant, decision: decision.decision },
      'a decision is applied',
    );
    if (payment !== undefined) await this.endWait(one, payment);
  }

  private matterDecided({ decision }: Case, payment: WaitingPayment): Matter {
    const { decisionId, decision: word } = decision;
    const decided = { decisionId, wait: payment.elementInstanceKey };
    const choices = operatorDecisions.filter((one) => one === word);
    return paymentMatter({ ...payment, choices, decided }, this.deps.clock.now());
  }

  private async endWait({ decision, first }: Case, { jobKey }: WaitingPayment): Promise<void> {
    const { decisionId, who, why, decision: operatorDecision } = decision;
    const by = first?.subject?.who ?? who;
    const approvedBy = first === undefined ? {} : { approvedBy: who };
    const operatorNote = { by, reason: why, decisionId, ...approvedBy };
    // Unknown: its timer was faster, and the process does what is decided.
    await this.deps.openJobs.complete(jobKey, { operatorDecision, operatorNote });
  }

  private async takeIncident(one: Case, incidentKey: string): Promise<void> {
    const { decision, accepted } = one;
    const matter = this.deps.matters.of(matterKey({ kind: 'incident', incidentKey }));
    const incident = matter?.kind === 'incident' ? matter : undefined;
    const problem = incidentProblem(decision, incident, accepted !== undefined);
    if (incident === undefined || problem !== undefined) {
      await this.refuse(one, problem ?? answerOf('noIncident', incidentKey));
      return;
    }
    if (accepted === undefined && this.lacksSecondPerson(one, undefined)) return this.hold(one);
    if (accepted === undefined) {
      const wait = { key: incidentKey, choices: ['retry'] };
      await this.answer(one, { result: 'accepted', ...answerOf('carriedOut'), wait });
    }
    const done = await this.retry(decision, incident);
    const told = [settled(incident, this.deps.clock.now())];
    if (done === 'nothing' && accepted === undefined) {
      await this.refuse(one, answerOf('incidentGone', incidentKey), told);
    } else if (done === 'corrected' && accepted === undefined) {
      const names = Object.keys(decision.variables ?? {}).join(', ');
      const said = answerOf('correctedOnly', incidentKey, names);
      await this.answer(one, { result: 'uncertain', ...said }, told);
    } else {
      await this.answer(one, { result: 'applied', ...answerOf('retried') }, told);
    }
  }

  /** What was done: nothing or a part of it, when there is no such incident any more. */
  private async retry(
    { variables }: OperatorDecision,
    incident: IncidentMatter,
  ): Promise<'nothing' | 'corrected' | 'all'> {
    const { elementInstanceKey, incidentKey: key, jobKey } = incident;
    const corrects = variables !== undefined && elementInstanceKey !== null;
    if (corrects) {
      const set = await this.deps.openJobs.setVariables(elementInstanceKey, variables);
      if (set === 'unknown') return 'nothing';
    }
    const toResolve = { key, jobKey: jobKey ?? undefined, retries: retriesAnew };
    if ((await this.deps.incidents.resolve(toResolve)) === 'resolved') return 'all';
    return corrects ? 'corrected' : 'nothing';
  }

  /** The same answer again; and what is left of it is done, if the relay was stopped before its end. */
  private async repeat(one: Case, known: DecisionAnswer): Promise<void> {
    await this.write([known]);
    if (known.result !== 'applied' || one.decision.incidentKey !== undefined) return;
    const { payments } = await readWaiting(this.deps.openJobs, true);
    const open = payments.find((payment) => decisionOf(payment) === one.decision.decisionId);
    if (open !== undefined) await this.endWait(one, open);
  }

  private async refuse(one: Case, said: SaidAnswer, told: readonly Matter[] = []): Promise<void> {
    const { decisionId, tenant } = one.decision;
    this.deps.log.warn({ decisionId, tenant, why: said.why }, 'a decision is refused');
    await this.answer(one, { result: 'refused', ...said }, told);
  }

  private async answer(
    { decision, digest, first }: Case,
    body: AnswerBody,
    told: readonly Matter[] = [],
  ): Promise<void> {
    const { decisionId, tenant, side, transferId, transactionId, incidentKey } = decision;
    const { reason, who } = decision;
    const subject = {
      ...{ tenant, side, transferId, transactionId, incidentKey, reason },
      ...{ decision: decision.decision, who, variablesDigest: variablesDigestOf(decision) },
    };
    const at = this.now();
    const own: DecisionAnswer = { version: 1, decisionId, digest, at, subject, ...body };
    // What is approved is done by this one, and hears the same.
    const approved: DecisionAnswer[] =
      first !== undefined && (body.result === 'applied' || body.result === 'uncertain')
        ? [{ ...first, ...body, at, approvedBy: who, approvedByDecisionId: decisionId }]
        : [];
    await this.write([own, ...approved], told);
  }

  /** All or none. */
  private write(answers: readonly DecisionAnswer[], told: readonly Matter[] = []): Promise<void> {
    const { OPERATOR_DECISION_ANSWERS_TOPIC, BACK_OFFICE_TOPIC } = this.deps.topics;
    return this.deps.kafka.publish([
      ...answers.map((answer) => ({
        topic: OPERATOR_DECISION_ANSWERS_TOPIC,
        key: answer.decisionId ?? answer.digest,
        value: JSON.stringify(answer),
      })),
      ...told.map((matter) => ({
        topic: BACK_OFFICE_TOPIC,
        key: matterKey(matter),
        value: JSON.stringify(backOfficeSchema.parse(matter)),
      })),
    ]);
  }

  private now(): string {
    return new Date(this.deps.clock.now()).toISOString();
  }
}

/** Attempts that the job of an incident gets. */
const retriesAnew = 3;
