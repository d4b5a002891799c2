/** Decisions over HTTP: asked for, approved and looked at. What becomes of them the engine's relay says. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { matterKey } from '../../common/contracts/back-office';
import { decisionSchema, type OperatorDecision } from '../../common/contracts/decisions';
import { isSamePerson } from '../../common/contracts/person-name';
import { canonicalJson } from '../../common/json';
import { formatDateTime } from '../../common/time';
import { translated } from '../../common/words/languages';
import { apiWords } from '../api/api-words';
import { asSchema } from '../api/as-schema';
import type { OperationsContext } from '../api/context';
import { Pages } from '../api/pages';
import { leftOutOf, notFoundIn } from '../following/own-matters';
import { findMatter, objectionTo, type Asked, type Objection } from './asked-matter';
import { decisionWords } from './decision-words';
import { idsAskedFor, isOnPayment } from './decisions-on';
import type { KnownDecision } from './known-decisions';
import { decisionView, statusOf, type Told } from './status';
import { approvalView, placeOfApproval, toApproveOf, waitsForApproval } from './approvals';

interface AskedBody extends Asked {
  readonly decisionId?: string;
  readonly why: string;
}

interface ApprovalBody {
  readonly decisionId?: string;
  readonly why: string;
}

type Context = Pick<
  OperationsContext,
  'topics' | 'environment' | 'deps' | 'ownMatters' | 'elasticsearch'
>;

export function decisionHandlers(context: Context) {
  const { topics, deps } = context;
  const told = ({ person, language }: Call): Told => ({
    ...{ person: person.name, language },
    nowMs: deps.clock.now(),
  });
  return {
    decide: small(async (call) => {
      await topics.caughtUp();
      return decide(call, context);
    }),
    approveDecision: small(async (call) => {
      await topics.caughtUp();
      return approve(call, context);
    }),
    readDecision: small(async (call) => {
      await topics.caughtUp();
      return { json: decisionView(ownDecision(call, context), told(call)) };
    }),
    listDecisions: small(async (call) => {
      const { tenant = '', before, limit = '100' } = call.parameters;
      const ids = await idsAskedFor(context, call.parameters);
      const known = topics.decisions.ofTenant(tenant);
      const all = known.filter(({ decision }) => isOnPayment(ids, decision));
      const from = all.findIndex(({ decision }) => decision.decisionId === before) + 1;
      if (before !== undefined && from === 0) {
        const detail = translated(decisionWords, (said) => said.noSuchPlace);
        throw new Problem('invalid-request', { errors: [{ parameter: 'before', detail }] });
      }
      const page = all.slice(from, from + Number(limit));
      const hasMore = all.length > from + page.length;
      const next = hasMore ? page.at(-1)?.decision.decisionId : undefined;
      const decisions = page.map((one) => decisionView(one, told(call)));
      return { json: { decisions, next } };
    }),
    listApprovals: small(async (call) => {
      const { tenant = '' } = call.parameters;
      const pages = new Pages(['approvals'], call);
      const own = await context.ownMatters(tenant);
      const waiting = waitsForApproval(topics.decisions.ofTenant(tenant), own.matters);
      const all = toApproveOf(waiting, topics.batches);
      const { rows, next } = pages.of('approvals', all, placeOfApproval);
      const decisions = rows.map((row) => approvalView(row, told(call)));
      return { json: { decisions, next, ...leftOutOf(own, call.language) } };
    }),
  };
}

/** @throws Problem */
async function decide(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const { parameters, body, person } = call;
  const { tenant = '' } = parameters;
  const { decisionId = deps.random.uuid(), basis, ...asked } = body as AskedBody;
  const decision = asSchema(decisionSchema, {
    ...{ ...asked, version: 1, decisionId, tenant },
    ...{ who: person.name, when: formatDateTime(deps.clock.now()) },
  });
  if (topics.decisions.has(decisionId)) return repeated(decision, call, context);
  const own = await context.ownMatters(tenant);
  const found = findMatter(decision, own.matters);
  if (found === undefined) {
    const detail = translated(decisionWords, (said) => said.noMatter);
    const isLeftOut = own.isLeftOut && decision.incidentKey !== undefined;
    throw notFoundIn({ isLeftOut }, detail);
  }
  if ('objection' in found) throw problemOf(found.objection);
  const { matter } = found;
  const objection = objectionTo(
    { ...decision, basis },
    {
      matter,
      owner: topics.work.of(tenant).ownerOf(matterKey(matter), matter.since),
      person: person.name,
      decisions: topics.decisions.ofTenant(tenant),
    },
  );
  if (objection !== undefined) throw problemOf(objection);
  // By the id that everything else of the matter goes by, and its side: nothing is left to be found out.
  const { side, transferId } = matter.kind === 'payment' ? matter : decision;
  const reason = matter.kind === 'payment' ? matter.reason : undefined;
  return send({ ...decision, side, transferId, transactionId: undefined, reason }, call, context);
}

