/**
 * The engine, as far as our diagrams need it: they are what runs here, element by element, with Zeebe 8.5's own rules
 * for variables, messages, signals, timers and jobs (bpmn/README.md). `make hunt-engine` holds it to a real broker.
 */
import type { Scheduler } from '../time/scheduler';
import type { Expression } from '../feel/feel';
import { DateTime, Duration, readDateTime, readDuration, type Value } from '../feel/values';
import type { EngineJob, Instance, Subscription, Wait } from './instance';
import { MessageStore, type NewMessage, type StoredMessage } from './messages';
import type {
  BoundaryEvent,
  CatchNode,
  ErrorCatch,
  EventSubprocess,
  ExclusiveGateway,
  MessageCatch,
  Node,
  Process,
  ServiceTask,
  SignalCatch,
  StartEvent,
  TimerCatch,
} from './model';
import { evaluated, Scope, type Variables } from './scope';

export interface EngineHooks {
  /** An element was entered, or a flow gone along. */
  reached(processId: string, elementId: string, instance: Instance): void;
  /** A job can be had. */
  jobReady(job: EngineJob): void;
  incident(job: EngineJob | undefined, instance: Instance, what: string): void;
  message(message: NewMessage, became: string): void;
}

export interface EngineClock {
  readonly now: () => number;
}

/** The engine has no such job, or it is none that can be ended now. */
export class JobGone extends Error {
  override readonly name = 'JobGone';
}

export interface TakenJob {
  readonly job: EngineJob;
  readonly deadline: number;
  /** What it sees now. */
  readonly scope: Pick<Scope, 'get'>;
}

export class SimulatedEngine {
  readonly instances: Instance[] = [];
  private readonly jobs = new Map<string, EngineJob>();
  private readonly store: MessageStore;
  private readonly subscriptions = new Map<string, Set<Subscription>>();
  /** Processes that a message began, by process and key. */
  private readonly started = new Map<string, Instance>();
  private lastKey = 0;

  constructor(
    private readonly processes: readonly Process[],
    private readonly scheduler: Scheduler,
    private readonly clock: EngineClock,
    private readonly hooks: EngineHooks,
  ) {
    this.store = new MessageStore(clock.now);
  }

  publish(message: NewMessage): 'published' | 'duplicate' {
    const stored = this.store.add(message);
    if (stored === 'duplicate') {
      this.hooks.message(message, 'known already');
      return stored;
    }
    const open = [...(this.subscriptions.get(keyOf(message.name, message.correlationKey)) ?? [])];
    for (const subscription of open) this.correlate(stored, subscription);
    for (const process of this.processes) this.startByMessage(process, stored);
    const takers = [...stored.takenBy].join(', ');
    this.hooks.message(message, takers === '' ? 'nobody waits for it' : `taken by ${takers}`);
    return 'published';
  }

  broadcast(name: string, variables: Variables): void {
    const open = [...(this.subscriptions.get(keyOf(name, signalMark)) ?? [])];
    for (const subscription of open) {
      if (isOpen(subscription)) subscription.trigger(variables);
    }
  }

  create(processId: string, variables: Variables, onEnd?: (scope: Scope) => void): Instance {
    const process = this.processes.find(({ id }) => id === processId);
    const start = process?.starts.find(({ catches }) => catches === undefined);
    if (process === undefined || start === undefined) throw new Error(`no process ${processId}`);
    return this.begin(process, start, variables, '', onEnd);
  }

  /** Undefined when somebody else has it, or nobody can. */
  take(jobKey: string, timeoutMs: number): TakenJob | undefined {
    const job = this.jobs.get(jobKey);
    if (job?.state !== 'free') return undefined;
    job.state = 'taken';
    this.lend(job, timeoutMs);
    return { job, deadline: this.clock.now() + timeoutMs, scope: job.wait.scope };
  }

  private lend(job: EngineJob, timeoutMs: number): void {
    job.turn += 1;
    const { turn } = job;
    this.scheduler.after(timeoutMs, () => {
      if (job.state === 'taken' && job.turn === turn) this.free(job);
    });
  }

