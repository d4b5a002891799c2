import { Gauge, type Registry } from 'prom-client';
import type { Clock, Logger, Random } from '../runtime';

/** A job that waits comes again sooner than this, so what nobody has asked for since is there again. */
const forgottenAfterMs = 120_000;
const pauseMs = { least: 1_000, most: 30_000 };
/** Names come from the variables of jobs: more than this is no roll-out. */
const namesMax = 1_000;

interface Absence {
  readonly sinceMs: number;
  readonly lastAskedMs: number;
}

/**
 * What jobs needed and this process has not been told: see NotConfiguredHere. Each is told once, as an error, and
 * counted for as long as jobs ask for it.
 */
export class MissingSettings {
  private readonly absences = new Map<string, Absence>();

  constructor(
    private readonly deps: {
      readonly clock: Pick<Clock, 'now'>;
      readonly random: Pick<Random, 'fraction'>;
      readonly log: Logger;
      readonly metrics: Registry;
    },
  ) {
    const sizeNow = (): number => {
      this.forgetFound();
      return this.absences.size;
    };
    new Gauge({
      name: 'hub_missing_settings',
      help: 'Tenants and switches that jobs need and that are not configured in this process',
      registers: [deps.metrics],
      collect() {
        this.set(sizeNow());
      },
    });
  }

  /**
   * Raises the alarm when it is new.
   * @returns how long a job that needs it should stay away: at first hardly, for the replica that knows it
   * may be the next to be asked; longer the longer it is missing.
   */
  asked(missing: string): number {
    this.forgetFound();
    const { clock, log, random } = this.deps;
    const nowMs = clock.now();
    const known = this.absences.get(missing);
    if (known === undefined && this.absences.size < namesMax) {
      log.error(
        { missing },
        `${missing} is not configured here: jobs that need it wait. Add it to the tenant files, which are read again without a restart; they go on by themselves`,
      );
    }
    const sinceMs = known?.sinceMs ?? nowMs;
    if (known !== undefined || this.absences.size < namesMax) {
      this.absences.set(missing, { sinceMs, lastAskedMs: nowMs });
    }
    const fullMs = Math.min(pauseMs.most, Math.max(pauseMs.least, (nowMs - sinceMs) / 4));
    return Math.round(fullMs * (0.5 + random.fraction() / 2));
  }

  private forgetFound(): void {
    const nowMs = this.deps.clock.now();
    for (const [missing, { lastAskedMs }] of this.absences) {
      if (nowMs - lastAskedMs < forgottenAfterMs) continue;
      this.absences.delete(missing);
      this.deps.log.info({ missing }, `${missing}: no job waits for it any more`);
    }
  }
}
