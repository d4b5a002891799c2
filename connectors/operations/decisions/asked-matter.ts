/** Which matter a decision is meant for, and why it may not be decided so: pure. */
import type { FieldError, ProblemName } from '../../common/api/problems';
import type { Matter } from '../../common/contracts/back-office';
import type { OperatorDecision } from '../../common/contracts/decisions';
import { isOffered, whyNotOffered } from './choices';
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
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

export type FoundMatter = { readonly matter: Matter } | { readonly objection: Objection };

/** @param matters of the tenant, with those that are settled: who comes too late is told so */
export function findMatter(named: Named, matters: readonly Matter[]): FoundMatter {
  const meant = matters.filter((matter) => isMeant(matter, named));
  const waiting = meant.filter(({ state }) => state === 'waiting');
  const [matter, ...others] = waiting.length > 0 ? waiting : meant;
  if (matter === undefined) {
    const detail = 'Nothing with this id waits for a person, or has waited';
    return { objection: { problem: 'unknown-id', detail } };
  }
  if (others.length > 0) {
    const detail = 'must say which: both sides of this payment are here';
    const errors = [{ pointer: '/side', detail }];
    return { objection: { problem: 'invalid-request', detail: 'Nothing was decided', errors } };
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
  const other = (detail: string): Objection => ({ problem: 'other-state', detail });
  if (matter.state === 'settled') return other(`It waits no more, since ${matter.toldAt}`);
  if (matter.decided !== undefined) {
    return other(`${decidedText(matter.decided, decisions)}, and it is being done`);
  }
  const underway = decisions.find((one) => isUnderway(one) && isMeant(matter, one.decision));
  if (underway !== undefined) {
    return other(`${decidedText(underway.decision, decisions)}, and it is on its way`);
  }
  if (matter.toldAt !== asked.basis) {
    return other(
      `It is not as you saw it: look again. At ${matter.toldAt} it was told so: ${matter.what}. ${matter.whatToDo}`,
    );
  }
  if (owner !== undefined && owner.name !== person) {
    return other(`${owner.name} has taken it: ask for it to be handed over to you`);
  }
  return wordObjection(asked, matter);
}

function wordObjection({ decision, variables = {} }: Asked, matter: Matter): Objection | undefined {
  if (!isOffered(decision, matter)) {
    return { problem: 'other-state', detail: whyNotOffered(decision, matter) };
  }
  return variablesObjection(variables, matter.kind === 'incident' ? matter.variables : []);
}

export function variablesObjection(
  variables: Readonly<Record<string, unknown>>,
  open: readonly string[],
): Objection | undefined {
  const closed = Object.keys(variables).filter((name) => !open.includes(name));
  if (closed.length === 0) return undefined;
  const may = open.length === 0 ? 'nothing may' : `only ${open.join(', ')} may`;
  const detail = `may not be corrected at this step: ${may}`;
  const errors = closed.map((name) => ({ pointer: `/variables/${name}`, detail }));
  return { problem: 'invalid-request', detail: 'Nothing was decided', errors };
}

function decidedText(
  { decisionId, decision }: NonNullable<Matter['decided']>,
  decisions: readonly KnownDecision[],
): string {
  const known = decisions.find((one) => one.decision.decisionId === decisionId);
  const who = known === undefined ? 'Somebody' : known.decision.who;
  return `${who} has decided ${decision} (decision ${decisionId})`;
}