  /** Whoever has it now. @throws JobGone */
  updateJobTimeout(jobKey: string, timeoutMs: number): void {
    const job = this.jobs.get(jobKey);
    if (job?.state !== 'taken') throw new JobGone(jobKey);
    this.lend(job, timeoutMs);
  }

  /** @throws JobGone */
  completeJob(jobKey: string, variables: Variables): void {
    const job = this.open(jobKey);
    this.end(job);
    this.complete(job.wait, variables);
  }

  /** @throws JobGone */
  failJob(jobKey: string, retries: number, backoffMs: number, reason: string): void {
    const job = this.open(jobKey);
    job.retries = retries;
    job.turn += 1;
    if (retries <= 0) {
      job.state = 'incident';
      this.hooks.incident(job, job.wait.instance, reason);
      return;
    }
    if (backoffMs <= 0) {
      this.free(job);
      return;
    }
    job.state = 'backing-off';
    const { turn } = job;
    this.scheduler.after(backoffMs, () => {
      if (job.state === 'backing-off' && job.turn === turn) this.free(job);
    });
  }

  /** @throws JobGone */
  throwError(jobKey: string, code: string, variables: Variables, reason: string): void {
    const job = this.open(jobKey);
    const { boundaries } = job.wait.node;
    const catches = (event: BoundaryEvent): boolean =>
      event.catches.kind === 'error' && isCaughtBy(event.catches, code);
    // One that names the code before one that takes any.
    const caught =
      boundaries.find((event) => catches(event) && (event.catches as ErrorCatch).code === code) ??
      boundaries.find(catches);
    if (caught === undefined) {
      job.state = 'incident';
      this.hooks.incident(job, job.wait.instance, `nothing catches ${code}: ${reason}`);
      return;
    }
    this.interrupt(job.wait, caught, variables);
  }

  /** A person has mended the cause. */
  resolveIncident(jobKey: string, retries: number): void {
    const job = this.jobs.get(jobKey);
    if (job?.state !== 'incident') return;
    job.retries = retries;
    this.free(job);
  }

  private open(jobKey: string): EngineJob {
    const job = this.jobs.get(jobKey);
    if (job === undefined || job.state === 'backing-off' || job.state === 'incident') {
      throw new JobGone(jobKey);
    }
    return job;
  }

  private free(job: EngineJob): void {
    job.state = 'free';
    job.turn += 1;
    this.hooks.jobReady(job);
  }

  private end(job: EngineJob): void {
    job.turn += 1;
    this.jobs.delete(job.key);
  }

  private begin(
    process: Process,
    start: StartEvent,
    variables: Variables,
    startKey: string,
    onEnd?: (scope: Scope) => void,
  ): Instance {
    const scope = new Scope(undefined);
    const instance: Instance = {
      ...{ key: this.nextKey(), process, scope, startKey, onEnd },
      ...{ waiting: new Set<Wait>(), subscriptions: [], hasEnded: false },
    };
    this.instances.push(instance);
    if (startKey !== '') this.started.set(keyOf(process.id, startKey), instance);
    this.hooks.reached(process.id, start.id, instance);
    this.passOn(start, variables, scope);
    for (const subprocess of process.subprocesses) this.listenFor(subprocess, instance);
    this.goOn(start, instance, scope);
    this.endIfDone(instance);
    return instance;
  }

  private startByMessage(process: Process, message: StoredMessage): void {
    const start = process.starts.find(({ catches }) => catches?.name === message.name);
    if (start === undefined || message.takenBy.has(process.id)) return;
    const { correlationKey } = message;
    if (correlationKey !== '' && this.started.has(keyOf(process.id, correlationKey))) return;
    message.takenBy.add(process.id);
    this.begin(process, start, message.variables, correlationKey);
  }

