import type { Chance } from '../time/chance';
import type { Scheduler } from '../time/scheduler';
import type { Emphasis } from './emphases';
import type { Faults } from './faults';
import type { Outages } from './outages';

/** What everything in one run has in common. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly outages: Outages;
  readonly emphasis: Emphasis;
  /** A line of the story, made only when somebody wants to read it. */
  readonly tell: (line: () => string) => void;
  /** Something that must not happen, whatever goes wrong: the run has failed. */
  readonly defect: (problem: unknown) => void;
}

/** A request on its way, whatever it is made of. */
export interface Sent<Answer> {
  readonly where: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** What the peer does when it arrives. Undefined: the connection breaks. */
  readonly ask: () => Promise<Answer | undefined>;
  readonly broken: () => Error;
  readonly refused: () => Error;
  readonly timedOut: () => Error;
  readonly aborted: () => Error;
  /** Of what stands in front of the peer. */
  readonly whenRefused: () => Answer | Error;
}
