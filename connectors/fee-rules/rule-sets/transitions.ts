/** What may be decided about a rule set, and by whom. Pure: each decision gives the next record, or a refusal. */
import { isSamePerson } from '../../common/contracts/person-name';
import type { EpochMs } from '../../common/runtime';
import { standardDictionary } from '../language/dictionary';
import type { Decision, RuleSetLife } from './record';
import { refused, type Refusal, type RefusalWords } from './refusal';
import { refusalWords } from './refusal-words';

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
  if (life.step !== 'draft') return wrongStep(life, 'onlyDraft');
  if (isSamePerson(life.drafted.by, act.by)) {
    return refused('same-person', (said) => said.samePerson(act.by));
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
      return refused('wrong-step', (said) => said.retireInstead);
    case 'withdrawn':
    case 'retired':
      return wrongStep(life, 'nothingToWithdraw');
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
    return wrongStep(life, 'onlyApproved');
  }
  if (life.step === 'scheduled' && Date.parse(life.scheduled.activeFrom) <= act.nowMs) {
    const { activeFrom: since } = life.scheduled;
    return refused('wrong-step', (said) => said.inForce(since));
  }
  const activeFrom = new Date(activeFromMs).toISOString();
  const early = tooEarly(activeFromMs, act, 'begin');
  if (early !== undefined) return early;
  const twin = others.find((one) => isScheduledAt(one, activeFrom));
  if (twin !== undefined) {
    return refused('same-time', (said) => said.sameTime(twin.title, activeFrom));
  }
  const scheduled = { ...decision(act), activeFrom };
  return { ...next(life), step: 'scheduled', approved: life.approved, scheduled };
}

/** Also of rules that have not begun: with a time before they would, they never begin. */
export function retire(life: RuleSetLife, fromMs: EpochMs, act: Act): RuleSetLife | Refusal {
  if (life.step !== 'scheduled' && life.step !== 'retired') {
    const isWithdrawn = life.step === 'withdrawn';
    return refused('wrong-step', (said) =>
      isWithdrawn ? said.neverScheduled : said.withdrawInstead,
    );
  }
  if (life.step === 'retired' && Date.parse(life.retired.from) <= act.nowMs) {
    const { from: since } = life.retired;
    return refused('wrong-step', (said) => said.retiredSince(since));
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
    return dictionaryFault(life.dictionaryVersion)(refusalWords.en);
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

type WrongStep = 'onlyDraft' | 'nothingToWithdraw' | 'onlyApproved';

function wrongStep(life: RuleSetLife, phrase: WrongStep): Refusal {
  return refused('wrong-step', (said) => said[phrase](described(life, said)));
}

function described(life: RuleSetLife, said: RefusalWords): string {
  switch (life.step) {
    case 'draft':
      return said.isDraft;
    case 'approved':
      return said.isApproved(life.approved.by, life.approved.at);
    case 'withdrawn':
      return said.isWithdrawn(life.withdrawn.by, life.withdrawn.at);
    case 'scheduled':
      return said.isScheduled(life.scheduled.by, life.scheduled.activeFrom);
    case 'retired':
      return said.isRetired(life.retired.by, life.retired.from);
  }
}

function tooEarly(timeMs: EpochMs, { nowMs }: Act, verb: 'begin' | 'end'): Refusal | undefined {
  if (timeMs >= nowMs + leadMs) return undefined;
  const earliest = new Date(nowMs + leadMs).toISOString();
  return refused('too-early', (said) =>
    said.earliest[verb](earliest, timeMs <= nowMs ? said.neverChange : said.allMustKnow),
  );
}

function isScheduledAt(life: RuleSetLife, activeFrom: string): boolean {
  if (life.step !== 'scheduled' && life.step !== 'retired') return false;
  const neverBegins = life.step === 'retired' && life.retired.from <= life.scheduled.activeFrom;
  return life.scheduled.activeFrom === activeFrom && !neverBegins;
}

function dictionaryFault(version: number): (said: RefusalWords) => string {
  const known = standardDictionary.data.version;
  return (said) => said.otherDictionary(String(version), String(known));
}
