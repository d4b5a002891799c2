/** The topics between operators and engines, as they stand now, and the one way to write to them. */
import { Problem } from '../../common/api/problems';
import { KnownMatters } from '../../common/contracts/known-matters';
import { KnownWork, workActSchema } from '../../common/contracts/operator-work';
import { KnownReconciliations } from '../../common/contracts/reconciliations';
import { FollowedTopic } from '../../common/doors/kafka/followed-topic';
import type { KafkaDoor, OutgoingRecord } from '../../common/doors/kafka/kafka-door';
import { inTime } from '../../common/in-time';
import { parseJson } from '../../common/json';
import type { Clock } from '../../common/runtime';
import type { OperationsEnvironment } from '../api/settings';
import { KnownDecisions } from '../decisions/known-decisions';
import type { FindDecision } from '../incidents/batch';
import { KnownCalls } from '../on-call/known-calls';
import { KnownBatches } from '../incidents/known-batches';

export interface OperatorTopicsDeps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly environment: OperationsEnvironment;
}

/** How long a person waits for Kafka. */
const timeoutMs = 5_000;

export class OperatorTopics {
  readonly matters = new KnownMatters();
  readonly decisions = new KnownDecisions();
  readonly work = new KnownWork();
  readonly batches = new KnownBatches();
  readonly reconciliations = new KnownReconciliations();
  readonly calls = new KnownCalls();
  private moved: () => void = () => undefined;
  private readonly followed: readonly FollowedTopic[];

  constructor(private readonly deps: OperatorTopicsDeps) {
    const { kafka, environment } = deps;
    this.followed = [
      new FollowedTopic(kafka, environment.BACK_OFFICE_TOPIC, ({ key, value }) => {
        this.matters.enter(key, value);
      }),
      new FollowedTopic(kafka, environment.OPERATOR_DECISIONS_TOPIC, (record) => {
        this.decisions.enterDecision(record);
      }),
      new FollowedTopic(kafka, environment.OPERATOR_DECISION_ANSWERS_TOPIC, (record) => {
        this.decisions.enterAnswer(record);
        this.moved();
      }),
      new FollowedTopic(kafka, environment.OPERATOR_BATCHES_TOPIC, (record) => {
        this.batches.enter(record);
        this.moved();
      }),
      new FollowedTopic(kafka, environment.OPERATOR_WORK_TOPIC, ({ value }) => {
        const { data } = workActSchema.safeParse(parseJson(value ?? ''));
        if (data !== undefined) this.work.enter(data);
      }),
      new FollowedTopic(kafka, environment.ON_CALL_CALLS_TOPIC, (record) => {
        this.calls.enter(record);
      }),
      new FollowedTopic(kafka, environment.RECONCILIATIONS_TOPIC, ({ value }) => {
        this.reconciliations.enter(value);
      }),
    ];
  }

  readonly findDecision: FindDecision = (tenant, decisionId) =>
    this.decisions.of(tenant, decisionId);

  /** Called at each answer and each batch that is read. */
  onMoved(moved: () => void): void {
    this.moved = moved;
  }

  async start(): Promise<void> {
    await Promise.all(this.followed.map((topic) => topic.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.followed.map((topic) => topic.stop()));
  }

  /** Rejects when one of them can be read no longer. */
  checkHealth(): Promise<void> {
    return Promise.race([...this.followed.map(({ failed }) => failed), Promise.resolve()]);
  }

  /** Resolves once all that was written until now is known here. @throws Problem */
  async caughtUp(
    detail = 'Kafka does not say how things stand, so nothing is done',
  ): Promise<void> {
    await this.inTime(Promise.all(this.followed.map((topic) => topic.catchUp())), detail);
  }

  /** All of them or none; known here once it resolves. @throws Problem */
  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    const detail =
      'Kafka has not said whether it has taken it: send it again, with the same id if you gave one';
    await this.inTime(this.deps.kafka.publish(records), detail);
    await this.caughtUp(detail);
  }

  private inTime<Result>(work: Promise<Result>, detail: string): Promise<Result> {
    const late = () => new Error(`Kafka has not answered in ${timeoutMs} ms`);
    return inTime(this.deps.clock, timeoutMs, work, late).catch((cause: unknown) => {
      throw new Problem('unavailable', { detail, headers: { 'Retry-After': '5' }, cause });
    });
  }
}