  /** What a start or boundary event brings: through its output mappings where it has some. */
  private passOn(node: Node, variables: Variables, flowScope: Scope): void {
    if (node.outputs.length === 0) {
      flowScope.merge(variables);
      return;
    }
    const scope = new Scope(flowScope);
    scope.setHere(variables);
    flowScope.merge(evaluated(node.outputs, scope, this.clock.now));
  }

  private listenFor(subprocess: EventSubprocess, instance: Instance): void {
    const { catches } = subprocess.start;
    if (catches === undefined) throw new Error(`${subprocess.id} waits for nothing`);
    const trigger = (variables: Variables) => this.enterSubprocess(subprocess, instance, variables);
    if (catches.kind === 'signal') {
      const name = this.signalNameOf(catches, subprocess.start, instance.scope);
      this.subscribe(
        { instance, name, correlationKey: signalMark, isClosed: false, trigger },
        instance.subscriptions,
      );
      return;
    }
    const correlationKey = this.correlationKeyOf(catches, instance.scope);
    this.subscribe(
      { instance, name: catches.name, correlationKey, isClosed: false, trigger },
      instance.subscriptions,
    );
  }

  private enterSubprocess(subprocess: EventSubprocess, instance: Instance, variables: Variables) {
    this.hooks.reached(instance.process.id, subprocess.id, instance);
    const scope = new Scope(instance.scope);
    scope.setHere(evaluated(subprocess.inputs, instance.scope, this.clock.now));
    this.hooks.reached(instance.process.id, subprocess.start.id, instance);
    this.passOn(subprocess.start, variables, scope);
    this.goOn(subprocess.start, instance, scope);
  }

  /** Takes the one flow that leads on from a node that is no gateway. */
  private goOn(node: Node, instance: Instance, flowScope: Scope): void {
    const [flow] = node.outgoing;
    if (flow === undefined) return;
    this.hooks.reached(instance.process.id, flow.id, instance);
    this.enter(flow.target, instance, flowScope);
  }

  private enter(node: Node, instance: Instance, flowScope: Scope): void {
    this.hooks.reached(instance.process.id, node.id, instance);
    switch (node.kind) {
      case 'service-task':
      case 'receive-task':
      case 'catch-event':
        this.wait(node, instance, flowScope);
        return;
      case 'gateway':
        this.decide(node, instance, flowScope);
        return;
      case 'throw-event':
        flowScope.merge(evaluated(node.outputs, flowScope, this.clock.now));
        this.goOn(node, instance, flowScope);
        return;
      case 'end-event':
        return;
      case 'start-event':
      case 'boundary-event':
      case 'event-subprocess':
        throw new Error(`${node.id} cannot be entered by a flow`);
    }
  }

  private decide(node: ExclusiveGateway, instance: Instance, flowScope: Scope): void {
    const context = { now: this.clock.now, get: (name: string) => flowScope.get(name) };
    let chosen = node.outgoing.length === 1 ? node.outgoing[0] : undefined;
    for (const flow of node.outgoing) {
      if (chosen !== undefined) break;
      if (flow.condition === undefined) continue;
      const holds = flow.condition(context);
      if (typeof holds !== 'boolean') {
        this.hooks.incident(
          undefined,
          instance,
          `the condition of ${flow.id} is neither true nor false`,
        );
        return;
      }
      if (holds) chosen = flow;
    }
    chosen ??= node.defaultFlow;
    if (chosen === undefined) {
      this.hooks.incident(undefined, instance, `${node.id} has no way on`);
      return;
    }
    this.hooks.reached(instance.process.id, chosen.id, instance);
    this.enter(chosen.target, instance, flowScope);
  }

