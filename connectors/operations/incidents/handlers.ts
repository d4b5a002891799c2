/** Processes that stand still, by cause, and tried again together. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { decisionSchema } from '../../common/contracts/decisions';
import { retryBatchSchema, type RetryBatch } from '../../common/contracts/operator-batches';
import { isSamePerson } from '../../common/contracts/person-name';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import type { OwnMatters } from '../following/own-matters';
import { variablesObjection } from '../decisions/asked-matter';
import { statusOf } from '../decisions/status';
import { incidentsRow, ownerName } from '../work/rows';
import { batchView, isGoing, retryOf } from './batch';
import { groupsOf, openIncidents, type IncidentGroup } from './cause';
import type { KnownBatch } from './known-batches';

type Context = Pick<OperationsContext, 'topics' | 'environment' | 'deps' | 'sender'> & {
  readonly ownMatters: OwnMatters;
};

interface AskedRetries {
  readonly batchId?: string;
  readonly group: string;
  readonly count: number;
  readonly why: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export function incidentHandlers(context: Context) {
  const { topics, deps } = context;
  return {
    listIncidents: small(async ({ parameters: { tenant = '' } }) => {
      const nowMs = deps.clock.now();
      const groups = groupsOf(openIncidents(await context.ownMatters(tenant)));
      const rows = groups.map((group) => incidentsRow(group, topics.work.of(tenant), nowMs));
      return { json: { asOf: formatDateTime(nowMs), groups: rows } };
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
      return { json: batchView(ownBatch(call, context), topics.findDecision) };
    }),
  };
}

/** @throws Problem */
async function retry(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const { tenant = '' } = call.parameters;
  const { batchId = deps.random.uuid(), group, count, ...asked } = call.body as AskedRetries;
  if (topics.batches.has(batchId)) return repeated(call, { batchId, group }, context);
  const found = groupsOf(openIncidents(await context.ownMatters(tenant))).find(
    (one) => one.group === group,
  );
  const open = found?.incidents.length ?? 0;
  if (found === undefined || open !== count) {
    const detail = `It is not ${count} that stand still for this cause, but ${open}: look again`;
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
    throw new Problem('other-state', {
      detail: `${owner} has taken some of them`,
      members: { owner },
    });
  }
  const keys = new Set(incidents.map(({ incidentKey }) => incidentKey));
  const going = topics.batches
    .all()
    .filter((known) => isGoing(known, topics.findDecision, deps.clock.now()))
    .find(({ retries }) => retries.some(({ incidentKey }) => keys.has(incidentKey)));
  if (going !== undefined) {
    const { who, batchId } = going.batch;
    throw new Problem('other-state', { detail: `${who} has them tried again already: ${batchId}` });
  }
}

/** The second person of all that wait for one. @throws Problem */
async function approve(call: Call, context: Context): Promise<Answer> {
  const { topics, deps } = context;
  const first = ownBatch(call, context);
  const { tenant, group, variables, batchId: approves, who } = first.batch;
  const { batchId = deps.random.uuid(), why } = call.body as Pick<AskedRetries, 'batchId' | 'why'>;
  if (topics.batches.has(batchId)) return repeated(call, { batchId, group }, context);
  const incidentKeys = first.retries
    .filter(({ decisionId }) => {
      const known = topics.findDecision(tenant, decisionId);
      return known !== undefined && statusOf(known) === 'needs-approval';
    })
    .map(({ incidentKey }) => incidentKey);
  if (incidentKeys.length === 0) {
    throw new Problem('other-state', { detail: 'None of it waits for an approval' });
  }
  if (isSamePerson(who, call.person.name)) {
    const detail = `${who} has decided it: another person must approve it`;
    throw new Problem('second-person-needed', { detail });
  }
  const batch = { batchId, tenant, group, incidentKeys, why, variables, approves };
  return send(batch, call, context);
}

/** What is to be sent is written first: whoever goes on after a crash sends just that. @throws Problem */
async function send(
  asked: Omit<RetryBatch, 'version' | 'who' | 'at'>,
  { person }: Call,
  context: Context,
): Promise<Answer> {
  const { topics, environment, deps, sender } = context;
  const at = formatDateTime(deps.clock.now());
  const batch = batchOf({ version: 1, ...asked, who: person.name, at });
  const { batchId, tenant } = batch;
  const topic = environment.OPERATOR_BATCHES_TOPIC;
  sender.add(batchId);
  await topics.publish([{ topic, key: batchId, value: JSON.stringify(batch) }]);
  return accepted(tenant, batchId, context);
}

/**
 * Held to what the relay takes: a batch of what it does not would be sent again and again.
 * @throws Problem
 */
function batchOf(candidate: object): RetryBatch {
  const batch = retryBatchSchema.safeParse(candidate);
  const problems = batch.success
    ? decisionSchema.safeParse(retryOf(batch.data, batch.data.incidentKeys[0] ?? '')).error
    : batch.error;
  if (batch.success && problems === undefined) return batch.data;
  const errors = (problems?.issues ?? []).map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }));
  throw new Problem('invalid-request', { errors });
}

/** The same id is the same batch, whatever count it has meanwhile. @throws Problem */
function repeated(
  { parameters: { tenant = '' }, person }: Call,
  { batchId, group }: Pick<RetryBatch, 'batchId' | 'group'>,
  context: Context,
): Answer {
  const known = context.topics.batches.of(tenant, batchId)?.batch;
  if (known?.who === person.name && known.group === group)
    return accepted(tenant, batchId, context);
  throw new Problem('other-state', { detail: 'This batchId was used for others: make a new one' });
}

function accepted(tenant: string, batchId: string, { topics }: Context): Answer {
  const known = topics.batches.of(tenant, batchId);
  if (known === undefined)
    throw new Problem('unavailable', { detail: 'It is written, and not read' });
  const path = `/tenants/${encodeURIComponent(tenant)}/incidents/retries/${batchId}`;
  const json = batchView(known, topics.findDecision);
  return { status: 202, headers: { Location: path }, json };
}

/** @throws Problem */
function ownBatch({ parameters }: Call, { topics }: Context): KnownBatch {
  const { tenant = '', batchId = '' } = parameters;
  const known = topics.batches.of(tenant, batchId);
  if (known === undefined) throw new Problem('unknown-id');
  return known;
}
