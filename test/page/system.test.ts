/** Who one is, for what people were called and who did what, in a real browser on the page as it is served. */
import type { Browser, Page } from 'playwright-core';
import type { Indexer } from '../../connectors/exporters/indexer/indexer';
import { eventually } from '../kit/kafka';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { expectFits, expectSeen, openTab, visit, type Visitor } from '../kit/page/visit';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { indexActs } from '../kit/parts/indexed-acts';
import { OnCallWorld, startPager } from '../kit/parts/on-call';

const system = '/app/lion/system';

describeInChromium('system', () => {
  let world: PageWorld;
  let browser: Browser;
  let indexer: Indexer;
  const opened: Page[] = [];

  beforeAll(async () => {
    browser = await openPageBrowser();
  }, 240_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await startPageWorld();
    indexer = indexActs({ ...world, door: world.first.door });
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.context().close();
    await indexer.stop();
    await world.close();
  });

  const open = async (who: string, path = '', more: Partial<Visitor> = {}) => {
    const page = await visit(browser, world, { who, path: `${system}${path}`, ...more });
    opened.push(page);
    return page;
  };
  const indexed = (operation: string) =>
    eventually(() =>
      [...world.elasticsearch.documents('payment-hub-operations-audit').values()].some((one) =>
        one.includes(`"${operation}"`),
      ),
    );

  test('an administrator sees who did what and who was refused, and filters by keyboard alone', async () => {
    await open('Salim', '/calls');
    await indexed('readCalls');
    const page = await open('Zuri', '/acts');
    const table = page.getByRole('table', { name: 'Who did what' });
    await table.getByRole('row').filter({ hasText: 'looked at calls' }).first().waitFor();
    await page.getByLabel('Person (as they sign in)').focus();
    await page.keyboard.type('salim');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/acts?person=salim');
    await table.waitFor();
    for (const row of (await table.getByRole('row').allInnerTexts()).slice(1)) {
      expect(row).toContain('salim');
    }
    await page.getByLabel('Outcome').selectOption('false');
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await page.getByText('Nobody did this in this time').waitFor();
    await page.getByRole('button', { name: 'Show all' }).press('Enter');
    await page.waitForURL(`**${system}/acts`);
  });

  test('whoever is no administrator is told what it takes', async () => {
    const page = await open('Amina', '/acts');
    await page.getByText('it takes the role admin').waitFor();
    expect(world.acts().some(({ operation }) => operation === 'listActs')).toBe(false);
  });

  test('whoever is woken and signed out comes by the link of the call to where it is taken', async () => {
    const pager = await startPager();
    const settings = { OPERATIONS_PAGE_URL: world.url };
    const onCall = new OnCallWorld({ pager, settings, kafka: world.kafka }, Date.now());
    try {
      await onCall.start();
      await onCall.wait('t-1');
      await onCall.pass(11 * 60_000);
      await eventually(() => pager.heard.length === 1);
      const page = await openTab(browser);
      opened.push(page);
      const link = String(pager.heard[0]?.body.data['link']);
      await page.goto(link);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Amina' }).click();
      await page.waitForURL(link);
      await page.getByRole('button', { name: 'Take all that nobody has' }).click();
      await expectSeen(page.getByRole('cell', { name: 'amina' }));
    } finally {
      await onCall.close();
      await pager.close();
    }
  });

  test('for what people were called is told, and all of it is taken at once', async () => {
    const pager = await startPager();
    const onCall = new OnCallWorld({ pager, kafka: world.kafka }, Date.now());
    try {
      await onCall.start();
      for (const id of ['t-1', 't-2']) await onCall.wait(id);
      const page = await open('Amina', '/calls');
      await page.getByText('Nobody was called in the last 90 days').waitFor();
      await onCall.pass(11 * 60_000);
      // Live: nobody has asked for it.
      await page.getByRole('cell', { name: 'lion:payer:t-1' }).waitFor();
      await page.getByRole('button', { name: 'Take all that nobody has' }).press('Enter');
      await eventually(async () => (await page.getByRole('cell', { name: 'amina' }).count()) === 2);
      expect(await page.getByText('nobody: calls go on').count()).toBe(0);
    } finally {
      await onCall.close();
      await pager.close();
    }
  });

  test('a language is chosen by keyboard, at once and for good', async () => {
    const page = await open('Salim');
    await page.getByLabel('Language').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Mfumo', level: 1 }).waitFor();
    await page.reload();
    await expectSeen(page.getByRole('heading', { name: 'Mfumo', level: 1 }));
  });

  test.each([
    ['light', 'en-GB'],
    ['dark', 'sw-TZ'],
  ] as const)('nothing hinders anybody in any view: %s, %s', async (theme, language) => {
    const page = await open('Zuri', '', { theme, language });
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto(`${world.url}${system}/calls`);
    await indexed('readCalls');
    for (const path of ['/calls', '/acts']) {
      await page.goto(`${world.url}${system}${path}`);
      await page.getByRole('table').first().waitFor();
      await page.setViewportSize({ width: 768, height: 900 });
      expect(await axeViolations(page)).toEqual([]);
      await expectFits(page);
    }
  });
});
