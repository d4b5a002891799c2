/** What may be decided about a rule set, and by whom. Pure: each decision gives the next record, or a refusal. */
import { isSamePerson } from '../../common/contracts/person-name';
import type { EpochMs } from '../../common/runtime';
import { standardDictionary } from '../language/dictionary';
import type { Decision, RuleSetLife } from './record';
import { refused, type Refusal } from './refusal';

/**
 * So long before they begin or end rules must be scheduled or retired: every instance knows of it by then,
 * so that all of them charge a transfer by the same rules.
 */
export const leadMs = 10_000;

export interface Act {
  readonly by: string;
  readonly nowMs: EpochMs;
}

export interface NewDraft {
  readonly ruleSetId: string;
  readonly title: string;
  readonly note?: string | undefined;
}

export function draft({ ruleSetId, title, note }: NewDraft, act: Act): RuleSetLife {
  return {
    step: 'draft',
    ruleSetId,
    revision: 1,
    title,
    ...(note === undefined ? {} : { note }),
    dictionaryVersion: standardDictionary.data.version,
    drafted: decision(act),
  };
}

export function approve(life: RuleSetLife, act: Act): RuleSetLife | Refusal {
  if (life.step !== 'draft') return wrongStep(life, 'Only a draft can be approved');
  if (isSamePerson(life.drafted.by, act.by)) {
    const message = `${act.by} drafted these rules: somebody else must approve them.`;
    return refused('same-person', message);
  }
  if (life.dictionaryVersion !== standardDictionary.data.version) {
    return refused('unknown-dictionary', dictionaryFault(life.dictionaryVersion));
  }
  return { ...next(life), step: 'approved', approved: decision(act) };
}

export function withdraw(life: RuleSetLife, act: Act): RuleSetLife | Refusal {
  switch (life.step) {
    case 'draft':
    case 'approved':
      return { ...next(life), step: 'withdrawn', withdrawn: decision(act) };
    case 'scheduled':
      return refused('wrong-step', 'These rules are scheduled: retire them instead.');
    case 'withdrawn':
    case 'retired':
      return wrongStep(life, 'There is nothing to withdraw');
  }
}

/** `others`: all other rule sets. */
export function schedule(
  life: RuleSetLife,
  others: readonly RuleSetLife[],
  activeFromMs: EpochMs,
  act: Act,
): RuleSetLife | Refusal {
  if (life.step !== 'approved' && life.step !== 'scheduled') {
    return wrongStep(life, 'Only approved rules can be scheduled');
  }
  if (life.step === 'scheduled' && Date.parse(life.scheduled.activeFrom) <= act.nowMs) {
    return refused('wrong-step', `These rules are in force since ${life.scheduled.activeFrom}.`);
  }
  const activeFrom = new Date(activeFromMs).toISOString();
  const early = tooEarly(activeFromMs, act, 'begin');
  if (early !== undefined) return early;
  const twin = others.find((one) => isScheduledAt(one, activeFrom));
  if (twin !== undefined) {
    const message = `"${twin.title}" begins at ${activeFrom} too: choose another time.`;
    return refused('same-time', message);
  }
  const scheduled = { ...decision(act), activeFrom };
  return { ...next(life), step: 'scheduled', approved: life.approved, scheduled };
}

/** Also of rules that have not begun: with a time before they would, they never begin. */
export function retire(life: RuleSetLife, fromMs: EpochMs, act: Act): RuleSetLife | Refusal {
  if (life.step !== 'scheduled' && life.step !== 'retired') {
    const hint = life.step === 'withdrawn' ? '' : ' Withdraw them instead.';
    return refused('wrong-step', `These rules have never been scheduled.${hint}`);
  }
  if (life.step === 'retired' && Date.parse(life.retired.from) <= act.nowMs) {
    return refused('wrong-step', `These rules are retired since ${life.retired.from}.`);
  }
  const early = tooEarly(fromMs, act, 'end');
  if (early !== undefined) return early;
  const retired = { ...decision(act), from: new Date(fromMs).toISOString() };
  const { approved, scheduled } = life;
  return { ...next(life), step: 'retired', approved, scheduled, retired };
}

/**
 * What the decisions above never bring about, but a file that somebody wrote by hand may: such rules must
 * not be used. Undefined when all is well.
 */
export function faultOf(life: RuleSetLife): string | undefined {
  if (life.dictionaryVersion !== standardDictionary.data.version) {
    return dictionaryFault(life.dictionaryVersion);
  }
  if ('approved' in life && life.approved !== undefined) {
    if (isSamePerson(life.approved.by, life.drafted.by)) {
      return `${life.approved.by} both drafted and approved these rules`;
    }
  }
  if ('scheduled' in life && life.scheduled.activeFrom <= life.scheduled.at) {
    return 'these rules were scheduled for a time that had passed';
  }
  if ('retired' in life && life.retired.from <= life.retired.at) {
    return 'these rules were retired from a time on that had passed';
  }
  return undefined;
}

const decision = ({ by, nowMs }: Act): Decision => ({ by, at: new Date(nowMs).toISOString() });

/** What never changes, for the next record. */
function next({ ruleSetId, revision, title, note, dictionaryVersion, drafted }: RuleSetLife) {
  const kept = { ruleSetId, title, dictionaryVersion, drafted, revision: revision + 1 };
  return note === undefined ? kept : { ...kept, note };
}

function wrongStep(life: RuleSetLife, sentence: string): Refusal {
  return refused('wrong-step', `${sentence}; ${described(life)}.`);
}

function described(life: RuleSetLife): string {
  switch (life.step) {
    case 'draft':
      return 'these are a draft that nobody has approved';
    case 'approved':
      return `these were approved by ${life.approved.by} at ${life.approved.at}`;
    case 'withdrawn':
      return `these were withdrawn by ${life.withdrawn.by} at ${life.withdrawn.at}`;
    case 'scheduled':
      return `these were scheduled by ${life.scheduled.by} for ${life.scheduled.activeFrom}`;
    case 'retired':
      return `these were retired by ${life.retired.by} from ${life.retired.from} on`;
  }
}

function tooEarly(timeMs: EpochMs, { nowMs }: Act, verb: 'begin' | 'end'): Refusal | undefined {
  if (timeMs >= nowMs + leadMs) return undefined;
  const earliest = new Date(nowMs + leadMs).toISOString();
  const why =
    timeMs <= nowMs
      ? 'the rules for transfers that are already made never change'
      : 'every instance must know of it before';
  return refused('too-early', `Rules can ${verb} at ${earliest} at the earliest: ${why}.`);
}

function isScheduledAt(life: RuleSetLife, activeFrom: string): boolean {
  if (life.step !== 'scheduled' && life.step !== 'retired') return false;
  const neverBegins = life.step === 'retired' && life.retired.from <= life.scheduled.activeFrom;
  return life.scheduled.activeFrom === activeFrom && !neverBegins;
}

function dictionaryFault(version: number): string {
  const known = standardDictionary.data.version;
  return `these rules were checked with version ${version} of the dictionary, and this release has version ${known}: draft them again, or run the release that they were made for`;
}