  private wait(node: ServiceTask | CatchNode, instance: Instance, flowScope: Scope): void {
    const scope = new Scope(flowScope);
    scope.setHere(evaluated(node.inputs, flowScope, this.clock.now));
    const wait: Wait = {
      ...{ instance, node, scope, flowScope, subscriptions: [], timers: [], isOver: false },
    };
    instance.waiting.add(wait);
    for (const boundary of node.boundaries) this.listenAtEdge(wait, boundary);
    if (node.kind === 'service-task') this.addJob(wait as EngineJob['wait']);
    else if (node.catches.kind === 'timer') {
      this.setTimer(wait, node.catches, scope, () => this.complete(wait, {}));
    } else {
      this.listenForMessage(wait, node.catches, scope, (variables) =>
        this.complete(wait, variables),
      );
    }
  }

  private listenAtEdge(wait: Wait, event: BoundaryEvent): void {
    const trigger = (variables: Variables): void => this.interrupt(wait, event, variables);
    const { catches } = event;
    const { instance, flowScope } = wait;
    switch (catches.kind) {
      case 'timer':
        this.setTimer(wait, catches, flowScope, () => trigger({}));
        return;
      case 'message':
        this.listenForMessage(wait, catches, flowScope, trigger);
        return;
      case 'signal': {
        const name = this.signalNameOf(catches, event, flowScope);
        this.subscribe(
          { instance, name, correlationKey: signalMark, isClosed: false, trigger },
          wait.subscriptions,
        );
        return;
      }
      case 'error':
        return;
    }
  }

  private listenForMessage(
    wait: Wait,
    catches: MessageCatch,
    scope: Scope,
    trigger: (variables: Variables) => void,
  ): void {
    const correlationKey = this.correlationKeyOf(catches, scope);
    const { name } = catches;
    const subscription: Subscription = {
      ...{ instance: wait.instance, name, correlationKey, isClosed: false, trigger },
    };
    this.subscribe(subscription, wait.subscriptions);
    // What came before is heard now; not within this very step, which is not at its end yet.
    const waiting = this.store.find(name, correlationKey, wait.instance.process.id);
    if (waiting !== undefined) {
      this.scheduler.after(0, () => {
        const still = this.store.find(name, correlationKey, wait.instance.process.id);
        if (still !== undefined) this.correlate(still, subscription);
      });
    }
  }

  private correlate(message: StoredMessage, subscription: Subscription): void {
    const { instance } = subscription;
    if (message.takenBy.has(instance.process.id) || !isOpen(subscription)) return;
    message.takenBy.add(instance.process.id);
    subscription.trigger(message.variables);
    this.endIfDone(instance);
  }

  private setTimer(wait: Wait, catches: TimerCatch, scope: Scope, fire: () => void): void {
    const value = this.evaluate(catches.value, scope);
    const dueAt = dueOf(catches, value, this.clock.now());
    if (dueAt === undefined) {
      this.hooks.incident(undefined, wait.instance, `${wait.node.id}: no time for its timer`);
      return;
    }
    const check = (): void => {
      if (wait.isOver) return;
      const leftMs = dueAt - this.clock.now();
      // The clock may have been set back, or this was planned before it jumped.
      if (leftMs > 0) plan(leftMs);
      else fire();
      this.endIfDone(wait.instance);
    };
    const plan = (leftMs: number): void => {
      wait.timers.push(this.scheduler.after(leftMs, check));
    };
    this.timerChecks.add(check);
    wait.timers.push({ cancel: () => this.timerChecks.delete(check) });
    plan(dueAt - this.clock.now());
  }

  private readonly timerChecks = new Set<() => void>();

  /** To be called when the engine's clock was set forward: timers that are due now fire. */
  clockJumped(): void {
    for (const check of [...this.timerChecks]) this.scheduler.after(0, check);
  }

  private addJob(wait: EngineJob['wait']): void {
    const retries = this.evaluate(wait.node.retries, wait.scope);
    if (typeof retries !== 'number') {
      this.hooks.incident(undefined, wait.instance, `${wait.node.id}: its retries are no number`);
      return;
    }
    const job: EngineJob = { key: this.nextKey(), wait, retries, state: 'free', turn: 0 };
    this.jobs.set(job.key, job);
    wait.job = job;
    this.hooks.jobReady(job);
  }

