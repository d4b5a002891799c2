/** Which matter a decision is meant for, and why it may not be decided so: pure. */
import type { FieldError, ProblemName } from '../../common/api/problems';
import type { Matter } from '../../common/contracts/back-office';
import { matterTexts } from '../../common/contracts/matter-words';
import type { OperatorDecision } from '../../common/contracts/decisions';
import { inEach, translated, type Language, type Translated } from '../../common/words/languages';
import { isOffered, whyNotOffered } from './choices';
import { decisionWords } from './decision-words';
import type { KnownDecision } from './known-decisions';
import { isUnderway } from './status';

type Named = Pick<OperatorDecision, 'side' | 'transferId' | 'transactionId' | 'incidentKey'>;

export interface Asked extends Named, Pick<OperatorDecision, 'decision' | 'variables'> {
  /** `toldAt` of the matter as the person saw it. */
  readonly basis: string;
}

/** What the caller is answered instead. */
export interface Objection {
  readonly problem: ProblemName;
  readonly detail: Translated;
  readonly errors?: readonly FieldError[];
}

export type FoundMatter = { readonly matter: Matter } | { readonly objection: Objection };

/**
 * Undefined: there is none.
 * @param matters of the tenant, with those that are settled: who comes too late is told so
 */
export function findMatter(named: Named, matters: readonly Matter[]): FoundMatter | undefined {
  const meant = matters.filter((matter) => isMeant(matter, named));
  const waiting = meant.filter(({ state }) => state === 'waiting');
  const [matter, ...others] = waiting.length > 0 ? waiting : meant;
  if (matter === undefined) return undefined;
  if (others.length > 0) {
    const detail = translated(decisionWords, (said) => said.whichSide);
    return { objection: nothingDecided([{ pointer: '/side', detail }]) };
  }
  return { matter };
}

export function isMeant(
  matter: Matter,
  { side, transferId, transactionId, incidentKey }: Named,
): boolean {
  if (matter.kind === 'incident') return matter.incidentKey === incidentKey;
  return (
    incidentKey === undefined &&
    (side === undefined || matter.side === side) &&
    (transferId === undefined || matter.transferId === transferId) &&
    (transactionId === undefined || matter.transactionId === transactionId)
  );
}

export interface Situation {
  readonly matter: Matter;
  /** Who has taken it. */
  readonly owner: { readonly name: string } | undefined;
  readonly person: string;
  /** Of this tenant. */
  readonly decisions: readonly KnownDecision[];
}

/** Undefined: it may be sent to the engine's relay, which looks at all of it again. */
export function objectionTo(asked: Asked, situation: Situation): Objection | undefined {
  const { matter, owner, person, decisions } = situation;
  const other = (say: (said: Said, language: Language) => string): Objection => ({
    problem: 'other-state',
    detail: inEach((language) => say(decisionWords[language], language)),
  });
  if (matter.state === 'settled') return other((said) => said.waitsNoMore(matter.toldAt));
  const { decided } = matter;
  if (decided !== undefined) {
    return other((said) => said.beingDone(...decidedBy(decided, decisions, said)));
  }
  const underway = decisions.find((one) => isUnderway(one) && isMeant(matter, one.decision));
  if (underway !== undefined) {
    return other((said) => said.onItsWay(...decidedBy(underway.decision, decisions, said)));
  }
  if (matter.toldAt !== asked.basis) {
    return other((said, language) => {
      const { what, whatToDo } = matterTexts(matter, language);
      return said.notAsSeen(matter.toldAt, what, whatToDo);
    });
  }
  if (owner !== undefined && owner.name !== person) {
    return other((said) => said.askForIt(owner.name));
  }
  return wordObjection(asked, matter);
}

function wordObjection({ decision, variables = {} }: Asked, matter: Matter): Objection | undefined {
  if (!isOffered(decision, matter)) {
    const detail = inEach((language) => whyNotOffered(decision, matter, language));
    return { problem: 'other-state', detail };
  }
  return variablesObjection(variables, matter.kind === 'incident' ? matter.variables : []);
}

export function variablesObjection(
  variables: Readonly<Record<string, unknown>>,
  open: readonly string[],
): Objection | undefined {
  const closed = Object.keys(variables).filter((name) => !open.includes(name));
  if (closed.length === 0) return undefined;
  const detail = translated(decisionWords, (said) =>
    open.length === 0 ? said.nothingMayBe : said.onlyMayBe(open.join(', ')),
  );
  return nothingDecided(closed.map((name) => ({ pointer: `/variables/${name}`, detail })));
}

function nothingDecided(errors: readonly FieldError[]): Objection {
  const detail = translated(decisionWords, (said) => said.nothingDecided);
  return { problem: 'invalid-request', detail, errors };
}

type Said = (typeof decisionWords)[Language];

function decidedBy(
  { decisionId, decision }: NonNullable<Matter['decided']>,
  decisions: readonly KnownDecision[],
  { somebody }: Said,
): [who: string, decision: string, decisionId: string] {
  const known = decisions.find((one) => one.decision.decisionId === decisionId);
  return [known?.decision.who ?? somebody, decision, decisionId];
}
