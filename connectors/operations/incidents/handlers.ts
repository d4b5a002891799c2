/** Processes that stand still, by cause, and tried again together. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { decisionSchema } from '../../common/contracts/decisions';
import { retryBatchSchema, type RetryBatch } from '../../common/contracts/operator-batches';
import { isSamePerson } from '../../common/contracts/person-name';
import { canonicalJson } from '../../common/json';
import { formatDateTime } from '../../common/time';
import { translated } from '../../common/words/languages';
import { apiWords } from '../api/api-words';
import { asSchema } from '../api/as-schema';
import type { OperationsContext } from '../api/context';
import { Pages } from '../api/pages';
import { leftOutOf } from '../following/own-matters';
import { variablesObjection } from '../decisions/asked-matter';
import { statusOf } from '../decisions/status';
import { incidentsRow, ownerName } from '../work/rows';
import { batchView, isGoing, retryOf } from './batch';
import { groupsOf, openIncidents, placeOfGroup, type IncidentGroup } from './cause';
import { incidentWords } from './incident-words';
import type { KnownBatch } from './known-batches';

type Context = Pick<OperationsContext, 'topics' | 'environment' | 'deps' | 'sender' | 'ownMatters'>;

interface AskedRetries {
  readonly batchId?: string;
  readonly group: string;
  readonly count: number;
  readonly why: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

type AskedApproval = Pick<AskedRetries, 'batchId' | 'count' | 'why'>;

export function incidentHandlers(context: Context) {
  const { topics, deps } = context;
  return {
    listIncidents: small(async (call) => {
      const { tenant = '' } = call.parameters;
      const nowMs = deps.clock.now();
      const pages = new Pages(['causes'], call);
      const own = await context.ownMatters(tenant);
      const all = groupsOf(openIncidents(own.matters));
      const { rows, next } = pages.of('causes', all, placeOfGroup);
      const around = { work: topics.work.of(tenant), nowMs, language: call.language };
      const groups = rows.map((group) => incidentsRow(group, around));
      return {
        json: { asOf: formatDateTime(nowMs), groups, next, ...leftOutOf(own, call.language) },
      };
    }),
    retryIncidents: small(async (call) => {
      await topics.caughtUp();
      return retry(call, context);
    }),
    approveRetries: small(async (call) => {
      await topics.caughtUp();
      return approve(call, context);
    }),
    readRetries: small(async (call) => {
      await topics.caughtUp();
      return { json: viewOf(ownBatch(call, context), call, topics) };
    }),
  };
}

/** @throws Problem */
async function retry(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const { tenant = '' } = call.parameters;
  const { batchId = deps.random.uuid(), group, count, ...asked } = call.body as AskedRetries;
  if (topics.batches.has(batchId)) {
    return repeated({ batchId, group, count, ...asked }, call, context);
  }
  const { matters } = await context.ownMatters(tenant);
  const found = groupsOf(openIncidents(matters)).find((one) => one.group === group);
  const open = found?.incidents.length ?? 0;
  if (found === undefined || open !== count) {
    const detail = translated(incidentWords, (said) => said.otherCount(count, open));
    throw new Problem('other-state', { detail, members: { count: open } });
  }
  requireFree(found, call, context);
  const objection = variablesObjection(asked.variables ?? {}, incidentsVariables(found));
  if (objection !== undefined) throw new Problem(objection.problem, objection);
  const incidentKeys = found.incidents.map(({ incidentKey }) => incidentKey);
  return send({ batchId, tenant, group, incidentKeys, ...asked }, call, context);
}

/** What all of them let be corrected: they are at the same step. */
const incidentsVariables = ({ incidents }: IncidentGroup) => incidents[0]?.variables ?? [];

/** Nobody else has taken one of them, or has one tried again just now. @throws Problem */
function requireFree(
  { incidents }: IncidentGroup,
  { parameters: { tenant = '' }, person }: Call,
  { topics, deps }: Context,
): void {
  const owners = incidents.flatMap((one) => ownerName(one, topics.work.of(tenant)) ?? []);
  const owner = owners.find((name) => name !== person.name);
  if (owner !== undefined) {
    const detail = translated(incidentWords, (said) => said.someTaken(owner));
    throw new Problem('other-state', { detail, members: { owner } });
  }
  const keys = new Set(incidents.map(({ incidentKey }) => incidentKey));
  const going = topics.batches
    .all()
    .filter((known) => isGoing(known, topics.findDecision, deps.clock.now()))
    .find(({ retries }) => retries.some(({ incidentKey }) => keys.has(incidentKey)));
  if (going !== undefined) {
    const { who, batchId } = going.batch;
    const detail = translated(incidentWords, (said) => said.triedAlready(who, batchId));
    throw new Problem('other-state', { detail });
  }
}

