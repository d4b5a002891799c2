/** What hub, Fineract and switch do not agree on, as a work list. */
import type { Answer, Call } from '../../common/api/call';
import type { OwnWork } from '../../common/contracts/operator-work';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import {
  keyOfRecord,
  saidOf,
  workKeyOf,
  type KnownDifference,
  type ReconciliationRecord,
  type Settlement,
} from '../../common/contracts/reconciliations';
import { formatDateTime } from '../../common/time';
import { inEach, translated, type Language } from '../../common/words/languages';
import { apiWords } from '../api/api-words';
import type { OperationsContext } from '../api/context';
import { Pages, type Place } from '../api/pages';
import { differenceIn, differenceWords } from './difference-words';
import { csvOf } from './show';

type Context = Pick<OperationsContext, 'topics' | 'environment' | 'deps'>;

export function reconciliationHandlers(context: Context) {
  const { topics } = context;
  return {
    listReconciliations: small(({ parameters: { tenant = '' } }) =>
      Promise.resolve({ json: { days: topics.reconciliations.days(tenant) } }),
    ),
    listDifferences: small((call) => Promise.resolve(differencesIn(call, context))),
    listDifferencesOfDay: small((call) => Promise.resolve(differencesIn(call, context))),
    settleDifference: small((call) => settle(call, context)),
  };
}

function differencesIn(call: Call, { topics }: Context): Answer {
  const { language } = call;
  const { tenant = '', date, state } = call.parameters;
  const differences = topics.reconciliations
    .differences(tenant)
    .filter((one) => date === undefined || one.difference.date === date)
    .filter((one) => state === undefined || one.state === state);
  const mediaType = call.accepted(['application/json', 'text/csv']);
  if (mediaType === 'text/csv') {
    const told = differences.map(({ difference }) => differenceIn(difference, language));
    return { mediaType, chunks: streamed(csvOf(told)) };
  }
  const pages = new Pages(['differences'], call);
  const { count, rows, next } = pages.of('differences', differences, placeOfDifference);
  const work = topics.work.of(tenant);
  return { json: { count, differences: rows.map((one) => viewOf(one, work, language)), next } };
}

/** The oldest first. */
function placeOfDifference({ since, difference }: KnownDifference): Place {
  return [since, difference.differenceId];
}

function viewOf(one: KnownDifference, work: OwnWork, language: Language) {
  const { difference, since, comparedAt, state, settlement, formerly } = one;
  const matterKey = workKeyOf(difference.differenceId);
  const owner = work.ownerOf(matterKey, since) ?? null;
  return {
    ...differenceIn(difference, language),
    ...{ state, since, comparedAt, owner, matterKey },
    settlement: settlement && settlementView(settlement),
    formerly: formerly && { ...settlementView(formerly), of: formerly.of },
  };
}

function settlementView({ by, why, at }: Settlement) {
  return { by, why, at };
}

async function* streamed(chunks: Iterable<string>): AsyncGenerator<string> {
  await Promise.resolve();
  yield* chunks;
}

/** @throws Problem when it is not open, not as the person saw it, or somebody else has taken it */
async function settle(call: Call, { topics, environment, deps }: Context): Promise<Answer> {
  const { tenant = '', differenceId = '' } = call.parameters;
  const { name: by } = call.person;
  await topics.caughtUp();
  const one = topics.reconciliations
    .differences(tenant)
    .find(({ difference }) => difference.differenceId === differenceId);
  if (one === undefined) {
    const detail = translated(differenceWords, (said) => said.noDifference);
    throw new Problem('unknown-id', { detail });
  }
  const { state, since } = one;
  if (state !== 'open') {
    const detail = translated(differenceWords, (said) => said.already[state]);
    throw new Problem('other-state', { detail });
  }
  const { why, basis } = call.body as { readonly why: string; readonly basis: string };
  if (basis !== one.comparedAt) throw comparedAnew(one, topics.work.of(tenant), call.language);
  const owner = topics.work.of(tenant).ownerOf(workKeyOf(differenceId), since);
  if (owner !== undefined && owner.name !== by) {
    const members = { owner: owner.name };
    const detail = translated(apiWords, (said) => said.hasTaken(owner.name));
    throw new Problem('other-state', { detail, members });
  }
  const record: ReconciliationRecord = {
    ...{ record: 'settlement', version: 1, differenceId, since, by, why },
    at: formatDateTime(deps.clock.now()),
    of: saidOf(one.difference),
  };
  const topic = environment.RECONCILIATIONS_TOPIC;
  await topics.publish([{ topic, key: keyOfRecord(record), value: JSON.stringify(record) }]);
  return { json: { differenceId, state: 'settled', settlement: { by, why, at: record.at } } };
}

/** What is said now may be another sum: who settles it has to have seen that. */
function comparedAnew(one: KnownDifference, work: OwnWork, language: Language): Problem {
  const detail = inEach((each) => {
    const { hub, ams, switch: ofSwitch } = differenceIn(one.difference, each);
    return differenceWords[each].comparedAnew(one.comparedAt, hub, ams, ofSwitch);
  });
  return new Problem('other-state', {
    detail,
    members: { difference: viewOf(one, work, language) },
  });
}
