/** The page over thousands of payments in a real Elasticsearch, by what `make bench-page` measures a million with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, openPageBrowser } from '../../../kit/page/chromium';
import { expectSeen, visit } from '../../../kit/page/visit';
import { fill } from '../../operations/filling';
import { tenant, type Replayed } from '../../operations/replayed-payments';
import { firstViewFigure, firstViewOf } from '../first-view';
import { liveFigures, watchLive } from '../live-memory';
import { timeSearchList, timeWorkList } from '../long-lists';
import { startPageStack, type PageStack } from '../page-stack';
import { timeViews, viewFigures, workThere } from '../views';
import { WaitingPayments } from '../waiting-payments';

jest.setTimeout(480_000);

const count = 3_000;
const rows = 200;
const say = () => undefined;

describeInChromium('among thousands of payments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'many-payments-'));
  let browser: Browser;
  let stack: PageStack;
  let samples: readonly Replayed[];
  let waiting: WaitingPayments;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
    stack = await startPageStack({ folder, code: 'source', say });
    samples = await fill({ door: stack.elasticsearch, count, keptFile: undefined, say });
    waiting = new WaitingPayments(stack.kafka, samples);
    await waiting.tell(rows);
    page = await visit(browser, stack, { who: 'Amina', path: `/app/${tenant}/payments` });
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  const look = async (text: string) => {
    await page.goto(`${stack.url}/app/${tenant}/payments`);
    await page.getByRole('searchbox').fill(text);
    await page.keyboard.press('Enter');
  };
  const linkTo = ({ document: { transactionId } }: Replayed) =>
    page.locator(`[data-index] a[href$="${transactionId}"]`);

  test('one is found by each of its ids, by the number of its payer, and by the beginning of its id', async () => {
    const sample = samples.find(({ document: { transferId } }) => transferId !== undefined);
    if (sample === undefined) throw new Error('none has a transfer');
    const { transactionId, transferId = '' } = sample.document;
    for (const id of [transactionId, transferId]) {
      await look(id);
      await page.waitForURL(`**/payments/${transactionId}`);
      await expectSeen(page.getByRole('heading', { level: 1, name: /^Payment / }));
    }
    await look(`+${sample.payersNumber}`);
    await expectSeen(page.getByText('A number of a person stands in no address'), linkTo(sample));
    await look(`${transactionId.slice(0, 8)} ${sample.document.state}`);
    await expectSeen(linkTo(sample));
    expect(await page.locator('[data-index]').count()).toBe(1);
  });

  test('the first view is no heavier than it may be', async () => {
    const url = `${stack.url}/app/${tenant}/work`;
    const figure = firstViewFigure(await firstViewOf(page, url, workThere));
    // Whole, so that what was seen is told when it is too much.
    expect(figure).toEqual({ ...figure, isReached: true });
  });

  test('what the bench measures can be measured: each view, both long lists, and live changes', async () => {
    const at = { page, url: stack.url };
    const figures = viewFigures(await timeViews({ ...at, samples, rounds: 1 }));
    expect(figures).toHaveLength(9);
    for (const figure of [
      ...(await timeSearchList({ ...at, rows, times: 1 })),
      ...(await timeWorkList({ ...at, rows, times: 1 })),
    ]) {
      expect(figure.seen).toMatch(/INP \d+ ms of [1-9]|longest frame/);
    }
    const payments = await page.context().newPage();
    const held = await watchLive({
      ...{ pages: { work: page, payments }, url: stack.url, waiting },
      ...{ durationMs: 4_000, everyMs: 1_000, movesPerSecond: 10 },
    });
    expect(held.heard).toBeGreaterThan(0);
    expect(liveFigures(held)).toHaveLength(3);
  });
});
