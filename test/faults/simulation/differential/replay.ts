/** Tells a real broker what a simulated engine was told, at the same times, and holds what it does against it. */
import { isDeepStrictEqual } from 'node:util';
import { ZBClient } from 'zeebe-node';
import { startRecordStream, type RecordStream } from '../../../kit/real-engine/record-stream';
import { deployedDiagrams } from '../../../kit/bpmn/diagrams';
import { startZeebe, type Zeebe } from '../../../kit/stack/zeebe';
import type { EpochMs } from '../../../../connectors/common/runtime';
import type { Variables } from '../engine/scope';
import type { Command, Step } from './recording';

const patienceMs = 10_000;

/** A broker that has just looked which timers are due looks again no sooner: two of almost one moment are apart by it. */
const betweenLooksMs = 100;
/** Real time in which a broker does what it does at once. */
const atOnceMs = 1_500;

type Taking = Extract<Command, { readonly kind: 'take' }>;
type Told<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>;
type Json = Record<string, string>;

export class RealEngine {
  private constructor(
    private readonly zeebe: Zeebe,
    private readonly stream: RecordStream,
    private readonly client: ZBClient,
  ) {}

  static async start(): Promise<RealEngine> {
    const stream = await startRecordStream();
    const zeebe = await startZeebe({ controlledClock: true, environment: stream.exporterSettings });
    const client = new ZBClient(zeebe.gatewayAddress, { loglevel: 'NONE', retry: false });
    for (const { xml, name } of await deployedDiagrams()) {
      await client.deployResource({ process: Buffer.from(xml), name });
    }
    return new RealEngine(zeebe, stream, client);
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.zeebe.stop();
    await this.stream.close();
  }

  /** Resolves with how the two differ first, or with undefined. */
  async firstDifference(steps: readonly Step[]): Promise<string | undefined> {
    await this.forgetUntil(steps[0]?.at ?? 0);
    const replay = new Replay(this.zeebe, this.stream, this.client);
    for (const [index, step] of steps.entries()) {
      const difference = await replay.differenceAt(step);
      if (difference === undefined) continue;
      // What is left behind would meet the next run.
      await replay.cancelAll();
      return `${storyOf(steps, index)}\n${difference}`;
    }
    return replay.differenceAtEnd();
  }

  /** Messages of earlier runs are cleared away once a minute of the broker's time. */
  private async forgetUntil(at: EpochMs): Promise<void> {
    for (const beforeMs of [300_000, 180_000, 60_000]) {
      await this.zeebe.pinClock(at - beforeMs);
      await this.stream.next(300);
    }
  }
}

/** The last steps before the one that went otherwise. */
function storyOf(steps: readonly Step[], index: number): string {
  return steps
    .slice(Math.max(0, index - 12), index + 1)
    .map(({ at, command, reached }) => {
      const elements = reached.map(({ elementId }) => elementId).join(', ');
      return `${new Date(at).toISOString()} ${JSON.stringify(command).slice(0, 300)} -> ${elements}`;
    })
    .join('\n');
}

class Replay {
  private at = 0;
  /** Instances of the simulation: the real one, and what each has reached. */
  private readonly instances = new Map<
    string,
    { readonly real: string; readonly path: string[] }
  >();
  private readonly jobs = new Map<string, string>();
  /** Of each message with an id, until when it lives. */
  private readonly lives = new Map<string, EpochMs>();
  /** Records from before this run. */
  private readonly skipped: number;

  constructor(
    private readonly zeebe: Zeebe,
    private readonly stream: RecordStream,
    private readonly client: ZBClient,
  ) {
    this.skipped = stream.records.length;
  }

