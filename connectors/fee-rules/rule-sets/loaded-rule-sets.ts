/** Rule sets that are ready to be evaluated, each loaded once as long as its text stays the same. */
import type { Clock, EpochMs } from '../../common/runtime';
import { Evaluator } from '../engine/evaluator';
import type { Problem } from '../language/problems';
import type { LoadAnswer } from './load-text';
import type { Usable } from './make-book';
import { LoadStopped, type RuleLoader } from './rule-loader';
import type { StoredRuleSet } from './store';
import { faultOf } from './transitions';
import { messageOf } from '../../common/message-of';

interface Loaded {
  readonly text: string;
  readonly usable: NonNullable<Usable>;
  /** Time or memory did not suffice: that may have been the machine. */
  readonly tryAgainAtMs: EpochMs | undefined;
}

const tryAgainAfterMs = 300_000;

export class LoadedRuleSets {
  private readonly loaded = new Map<string, Loaded>();

  constructor(
    private readonly loader: RuleLoader,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  usable(stored: StoredRuleSet): Usable {
    const { where, record, fault } = stored;
    const { ruleSetId } = record.life;
    if (fault !== undefined) return { reason: `rule set ${ruleSetId}: ${where}: ${fault}` };
    const wrongLife = faultOf(record.life);
    if (wrongLife !== undefined) return { reason: `rule set ${ruleSetId}: ${wrongLife}` };
    const loaded = this.loaded.get(ruleSetId);
    return loaded?.text === record.text ? loaded.usable : undefined;
  }

  needsLoading(stored: StoredRuleSet): boolean {
    if (this.usable(stored) === undefined) return true;
    const { tryAgainAtMs } = this.loaded.get(stored.record.life.ruleSetId) ?? {};
    return tryAgainAtMs !== undefined && tryAgainAtMs <= this.clock.now();
  }

  /** Never rejects: what goes wrong is a reason not to use it. */
  async load({ record, where }: StoredRuleSet): Promise<void> {
    const { text, life } = record;
    const { ruleSetId } = life;
    try {
      const answer = await this.loader.load({ text, compile: true });
      const usable = usableOf(answer, ruleSetId, where);
      this.loaded.set(ruleSetId, { text, usable, tryAgainAtMs: undefined });
    } catch (error) {
      const isTooMuch = error instanceof LoadStopped;
      const why = isTooMuch ? error.message : `loading failed: ${messageOf(error)}`;
      const usable = { reason: `rule set ${ruleSetId}: ${where}: ${why}` };
      this.loaded.set(ruleSetId, {
        text,
        usable,
        tryAgainAtMs: this.clock.now() + tryAgainAfterMs,
      });
    }
  }

  /** Forgets all others. */
  keep(ruleSetIds: ReadonlySet<string>): void {
    for (const id of this.loaded.keys()) if (!ruleSetIds.has(id)) this.loaded.delete(id);
  }
}

function usableOf(
  { problems, ruleSet, compiled }: LoadAnswer,
  ruleSetId: string,
  where: string,
): NonNullable<Usable> {
  if (ruleSet === undefined || compiled === undefined) {
    return { reason: `rule set ${ruleSetId}: ${where}: ${firstError(problems)}` };
  }
  if (ruleSet.id !== ruleSetId) {
    const what = 'is not the text that was approved, or this release has other currencies';
    const todo = 'put the approved text back, or have the new one drafted and approved';
    return { reason: `rule set ${ruleSetId}: ${where} ${what} (it makes ${ruleSet.id}): ${todo}` };
  }
  return { evaluator: new Evaluator(compiled) };
}

export function firstError(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return 'no errors';
  const place = 'sheet' in first ? `${first.sheet} row ${first.row}` : `line ${first.line}`;
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors, the first`;
  return `${count} in ${place}: ${first.message}`;
}
