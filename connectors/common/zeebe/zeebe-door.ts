import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { status } from '@grpc/grpc-js';
import type { Registry } from 'prom-client';
import { questionSignalName } from '../contracts/keys';
import { questionsAsSignals } from '../contracts/messages';
import type { BoundWorker } from '../hub/role';
import type { Tracing } from '../observability/spans';
import {
  MessageTooLarge,
  type Asker,
  type Clock,
  type Incidents,
  type Logger,
  type Message,
  type MessagePublisher,
  type OpenJobs,
  type Question,
  type Random,
  type Signal,
} from '../runtime';
import { deployFiles, type DeployableFile, type DeployedProcess } from './deploy';
import type { ZeebeSettings } from './environment';
import { Gateway, GatewayError } from './gateway';
import { gatewayTls } from './gateway-tls';
import { inspectionOf, type Inspection } from './inspection';
import { IntakeTrouble } from './intake-trouble';
import { pumpJobs } from './job-pump';
import { ownerOf } from './job-owner';
import { JobRunner } from './job-runner';
import { incidentsAt } from './incidents';
import { JobSlots } from './job-slots';
import { createJobMetrics, type JobMetrics } from './metrics';
import { MissingSettings } from './missing-settings';
import { openJobsAt } from './open-jobs';
import { retryCall } from './retry-call';

export interface ZeebeDoorDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly tracing?: Tracing | undefined;
}

/** All that the hub does with the engine. Nothing else in the hub talks to it. */
export interface ZeebeDoor extends MessagePublisher, Asker {
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  readonly inspection: Inspection;
  /** Longest time of a message, with its repeats: it comes within it or never. */
  readonly commandTimeoutMs: number;
  deploy(files: readonly DeployableFile[]): Promise<DeployedProcess[]>;
  /** Rejects unless every partition has a healthy leader. */
  checkHealth(): Promise<void>;
  /** Starts to take jobs for these workers. Call it once. */
  run(workers: readonly BoundWorker[]): void;
  /**
   * Takes no more jobs, lets those under way end for up to `graceMs`, hands the rest back to the engine
   * and, once `others` need the engine no more, closes the connection.
   */
  drain(graceMs: number, others?: Promise<unknown>): Promise<void>;
}

/** Deploying is a lot of work for a cold engine, and a person waits for it. */
const deployment = { attemptTimeoutMs: 30_000, budgetMs: 60_000 };

/**
 * All that a message sets off in one go must fit into 4 MB of the engine's log (its maxMessageSize), the
 * variables several times over: measured, 1.3 MB start a process and 1.8 MB do not.
 */
const variablesBytesMax = 1_250_000;

/** For the engine to end a waiting process at its time-out and for the answer to travel. */
const answerTravelMs = 2_000;

/** Two streams and two pauses at most. */
const listenersPerPump = 4;

/** For jobs that were pushed before we took no more. */
const unreadMs = 100;

/** Jobs told to stop get this long to do so and to be handed back. */
const handBackMs = 3_000;

export function connectZeebe(settings: ZeebeSettings, deps: ZeebeDoorDeps): ZeebeDoor {
  const gateway = new Gateway({
    address: settings.ZEEBE_ADDRESS,
    tls: gatewayTls(settings, deps),
    keepaliveMs: settings.ZEEBE_KEEPALIVE_MS,
  });
  return doorThrough(gateway, settings, deps);
}

/** The same through any gateway: that of the simulated engine too. */
export function doorThrough(
  gateway: Gateway,
  settings: ZeebeSettings,
  deps: ZeebeDoorDeps,
): ZeebeDoor {
  return new Door(gateway, settings, deps);
}

/** @throws MessageTooLarge */
function documentOf({ name, variables }: Message | Signal): string {
  const document = JSON.stringify(variables);
  if (Buffer.byteLength(document) > variablesBytesMax) {
    throw new MessageTooLarge(`${name} has more than ${variablesBytesMax} bytes`);
  }
  return document;
}

