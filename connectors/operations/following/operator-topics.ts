/** The topics between operators and engines, as they stand now, and the one way to write to them. */
import { KnownMatters } from '../../common/contracts/known-matters';
import { KnownWork } from '../../common/contracts/operator-work';
import { KnownReconciliations } from '../../common/contracts/reconciliations';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor, KafkaRecord, OutgoingRecord } from '../../common/doors/kafka/kafka-door';
import type { Clock } from '../../common/runtime';
import { translated, type Translated } from '../../common/words/languages';
import { apiWords } from '../api/api-words';
import type { OperationsEnvironment } from '../api/settings';
import { KnownDecisions } from '../decisions/known-decisions';
import type { FindDecision } from '../incidents/batch';
import { KnownCalls } from '../on-call/known-calls';
import { KnownBatches } from '../incidents/known-batches';
import { kafkaInTime } from './kafka-in-time';

export interface OperatorTopicsDeps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly environment: OperationsEnvironment;
}

export class OperatorTopics {
  readonly matters = new KnownMatters();
  readonly decisions = new KnownDecisions();
  readonly work = new KnownWork();
  readonly batches = new KnownBatches();
  readonly reconciliations = new KnownReconciliations();
  readonly calls = new KnownCalls();
  private moved: () => void = () => undefined;
  private read: (record: KafkaRecord) => void = () => undefined;
  private readonly followed: FollowedTopics;

  constructor(private readonly deps: OperatorTopicsDeps) {
    const { kafka, environment } = deps;
    const followed = (topic: string, enter: (record: KafkaRecord) => void) => ({
      topic,
      enter: (record: KafkaRecord) => {
        enter(record);
        this.read(record);
      },
    });
    this.followed = new FollowedTopics(
      kafka,
      followed(environment.BACK_OFFICE_TOPIC, ({ key, value }) => {
        this.matters.enter(key, value);
      }),
      followed(environment.OPERATOR_DECISIONS_TOPIC, (record) => {
        this.decisions.enterDecision(record);
      }),
      followed(environment.OPERATOR_DECISION_ANSWERS_TOPIC, (record) => {
        this.decisions.enterAnswer(record);
        this.moved();
      }),
      followed(environment.OPERATOR_BATCHES_TOPIC, (record) => {
        this.batches.enter(record);
        this.moved();
      }),
      followed(environment.OPERATOR_WORK_TOPIC, ({ value }) => {
        this.work.enter(value);
      }),
      followed(environment.ON_CALL_CALLS_TOPIC, (record) => {
        this.calls.enter(record);
      }),
      followed(environment.RECONCILIATIONS_TOPIC, ({ value }) => {
        this.reconciliations.enter(value);
      }),
    );
  }

  readonly findDecision: FindDecision = (tenant, decisionId) =>
    this.decisions.of(tenant, decisionId);

  /** Called at each answer and each batch that is read. */
  onMoved(moved: () => void): void {
    this.moved = moved;
  }

  /** Called with each record once it is known here, from the first on when it is set before the start. */
  onRead(read: (record: KafkaRecord) => void): void {
    this.read = read;
  }

  async start(): Promise<void> {
    await this.followed.start();
  }

  async stop(): Promise<void> {
    await this.followed.stop();
  }

  /** Rejects when one of them can be read no longer. */
  async checkHealth(): Promise<void> {
    await this.followed.checkHealth();
  }

  /** Resolves once all that was written until now is known here. @throws Problem */
  async caughtUp(detail = translated(apiWords, (said) => said.kafkaSilent)): Promise<void> {
    await this.inTime(this.followed.catchUp(), detail);
  }

  /** All of them or none; known here once it resolves. @throws Problem */
  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    const detail = translated(apiWords, (said) => said.kafkaUncertain);
    await this.inTime(this.deps.kafka.publish(records), detail);
    await this.caughtUp(detail);
  }

  private inTime<Result>(work: Promise<Result>, detail: Translated): Promise<Result> {
    return kafkaInTime(this.deps.clock, work, detail);
  }
}
