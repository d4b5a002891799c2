/** What there is to do, who has it, and how it changes hands. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { matterKey, type Matter } from '../../common/contracts/back-office';
import { workKeyOf } from '../../common/contracts/reconciliations';
import type { OwnWork, WorkAct } from '../../common/contracts/operator-work';
import { isSamePerson } from '../../common/contracts/person-name';
import { formatDateTime } from '../../common/time';
import { translated } from '../../common/words/languages';
import { rolesOf } from '../api/access';
import { apiWords } from '../api/api-words';
import type { OperationsContext } from '../api/context';
import { Pages, placeOfMatter, type Page } from '../api/pages';
import { leftOutOf, notFoundIn } from '../following/own-matters';
import {
  approvalView,
  placeOfApproval,
  toApproveOf,
  waitsForApproval,
} from '../decisions/approvals';
import { groupsOf, openIncidents, placeOfGroup } from '../incidents/cause';
import { calledForNow } from '../on-call/called-for';
import { knownOfPayments } from './known-of-payments';
import { causeKey, incidentsRow, paymentRow } from './rows';
import { summaries } from './summary';
import { workWords } from './work-words';

type Context = Pick<
  OperationsContext,
  'topics' | 'environment' | 'deps' | 'elasticsearch' | 'ownMatters'
>;

export function workHandlers(context: Context) {
  const summaryOf = summaries(context);
  return {
    readWork: small(async (call) => ({ json: await workOf(call, context) })),
    readWorkSummary: small(async ({ parameters: { tenant = '' } }) => ({
      json: await summaryOf(tenant),
    })),
    takeWork: small((call) => change(call, { act: 'take' }, context)),
    letGoWork: small((call) => change(call, { act: 'let-go' }, context)),
    handOverWork: small((call) => change(call, { act: 'hand-over', to: personIn(call) }, context)),
    assignWork: small((call) =>
      change(call, { act: 'hand-over', to: personIn(call), isAdmin: true }, context),
    ),
  };
}

const lists = ['toDecide', 'outcomeUnknown', 'incidents', 'approvals'] as const;

async function workOf(call: Call, context: Context) {
  const { topics, environment, deps, ownMatters } = context;
  const { parameters, person, language } = call;
  const { tenant = '' } = parameters;
  const pages = new Pages(lists, call);
  const work = topics.work.of(tenant);
  const nowMs = deps.clock.now();
  const around = { work, nowMs, language };
  const own = await ownMatters(tenant);
  const waiting = waitingOf(own.matters);
  const payments = waiting.filter((matter) => matter.kind === 'payment');
  const paymentsWhere = (name: 'toDecide' | 'outcomeUnknown') =>
    mapped(
      pages.of(
        name,
        payments.filter(({ verdict }) => (verdict === 'UNKNOWN') === (name === 'outcomeUnknown')),
        placeOfMatter,
      ),
      (matter) => paymentRow(matter, around),
    );
  const isApprover = rolesOf(person, environment.OPERATIONS_TOKEN_ROLES_CLAIM)
    .get(tenant)
    ?.has('approver');
  const approvals = waitsForApproval(topics.decisions.ofTenant(tenant), waiting).filter(
    ({ decision }) => isApprover === true && !isSamePerson(decision.who, person.name),
  );
  const [toDecide, outcomeUnknown] = [paymentsWhere('toDecide'), paymentsWhere('outcomeUnknown')];
  const shown = [...toDecide.rows, ...outcomeUnknown.rows];
  const knownOf = await knownOfPayments(tenant, shown, context);
  const withKnown = (row: (typeof shown)[number]) => ({ ...row, ...knownOf(row) });
  return {
    asOf: formatDateTime(nowMs),
    ...leftOutOf(own, language),
    toDecide: mapped(toDecide, withKnown),
    outcomeUnknown: mapped(outcomeUnknown, withKnown),
    incidents: mapped(
      pages.of('incidents', groupsOf(openIncidents(waiting)), placeOfGroup),
      (group) => incidentsRow(group, around),
    ),
    approvals: mapped(
      pages.of('approvals', toApproveOf(approvals, topics.batches), placeOfApproval),
      (row) => approvalView(row, { ...around, person: person.name }),
    ),
  };
}

function mapped<Row, View>(page: Page<Row>, view: (row: Row) => View) {
  return { ...page, rows: page.rows.map(view) };
}

function waitingOf(matters: readonly Matter[]): Matter[] {
  return matters.filter(({ state }) => state === 'waiting');
}

interface Change {
  readonly act: WorkAct['act'];
  readonly to?: string;
  readonly isAdmin?: boolean;
}

/** @throws Problem when somebody else has it, or was first */
async function change(call: Call, wanted: Change, context: Context): Promise<Answer> {
  const { topics } = context;
  const { name } = call.person;
  await topics.caughtUp();
  const matters = await workCalled(call, wanted, context);
  if (wanted.act === 'take') {
    requireOwner(matters, [undefined, name], ownWork(call, context));
    const free = matters.filter((matter) => ownerOf(matter, ownWork(call, context)) === undefined);
    await write(free, call, wanted, context);
    // Of two who take it at one moment the topic says who was first.
    requireOwner(matters, [name], ownWork(call, context));
  } else {
    if (wanted.isAdmin !== true) requireOwner(matters, [name], ownWork(call, context));
    await write(matters, call, wanted, context);
  }
  const [first] = matters;
  const owner = first && ownWork(call, context).ownerOf(first.key, first.since);
  return { json: { matterKey: call.parameters['matterKey'], owner: owner ?? null } };
}

