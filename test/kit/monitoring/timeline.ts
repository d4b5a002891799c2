/**
 * What Prometheus would have seen: scrapes of real processes, laid out over the minutes that rules look back, so that
 * an hour takes seconds. What a process told between two scrapes goes on for as long as the phase lasts.
 */
import type { MetricType, Scraped } from './exposition';

/** A process that Prometheus scrapes. */
export interface Target {
  readonly job: 'payment-hub' | 'zeebe';
  readonly instance: string;
  /** Rejects when it does not answer. */
  readonly scrape: () => Promise<Scraped>;
}

/** What all targets told at one moment; undefined for one that did not answer. */
export interface Scrape {
  readonly atMs: number;
  readonly told: readonly { readonly target: Target; readonly scraped: Scraped | undefined }[];
}

export async function scrapeAll(
  targets: readonly Target[],
  now: () => number = Date.now,
): Promise<Scrape> {
  const told = await Promise.all(
    targets.map(async (target) => ({
      target,
      scraped: await target.scrape().catch(() => undefined),
    })),
  );
  return { atMs: now(), told };
}

/** As seldom as the README allows: what fires then fires with more scrapes too. */
export const scrapeIntervalS = 60;

/** A step of one series: its value as it was told, and how the timeline shows it. */
interface Shown {
  readonly raw: number;
  readonly value: number;
}

interface Series {
  readonly values: string[];
  last: Shown | undefined;
}

type Labels = Readonly<Record<string, string>>;

export class Timeline {
  private readonly series = new Map<string, Series>();
  private steps = 0;
  private previous: Scrape | undefined;

  /** @param wanted names of metrics that any rule looks at */
  constructor(private readonly wanted: ReadonlySet<string>) {}

  get lastsS(): number {
    return this.steps * scrapeIntervalS;
  }

  /**
   * The scrapes one after the other, and then again what happened from each to the next, until the phase has lasted so
   * long: counters go on by as much, gauges take the same values again.
   */
  phase(scrapes: readonly Scrape[], lastsS: number): this {
    const [first] = scrapes;
    if (first === undefined) throw new Error('a phase without a scrape');
    const count = Math.max(scrapes.length, Math.ceil(lastsS / scrapeIntervalS));
    for (let step = 0; step < count; step += 1) {
      const scrape = scrapes[step % scrapes.length] ?? first;
      const isAgain = step >= scrapes.length;
      const before = isAgain
        ? scrapes[(step + scrapes.length - 1) % scrapes.length]
        : this.previous;
      // From the last scrape round to the first nothing is known to have happened.
      this.step(scrape, isAgain && step % scrapes.length === 0 ? scrape : before, isAgain);
      this.previous = scrape;
    }
    return this;
  }

  inputSeries(): { readonly series: string; readonly values: string }[] {
    return [...this.series].map(([series, { values }]) => ({ series, values: values.join(' ') }));
  }

  private step(scrape: Scrape, before: Scrape | undefined, isAgain: boolean): void {
    const shown = new Set<string>();
    const show = (name: string, labels: Labels, next: (last: Shown | undefined) => Shown) => {
      const key = keyOf(name, labels);
      shown.add(key);
      const series = this.series.get(key) ?? { values: this.absentSoFar(), last: undefined };
      this.series.set(key, series);
      series.last = next(series.last);
      series.values.push(String(series.last.value));
    };
    for (const { target, scraped } of scrape.told) {
      const { job, instance } = target;
      const isUp = scraped === undefined ? 0 : 1;
      show('up', { job, instance }, () => ({ raw: isUp, value: isUp }));
      const earlier = before?.told.find((one) => one.target === target)?.scraped;
      for (const { name, labels, value: raw } of scraped?.samples ?? []) {
        if (!this.wanted.has(name)) continue;
        const type = scraped?.typeOf(name);
        const rawBefore = earlier?.valueOf(name, labels);
        const nowS = scrape.atMs / 1_000;
        show(name, { ...labels, job, instance }, (last) => ({
          raw,
          value: this.valueOf(type, name, { raw, rawBefore, last, nowS, isAgain }),
        }));
      }
    }
    for (const [key, series] of this.series) if (!shown.has(key)) this.leaveOut(series);
    this.steps += 1;
  }

  private valueOf(
    type: MetricType | undefined,
    name: string,
    step: {
      readonly raw: number;
      readonly rawBefore: number | undefined;
      readonly last: Shown | undefined;
      readonly nowS: number;
      readonly isAgain: boolean;
    },
  ): number {
    const { raw, rawBefore, last, nowS } = step;
    if (type === 'counter' || type === 'histogram') {
      if (last === undefined) return raw;
      const from = rawBefore ?? last.raw;
      // A process that was started anew counts from 0 again.
      return raw < from ? raw : last.value + raw - from;
    }
    if (!name.endsWith('_timestamp_seconds')) return raw;
    // What has not happened again since is as old as the timeline says; what has, as old as it was then.
    if (last !== undefined && last.raw === raw && (!step.isAgain || rawBefore === raw)) {
      return last.value;
    }
    return this.lastsS - (nowS - raw);
  }

  private leaveOut(series: Series): void {
    series.values.push(series.last === undefined ? '_' : 'stale');
    series.last = undefined;
  }

  private absentSoFar(): string[] {
    return Array.from({ length: this.steps }, () => '_');
  }
}

function keyOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.toSorted().join(', ')}}`;
}