/** The second person of all that wait for one. @throws Problem */
async function approve(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const first = ownBatch(call, context);
  const { tenant, group, variables, batchId: approves, who } = first.batch;
  const { batchId = deps.random.uuid(), count, why } = call.body as AskedApproval;
  const approval = { batchId, group, why, variables, approves };
  if (topics.batches.has(batchId)) return repeated({ ...approval, count }, call, context);
  const incidentKeys = first.retries
    .filter(({ decisionId }) => {
      const known = topics.findDecision(tenant, decisionId);
      return known !== undefined && statusOf(known) === 'needs-approval';
    })
    .map(({ incidentKey }) => incidentKey);
  if (incidentKeys.length === 0) {
    const detail = translated(incidentWords, (said) => said.noneWaits);
    throw new Problem('other-state', { detail });
  }
  if (isSamePerson(who, call.person.name)) {
    const detail = translated(apiWords, (said) => said.mustApproveOther(who));
    throw new Problem('second-person-needed', { detail });
  }
  // While it is still being sent more come to wait: nobody has approved what they were not told of.
  if (incidentKeys.length !== count) {
    const waiting = incidentKeys.length;
    const detail = translated(incidentWords, (said) => said.otherWaiting(count, waiting));
    throw new Problem('other-state', { detail, members: { count: waiting } });
  }
  return send({ ...approval, tenant, incidentKeys }, call, context);
}

/** What is to be sent is written first: whoever goes on after a crash sends just that. @throws Problem */
async function send(
  asked: Omit<RetryBatch, 'version' | 'who' | 'at'>,
  call: Call,
  context: Context,
): Promise<Answer> {
  const { topics, environment, deps, sender } = context;
  const at = formatDateTime(deps.clock.now());
  const batch = batchOf({ version: 1, ...asked, who: call.person.name, at });
  const { batchId } = batch;
  const topic = environment.OPERATOR_BATCHES_TOPIC;
  sender.add(batchId);
  await topics.publish([{ topic, key: batchId, value: JSON.stringify(batch) }]);
  return accepted(batch, call, context);
}

/**
 * Held to what the relay takes: a batch of what it does not would be sent again and again.
 * @throws Problem
 */
function batchOf(candidate: object): RetryBatch {
  const batch = asSchema(retryBatchSchema, candidate);
  asSchema(decisionSchema, retryOf(batch, batch.incidentKeys[0] ?? ''));
  return batch;
}

/**
 * The same id is the same batch, whatever count its cause has meanwhile; with anything else in it, it is another one.
 * @throws Problem
 */
function repeated(
  asked: AskedBatch & { readonly count: number },
  call: Call,
  context: Context,
): Answer {
  const { tenant = '' } = call.parameters;
  const { batchId, count, ...said } = asked;
  const known = context.topics.batches.of(tenant, batchId)?.batch;
  const isSame =
    known?.who === call.person.name &&
    known.incidentKeys.length === count &&
    askedNames.every((name) => canonicalJson(known[name]) === canonicalJson(said[name]));
  if (isSame) return accepted({ tenant, batchId }, call, context);
  const detail = translated(incidentWords, (one) => one.usedForOthers);
  throw new Problem('other-state', { detail });
}

function viewOf(
  batch: KnownBatch,
  { person, language }: Call,
  { findDecision }: Pick<Context['topics'], 'findDecision'>,
) {
  return batchView(batch, findDecision, { person: person.name, language });
}

const askedNames = ['group', 'why', 'variables', 'approves'] as const;
type AskedBatch = Pick<RetryBatch, 'batchId' | (typeof askedNames)[number]>;

function accepted(
  { tenant, batchId }: Pick<RetryBatch, 'tenant' | 'batchId'>,
  call: Call,
  { topics }: Pick<Context, 'topics'>,
): Answer {
  const known = topics.batches.of(tenant, batchId);
  if (known === undefined) {
    const detail = translated(incidentWords, (said) => said.notRead);
    throw new Problem('unavailable', { detail });
  }
  const path = `/tenants/${encodeURIComponent(tenant)}/incidents/retries/${batchId}`;
  const json = viewOf(known, call, topics);
  return { status: 202, headers: { Location: path }, json };
}

/** @throws Problem */
function ownBatch({ parameters }: Call, { topics }: Context): KnownBatch {
  const { tenant = '', batchId = '' } = parameters;
  const known = topics.batches.of(tenant, batchId);
  if (known === undefined) throw new Problem('unknown-id');
  return known;
}
