import { Decimal } from 'decimal.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlayedScenario, Scenario } from './scenario';
import type { Cast, Stage } from './stage';
import type { HubTenant } from './tenants';
import { World, type Expectation } from './world';
import { messageOf } from '../../../connectors/common/message-of';

export interface Result {
  readonly id: string;
  readonly title: string;
  readonly role: Scenario['role'];
  readonly outcome: 'passed' | 'failed' | 'not applicable' | 'skipped';
  /** What was not as it must be; or why it was not played. */
  readonly words: readonly string[];
  /** What was seen. */
  readonly figures: readonly string[];
  readonly tookMs: number;
  /** Looks at the accounts once more: what is booked twice is booked late. */
  lookAgain(): Promise<readonly string[]>;
}

/** After the payer has heard, the payee's side comes to its end by itself, at the latest when it asks. */
const settleWithinMs = 25_000;

export async function play(stage: Stage, cast: Cast, scenario: Scenario): Promise<Result> {
  const { id, title, role } = scenario;
  const base = { id, title, role, figures: [], tookMs: 0, lookAgain: () => Promise.resolve([]) };
  if (scenario.role === 'none') {
    return { ...base, outcome: 'not applicable', words: [scenario.reason] };
  }
  const exemption = scenario.exempt?.(cast.combination);
  if (exemption !== undefined) return { ...base, outcome: 'not applicable', words: [exemption] };
  if (scenario.stopsServices === true && stage.packed === undefined) {
    const words = ['the switch was not started here: it cannot be stopped'];
    return { ...base, outcome: 'skipped', words };
  }
  return { ...base, ...(await perform(stage, cast, scenario)) };
}

async function perform(
  stage: Stage,
  cast: Cast,
  scenario: PlayedScenario & { readonly id: string },
): Promise<Omit<Result, 'id' | 'title' | 'role'>> {
  const world = new World(stage, cast, scenario.id);
  const before = await positionsOf(world);
  const { wrong, seen } = await expectationsOf(scenario, world, before);
  world.end();
  const ledgersOf = () => Promise.all(world.customers.map((one) => world.ledgerOf(one)));
  const ledgers = await ledgersOf();
  return {
    outcome: wrong.length === 0 ? 'passed' : 'failed',
    words: wrong,
    figures: seen,
    tookMs: Date.now() - world.startedMs,
    async lookAgain() {
      const now = await ledgersOf();
      return now.flatMap((ledger, index) =>
        ledger === ledgers[index] ? [] : [`booked later: ${ledger}, was ${ledgers[index] ?? ''}`],
      );
    },
  };
}

async function expectationsOf(scenario: PlayedScenario, world: World, before: Positions) {
  try {
    const expectations = [
      ...(await scenario.play(world)),
      positionsAgree(world, before),
      nothingBroken(world),
    ];
    return await settle(expectations);
  } catch (error) {
    return { wrong: [messageOf(error)], seen: [] };
  }
}

/** Looks until all is as it must be, or the patience is over. */
async function settle(expectations: readonly Expectation[]) {
  const look = () => Promise.all(expectations.map(async (one) => one.find()));
  // What the app hears may take long: only then does the time to settle begin.
  await look();
  const deadlineMs = Date.now() + settleWithinMs;
  for (;;) {
    const seen = await look();
    const wrong = expectations.flatMap(({ claim, wanted }, index) =>
      seen[index] === wanted ? [] : [`${claim}: wanted "${wanted}", found "${seen[index] ?? ''}"`],
    );
    if (wrong.length === 0 || Date.now() > deadlineMs) return { wrong, seen };
    await sleep(200);
  }
}

type Positions = ReadonlyMap<string, Decimal>;

async function positionsOf(world: World): Promise<Positions> {
  const { scheme } = world.stage;
  const found = await Promise.all(
    world.fspIds.map(async (fspId) => [fspId, new Decimal(await scheme.position(fspId))] as const),
  );
  return new Map(found);
}

/** The switch and the accounts agree: what a DFSP's customers have lost is what it owes at the switch. */
function positionsAgree(world: World, before: Positions): Expectation {
  const tenants: readonly HubTenant[] = ['lion', 'buffalo', 'crane'];
  return {
    claim: 'positions at the switch less what the ledgers say, and all positions together',
    wanted: 'lion 0, buffalo 0, crane 0, all 0',
    async find() {
      const after = await positionsOf(world);
      const changeOf = (fspId: string) =>
        (after.get(fspId) ?? zero).minus(before.get(fspId) ?? zero);
      const words = tenants.map(async (tenant) => {
        const fspId = world.fspIdOf(tenant);
        const own = world.customers.filter((one) => one.owner === tenant);
        const changes = await Promise.all(own.map((one) => world.changeOf(one)));
        const booked = changes.reduce((sum, one) => sum.plus(one), zero);
        return `${tenant} ${changeOf(fspId).plus(booked).toFixed()}`;
      });
      const all = world.fspIds.map(changeOf).reduce((sum, one) => sum.plus(one), zero);
      return [...(await Promise.all(words)), `all ${all.toFixed()}`].join(', ');
    },
  };
}

/** The hub took all that the switch sent, or said why not. */
function nothingBroken(world: World): Expectation {
  return {
    claim: 'the hub never answers 5xx',
    wanted: '',
    find: () =>
      world
        .passages(
          ({ to, status = 0, tookMs, headers }) =>
            to === 'hub' &&
            status >= 500 &&
            tookMs !== undefined &&
            world.fspIds.includes(String(headers['fspiop-destination'])),
        )
        .map(({ method, path, status }) => `${method} ${path} = ${status ?? ''}`)
        .join(', '),
  };
}

const zero = new Decimal(0);