class Door implements ZeebeDoor {
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  readonly inspection: Inspection;
  private readonly metrics: JobMetrics;
  private readonly slots: JobSlots;
  private readonly runner: JobRunner;
  private readonly intake = new AbortController();
  readonly commandTimeoutMs: number;
  private pumps: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly gateway: Gateway,
    private readonly settings: ZeebeSettings,
    private readonly deps: ZeebeDoorDeps,
  ) {
    this.commandTimeoutMs = settings.ZEEBE_COMMAND_TIMEOUT_MS;
    this.metrics = createJobMetrics(deps.metrics);
    const limits = {
      perProcess: settings.ZEEBE_MAX_JOBS_IN_FLIGHT,
      perType: settings.ZEEBE_MAX_JOBS_PER_WORKER,
    };
    this.slots = new JobSlots(limits, deps.clock);
    this.runner = new JobRunner({
      ...deps,
      metrics: this.metrics,
      missingSettings: new MissingSettings(deps),
      gateway: this.gateway,
      commandTimeoutMs: this.commandTimeoutMs,
    });
    const byKey = { ...deps, timeoutMs: this.commandTimeoutMs };
    this.openJobs = openJobsAt(this.gateway, byKey);
    this.incidents = incidentsAt(this.gateway, byKey);
    this.inspection = inspectionOf(this.gateway, this.commandTimeoutMs);
  }

  async publish(message: Message): Promise<'published' | 'duplicate'> {
    const { name, correlationKey, variables } = message;
    if (!questionsAsSignals.includes(name)) return this.publishMessage(message);
    const signal = { name: questionSignalName(name, correlationKey), variables };
    const [published] = await Promise.all([this.publishMessage(message), this.broadcast(signal)]);
    return published;
  }

  private async publishMessage(message: Message): Promise<'published' | 'duplicate'> {
    const variables = documentOf(message);
    const request = {
      name: message.name,
      correlationKey: message.correlationKey,
      timeToLive: message.timeToLiveMs,
      messageId: message.messageId ?? '',
      variables,
    };
    try {
      // May arrive twice when an answer is lost: without an id too, messages are at-least-once here.
      await this.tell((timeoutMs) => this.gateway.call('publishMessage', request, timeoutMs));
      return 'published';
    } catch (error) {
      if (error instanceof GatewayError && error.code === status.ALREADY_EXISTS) return 'duplicate';
      throw error;
    }
  }

  async broadcast(signal: Signal): Promise<void> {
    const request = { signalName: signal.name, variables: documentOf(signal) };
    await this.tell((timeoutMs) => this.gateway.call('broadcastSignal', request, timeoutMs));
  }

  private async tell(call: (timeoutMs: number) => Promise<unknown>): Promise<void> {
    const budgetMs = this.commandTimeoutMs;
    await retryCall(call, { attemptTimeoutMs: budgetMs / 2, budgetMs }, this.deps);
  }

  async ask({ message, timeoutMs }: Question): Promise<unknown> {
    const questionId = this.deps.random.uuid();
    const variables = { ...message.variables, questionId };
    const [answer] = await Promise.all([
      this.awaitAnswer(questionId, timeoutMs),
      this.publish({ ...message, variables }),
    ]);
    return answer;
  }

  async awaitAnswer(questionId: string, timeoutMs: number): Promise<unknown> {
    const timeout = `PT${Math.max(1, Math.ceil(timeoutMs / 1_000))}S`;
    const requestTimeout = timeoutMs + answerTravelMs;
    const request = {
      request: {
        bpmnProcessId: 'await-answer',
        version: -1,
        variables: JSON.stringify({ questionId, timeout }),
      },
      requestTimeout,
      fetchVariables: ['answer'],
    };
    const { variables } = await retryCall(
      (attemptMs) => this.gateway.call('createProcessInstanceWithResult', request, attemptMs),
      { attemptTimeoutMs: requestTimeout, budgetMs: requestTimeout },
      this.deps,
    );
    return (JSON.parse(variables) as { answer?: unknown }).answer ?? undefined;
  }

  deploy(files: readonly DeployableFile[]): Promise<DeployedProcess[]> {
    const attempt = (timeoutMs: number) => deployFiles(this.gateway, files, timeoutMs);
    return retryCall(attempt, deployment, this.deps);
  }

  async checkHealth(): Promise<void> {
    const { withoutLeader } = await this.inspection.state();
    if (withoutLeader.length > 0) {
      throw new Error(`partitions without a healthy leader: ${withoutLeader.join(', ')}`);
    }
  }

  run(workers: readonly BoundWorker[]): void {
    setMaxListeners(workers.length * listenersPerPump, this.intake.signal);
    const workerName = `${hostname()}:${process.pid}`;
    const pumpDeps = {
      ...this.deps,
      gateway: this.gateway,
      slots: this.slots,
      workerName,
      trouble: new IntakeTrouble({ ...this.deps, engine: this.settings.ZEEBE_ADDRESS }),
      longPollMs: this.settings.ZEEBE_LONG_POLL_MS,
      commandTimeoutMs: this.commandTimeoutMs,
    };
    const pumps = workers.map((worker) =>
      pumpJobs(worker, pumpDeps, this.intake.signal, (job, way) => {
        this.metrics.received(job.type, way);
        const receivedAt = this.deps.clock.now();
        this.slots.submit({
          type: job.type,
          owner: ownerOf(worker, job),
          run: () => this.runner.run(worker, job, receivedAt),
          handBack: (backoffMs) => this.runner.handBack(worker, job, backoffMs),
        });
      }),
    );
    this.pumps = Promise.all(pumps);
  }

  async drain(graceMs: number, others: Promise<unknown> = Promise.resolve()): Promise<void> {
    // Jobs pushed to us that lie unread on their way are read, for the engine believes we work on them.
    this.slots.hold();
    await this.deps.clock.sleep(unreadMs);
    this.intake.abort();
    this.runner.stopStarting();
    this.slots.lift();
    await this.pumps;
    const idle = this.slots.whenIdle();
    await this.within(graceMs, idle);
    this.runner.abortAll();
    await this.within(handBackMs, idle);
    await others;
    this.gateway.close();
  }

  private async within(durationMs: number, work: Promise<void>): Promise<void> {
    const over = new AbortController();
    await Promise.race([work, this.deps.clock.sleep(durationMs, over.signal)]);
    over.abort();
  }
}