  private complete(wait: Wait, variables: Variables): void {
    const { node, scope, flowScope } = wait;
    this.leave(wait);
    if (node.outputs.length === 0) {
      scope.merge(variables);
    } else {
      scope.setHere(variables);
      flowScope.merge(evaluated(node.outputs, scope, this.clock.now));
    }
    this.goOn(node, wait.instance, flowScope);
    this.endIfDone(wait.instance);
  }

  private interrupt(wait: Wait, event: BoundaryEvent, variables: Variables): void {
    const { instance, flowScope } = wait;
    this.leave(wait);
    this.hooks.reached(instance.process.id, event.id, instance);
    // An error's variables are the event's own: without a mapping they are lost.
    if (event.catches.kind !== 'error' || event.outputs.length > 0) {
      this.passOn(event, variables, flowScope);
    }
    this.goOn(event, instance, flowScope);
    this.endIfDone(instance);
  }

  private leave(wait: Wait): void {
    wait.isOver = true;
    wait.instance.waiting.delete(wait);
    for (const subscription of wait.subscriptions) this.unsubscribe(subscription);
    for (const timer of wait.timers) timer.cancel();
    if (wait.job !== undefined) this.end(wait.job);
  }

  private endIfDone(instance: Instance): void {
    if (instance.hasEnded || instance.waiting.size > 0) return;
    instance.hasEnded = true;
    for (const subscription of instance.subscriptions) this.unsubscribe(subscription);
    instance.onEnd?.(instance.scope);
    const { process, startKey } = instance;
    if (startKey === '') return;
    this.started.delete(keyOf(process.id, startKey));
    for (const { catches } of process.starts) {
      if (catches?.kind !== 'message') continue;
      const next = this.store.find(catches.name, startKey, process.id);
      if (next !== undefined) this.scheduler.after(0, () => this.startByMessage(process, next));
    }
  }

  private subscribe(subscription: Subscription, owner: Subscription[]): void {
    owner.push(subscription);
    const key = keyOf(subscription.name, subscription.correlationKey);
    const all = this.subscriptions.get(key) ?? new Set();
    this.subscriptions.set(key, all.add(subscription));
  }

  private unsubscribe(subscription: Subscription): void {
    subscription.isClosed = true;
    this.subscriptions
      .get(keyOf(subscription.name, subscription.correlationKey))
      ?.delete(subscription);
  }

  private correlationKeyOf({ name, correlationKey }: MessageCatch, scope: Scope): string {
    const key = correlationKey && this.evaluate(correlationKey, scope);
    if (typeof key !== 'string') throw new Error(`the key of ${name} is no text`);
    return key;
  }

  private signalNameOf({ name }: SignalCatch, { id }: Node, scope: Scope): string {
    const text = this.evaluate(name, scope);
    if (typeof text !== 'string') throw new Error(`${id}: the name of its signal is no text`);
    return text;
  }

  private evaluate(expression: Expression, scope: Scope): Value {
    return expression({ now: this.clock.now, get: (name) => scope.get(name) });
  }

  private nextKey(): string {
    this.lastKey += 1;
    return String(2_251_799_813_685_249n + BigInt(this.lastKey));
  }
}

/** Stands for the correlation key that a signal has not. */
const signalMark = '\u0000signal';

function isOpen(subscription: Subscription): boolean {
  return !subscription.isClosed && !subscription.instance.hasEnded;
}

function keyOf(name: string, correlationKey: string): string {
  return `${name}\n${correlationKey}`;
}

function isCaughtBy(catches: ErrorCatch, code: string): boolean {
  return catches.code === undefined || catches.code === code;
}

function dueOf({ due }: TimerCatch, value: Value, now: number): number | undefined {
  if (due === 'duration') {
    const duration = typeof value === 'string' ? readDuration(value) : value;
    return duration instanceof Duration ? now + duration.ms : undefined;
  }
  const date = typeof value === 'string' ? readDateTime(value) : value;
  return date instanceof DateTime ? date.epochMs : undefined;
}
