/** What people decide about rule sets, carried out on a store. */
import type { Clock } from '../../common/runtime';
import { Evaluator } from '../engine/evaluator';
import type { LoadAnswer } from './load-text';
import { firstError } from './loaded-rule-sets';
import { textBytesMax, type RuleSetLife, type RuleSetRecord } from './record';
import { refused, type Refusal } from './refusal';
import { LoadStopped, type RuleLoader } from './rule-loader';
import type { DraftRequest, Decided, RuleSetAdministration, RuleSetView } from './rule-sets';
import type { RuleSetStore, StoreContents } from './store';
import { stateAt, timeline, type Period } from './timeline';
import { approve, draft, retire, schedule, withdraw, type Act } from './transitions';

export interface AdministrationDeps {
  readonly store: RuleSetStore;
  readonly loader: RuleLoader;
  readonly clock: Pick<Clock, 'now'>;
  /** Why this process cannot use it. */
  readonly unusable: (ruleSetId: string) => string | undefined;
}

export function createRuleSetAdministration(deps: AdministrationDeps): RuleSetAdministration {
  const { store, loader } = deps;
  const views = async () => {
    const records = recordsOf(await store.read());
    const periods = timelineOf(records);
    const all = records.map((record) => viewOf(record, periods, deps));
    return all.sort((left, right) => draftedAt(right) - draftedAt(left));
  };
  const decide = (ruleSetId: string, by: string, decision: Decision) =>
    carryOut(deps, ruleSetId, by, decision);
  return {
    list: views,
    get: async (ruleSetId) => (await views()).find(({ life }) => life.ruleSetId === ruleSetId),
    load: async (text) => {
      const { problems, compiled } = await loader.load({ text, compile: true });
      return { problems, evaluator: compiled && new Evaluator(compiled) };
    },
    draft: (request) => draftRules(deps, request),
    approve: (ruleSetId, by) => decide(ruleSetId, by, approve),
    withdraw: (ruleSetId, by) => decide(ruleSetId, by, withdraw),
    schedule: (ruleSetId, by, activeFromMs) =>
      decide(ruleSetId, by, (life, act, others) => schedule(life, others, activeFromMs, act)),
    retire: (ruleSetId, by, fromMs) =>
      decide(ruleSetId, by, (life, act) => retire(life, fromMs, act)),
  };
}

type Decision = (
  life: RuleSetLife,
  act: Act,
  others: readonly RuleSetLife[],
) => RuleSetLife | Refusal;

async function draftRules(deps: AdministrationDeps, request: DraftRequest): Decided {
  const { store, loader, clock } = deps;
  const bytes = Buffer.byteLength(request.text);
  if (bytes > textBytesMax) {
    return refused('bad-rules', (said) => said.tooLarge(String(bytes), String(textBytesMax)));
  }
  if (request.text.trim() === '') {
    return refused('bad-rules', (said) => said.noRules);
  }
  const loaded = await loadOrStop(loader, request.text);
  if (loaded instanceof LoadStopped) {
    return refused('bad-rules', (said) => said.stopped(loaded.message));
  }
  const { problems, ruleSet } = loaded;
  if (ruleSet === undefined) {
    return refused('bad-rules', (said) => said.notUsable(firstError(problems)));
  }
  const records = recordsOf(await store.read());
  const twin = records.find(({ life }) => life.ruleSetId === ruleSet.id);
  if (twin !== undefined) return alreadyThere(viewOf(twin, timelineOf(records), deps));
  const { title, note, by } = request;
  const life = draft({ ruleSetId: ruleSet.id, title, note }, { by, nowMs: clock.now() });
  return put(deps, records, { life, text: ruleSet.text });
}

/** As it will be loaded once it is in force: what takes too much is refused now, and not missed then. */
async function loadOrStop(loader: RuleLoader, text: string): Promise<LoadAnswer | LoadStopped> {
  try {
    return await loader.load({ text, compile: true });
  } catch (error) {
    if (error instanceof LoadStopped) return error;
    throw error;
  }
}

async function carryOut(
  deps: AdministrationDeps,
  ruleSetId: string,
  by: string,
  decision: Decision,
): Decided {
  const records = recordsOf(await deps.store.read());
  const record = records.find(({ life }) => life.ruleSetId === ruleSetId);
  if (record === undefined) return refused('not-found', (said) => said.noRuleSet(ruleSetId));
  const others = records.filter((one) => one !== record).map(({ life }) => life);
  const life = decision(record.life, { by, nowMs: deps.clock.now() }, others);
  if ('kind' in life) return life;
  return put(
    deps,
    records.filter((one) => one !== record),
    { life, text: record.text },
  );
}

async function put(
  deps: AdministrationDeps,
  others: readonly RuleSetRecord[],
  record: RuleSetRecord,
): Decided {
  switch (await deps.store.put(record)) {
    case 'stored':
      return { kind: 'done', ruleSet: viewOf(record, timelineOf([...others, record]), deps) };
    case 'changed-meanwhile':
      return refused('changed-meanwhile', (said) => said.changedMeanwhile);
    case 'read-only':
      return refused('read-only', (said) => said.readOnly);
  }
}

function alreadyThere({ life, state }: RuleSetView): Refusal {
  const again = state === 'retired' || state === 'withdrawn';
  return refused('already-there', (said) =>
    again ? said.newVersion(life.title, state) : said.thereAlready(life.title, state),
  );
}

const recordsOf = ({ ruleSets }: StoreContents): readonly RuleSetRecord[] =>
  ruleSets.map(({ record }) => record);

const draftedAt = ({ life }: RuleSetView) => Date.parse(life.drafted.at);

const timelineOf = (records: readonly RuleSetRecord[]) => timeline(records.map(({ life }) => life));

function viewOf(
  { life, text }: RuleSetRecord,
  periods: readonly Period[],
  { clock, unusable }: Pick<AdministrationDeps, 'clock' | 'unusable'>,
): RuleSetView {
  const state = stateAt(life, periods, clock.now());
  return { life, text, state, unusable: unusable(life.ruleSetId) };
}
