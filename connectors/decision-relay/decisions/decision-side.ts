/** The relay's side to Kafka: what waits goes out, decisions come in. Comes up when Kafka does. */
import { Gauge, type Registry } from 'prom-client';
import type { Tenants } from '../../common/config/tenants';
import {
  decisionTopics,
  type DecisionTopicsEnvironment,
} from '../../common/contracts/decision-topics';
import { KnownAnswers } from '../../common/contracts/known-answers';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type {
  FailedBatch,
  FailureDecision,
  Following,
  KafkaDoor,
} from '../../common/doors/kafka/kafka-door';
import { messageOf } from '../../common/message-of';
import type { Clock, Incidents, Logger, OpenJobs } from '../../common/runtime';
import type { IncidentBook } from '../incidents/incident-book';
import { BackOffice } from '../matters/back-office';
import { KnownMatters } from '../../common/contracts/known-matters';
import type { JobInputs } from '../matters/matter-of';
import { readWaiting, type Waiting } from '../waiting/waiting-payment';
import { DecisionRelay } from './relay';
import type { OperatorsSection } from './second-person';

export interface DecisionSideDeps {
  readonly kafka: KafkaDoor;
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  readonly tenants: Tenants<OperatorsSection>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly topics: DecisionTopicsEnvironment;
  readonly groupId: string;
  readonly validForMs: number;
  readonly jobInputs: JobInputs;
  readonly incidentBook: (() => IncidentBook) | undefined;
}

const againAfterMs = 5_000;

/** So often a decision is tried while engine and Kafka answer: what fails then is no outage. */
const attemptsMax = 10;

export class DecisionSide {
  private readonly answers = new KnownAnswers();
  private readonly matters = new KnownMatters();
  private readonly followed: FollowedTopics;
  private readonly backOffice: BackOffice;
  private readonly relay: DecisionRelay;
  private readonly ending = new AbortController();
  private isTaking: Gauge | undefined;
  private starting: Promise<void> = Promise.resolve();
  private consuming: Following | undefined;
  private telling: Promise<void> | undefined;
  private isTellingInVain = false;

  constructor(private readonly deps: DecisionSideDeps) {
    const { kafka, topics } = deps;
    this.followed = new FollowedTopics(
      kafka,
      {
        topic: topics.OPERATOR_DECISION_ANSWERS_TOPIC,
        enter: ({ value }) => this.answers.enter(value),
      },
      {
        topic: topics.BACK_OFFICE_TOPIC,
        enter: ({ key, value }) => this.matters.enter(key, value),
      },
    );
    const catchUp = () => this.followed.catchUp();
    this.backOffice = new BackOffice({
      ...deps,
      topic: topics.BACK_OFFICE_TOPIC,
      ...{ known: this.matters, catchUp },
      incidents: deps.incidentBook,
    });
    this.relay = new DecisionRelay({
      ...deps,
      ...{ answers: this.answers, matters: this.matters, catchUp },
    });
  }

  /** Payments go on without Kafka, and who runs beside us must not wait for it. */
  start(): void {
    // Not before: where decisions are not wanted from Kafka, none are missing.
    this.isTaking = new Gauge({
      name: 'hub_decisions_are_taken',
      help: '1: decisions of operators are taken from Kafka; 0: Kafka has not been reached since the start',
      registers: [this.deps.metrics],
    });
    this.starting = this.connect();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.starting;
    await this.telling;
    await this.consuming?.stop();
    await this.followed.stop();
  }

  /** As `tell`, beside what the caller does: a Kafka that hangs must hold up no look at what waits. */
  show(look: Waiting): void {
    this.telling ??= this.tell(look)
      .then(() => {
        this.isTellingInVain = false;
      })
      .catch((error: unknown) => {
        const reason = messageOf(error);
        if (!this.isTellingInVain) {
          this.deps.log.warn({ reason }, 'the back office cannot be told what waits: trying again');
        }
        this.isTellingInVain = true;
      })
      .finally(() => {
        this.telling = undefined;
      });
  }

  /** What a look at the waiting payments has shown. Rejects when Kafka does not take it. */
  async tell(look: Waiting): Promise<void> {
    if (this.consuming !== undefined) await this.backOffice.tell(look);
  }

  private async connect(): Promise<void> {
    const { kafka, clock, log, topics } = this.deps;
    for (let attempt = 1; !this.isEnding(); attempt += 1) {
      try {
        await kafka.ensureTopics(decisionTopics(topics));
        await this.followed.start();
        this.consuming = this.consume();
        this.isTaking?.set(1);
        return;
      } catch (error) {
        const reason = messageOf(error);
        if (attempt === 1) log.warn({ reason }, 'decisions cannot be taken yet: Kafka is away');
        await clock.sleep(againAfterMs, this.ending.signal);
      }
    }
  }

  private isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private consume(): Following {
    const { kafka, topics, groupId } = this.deps;
    return kafka.consume({
      groupId,
      topics: [topics.OPERATOR_DECISIONS_TOPIC],
      recordsMax: 1,
      concurrency: 1,
      apply: async (records) => {
        for (const record of records) await this.relay.handle(record);
      },
      decide: (failed) => this.decide(failed),
    });
  }

  /** An outage passes; what fails while all answer would stop every decision behind it. */
  private async decide({ records, error, attempts }: FailedBatch): Promise<FailureDecision> {
    const { kafka, openJobs, log } = this.deps;
    log.warn({ attempts, reason: messageOf(error) }, 'a decision could not be carried out yet');
    if (attempts < attemptsMax) return 'retry';
    await kafka.checkHealth();
    await readWaiting(openJobs, false);
    for (const record of records) await this.relay.giveUp(record);
    log.error({ error }, 'a decision is given up, and answered as uncertain');
    return { setAside: records };
  }
}
