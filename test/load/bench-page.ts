/**
 * `make bench-page`: the operators' page in Chromium, served by the role as it is delivered, over PAYMENTS (1,000,000) in a real
 * Elasticsearch and a real Kafka on this machine: what its first view weighs, how soon each view can be read, how soon long lists
 * answer, and whether it holds ever more over MINUTES (60) of live changes.
 */
import { join } from 'node:path';
import { cpus, loadavg } from 'node:os';
import { openPageBrowser } from '../kit/page/open-browser';
import { signInAt, openTab } from '../kit/page/visit';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { fill } from './operations/filling';
import { tenant } from './operations/replayed-payments';
import { tableOf, type Figure } from './page/figures';
import { firstViewFigure, firstViewOf } from './page/first-view';
import { liveFigures, watchLive } from './page/live-memory';
import { timeSearchList, timeWorkList } from './page/long-lists';
import { startPageStack, type PageStack } from './page/page-stack';
import { timeViews, viewFigures, workThere } from './page/views';
import { WaitingPayments } from './page/waiting-payments';
import { othersCpuMs, usageOf } from './process-usage';

const count = Number(process.env['PAYMENTS'] ?? 1_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 20);
const rows = Number(process.env['ROWS'] ?? 10_000);
const minutes = Number(process.env['MINUTES'] ?? 60);
const movesPerSecond = Number(process.env['MOVES'] ?? 20);
/** Of the parts: `first-view,views,search-list,work-list,memory`. */
const parts = (process.env['PARTS'] ?? '').split(',').filter((part) => part !== '');
/** The payments stay in `.run/bench-page`, and the next run looks for them again. */
const keeps = (process.env['KEEP'] ?? '') !== '';
/** In the lists while views are timed: a bad day. */
const waitingUsually = 100;
const times = 10;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const folder = join(runDirectory(), 'bench-page');

async function main(): Promise<void> {
  stopOnSignals(say);
  const code = process.env['CODE'] === 'source' ? 'source' : 'built';
  const stack = await startPageStack({ folder, code, keeps, say, heapMb: 1_024 });
  const figures: Figure[] = [];
  try {
    const keptFile = keeps ? join(folder, 'filled.json') : undefined;
    const samples = await fill({ door: stack.elasticsearch, count, keptFile, say });
    await measure(stack, samples, async (name, work) => {
      if (parts.length > 0 && !parts.includes(name)) return;
      figures.push(...(await besideOthers(name, work)));
    });
  } finally {
    await stack.stop();
  }
  say(`${count} payments\n${tableOf(figures)}`);
}

type Samples = Awaited<ReturnType<typeof fill>>;
type Part = (name: string, work: () => Promise<Figure[]>) => Promise<void>;

async function measure({ url, kafka, role }: PageStack, samples: Samples, part: Part) {
  const browser = await openPageBrowser();
  try {
    const page = await openTab(browser);
    page.setDefaultTimeout(120_000);
    await signInAt(page, { url }, { who: 'Amina', path: `/app/${tenant}/system` });
    const waiting = new WaitingPayments(kafka, samples);
    await waiting.tell(waitingUsually);
    const at = { page, url };
    await part('first-view', async () => [
      firstViewFigure(await firstViewOf(page, `${url}/app/${tenant}/work`, workThere)),
    ]);
    await part('views', async () => viewFigures(await timeViews({ ...at, samples, rounds })));
    await part('search-list', () => timeSearchList({ ...at, rows: Math.min(rows, count), times }));
    await part('memory', async () => {
      const payments = await page.context().newPage();
      const pages = { work: page, payments };
      const everyMs = minutes * 2_000;
      const held = await watchLive({
        ...{ pages, url, waiting, durationMs: minutes * 60_000, everyMs, movesPerSecond },
      });
      await payments.close();
      return liveFigures(held);
    });
    await part('work-list', async () => {
      await waiting.tell(rows);
      return timeWorkList({ ...at, rows, times });
    });
    say(`the role holds ${usageOf(role.pid).memoryMb.toFixed(0)} MB`);
  } finally {
    await browser.close();
  }
}

/** Figures of a machine that does other things meanwhile are worth little: it says how much it did. */
async function besideOthers(name: string, work: () => Promise<Figure[]>): Promise<Figure[]> {
  const [startedMs, beforeMs] = [performance.now(), othersCpuMs()];
  const figures = await work();
  const tookMs = performance.now() - startedMs;
  const cores = ((othersCpuMs() - beforeMs) / tookMs).toFixed(2);
  const load = loadavg().map((one) => one.toFixed(1));
  say(
    `${name}, ${(tookMs / 1_000).toFixed(0)} s; others took ${cores} of ${cpus().length} cores; load ${load.join(' ')}`,
  );
  say(tableOf(figures));
  return figures;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
