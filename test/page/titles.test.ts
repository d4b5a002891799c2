/** What a tab is called by: whoever has several open finds the one they want. */
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { startRulesWorld, type RulesWorld } from '../kit/page/rules-world';
import { visit } from '../kit/page/visit';

describeInChromium('the title of the tab', () => {
  let world: RulesWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await startRulesWorld();
  }, 240_000);
  beforeEach(async () => {
    page = await visit(browser, world.page, { who: 'Zuri', path: '/app/lion/overview' });
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const go = async (place: string) => {
    await page
      .getByRole('navigation', { name: 'Places' })
      .getByRole('link', { name: place })
      .click();
    await page.getByRole('heading', { level: 1, name: place }).waitFor();
  };

  test('each place names the tab when somebody goes there, and the keyboard goes to its heading', async () => {
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    for (const place of ['Work', 'Payments', 'Rules', 'System', 'Overview']) {
      await go(place);
      expect(await page.title()).toBe(`${place} · Payment Hub`);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    }
  });

  test.each([
    ['/work', 'Work'],
    ['/payments', 'Payments'],
    ['/rules/new', 'Rules'],
  ])('opened at %s, the tab is called by it and nothing takes the keyboard', async (path, name) => {
    await page.goto(`${world.page.url}/app/lion${path}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.title()).toBe(`${name} · Payment Hub`);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY');
  });
});
