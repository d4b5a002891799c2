import type { EpochMs } from '../../../../connectors/common/runtime';
import { dfspNames } from '../../../kit/stack/dfsps';
import type { Chance } from '../time/chance';
import type { Scheduler } from '../time/scheduler';
import type { Emphasis } from './emphases';
import type { Faults } from './faults';

/** What those who ask see of it. */
const ways = [
  'refuses',
  /** Takes nothing, and says nothing. */
  'swallows',
  /** Does it, and says nothing: the worst of all. */
  'acts in silence',
  'acts in silence',
] as const;
export type Outage = (typeof ways)[number];

const afterTheQuote = [
  'PUT switch.test/transfers',
  'POST switch.test/transfers',
  'POST switch.test/transfers',
] as const;

const parts: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  ...dfspNames.map(
    (name) =>
      [
        `fineract-${name}.test`,
        ['', '/transfers', 'action=PREPARE', 'action=CREATE', 'action=RELEASE'],
      ] as const,
  ),
  ...dfspNames.map((name) => [`app-${name}.test`, ['']] as const),
  // From the switch to the hub.
  ...dfspNames.map((name) => [`callbacks to ${name}`, ['']] as const),
  // Until money is at stake hardly anything can go wrong: what comes after it is away more often.
  ['switch.test', ['', '/transfers', 'GET switch.test/transfers', ...afterTheQuote]],
];

interface Away {
  readonly peer: string;
  readonly part: string;
  readonly way: Outage;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Peers, or one kind of request to them, that are away for seconds or minutes. */
export class Outages {
  private readonly all: Away[] = [];

  constructor(
    private readonly around: {
      readonly scheduler: Scheduler;
      readonly chance: Chance;
      readonly faults: Faults;
    },
  ) {}

  plan(longestMs: number): void {
    const { faults, chance, scheduler } = this.around;
    for (const [peer, kinds] of parts) {
      if (!faults.strikes('outage', peer)) continue;
      const from = scheduler.now + chance.oneOf(`outage of ${peer}`, [0, 500, 1_000, 2_000]);
      const until = from + chance.between(`end of outage of ${peer}`, 5_000, longestMs - 10_000);
      const part = chance.oneOf(`part of ${peer}`, kinds);
      this.all.push({ peer, part, way: chance.oneOf(`way of ${peer}`, ways), from, until });
    }
  }

  /** What a schedule is about is away from when it may matter, for minutes. */
  planned(away: NonNullable<Emphasis['away']>): void {
    const { faults, chance, scheduler } = this.around;
    for (const [peer, part] of away) {
      const what = `${peer} ${part}`;
      if (!faults.happens('outage', what)) continue;
      const from = scheduler.now + chance.oneOf(`outage of ${what}`, [0, 500, 1_000, 2_000]);
      const until = from + chance.between(`end of outage of ${what}`, 60_000, 600_000);
      this.all.push({ peer, part, way: chance.oneOf(`way of ${what}`, ways), from, until });
    }
  }

  at(where: string): Outage | undefined {
    const { now } = this.around.scheduler;
    return this.all.find(
      ({ peer, part, from, until }) =>
        from <= now && now < until && where.includes(peer) && where.includes(part),
    )?.way;
  }
}
