/** What workers, stream handler and administration have of the rule sets. See `openRuleSets`. */
import type { Registry } from 'prom-client';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Deps, EpochMs } from '../../common/runtime';
import type { Evaluator } from '../engine/evaluator';
import type { Problem } from '../language/problems';
import type { RuleSetRecord } from './record';
import type { Refusal } from './refusal';
import type { RuleBookSource } from './rule-book';
import type { RuleSetState } from './timeline';

export interface RuleSetsDeps extends Pick<Deps, 'clock' | 'random' | 'log'> {
  readonly metrics: Registry;
  /** The process's one door; used only when the rule sets are on Kafka, and never closed here. */
  readonly kafka: KafkaDoor;
}

/** All roles of a process share one: rules are loaded and shown once. */
export interface RuleSets {
  /** What is in force, for those who evaluate. */
  readonly book: RuleBookSource;
  /** What people decide, for those who administer. */
  readonly administration: RuleSetAdministration;
  /** Once for each `openRuleSets`. */
  close(): Promise<void>;
}

export interface RuleSetView extends RuleSetRecord {
  readonly state: RuleSetState;
  /** Why this process cannot use it although it is, was or will be in force. */
  readonly unusable: string | undefined;
}

export interface LoadedText {
  /** Errors and warnings, in the order of the text. */
  readonly problems: readonly Problem[];
  /** Only without errors. */
  readonly evaluator: Evaluator | undefined;
}

/** What was decided, as it stands in the store now, or why not. Rejects when the store does not answer. */
export type Decided = Promise<{ readonly kind: 'done'; readonly ruleSet: RuleSetView } | Refusal>;

export interface RuleSetAdministration {
  /** Latest drafts first. */
  list(): Promise<readonly RuleSetView[]>;
  get(ruleSetId: string): Promise<RuleSetView | undefined>;
  /** Makes what evaluates it, off the main thread, for a dry run; neither stores nor changes anything. */
  load(text: string): Promise<LoadedText>;
  draft(draft: DraftRequest): Decided;
  approve(ruleSetId: string, by: string): Decided;
  /** Of a draft, or of what is approved but not yet scheduled. */
  withdraw(ruleSetId: string, by: string): Decided;
  /** Again for another time as long as it has not begun. */
  schedule(ruleSetId: string, by: string, activeFromMs: EpochMs): Decided;
  /** What was in force before it is in force again from then on; nothing if there was nothing. */
  retire(ruleSetId: string, by: string, fromMs: EpochMs): Decided;
}

export interface DraftRequest {
  /** Need not be canonical. */
  readonly text: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly by: string;
}
