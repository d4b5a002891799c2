/** Figures, reports and what differs, in a real browser on the page as it is served. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import { diagramDocumentSchema } from '../../connectors/common/contracts/diagram-documents';
import { paymentDocumentSchema } from '../../connectors/common/contracts/payment-documents';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { expectFits, expectSeen, visit, type Visitor } from '../kit/page/visit';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { keepDifferences } from '../kit/parts/kept-differences';
import { indexRecorded, paymentsAlias } from '../kit/parts/recorded-payments';
import { indexRecords } from '../kit/parts/recorded-records';
import { stackPersons } from '../kit/stack/issuer/persons';

/** In which all payments were recorded. */
const days = 'from=2026-11-28&until=2026-11-29';
const overview = '/app/lion/overview';
const neema = { id: 'neema', name: 'Neema Joseph', isWhat: 'operator', scope: '' };

describeInChromium('overview', () => {
  let world: PageWorld;
  let browser: Browser;
  const opened: Page[] = [];

  beforeAll(async () => {
    browser = await openPageBrowser();
  }, 240_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await startPageWorld({
      persons: [...stackPersons, { ...neema, roles: ['lion:operator'] }],
    });
    await indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }));
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.context().close();
    await world.close();
  });

  const open = async (path: string, more: Partial<Visitor> = {}) => {
    const page = await visit(browser, world, { who: 'Amina', path: `${overview}${path}`, ...more });
    opened.push(page);
    return page;
  };
  const sent = () =>
    [...world.elasticsearch.documents(paymentsAlias).values()]
      .map((one) => paymentDocumentSchema.parse(JSON.parse(one)))
      .filter(({ tenant, side }) => tenant === 'lion' && side === 'payer');
  /** The process by which payments of the demo were sent, as the address names it, once its diagram is known. */
  const deployed = async () => {
    await indexRecords(world.elasticsearch.door({ clock: systemClock, log: silentLog }), 'demo');
    const found = [...world.elasticsearch.documents('payment-hub-diagrams').values()]
      .map((one) => diagramDocumentSchema.parse(JSON.parse(one)))
      .find(({ bpmnProcessId }) => bpmnProcessId === 'payer-transfer');
    return `${String(found?.engine)}/${String(found?.processDefinitionKey)}`;
  };
  const sentThrough = (key: string, elementId: string) =>
    sent().filter(({ steps }) =>
      steps.some(
        (one) => `main/${one.processDefinitionKey}` === key && one.elementId === elementId,
      ),
    );
  const queryOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const tile = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });

  test('a figure is the number of its payments, and leads to them', async () => {
    const page = await open(`?${days}`);
    const failed = tile(page, 'Failed').getByRole('link');
    const expected = sent().filter(({ state }) => state === 'failed').length;
    expect(expected).toBeGreaterThan(0);
    expect(await failed.innerText()).toBe(String(expected));
    await failed.click();
    expect(new URL(page.url()).pathname).toBe('/app/lion/payments');
    expect(queryOf(page)).toEqual({
      ...{ side: 'payer', states: 'failed' },
      ...{ startedFrom: '2026-11-28T00:00:00.000Z', startedBefore: '2026-11-30T00:00:00.000Z' },
    });
  });

  test('a cause leads to the payments that failed for it', async () => {
    const page = await open(`?${days}`);
    const cause = page.getByRole('table', { name: 'Why payments were not made' });
    await cause.getByRole('link', { name: '3204' }).click();
    expect(queryOf(page)).toMatchObject({ errorCodes: '3204', states: 'failed,cancelled' });
  });

  test('a step leads to the payments that went through it and were not made after all', async () => {
    const page = await open(`/steps?${days}`);
    const held = page.getByRole('row').filter({ hasText: 'Money held' });
    const lost = held.getByRole('link').nth(1);
    const expected = sent().filter(
      ({ state, steps }) =>
        ['failed', 'cancelled'].includes(state) && steps.some(({ kind }) => kind === 'held'),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(await lost.innerText()).toBe(String(expected.length));
    await lost.press('Enter');
    expect(queryOf(page)).toMatchObject({ wentThrough: 'held', states: 'failed,cancelled' });
  });

  test('an element of the diagram leads to the payments that it counts, by mouse and by keyboard alone', async () => {
    const key = await deployed();
    const through = sentThrough(key, 'blockFunds');
    const lost = through.filter(({ state }) => ['failed', 'cancelled'].includes(state));
    expect([through.length, lost.length]).toEqual([3, 1]);
    const page = await open(`/steps?${days}`);
    await page.getByRole('button', { name: 'On the diagram' }).press('Enter');
    await page.getByLabel('Process').selectOption({ value: key });
    await page
      .getByRole('img', { name: /Diagram of payer-transfer, version 1: Went through/ })
      .waitFor();
    await page.locator('.djs-element[data-element-id="blockFunds"]').click();
    expect(queryOf(page)).toMatchObject({ ranBy: key, wentThroughElement: 'blockFunds' });
    await expectSeen(page.getByText('Went through the element: blockFunds'));
    const found = page
      .getByRole('table')
      .getByRole('row')
      .filter({ has: page.getByRole('link') });
    await eventually(async () => (await found.count()) === through.length);
    await page.goBack();
    const row = page.getByRole('row').filter({ hasText: 'blockFunds' });
    const link = row.getByRole('link').nth(1);
    expect(await link.innerText()).toBe(String(lost.length));
    await link.press('Enter');
    expect(queryOf(page)).toMatchObject({ ranBy: key, states: 'failed,cancelled' });
    await eventually(async () => (await found.count()) === lost.length);
  });

  test('the colours and counts of the diagram are those of the figure that is chosen', async () => {
    const key = await deployed();
    const page = await open(`/steps?${days}&show=diagram&process=${encodeURIComponent(key)}`);
    const marked = page.locator('.djs-element[data-element-id="requestTransfer"]');
    await page.getByRole('img', { name: /Went through/ }).waitFor();
    expect(await marked.getAttribute('class')).toContain('hub-heat-went');
    const badges = page.locator('.hub-badge');
    expect(await badges.allInnerTexts()).toContain(
      String(sentThrough(key, 'requestTransfer').length),
    );
    await page.getByRole('button', { name: 'Of these stand still' }).press('Enter');
    await page.getByRole('img', { name: /Of these stand still/ }).waitFor();
    expect(await badges.count()).toBe(0);
    expect(await marked.getAttribute('class')).not.toContain('hub-heat');
    await marked.click();
    expect(new URL(page.url()).pathname).toContain('/overview/steps');
  });

  test('where no indexer has seen the diagram the table tells the same', async () => {
    const page = await open(`/steps?${days}&show=diagram`);
    await expectSeen(
      page.getByText('no indexer has seen how it was deployed'),
      page.getByRole('row').filter({ hasText: 'blockFunds' }).getByRole('link').first(),
    );
  });

  test('a chart is clicked down to the payments of one hour, or gone down by its table, by keyboard alone', async () => {
    const page = await open(`?${days}`);
    const table = page.getByText('Payments by outcome: as a table');
    await table.focus();
    await page.keyboard.press('Enter');
    const rows = page.getByRole('table', { name: 'Payments by outcome' });
    await rows.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    const { startedFrom = '', startedBefore = '' } = queryOf(page) as Record<string, string>;
    expect(Date.parse(startedBefore) - Date.parse(startedFrom)).toBe(3_600_000);
    await page.goBack();
    const chart = page.getByRole('img', { name: 'Payments by outcome' });
    await chart.locator('.u-over').click({ position: { x: 30, y: 40 } });
    expect(queryOf(page)).toMatchObject({
      side: 'payer',
      startedFrom: expect.any(String) as string,
    });
  });

  // A day is filled in, not typed: in which order its parts are typed the browser's own language says.
  test('a time and a side are chosen, by Enter, and stand in the address', async () => {
    const page = await open('?from=2020-01-01&until=2020-01-01');
    await page.getByText('No payment began in this time').waitFor();
    await page.getByLabel('From day (UTC)', { exact: true }).fill('2026-11-28');
    await page.getByLabel('Until day (UTC), itself in it').fill('2026-11-29');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/overview*${days}`);
    await tile(page, 'Success').waitFor();
    await page.getByRole('button', { name: 'Received by our customers' }).press('Enter');
    await page.waitForURL('**&side=payee');
    await page.getByText('No payment began in this time').waitFor();
    await page.goBack();
    await expectSeen(tile(page, 'Success'));
  });

  test('while Elasticsearch is away the page says so, and reads anew when asked', async () => {
    world.elasticsearch.isDown = true;
    const page = await open(`/reports?${days}`);
    await page.getByRole('alert').first().waitFor({ timeout: 20_000 });
    world.elasticsearch.isDown = false;
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expectSeen(page.getByRole('cell', { name: 'Sent by our customers' }));
  });

  test('a report is split, and saved with just the rows that are shown', async () => {
    const page = await open(`/reports?${days}`);
    await page.getByLabel('Report').selectOption('failures');
    await page.getByLabel('Other DFSP').check();
    await page.waitForURL('**report=failures&by=counterpart');
    const rows = page.getByRole('table').getByRole('row');
    await page.getByRole('columnheader', { name: 'Other DFSP' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).press('Enter'),
    ]);
    expect(file.suggestedFilename()).toBe('failures-lion-2026-11-28-2026-11-29.csv');
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(await rows.count());
    expect(lines[0]).toContain('counterpart,side,currency,errorCode');
  });

  test('a difference is taken and settled with a reason, by keyboard alone, and others see it as it happens', async () => {
    await keepDifferences(world.kafka, ['missing-credit', 'paid-but-open']);
    const page = await open('/reconciliation');
    const other = await open('/reconciliation', { who: 'Neema' });
    const card = (at: Page) => at.getByRole('article', { name: /the payee has not been credited/ });
    await card(page).getByRole('button', { name: 'Take' }).press('Enter');
    await card(page).getByText('Taken by You').waitFor();
    await card(other).getByText('Taken by amina').waitFor();
    expect(
      await card(other)
        .getByRole('button', { name: /Settle|Take/ })
        .count(),
    ).toBe(0);
    await card(page).getByRole('button', { name: 'Settle…' }).press('Enter');
    const say = page.getByRole('button', { name: 'Say that it is settled' });
    expect(await say.isDisabled()).toBe(true);
    await page.getByLabel('How it was set right').focus();
    await page.keyboard.type('paid out at the counter');
    await say.press('Enter');
    await card(page).getByText('No longer here').waitFor();
    await page.getByRole('button', { name: 'Settled' }).press('Enter');
    await card(page).getByText('Settled by amina').waitFor();
    await card(page).getByText('paid out at the counter').waitFor();
    await card(other).getByText('No longer here').waitFor();
  });

  test('what somebody else has taken meanwhile is refused, and it is said who has it', async () => {
    await keepDifferences(world.kafka, ['missing-credit']);
    const page = await open('/reconciliation');
    await page.getByRole('button', { name: 'Settle…' }).click();
    await page.getByLabel('How it was set right').fill('written off');
    const other = await open('/reconciliation', { who: 'Neema' });
    await other.getByRole('button', { name: 'Take' }).click();
    await other.getByText('Taken by You').waitFor();
    await page.getByRole('button', { name: 'Say that it is settled' }).click();
    await expectSeen(
      page.getByRole('dialog').getByRole('alert').getByText('neema has taken it'),
      page.getByText('Taken by neema'),
    );
    expect(await page.getByLabel('How it was set right').inputValue()).toBe('written off');
  });

  test('whoever only looks sees what differs, and what it takes to do more', async () => {
    await keepDifferences(world.kafka, ['missing-credit']);
    const page = await open('/reconciliation', { who: 'Salim' });
    await page.getByText('it takes the role operator').waitFor();
    expect(
      await page
        .getByRole('article')
        .getByRole('button', { name: /Take|Settle/ })
        .count(),
    ).toBe(0);
  });

  test('before any day was compared it is told how to', async () => {
    const page = await open('/reconciliation');
    await expectSeen(page.getByText('hub reconcile lion 2026-11-28'));
  });

  test.each([
    ['light', 'en-GB', 'Reconciliation'],
    ['dark', 'sw-TZ', 'Usuluhishi wa hesabu'],
  ] as const)('nothing hinders anybody in any view: %s, %s', async (theme, language, name) => {
    await keepDifferences(world.kafka, ['missing-credit', 'paid-but-open']);
    const page = await open(`?${days}`, { theme, language });
    await page.locator('.u-over').first().waitFor();
    for (const details of await page.locator('details summary').all()) await details.click();
    expect(await axeViolations(page)).toEqual([]);
    const onDiagram = `steps?show=diagram&process=${await deployed()}`;
    for (const [view, what] of [
      ['steps?', 'table'],
      [onDiagram, '.hub-badge'],
      ['reports?', 'table'],
    ] as const) {
      await page.goto(`${world.url}${overview}/${view}&${days}&by=day`);
      await page.locator(what).first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.goto(`${world.url}${overview}/reconciliation`);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.getByRole('article').first().waitFor();
    await page.setViewportSize({ width: 768, height: 900 });
    expect(await axeViolations(page)).toEqual([]);
    await expectFits(page);
  });
});
