import { Gauge, type Registry } from 'prom-client';
import { madeOnceFor } from '../../common/made-once';
import type { Clock, EpochMs, Logger } from '../../common/runtime';
import type { SwitchSettings } from '../switch-settings';
import {
  aheadOfThird,
  estimateOf,
  likelyMs,
  refined,
  surelyApartMs,
  type Ahead,
  type ClockEstimate,
  type Exchange,
} from './estimate';

/** Of one tenant, one of its switches. */
interface Whose {
  readonly tenant: string;
  readonly via: SwitchSettings;
}

/**
 * What the hub knows of its switches' clocks: whether a transfer is still in time is theirs to say. Learnt from the
 * header Date of their answers, kept in memory: a process that starts knows nothing before the first one.
 */
export interface SwitchClocks {
  heard(whose: Whose, url: string, exchange: Exchange): void;
  /** How far the switch's clock is ahead of the engine's, which is itself ahead of ours. Undefined: not known. */
  aheadOfEngine(whose: Whose, engineAheadMs: number): Ahead | undefined;
  /** The likeliest time of the switch. */
  now(via: SwitchSettings): EpochMs;
  /**
   * A time that the switch cannot hold to be in the future. `date` is that of the message at hand, its sender's:
   * the earlier of that and our own counts, less what `clockSkewMs` tolerates, while the switch's is not known; five
   * minutes behind ours at most.
   */
  past(via: SwitchSettings, date: EpochMs, clockSkewMs: number): EpochMs;
}

export interface SwitchClocksDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly metrics: Registry;
}

/** Hubs whose clocks are further apart make no payments. */
const dateBehindMaxMs = 300_000;
const warnFromMs = 1_000;
const warnAgainAfterMs = 60_000;
/** Of services of one switch that differ, the one that takes transfers counts; but clocks are set. */
const staleAfterMs = 60_000;

export function createSwitchClocks({ clock, log, metrics }: SwitchClocksDeps): SwitchClocks {
  const estimates = new Map<string, ClockEstimate>();
  const tell = skewTeller(clock, log, metrics);
  return {
    heard: (whose, url, exchange) => {
      const { origin } = new URL(url);
      const estimate = refined(estimates.get(origin), estimateOf(exchange));
      estimates.set(origin, estimate);
      tell(whose, 'hub', estimateFor(whose.via, estimates) ?? estimate);
    },
    aheadOfEngine: (whose, engineAheadMs) => {
      const estimate = estimateFor(whose.via, estimates);
      if (estimate === undefined) return undefined;
      const ahead = aheadOfThird(estimate, engineAheadMs);
      tell(whose, 'engine', ahead);
      return ahead;
    },
    now: (via) => {
      const estimate = estimateFor(via, estimates);
      return clock.now() + (estimate === undefined ? 0 : likelyMs(estimate));
    },
    past: (via, date, clockSkewMs) => {
      const estimate = estimateFor(via, estimates);
      if (estimate === undefined) {
        // A sender whose clock stands in another year must not date what we write of its message.
        return Math.max(Math.min(clock.now(), date), clock.now() - dateBehindMaxMs) - clockSkewMs;
      }
      return Math.floor(clock.now() + estimate.leastMs);
    },
  };
}

/** Once for each switch, for they are asked for with each message. */
const originsOf = madeOnceFor((addresses: SwitchSettings['addresses']) => {
  const originOf = (url: string) => new URL(url).origin;
  const all = [...new Set(Object.values(addresses).map(originOf))];
  return { all, transfers: originOf(addresses.transfers) };
});

/** Of the service that takes transfers; of the one that has spoken last, where that one has not for a minute. */
function estimateFor(
  { addresses }: SwitchSettings,
  estimates: ReadonlyMap<string, ClockEstimate>,
): ClockEstimate | undefined {
  const { all, transfers } = originsOf(addresses);
  const [freshest] = all
    .flatMap((origin) => estimates.get(origin) ?? [])
    .sort((one, other) => other.at - one.at);
  const ofTransfers = estimates.get(transfers);
  if (ofTransfers === undefined || freshest === undefined) return freshest;
  return freshest.at - ofTransfers.at > staleAfterMs ? freshest : ofTransfers;
}

/** Shows how far apart the clocks are, and warns once a minute from a second on. */
function skewTeller(clock: Pick<Clock, 'now'>, log: Logger, metrics: Registry) {
  const gauge = new Gauge({
    name: 'hub_switch_clock_ahead_seconds',
    help: "How far a switch's clock is ahead of the hub's or the engine's; behind is negative",
    labelNames: ['tenant', 'switch', 'of'],
    registers: [metrics],
  });
  const warnedAt = new Map<string, EpochMs>();
  return ({ tenant, via }: Whose, of: 'hub' | 'engine', ahead: Ahead): void => {
    const labels = { tenant, switch: via.name, of };
    gauge.set(labels, likelyMs(ahead) / 1_000);
    if (surelyApartMs(ahead) < warnFromMs) return;
    const key = JSON.stringify(labels);
    const last = warnedAt.get(key);
    if (last !== undefined && clock.now() - last < warnAgainAfterMs) return;
    warnedAt.set(key, clock.now());
    const { leastMs, mostMs } = ahead;
    log.warn(
      { ...labels, leastMs: Math.round(leastMs), mostMs: Math.round(mostMs) },
      `the ${of}'s clock and the switch's differ: set the one that is wrong (NTP)`,
    );
  };
}
