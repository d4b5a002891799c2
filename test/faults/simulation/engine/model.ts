/** A deployed process as the simulated engine runs it: every expression compiled, every link resolved. */
import type { Expression } from '../feel/feel';

export interface Mapping {
  readonly source: Expression;
  readonly target: string;
}

export interface MessageCatch {
  readonly kind: 'message';
  readonly name: string;
  /** Absent for the message that starts a process. */
  readonly correlationKey?: Expression;
}

export interface SignalCatch {
  readonly kind: 'signal';
  readonly name: Expression;
}

export interface TimerCatch {
  readonly kind: 'timer';
  readonly due: 'duration' | 'date';
  readonly value: Expression;
}

export interface ErrorCatch {
  readonly kind: 'error';
  /** Undefined: any. */
  readonly code: string | undefined;
}

export type Catch = MessageCatch | SignalCatch | TimerCatch | ErrorCatch;

export interface Flow {
  readonly id: string;
  readonly target: Node;
  /** Undefined: none, or the gateway's default. */
  readonly condition: Expression | undefined;
}

interface NodeBase {
  readonly id: string;
  readonly processId: string;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly boundaries: BoundaryEvent[];
  /** In the order in which the engine tries them: the last of the file first. */
  readonly outgoing: Flow[];
}

export interface ServiceTask extends NodeBase {
  readonly kind: 'service-task';
  readonly jobType: string;
  readonly retries: Expression;
}

export interface CatchNode extends NodeBase {
  readonly kind: 'receive-task' | 'catch-event';
  readonly catches: MessageCatch | TimerCatch;
}

export interface ExclusiveGateway extends NodeBase {
  readonly kind: 'gateway';
  defaultFlow: Flow | undefined;
}

/** What is gone through at once; a link throw goes on at its catch event. */
export interface PassThrough extends NodeBase {
  readonly kind: 'throw-event' | 'end-event';
}

export interface StartEvent extends NodeBase {
  readonly kind: 'start-event';
  /** A signal's only in an event subprocess. */
  readonly catches: MessageCatch | SignalCatch | undefined;
}

export interface BoundaryEvent extends NodeBase {
  readonly kind: 'boundary-event';
  readonly catches: Catch;
}

export interface EventSubprocess extends NodeBase {
  readonly kind: 'event-subprocess';
  readonly start: StartEvent;
}

export type Node =
  | ServiceTask
  | CatchNode
  | ExclusiveGateway
  | PassThrough
  | StartEvent
  | BoundaryEvent
  | EventSubprocess;

export interface Process {
  readonly id: string;
  readonly starts: readonly StartEvent[];
  readonly subprocesses: readonly EventSubprocess[];
  /** Ids of all elements and flows, for who counts what was reached. */
  readonly elementIds: readonly string[];
}