/** All at once: of two who take a cause at one moment, one has all of its incidents. */
async function write(
  matters: readonly Workable[],
  { parameters, person }: Call,
  { isAdmin = false, ...wanted }: Change,
  { topics, environment, deps }: Context,
): Promise<void> {
  const topic = environment.OPERATOR_WORK_TOPIC;
  const at = formatDateTime(deps.clock.now());
  const records = matters.map(({ key, since }) => {
    const act: WorkAct = {
      ...{ version: 1, actId: deps.random.uuid(), matterKey: key, since },
      ...{ tenant: parameters['tenant'] ?? '', by: person.name, isAdmin, at, ...wanted },
    };
    return { topic, key, value: JSON.stringify(act) };
  });
  if (records.length > 0) await topics.publish(records);
}

/** @throws Problem */
function requireOwner(
  matters: readonly Workable[],
  names: readonly (string | undefined)[],
  work: OwnWork,
): void {
  for (const matter of matters) {
    const owner = ownerOf(matter, work);
    if (names.includes(owner)) continue;
    const detail =
      owner === undefined
        ? translated(workWords, (said) => said.nobodyHas)
        : translated(apiWords, (said) => said.hasTaken(owner));
    throw new Problem('other-state', { detail, members: { owner: owner ?? null } });
  }
}

function personIn({ body }: Call): string {
  return (body as { readonly to: string }).to.trim();
}

/** What somebody may take: it waits, since then. */
interface Workable {
  readonly key: string;
  readonly since: string;
}

function ownWork({ parameters: { tenant = '' } }: Call, { topics }: Context): OwnWork {
  return topics.work.of(tenant);
}

function ownerOf({ key, since }: Workable, work: OwnWork): string | undefined {
  return work.ownerOf(key, since)?.name;
}

/**
 * What waits: one matter, all of a cause, a difference of a reconciliation, or what people were called for.
 * @throws Problem
 */
async function workCalled(
  call: Call,
  wanted: Change,
  { topics, ownMatters }: Context,
): Promise<Workable[]> {
  const { parameters } = call;
  const { tenant = '', matterKey: key = '' } = parameters;
  const own = await ownMatters(tenant);
  const waiting = waitingOf(own.matters);
  const one = waiting.filter((matter) => matterKey(matter) === key);
  const group = groupsOf(openIncidents(waiting)).find((some) => causeKey(some.group) === key);
  const matters = group === undefined ? one : [...group.incidents];
  const called = [
    ...matters.map((matter) => ({ key: matterKey(matter), since: matter.since })),
    ...openDifferences(topics.reconciliations, tenant).filter((open) => open.key === key),
  ];
  if (called.length === 0) called.push(...calledFor(key, call, wanted, topics));
  if (called.length === 0) {
    const detail = translated(workWords, (said) => said.notCalledSo);
    throw notFoundIn(own, detail);
  }
  return called;
}

/** Of all of it only what this person may take, or has: others are busy with the rest. */
const allCalledFor = 'called';

/** Money that is held and waits for nobody's decision is known here by the calls alone. */
function calledFor(
  key: string,
  { parameters, person }: Call,
  { act, isAdmin }: Change,
  topics: Context['topics'],
): Workable[] {
  const all = [...calledForNow(parameters['tenant'] ?? '', topics)];
  if (key !== allCalledFor) return all.filter((one) => one.key === key);
  if (isAdmin === true) return all;
  const theirs = all.filter((one) => {
    const owner = ownerOf(one, topics.work.of(parameters['tenant'] ?? ''));
    return owner === person.name || (act === 'take' && owner === undefined);
  });
  // Whoever has it is named, where there is nothing left.
  return theirs.length > 0 ? theirs : all;
}

function openDifferences(known: Context['topics']['reconciliations'], tenant: string): Workable[] {
  return known
    .differences(tenant)
    .filter(({ state }) => state === 'open')
    .map(({ difference, since }) => ({ key: workKeyOf(difference.differenceId), since }));
}
