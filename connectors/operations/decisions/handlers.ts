/** Decisions over HTTP: asked for, approved and looked at. What becomes of them the engine's relay says. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { matterKey } from '../../common/contracts/back-office';
import { decisionSchema, type OperatorDecision } from '../../common/contracts/decisions';
import { isSamePerson } from '../../common/contracts/person-name';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import type { OwnMatters } from '../following/own-matters';
import { findMatter, objectionTo, type Asked, type Objection } from './asked-matter';
import type { KnownDecision } from './known-decisions';
import { decisionView, statusOf } from './status';
import { waitsForApproval } from './approvals';

interface AskedBody extends Asked {
  readonly decisionId?: string;
  readonly why: string;
}

interface ApprovalBody {
  readonly decisionId?: string;
  readonly why: string;
}

type Context = Pick<OperationsContext, 'topics' | 'environment' | 'deps'> & {
  readonly ownMatters: OwnMatters;
};

export function decisionHandlers(context: Context) {
  const { topics, deps } = context;
  const view = (known: KnownDecision) => decisionView(known, deps.clock.now());
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
      return { json: view(ownDecision(call, context)) };
    }),
    listDecisions: small(({ parameters }) => {
      const { tenant = '', before, limit = '100' } = parameters;
      const all = topics.decisions.ofTenant(tenant);
      const from = all.findIndex(({ decision }) => decision.decisionId === before) + 1;
      if (before !== undefined && from === 0) {
        const errors = [{ parameter: 'before', detail: 'is no decision that is known here' }];
        throw new Problem('invalid-request', { errors });
      }
      const page = all.slice(from, from + Number(limit));
      const hasMore = all.length > from + page.length;
      const next = hasMore ? page.at(-1)?.decision.decisionId : undefined;
      return Promise.resolve({ json: { decisions: page.map(view), next } });
    }),
    listApprovals: small(async ({ parameters: { tenant = '' } }) => {
      const matters = await context.ownMatters(tenant);
      const waiting = waitsForApproval(topics.decisions.ofTenant(tenant), matters);
      return { json: { decisions: waiting.map(view) } };
    }),
  };
}

/** @throws Problem */
async function decide({ parameters, body, person }: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const { tenant = '' } = parameters;
  const { decisionId = deps.random.uuid(), basis, ...asked } = body as AskedBody;
  const decision = decisionOf({
    ...{ ...asked, version: 1, decisionId, tenant },
    ...{ who: person.name, when: formatDateTime(deps.clock.now()) },
  });
  if (topics.decisions.has(decisionId)) return repeated(decision, context);
  const found = findMatter(decision, await context.ownMatters(tenant));
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
  return send({ ...decision, side, transferId, transactionId: undefined, reason }, context);
}

/** @throws Problem */
async function approve(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const first = ownDecision(call, context);
  const { decisionId = deps.random.uuid(), why } = call.body as ApprovalBody;
  const approval = decisionOf({
    ...first.decision,
    ...{ decisionId, why, approves: first.decision.decisionId },
    ...{ who: call.person.name, when: formatDateTime(deps.clock.now()) },
  });
  if (topics.decisions.has(decisionId)) return repeated(approval, context);
  if (statusOf(first) !== 'needs-approval') {
    throw new Problem('other-state', {
      detail: `It waits for no approval: it is ${statusOf(first)}`,
    });
  }
  if (isSamePerson(first.decision.who, approval.who)) {
    const detail = `${first.decision.who} has decided it: another person must approve it`;
    throw new Problem('second-person-needed', { detail });
  }
  return send(approval, context);
}

/** @throws Problem for what is no decision, whoever sends it */
function decisionOf(decision: object): OperatorDecision {
  const { success, data, error } = decisionSchema.safeParse(decision);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }));
  throw new Problem('invalid-request', { errors });
}

async function send(decision: OperatorDecision, context: Context): Promise<Answer> {
  const topic = context.environment.OPERATOR_DECISIONS_TOPIC;
  const { decisionId } = decision;
  await context.topics.publish([{ topic, key: decisionId, value: JSON.stringify(decision) }]);
  return accepted(decision, context);
}

/** The same id is the same decision: whoever has not heard the answer asks again. @throws Problem */
function repeated(decision: OperatorDecision, context: Context): Answer {
  const { tenant, decisionId } = decision;
  const known = context.topics.decisions.of(tenant, decisionId)?.decision;
  const names = ['decision', 'incidentKey', 'approves', 'who', 'why'] as const;
  const isSame =
    known !== undefined &&
    names.every((name) => known[name] === decision[name]) &&
    (decision.transferId === undefined || decision.transferId === known.transferId);
  if (isSame) return accepted(decision, context);
  const detail = 'This decisionId was used for another decision: make a new one';
  throw new Problem('other-state', { detail });
}

function accepted({ tenant, decisionId }: OperatorDecision, { topics, deps }: Context): Answer {
  const known = topics.decisions.of(tenant, decisionId);
  if (known === undefined)
    throw new Problem('unavailable', { detail: 'It is written, and not read yet' });
  const headers = { Location: `/tenants/${encodeURIComponent(tenant)}/decisions/${decisionId}` };
  return { status: 202, headers, json: decisionView(known, deps.clock.now()) };
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
