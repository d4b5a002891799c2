/** What the simulated engine was told in a run, and what it did: to be held against a real one. */
import type { EpochMs } from '../../../../connectors/common/runtime';
import { JobGone, SimulatedEngine, type TakenJob } from '../engine/engine';
import type { Instance } from '../engine/instance';
import type { NewMessage } from '../engine/messages';
import type { Variables } from '../engine/scope';

export type Command =
  | { readonly kind: 'publish'; readonly message: NewMessage; readonly became: string }
  | { readonly kind: 'broadcast'; readonly name: string; readonly variables: Variables }
  | { readonly kind: 'create'; readonly processId: string; readonly variables: Variables }
  | {
      readonly kind: 'take';
      readonly jobKey: string;
      readonly type: string;
      readonly elementId: string;
      readonly instance: string;
      readonly retries: number;
      readonly timeoutMs: number;
      readonly variables: Variables;
    }
  | {
      readonly kind: 'complete';
      readonly jobKey: string;
      readonly variables: Variables;
      readonly isGone: boolean;
    }
  | {
      readonly kind: 'fail';
      readonly jobKey: string;
      readonly retries: number;
      readonly backoffMs: number;
      readonly isGone: boolean;
    }
  | {
      readonly kind: 'throw';
      readonly jobKey: string;
      readonly code: string;
      readonly variables: Variables;
      readonly isGone: boolean;
    }
  /** Nobody told it anything: a timer, or a message that had waited. */
  | { readonly kind: 'by itself' };

export interface Reached {
  /** Its key in the simulation. */
  readonly instance: string;
  readonly processId: string;
  readonly elementId: string;
}

export interface Step {
  /** By the engine's clock. */
  readonly at: EpochMs;
  readonly command: Command;
  /** Elements entered and flows taken, in order. */
  readonly reached: Reached[];
}

type EngineParameters = ConstructorParameters<typeof SimulatedEngine>;

/** An engine that writes down into `steps` all that it hears and does. */
export function recordingEngine(steps: Step[]): typeof SimulatedEngine {
  /** Of the command that is being carried out. */
  let current: Reached[] | undefined;
  const told = <Result>(
    at: EpochMs,
    act: () => Result,
    commandOf: (result: Result) => Command,
  ): Result => {
    const reached: Reached[] = [];
    current = reached;
    try {
      const result = act();
      steps.push({ at, command: commandOf(result), reached });
      return result;
    } finally {
      current = undefined;
    }
  };
  const ended = (at: EpochMs, act: () => void, commandOf: (isGone: boolean) => Command): void => {
    const gone = told(
      at,
      () => goneOf(act),
      (error) => commandOf(error !== undefined),
    );
    if (gone !== undefined) throw gone;
  };
  const reachedNow = (at: EpochMs): Reached[] => {
    if (current !== undefined) return current;
    const last = steps.at(-1);
    if (last?.command.kind === 'by itself' && last.at === at) return last.reached;
    const step: Step = { at, command: { kind: 'by itself' }, reached: [] };
    steps.push(step);
    return step.reached;
  };
  return class extends SimulatedEngine {
    private readonly engineNow: () => EpochMs;

    constructor(...[processes, scheduler, clock, hooks]: EngineParameters) {
      super(processes, scheduler, clock, {
        ...hooks,
        reached: (processId, elementId, instance) => {
          hooks.reached(processId, elementId, instance);
          // Between two link events there is no flow.
          if (elementId.endsWith('-link')) return;
          reachedNow(clock.now()).push({ instance: instance.key, processId, elementId });
        },
      });
      this.engineNow = clock.now;
    }

    override publish(message: NewMessage): 'published' | 'duplicate' {
      const act = () => super.publish(message);
      return told(this.engineNow(), act, (became) => ({ kind: 'publish', message, became }));
    }

    override broadcast(name: string, variables: Variables): void {
      const act = (): void => super.broadcast(name, variables);
      told(this.engineNow(), act, () => ({ kind: 'broadcast', name, variables }));
    }

    override create(...parameters: Parameters<SimulatedEngine['create']>): Instance {
      const [processId, variables] = parameters;
      const act = () => super.create(...parameters);
      return told(this.engineNow(), act, () => ({ kind: 'create', processId, variables }));
    }

    override take(jobKey: string, timeoutMs: number): TakenJob | undefined {
      const taken = super.take(jobKey, timeoutMs);
      if (taken === undefined) return undefined;
      const { retries, wait } = taken.job;
      const { node, instance, scope } = wait;
      const ids = { jobKey, type: node.jobType, elementId: node.id, instance: instance.key };
      const variables = scope.all();
      const command: Command = { kind: 'take', ...ids, retries, timeoutMs, variables };
      steps.push({ at: this.engineNow(), command, reached: [] });
      return taken;
    }

    override completeJob(jobKey: string, variables: Variables): void {
      const act = (): void => super.completeJob(jobKey, variables);
      ended(this.engineNow(), act, (isGone) => ({ kind: 'complete', jobKey, variables, isGone }));
    }

    override failJob(jobKey: string, retries: number, backoffMs: number, reason: string): void {
      const act = (): void => super.failJob(jobKey, retries, backoffMs, reason);
      const command = { kind: 'fail', jobKey, retries, backoffMs } as const;
      ended(this.engineNow(), act, (isGone) => ({ ...command, isGone }));
    }

    override throwError(jobKey: string, code: string, variables: Variables, reason: string): void {
      const act = (): void => super.throwError(jobKey, code, variables, reason);
      const command = { kind: 'throw', jobKey, code, variables } as const;
      ended(this.engineNow(), act, (isGone) => ({ ...command, isGone }));
    }
  };
}

function goneOf(act: () => void): JobGone | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof JobGone) return error;
    throw error;
  }
  return undefined;
}
