import type { Planned } from '../time/scheduler';
import type { CatchNode, Process, ServiceTask } from './model';
import type { Scope, Variables } from './scope';

/** A running process. */
export interface Instance {
  readonly key: string;
  readonly process: Process;
  readonly scope: Scope;
  /** Of the message that began it: further ones with it wait until this has ended. */
  readonly startKey: string;
  /** What is under way in it: it ends with the last of them. */
  readonly waiting: Set<Wait>;
  readonly subscriptions: Subscription[];
  /** Called when it has ended. */
  onEnd?: ((scope: Scope) => void) | undefined;
  hasEnded: boolean;
}

/** An element that waits for something: a job, a message, a timer. */
export interface Wait {
  readonly instance: Instance;
  readonly node: ServiceTask | CatchNode;
  /** Where its own input mappings live. */
  readonly scope: Scope;
  /** What it stands in: the process, or an event subprocess. */
  readonly flowScope: Scope;
  readonly subscriptions: Subscription[];
  readonly timers: Planned[];
  /** Of a service task. */
  job?: EngineJob;
  isOver: boolean;
}

export interface Subscription {
  readonly instance: Instance;
  readonly name: string;
  readonly correlationKey: string;
  isClosed: boolean;
  readonly trigger: (variables: Variables) => void;
}

export type JobState =
  /** Anybody may have it. */
  | 'free'
  /** Somebody has it, until its deadline. */
  | 'taken'
  /** Its time after a failure is not over. */
  | 'backing-off'
  /** Out of attempts, or an error that nothing catches: until a person resolves the incident. */
  | 'incident';

export interface EngineJob {
  readonly key: string;
  readonly wait: Wait & { readonly node: ServiceTask };
  retries: number;
  state: JobState;
  /** Counts who has it: a time-out that comes late is none. */
  turn: number;
}