/** @throws Problem */
async function approve(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const first = ownDecision(call, context);
  const { decisionId = deps.random.uuid(), why } = call.body as ApprovalBody;
  const approval = asSchema(decisionSchema, {
    ...first.decision,
    ...{ decisionId, why, approves: first.decision.decisionId },
    ...{ who: call.person.name, when: formatDateTime(deps.clock.now()) },
  });
  if (topics.decisions.has(decisionId)) return repeated(approval, call, context);
  if (statusOf(first) !== 'needs-approval') {
    const detail = translated(decisionWords, (said) => said.noApprovalWanted(statusOf(first)));
    throw new Problem('other-state', { detail });
  }
  if (isSamePerson(first.decision.who, approval.who)) {
    const { who } = first.decision;
    const detail = translated(apiWords, (said) => said.mustApproveOther(who));
    throw new Problem('second-person-needed', { detail });
  }
  return send(approval, call, context);
}

async function send(decision: OperatorDecision, call: Call, context: Context): Promise<Answer> {
  const topic = context.environment.OPERATOR_DECISIONS_TOPIC;
  const { decisionId } = decision;
  await context.topics.publish([{ topic, key: decisionId, value: JSON.stringify(decision) }]);
  return accepted(decision, call, context);
}

/** The same id is the same decision: whoever has not heard the answer asks again. @throws Problem */
function repeated(decision: OperatorDecision, call: Call, context: Context): Answer {
  const { tenant, decisionId } = decision;
  const known = context.topics.decisions.of(tenant, decisionId)?.decision;
  const names = ['decision', 'incidentKey', 'approves', 'who', 'why', 'variables'] as const;
  const isSame =
    known !== undefined &&
    names.every((name) => canonicalJson(known[name]) === canonicalJson(decision[name])) &&
    // What was not named was found out when it was decided.
    (['transferId', 'side'] as const).every(
      (name) => (decision[name] ?? known[name]) === known[name],
    );
  if (isSame) return accepted(decision, call, context);
  const detail = translated(decisionWords, (said) => said.usedForOther);
  throw new Problem('other-state', { detail });
}

/** Whoever asks is whoever decides. */
function accepted(
  { tenant, decisionId, who }: OperatorDecision,
  { language }: Call,
  { topics, deps }: Context,
): Answer {
  const known = topics.decisions.of(tenant, decisionId);
  if (known === undefined) {
    const detail = translated(decisionWords, (said) => said.notReadYet);
    throw new Problem('unavailable', { detail });
  }
  const headers = { Location: `/tenants/${encodeURIComponent(tenant)}/decisions/${decisionId}` };
  const told = { person: who, nowMs: deps.clock.now(), language };
  return { status: 202, headers, json: decisionView(known, told) };
}

/** @throws Problem */
function ownDecision({ parameters }: Call, { topics }: Context): KnownDecision {
  const { tenant = '', decisionId = '' } = parameters;
  const known = topics.decisions.of(tenant, decisionId);
  if (known === undefined) throw new Problem('unknown-id');
  return known;
}

function problemOf({ problem, ...options }: Objection): Problem {
  return new Problem(problem, options);
}
