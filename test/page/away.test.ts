/** What a person at the page sees while its server is away, and that the page goes on by itself. */
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import { silentLog } from '../kit/mojaloop';
import { describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { expectSeen, visit } from '../kit/page/visit';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { indexRecorded } from '../kit/parts/recorded-payments';

// Seconds pass before anything is tried again.
jest.setTimeout(120_000);

describeInChromium('while the server is away', () => {
  let world: PageWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await startPageWorld();
    await indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }));
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  beforeEach(async () => {
    page = await visit(browser, world, { who: 'Amina', path: '/app/lion/system' });
    await expectSeen(page.getByText('Live', { exact: true }));
  });
  afterEach(() => page.context().close());

  const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
  const go = (name: string) => page.getByRole('link', { name, exact: true }).click();

  test('a place that was not loaded yet says so, and comes once it can be', async () => {
    await page.route('**/app/assets/**', (route) => route.abort());
    await go('Overview');
    await expectSeen(page.getByText('It is tried again by itself'));
    await page.unroute('**/app/assets/**');
    await expectSeen(heading('Overview'));
  });

  test('what could not be read says so, and is read once it can be', async () => {
    await page.route('**/payments/search', (route) => route.abort());
    await go('Payments');
    await expectSeen(page.getByText('The server gives no answer. Check the network'));
    await page.unroute('**/payments/search');
    await expectSeen(page.locator('[data-index]'));
    expect(await page.getByText('The server gives no answer').count()).toBe(0);
  });

  test('live changes that a proxy has refused are followed again, and what came meanwhile is read', async () => {
    await page.route('**/bff/live*', (route) => route.fulfill({ status: 502, body: '' }));
    await page.reload();
    await expectSeen(page.getByText('Not live: tries again'));
    await page.unroute('**/bff/live*');
    await expectSeen(page.getByText('Live', { exact: true }));
  });
});
