/** Which rule set is in force when: decided by what is recorded and the time alone. */
import type { EpochMs } from '../../common/runtime';
import type { RuleSetLife } from './record';

/**
 * `retired`: was in force and is no longer, because somebody ended it or a later one took its place; or was
 * ended before it began.
 */
export type RuleSetState = 'draft' | 'withdrawn' | 'approved' | 'scheduled' | 'active' | 'retired';

/** In force from `fromMs` until before `toMs`. */
export interface Period {
  readonly ruleSetId: string;
  readonly fromMs: EpochMs;
  /** Infinity: until somebody decides otherwise. */
  readonly toMs: EpochMs;
}

interface Claim extends Period {
  readonly scheduledAt: string;
}

/**
 * In order of time, never two at once; where there is none no fees are levied. Of several rule sets the one
 * that began last is in force. Two that begin at once are refused, but two people may do it at the same
 * moment: then the one that was decided later counts, everywhere.
 */
export function timeline(lives: readonly RuleSetLife[]): readonly Period[] {
  const claims = lives
    .map(claimOf)
    .filter((claim) => claim !== undefined)
    .sort(byPrecedence);
  const boundaries = new Set(claims.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const instants = [...boundaries].sort((left, right) => left - right);
  const periods: Period[] = [];
  for (const [index, fromMs] of instants.entries()) {
    const toMs = instants[index + 1];
    const ruling = claims.findLast((claim) => claim.fromMs <= fromMs && fromMs < claim.toMs);
    if (ruling === undefined || toMs === undefined) continue;
    const { ruleSetId } = ruling;
    const last = periods.at(-1);
    if (last?.ruleSetId === ruleSetId && last.toMs === fromMs) {
      periods[periods.length - 1] = { ...last, toMs };
    } else {
      periods.push({ ruleSetId, fromMs, toMs });
    }
  }
  return periods;
}

export function periodAt(periods: readonly Period[], timeMs: EpochMs): Period | undefined {
  return periods.find(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}

/** `periods`: the timeline of all rule sets, this one among them. */
export function stateAt(
  life: RuleSetLife,
  periods: readonly Period[],
  timeMs: EpochMs,
): RuleSetState {
  if (life.step !== 'scheduled' && life.step !== 'retired') return life.step;
  if (periodAt(periods, timeMs)?.ruleSetId === life.ruleSetId) return 'active';
  const isToCome = Date.parse(life.scheduled.activeFrom) > timeMs;
  const hasPeriod = periods.some(({ ruleSetId }) => ruleSetId === life.ruleSetId);
  return isToCome && hasPeriod ? 'scheduled' : 'retired';
}

/** What a rule set would have were there no other. */
function claimOf(life: RuleSetLife): Claim | undefined {
  if (life.step !== 'scheduled' && life.step !== 'retired') return undefined;
  const { ruleSetId, scheduled } = life;
  const fromMs = Date.parse(scheduled.activeFrom);
  const toMs = life.step === 'retired' ? Date.parse(life.retired.from) : Infinity;
  return fromMs < toMs ? { ruleSetId, fromMs, toMs, scheduledAt: scheduled.at } : undefined;
}

function byPrecedence(left: Claim, right: Claim): number {
  return (
    left.fromMs - right.fromMs ||
    compare(left.scheduledAt, right.scheduledAt) ||
    compare(left.ruleSetId, right.ruleSetId)
  );
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
