/** Whether a page that stands open holds ever more, while things change all the time. */
import type { Page } from 'playwright-core';
import { tenant } from '../operations/replayed-payments';
import { slopeOf, type Figure } from './figures';
import { heldBy, type Held } from './in-browser';
import type { WaitingPayments } from './waiting-payments';

export interface LiveRun {
  /** One at Work, one at the newest payments. */
  readonly pages: { readonly work: Page; readonly payments: Page };
  readonly url: string;
  readonly waiting: WaitingPayments;
  readonly durationMs: number;
  readonly everyMs: number;
  readonly movesPerSecond: number;
}

interface Sample extends Held {
  readonly atMs: number;
}

type Name = keyof LiveRun['pages'];

export interface LiveHeld {
  readonly records: number;
  /** `changed` events that the page at Work has heard. */
  readonly heard: number;
  readonly samples: Readonly<Record<Name, readonly Sample[]>>;
}

export async function watchLive(run: LiveRun): Promise<LiveHeld> {
  const { pages, url, waiting, durationMs, everyMs, movesPerSecond } = run;
  await pages.work.goto(`${url}/app/${tenant}/work`);
  await pages.work.locator('[data-row]').first().waitFor();
  await pages.payments.goto(`${url}/app/${tenant}/payments`);
  await pages.payments.locator('[data-index]').first().waitFor();
  await countEvents(pages.work);
  const startedMs = performance.now();
  const since = () => performance.now() - startedMs;
  const moving = waiting.move(movesPerSecond, () => since() >= durationMs);
  const samples = { work: [] as Sample[], payments: [] as Sample[] };
  while (since() < durationMs) {
    await pages.work.waitForTimeout(Math.min(everyMs, Math.max(0, durationMs - since())));
    await showNew(pages.work);
    for (const name of ['work', 'payments'] as const) {
      samples[name].push({ atMs: since(), ...(await heldOf(pages[name])) });
    }
  }
  const records = await moving;
  return { records, heard: await pages.work.evaluate<number>('window.benchHeard'), samples };
}

/** Beside the page's own stream there is one more, which only counts. */
async function countEvents(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.benchHeard = 0;
    const events = new EventSource('/bff/live?tenant=${tenant}');
    events.addEventListener('changed', () => { window.benchHeard += 1; });
  })()`);
}

/** As somebody does who works on. */
async function showNew(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Show .* new$/ }).first();
  if (await button.isVisible()) await button.click();
}

async function heldOf(page: Page): Promise<Held> {
  const session = await page.context().newCDPSession(page);
  const held = await heldBy(session);
  await session.detach();
  return held;
}

const hourMs = 3_600_000;
/** Lists that fill come to rest first. */
const settledPart = 0.2;
/** Of what it keeps, within the whole time that was looked at. */
const growthMax = 0.05;

export function liveFigures({ samples, records, heard }: LiveHeld): Figure[] {
  const figures = (['work', 'payments'] as const).map((name): Figure => {
    const all = samples[name];
    const settled = all.slice(Math.floor(all.length * settledPart));
    const [first, last] = [settled[0], settled.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing was looked at');
    const slope = (of: (sample: Sample) => number) =>
      slopeOf(settled.map((one) => [one.atMs, of(one)] as const));
    const dataMbPerMs = slope(({ dataMb }) => dataMb);
    const grownMb = dataMbPerMs * (last.atMs - first.atMs);
    return {
      what: `memory of the page at ${name}, ${(last.atMs / 60_000).toFixed(0)} min of live changes`,
      wanted: `grows < ${growthMax * 100} %`,
      seen: [
        `${first.dataMb.toFixed(2)} to ${last.dataMb.toFixed(2)} MB of data`,
        `slope ${(dataMbPerMs * hourMs).toFixed(3)} MB an hour`,
        `code ${first.codeMb.toFixed(1)} to ${last.codeMb.toFixed(1)} MB`,
        `nodes ${first.nodes} to ${last.nodes}`,
        `slope ${(slope(({ nodes }) => nodes) * hourMs).toFixed(0)} an hour`,
        `listeners ${first.listeners} to ${last.listeners}`,
      ].join('; '),
      isReached: grownMb < growthMax * first.dataMb,
    };
  });
  const what = 'changes meanwhile';
  return [...figures, { what, wanted: '', seen: `${records} records, ${heard} events heard` }];
}
