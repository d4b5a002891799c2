/** Obligations in a real browser: a cycle is closed, counted anew, and answered by a DFSP's own people. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { openCycle, startRulesWorld, type RulesWorld } from '../kit/page/rules-world';
import { expectFits, expectSeen, visit, type Look } from '../kit/page/visit';

describeInChromium('obligations', () => {
  let world: RulesWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
  }, 240_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await startRulesWorld();
  });
  afterEach(async () => {
    await page.context().close();
    await world.close();
  });

  const open = async (who: string, look: Look = {}) => {
    const path = `/app/lion/rules/obligations/${openCycle}`;
    page = await visit(browser, world.page, { who, path, ...look });
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const dialog = () => page.getByRole('dialog');
  const alert = () => page.getByRole('alert');
  const close = () => world.obligations.close(openCycle);
  const openStatement = async (dfspId: string) => {
    await row(dfspId).getByRole('button', { name: 'Statement' }).click();
  };

  test('a cycle is found, closed once by a person who was told what that does, and counted anew', async () => {
    await open('Amina');
    await page.getByRole('link', { name: 'All cycles' }).click();
    await expectSeen(row(openCycle).getByText('takes entries'));
    await page.getByRole('link', { name: openCycle }).click();
    await expectSeen(
      page.getByText('these figures can change'),
      page.getByRole('row', { name: /^lion buffalo INTERCHANGE_FEE TZS\s500\.00/ }),
    );
    expect(await page.getByRole('button', { name: /Count it anew/ }).count()).toBe(0);

    await press('Close it now…');
    await expectSeen(dialog().getByText('It takes no entries after that'));
    await press('Cancel');
    expect(world.obligations.cycle(openCycle)?.state).toBe('open');
    await press('Close it now…');
    await press('Close the cycle');
    await expectSeen(page.getByText('Hash of the figures'));
    expect(await page.getByRole('button', { name: 'Close it now…' }).count()).toBe(0);
    expect(world.obligations.cycle(openCycle)?.state).toBe('closed');

    await press('Count it anew from its entries');
    await expectSeen(page.getByText('Counted anew from 2 entries: all is as it was published.'));
    const saving = page.waitForEvent('download');
    await press('Save as CSV');
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe(`obligations-${openCycle}.csv`);
    expect(readFileSync(await saved.path(), 'utf8')).toContain('lion,buffalo,500,TZS');
  }, 60_000);

  test('a statement is disputed with a reason, and acknowledged later: the last word stands', async () => {
    await close();
    await open('Amina');
    await expectSeen(row('lion').getByText('has not answered').first());
    await openStatement('lion');
    await press('Dispute…');
    await expectSeen(dialog().getByText('You dispute these figures for lion.'));
    const dispute = page.getByRole('button', { name: 'Dispute these figures' });
    expect(await dispute.isDisabled()).toBe(true);
    await page.getByLabel('What is wrong').fill('One transfer too many');
    await dispute.click();
    await dialog().waitFor({ state: 'detached' });
    await expectSeen(page.getByText('“One transfer too many”'), page.getByText('disputed'));

    await openStatement('lion');
    await press('Acknowledge');
    await expectSeen(dialog().getByText('You acknowledge these figures for lion.'));
    await press('Acknowledge these figures');
    await dialog().waitFor({ state: 'detached' });
    await expectSeen(page.getByText('acknowledged', { exact: true }));
    const [lion] = (world.obligations.answers(openCycle) ?? []).filter(
      ({ dfspId }) => dfspId === 'lion',
    );
    expect(lion?.history).toMatchObject([
      { by: 'amina', answer: { kind: 'disputed', reason: 'One transfer too many' } },
      { by: 'amina', answer: { kind: 'acknowledged' } },
    ]);
  }, 60_000);

  test('the statement of another DFSP is not shown, nor has anybody an answer to give for it', async () => {
    await close();
    await open('Amina');
    await openStatement('buffalo');
    await expectSeen(alert().getByText('does not name buffalo'));
    expect(await dialog().getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
  }, 60_000);

  test('who may only look is told so, and the cycle stays open', async () => {
    await open('Salim');
    await press('Close it now…');
    await press('Close the cycle');
    await expectSeen(alert().getByText('You may not do this here'));
    expect(world.obligations.cycle(openCycle)?.state).toBe('open');
  }, 60_000);

  test('while the API is away it is told that nobody knows whether the cycle was closed', async () => {
    await open('Amina');
    await press('Close it now…');
    world.setAway(true);
    await press('Close the cycle');
    await expectSeen(dialog().getByText('Whether it was done is not known'));
    expect(world.obligations.cycle(openCycle)?.state).toBe('open');
  }, 60_000);

  test.each([
    ['en-GB', 'light', 1280, 'Statement', 'Dispute…'],
    ['sw-TZ', 'dark', 768, 'Taarifa', 'Pinga…'],
  ] as const)(
    'a closed cycle and its statement are accessible and fit: %s, %s, %i pixels',
    async (language, theme, width, statement, dispute) => {
      await close();
      await open('Amina', { language, theme, width });
      await row('lion').getByRole('button', { name: statement }).click();
      await press(dispute);
      await page.locator('textarea').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await axeViolations(page)).toEqual([]);
      await expectFits(page);
    },
    60_000,
  );
});
