/** A part of a role by itself, as Prometheus sees it: well at first, and then hurt. */
import { Registry } from 'prom-client';
import { parseExposition } from './exposition';
import { scrapeAll, type Scrape, type Target } from './timeline';
import { differences, newTimeline, type Expectation } from './firing';

export interface Fault extends Expectation {
  readonly what: string;
  /** Brings it up; what it does before the fault and during it are said by steps, each followed by a scrape. */
  readonly begin: (metrics: Registry) => Promise<Course> | Course;
}

export interface Course {
  /** By the clock of what is watched; the machine's by default. */
  readonly now?: () => number;
  readonly well: () => unknown;
  readonly hurt: () => unknown;
  readonly end?: () => unknown;
}

const wellForS = 30 * 60;
const hurtForS = 30 * 60;
/** So that there is something to go on from, and not one moment for ever. */
const stepsOfEach = 3;

/** @returns what fires otherwise than expected; while all is well nothing must */
export async function differencesOf(promtool: string, fault: Fault): Promise<string> {
  const metrics = new Registry();
  const course = await fault.begin(metrics);
  const target: Target = {
    ...{ job: 'payment-hub', instance: 'watched:5000' },
    scrape: async () => parseExposition(await metrics.metrics()),
  };
  const scrapesOf = async (step: () => unknown): Promise<Scrape[]> => {
    const scrapes: Scrape[] = [];
    for (let n = 0; n < stepsOfEach; n += 1) {
      await step();
      scrapes.push(await scrapeAll([target], course.now));
    }
    return scrapes;
  };
  try {
    const well = await scrapesOf(course.well);
    const hurt = await scrapesOf(course.hurt);
    const calm = newTimeline().phase(well, wellForS);
    const whileWell = await differences(promtool, calm, { fire: [] });
    if (whileWell !== '') return `while all is well: ${whileWell}`;
    const whole = newTimeline().phase(well, wellForS).phase(hurt, hurtForS);
    return await differences(promtool, whole, fault);
  } finally {
    await course.end?.();
  }
}