  async differenceAt({ at, command, reached }: Step): Promise<string | undefined> {
    if (at > this.at) await this.zeebe.pinClock(at);
    this.at = Math.max(at, this.at);
    const outcome = await this.tell(command);
    if (outcome !== undefined) return outcome;
    const concerned = new Set<string>();
    for (const { instance, processId, elementId } of reached) {
      const known = this.instances.get(instance) ?? (await this.newInstance(processId));
      if (known === undefined) return `no process ${processId} was started`;
      this.instances.set(instance, known);
      known.path.push(elementId);
      concerned.add(instance);
    }
    for (const instance of concerned) {
      if (command.kind === 'by itself') await this.lookAgain(instance);
      const difference = await this.differenceIn(instance);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }

  /** Lets the broker's next look at its timers come, where one that is due was not seen. */
  private async lookAgain(instance: string): Promise<void> {
    if (await this.until(() => this.hasGoneOn(instance), atOnceMs)) return;
    this.at += betweenLooksMs;
    await this.zeebe.pinClock(this.at);
  }

  private hasGoneOn(instance: string): boolean {
    const { real = '', path = [] } = this.instances.get(instance) ?? {};
    return this.pathOf(real).length >= path.length;
  }

  /** What came without being expected. */
  differenceAtEnd(): string | undefined {
    for (const { real, path } of this.instances.values()) {
      const found = this.pathOf(real);
      if (!isDeepStrictEqual(found, path)) return differing(path, found);
    }
    const started = this.startedProcesses().length;
    return started === this.instances.size
      ? undefined
      : `${started} processes were started, and not ${this.instances.size}`;
  }

  async cancelAll(): Promise<void> {
    for (const { key } of this.startedProcesses()) {
      // One that has ended cannot be.
      await this.client.cancelProcessInstance(key).catch(() => undefined);
    }
  }

  private async tell(command: Command): Promise<string | undefined> {
    switch (command.kind) {
      case 'publish':
        return this.publish(command);
      case 'broadcast': {
        const { name: signalName, variables } = command;
        await this.client.broadcastSignal({ signalName, variables: variables as Json });
        return undefined;
      }
      case 'create': {
        const { processId: bpmnProcessId, variables } = command;
        await this.client.createProcessInstance({ bpmnProcessId, variables: variables as Json });
        return undefined;
      }
      case 'take':
        return this.take(command);
      case 'complete':
      case 'fail':
      case 'throw':
        return this.endJob(command);
      case 'by itself':
        return undefined;
    }
  }

  private async publish({ message, became }: Told<'publish'>): Promise<string | undefined> {
    const { name, correlationKey, messageId, timeToLiveMs: timeToLive, variables } = message;
    const request = { name, correlationKey, messageId, timeToLive, variables: variables as Json };
    const real = await this.client.publishMessage(request).then(
      () => 'published',
      (error: unknown) => (isCode(error, 'ALREADY_EXISTS') ? 'duplicate' : String(error)),
    );
    const id = [name, correlationKey, messageId].join('\n');
    const hasEnded = (this.lives.get(id) ?? 0) < this.at;
    if (became === 'published') this.lives.set(id, this.at + timeToLive);
    // One that has ended is known for up to a minute more: until the engine clears it away.
    if (real === became || (hasEnded && real === 'published')) return undefined;
    return `${name} was ${real}, and not ${became}`;
  }

  private async take(taking: Taking): Promise<string | undefined> {
    const { type, timeoutMs: timeout } = taking;
    const [job] = await this.client.activateJobs({
      ...{ type, timeout, worker: 'replay', maxJobsToActivate: 1, requestTimeout: patienceMs },
    });
    if (job === undefined) return `there is no job ${type}`;
    const real = this.instances.get(taking.instance)?.real;
    const found = [job.elementId, job.processInstanceKey, job.retries];
    const expected = [taking.elementId, real, taking.retries];
    if (!isDeepStrictEqual(found, expected)) {
      return `the job is ${found.join(' ')}, and not ${expected.join(' ')}`;
    }
    this.jobs.set(taking.jobKey, job.key);
    return differentVariables(taking.variables, job.variables);
  }

  private async endJob(
    command: Told<'complete'> | Told<'fail'> | Told<'throw'>,
  ): Promise<string | undefined> {
    const jobKey = this.jobs.get(command.jobKey);
    if (jobKey === undefined) return `nobody has taken the job ${command.jobKey}`;
    const isGone = await this.end(jobKey, command).then(
      () => false,
      (error: unknown) => {
        if (isCode(error, 'NOT_FOUND') || isCode(error, 'FAILED_PRECONDITION')) return true;
        throw error;
      },
    );
    if (isGone === command.isGone) return undefined;
    return isGone ? `the job is gone` : `the job is not gone`;
  }

  private async end(
    jobKey: string,
    command: Told<'complete'> | Told<'fail'> | Told<'throw'>,
  ): Promise<void> {
    if (command.kind === 'complete') {
      await this.client.completeJob({ jobKey, variables: command.variables });
    } else if (command.kind === 'fail') {
      const { retries, backoffMs: retryBackOff } = command;
      await this.client.failJob({ jobKey, retries, retryBackOff, errorMessage: 'replayed' });
    } else {
      const { code: errorCode, variables } = command;
      const error = { jobKey, errorCode, errorMessage: 'replayed', variables: variables as Json };
      await this.client.throwError(error);
    }
  }

  /** The next one that was started and is nobody's yet. */
  private async newInstance(processId: string) {
    const isNew = (key: string) => ![...this.instances.values()].some(({ real }) => real === key);
    const find = () =>
      this.startedProcesses().find(({ id, key }) => id === processId && isNew(key));
    await this.until(() => find() !== undefined);
    const found = find();
    return found && { real: found.key, path: [] };
  }

  private async differenceIn(instance: string): Promise<string | undefined> {
    const { real = '', path = [] } = this.instances.get(instance) ?? {};
    await this.until(() => this.hasGoneOn(instance));
    const found = this.pathOf(real);
    return isDeepStrictEqual(found, path) ? undefined : differing(path, found);
  }

  private records() {
    return this.stream.records.slice(this.skipped);
  }

  private startedProcesses() {
    return this.records()
      .filter(
        ({ intent, value }) =>
          intent === 'ELEMENT_ACTIVATED' && value.bpmnElementType === 'PROCESS',
      )
      .map(({ value }) => ({
        id: value.bpmnProcessId ?? '',
        key: String(value.processInstanceKey),
      }));
  }

  private pathOf(real: string): string[] {
    return this.records()
      .filter(
        ({ valueType, intent, value }) =>
          valueType === 'PROCESS_INSTANCE' &&
          (intent === 'ELEMENT_ACTIVATED' || intent === 'SEQUENCE_FLOW_TAKEN') &&
          value.bpmnElementType !== 'PROCESS' &&
          String(value.processInstanceKey) === real,
      )
      .map(({ value }) => value.elementId ?? '');
  }

  private async until(isSo: () => boolean, withinMs = patienceMs): Promise<boolean> {
    const isLate = performance.now() + withinMs;
    while (!isSo() && performance.now() < isLate) await this.stream.next(100);
    return isSo();
  }
}

function differing(expected: readonly string[], found: readonly string[]): string {
  const at = expected.findIndex((id, index) => id !== found[index]);
  const from = Math.max(0, (at === -1 ? expected.length : at) - 5);
  const tail = (all: readonly string[]) => all.slice(from, from + 12).join(', ');
  return `simulated: ${tail(expected)}\nreal:      ${tail(found)}`;
}

function differentVariables(simulated: Variables, real: Variables): string | undefined {
  const names = new Set([...Object.keys(simulated), ...Object.keys(real)]);
  const different = [...names].filter((name) => !isDeepStrictEqual(simulated[name], real[name]));
  const [name] = different;
  if (name === undefined) return undefined;
  return `${different.join(', ')}: ${name} is ${JSON.stringify(real[name])}, and not ${JSON.stringify(simulated[name])}`;
}

function isCode(error: unknown, name: string): boolean {
  return error instanceof Error && error.message.includes(name);
}
