/** What hub, Fineract and switch do not agree on, as a work list. */
import type { Answer, Call } from '../../common/api/call';
import type { OwnWork } from '../../common/contracts/operator-work';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import {
  keyOfRecord,
  workKeyOf,
  type KnownDifference,
  type ReconciliationRecord,
} from '../../common/contracts/reconciliations';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
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
  const { tenant = '', date, state } = call.parameters;
  const differences = topics.reconciliations
    .differences(tenant)
    .filter((one) => date === undefined || one.difference.date === date)
    .filter((one) => state === undefined || one.state === state);
  const mediaType = call.accepted(['application/json', 'text/csv']);
  const chunks =
    mediaType === 'text/csv'
      ? csvOf(differences.map(({ difference }) => difference))
      : jsonOf(differences, topics.work.of(tenant));
  return { mediaType, chunks: streamed(chunks) };
}

function* jsonOf(differences: readonly KnownDifference[], work: OwnWork): Generator<string> {
  yield '{"differences":[';
  for (const [at, one] of differences.entries()) {
    const { difference, since, comparedAt, state, settlement } = one;
    const owner = work.ownerOf(workKeyOf(difference.differenceId), since) ?? null;
    const settled = settlement && { by: settlement.by, why: settlement.why, at: settlement.at };
    const view = {
      ...difference,
      ...{ state, since, comparedAt, owner, settlement: settled },
      matterKey: workKeyOf(difference.differenceId),
    };
    yield (at === 0 ? '' : ',') + JSON.stringify(view);
  }
  yield ']}';
}

async function* streamed(chunks: Iterable<string>): AsyncGenerator<string> {
  await Promise.resolve();
  yield* chunks;
}

/** @throws Problem when it is not open, or somebody else has taken it */
async function settle(call: Call, { topics, environment, deps }: Context): Promise<Answer> {
  const { tenant = '', differenceId = '' } = call.parameters;
  const { name: by } = call.person;
  await topics.caughtUp();
  const one = topics.reconciliations
    .differences(tenant)
    .find(({ difference }) => difference.differenceId === differenceId);
  if (one === undefined) throw new Problem('unknown-id', { detail: 'There is no such difference' });
  const { state, since } = one;
  if (state !== 'open') throw new Problem('other-state', { detail: `It is ${state} already` });
  const owner = topics.work.of(tenant).ownerOf(workKeyOf(differenceId), since);
  if (owner !== undefined && owner.name !== by) {
    const members = { owner: owner.name };
    throw new Problem('other-state', { detail: `${owner.name} has taken it`, members });
  }
  const { why } = call.body as { readonly why: string };
  const record: ReconciliationRecord = {
    ...{ record: 'settlement', version: 1, differenceId, since, by, why },
    at: formatDateTime(deps.clock.now()),
  };
  const topic = environment.RECONCILIATIONS_TOPIC;
  await topics.publish([{ topic, key: keyOfRecord(record), value: JSON.stringify(record) }]);
  return { json: { differenceId, state: 'settled', settlement: { by, why, at: record.at } } };
}
