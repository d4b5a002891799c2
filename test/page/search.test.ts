/** Payments are found in a real browser, on the page as it is served. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings, personSecret } from '../kit/engine-records/events';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { expectFits, openTab } from '../kit/page/visit';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { indexRecorded } from '../kit/parts/recorded-payments';

const first = '1cff7271-73a0-5470-936e-f6d801249120';
const number = '255700000002';

/** One that was recorded, begun just now under an id of its own. */
function begunNow(transactionId: string): PaymentEvent[] {
  const [event] = eventsOfRecordings().filter(
    ({ kind, tenant, side }) => kind === 'requested' && tenant === 'lion' && side === 'payer',
  );
  if (event === undefined) throw new Error('no payment of lion was recorded');
  const occurredAt = new Date(systemClock.now()).toISOString();
  return [{ ...event, transactionId, occurredAt, eventId: crypto.randomUUID() }];
}

describeInChromium('payments', () => {
  let world: PageWorld;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const index = (events?: readonly PaymentEvent[]) =>
    indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }), events);

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await startPageWorld({ settings: { PAYMENT_EVENTS_PERSON_SECRET: personSecret } });
    await index();
    page = await openTab(browser);
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${world.url}/app/lion/payments`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /Amina/ }).click();
    await page.getByRole('heading', { name: 'Payments' }).waitFor();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  beforeEach(() => open(''));

  const open = async (search: string) => {
    await page.goto(`${world.url}/app/lion/payments${search}`);
    await page.getByRole('searchbox').waitFor();
  };
  const rows = () => page.locator('[data-index]');
  const searchOf = () => decodeURIComponent(new URL(page.url()).search);
  const type = async (text: string) => {
    await page.keyboard.press('/');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  test('an id of any kind goes straight to its payment, whatever the filters say, by keyboard alone', async () => {
    for (const id of [first, first.toUpperCase(), 'demo-1']) {
      await open('?states=cancelled&time=today');
      await page.getByText('No payment fits').waitFor();
      await type(id);
      await page.waitForURL(`**/app/lion/payments/${first}`);
      expect(searchOf()).toBe('');
    }
  });

  test('an id that nothing has is told as such, with what would find more', async () => {
    await type('order-nobody-1');
    await page.getByText('No payment fits').waitFor();
    expect(searchOf()).toBe('?text=order-nobody-1');
    await page.getByRole('button', { name: 'Without the words' }).click();
    await rows().first().waitFor();
  });

  test('a number of a person finds their payments, and stands in no address and no storage', async () => {
    asked.length = 0;
    await type(`+${number.slice(0, 3)} ${number.slice(3)}`);
    await page.getByText('A number of a person stands in no address').waitFor();
    await rows().first().waitFor();
    expect(searchOf()).toMatch(/^\?hidden=[a-z0-9]+$/);
    const stored = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])',
    );
    expect(stored).not.toContain(number.slice(3));
    expect(asked.join()).not.toContain(number.slice(3));
    await page.reload();
    await page.getByText('Type it again').waitFor();
    expect(await rows().count()).toBe(0);
  });

  test('a filter is applied at once, stands in the address, and the back button takes it away', async () => {
    await rows().first().waitFor();
    const all = await rows().count();
    await page.getByRole('group', { name: 'State' }).getByText('Failed').click();
    await page.waitForURL('**/payments?states=failed');
    await eventually(async () => (await rows().count()) < all);
    const texts = await rows().allInnerTexts();
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toContain('Failed');
    await page.getByRole('button', { name: 'Take away: State: Failed' }).waitFor();
    await page.goBack();
    await eventually(async () => (await rows().count()) === all);
    expect(searchOf()).toBe('');
  });

  test('an amount, a currency and another DFSP are typed; what is none is told and not applied', async () => {
    await page.getByRole('button', { name: 'With one DFSP' }).click();
    await page.keyboard.type('buffalo');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/payments?counterpart=buffalo');
    await page.getByLabel('Amount from').fill('a lot');
    await page.keyboard.press('Tab');
    await page.getByText('An amount such as').waitFor();
    expect(searchOf()).toBe('?counterpart=buffalo');
    await page.getByLabel('Amount from').fill('1,000,000');
    await page.keyboard.press('Tab');
    await page.waitForURL('**/payments?counterpart=buffalo&amountFrom=1000000');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.waitForURL('**/payments');
  });

  test('what an address says that the page does not understand is told', async () => {
    await open('?states=lost&side=payer');
    expect(await page.getByRole('alert').innerText()).toContain('does not understand (states)');
  });

  test('what is new waits until it is asked for, and no row moves', async () => {
    await rows().first().waitFor();
    const before = await rows().first().getAttribute('data-index');
    const text = await rows().first().getByRole('link').innerText();
    const box = await rows().first().boundingBox();
    await index(begunNow(crypto.randomUUID()));
    await page.getByRole('button', { name: 'Show 1 new' }).waitFor({ timeout: 25_000 });
    expect(await rows().first().getByRole('link').innerText()).toBe(text);
    expect(await rows().first().boundingBox()).toEqual(box);
    expect(before).toBe('0');
    await page.getByRole('button', { name: 'Show 1 new' }).click();
    await eventually(async () => (await rows().first().getByRole('link').innerText()) !== text);
  }, 60_000);

  test('j and k go from row to row, Enter opens one, and it is marked as seen when one comes back', async () => {
    await rows().first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const opened = page.locator('[data-index="0"] a');
    expect(
      await page.evaluate(
        `document.activeElement === document.querySelector('[data-index="0"] a')`,
      ),
    ).toBe(true);
    const to = (await opened.getAttribute('href')) ?? '';
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${to}`);
    // Only what was shown was seen.
    await page.getByRole('heading', { level: 1, name: /^Payment / }).waitFor();
    await page.goBack();
    await page.locator('[data-index="0"]').getByText('Seen').waitFor();
  });

  test('a view is saved under a name, renamed, opened and deleted', async () => {
    await open('?states=failed&time=30d');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.keyboard.type('My failed');
    await page.keyboard.press('Enter');
    await open('');
    await page.getByRole('link', { name: 'My failed' }).click();
    await page.waitForURL('**/payments?states=failed&time=30d');
    await page.getByRole('button', { name: 'Rename or delete' }).click();
    await page.getByLabel('New name of My failed').fill('Broken');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete Broken' }).click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('link', { name: 'Broken' }).count()).toBe(0);
  });

  test('what is found is saved as CSV and as NDJSON', async () => {
    // A person chooses the file's place otherwise, which no test can.
    await page.evaluate('delete window.showSaveFilePicker; window.showSaveFilePicker = undefined');
    await rows().first().waitFor();
    for (const [name, pattern] of [
      ['CSV', /^\uFEFFStarted,State,/],
      ['NDJSON', /^\{"side":/],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name, exact: true }).click();
      const file = await (await download).path();
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(pattern);
      expect(text).toContain(first);
      expect(text).not.toContain(number.slice(3));
    }
  });

  test('while the server gives no answer the page says so, and keeps what it has', async () => {
    await rows().first().waitFor();
    await page.route('**/bff/api/**', (route) => route.abort());
    await type(first);
    await page.getByText('The server gives no answer').first().waitFor();
    expect(await rows().count()).toBeGreaterThan(0);
    await page.unroute('**/bff/api/**');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.waitForURL(`**/app/lion/payments/${first}`);
  });

  test('no number or name of a person is in what the list shows', async () => {
    await rows().first().waitFor();
    const html = await page.content();
    expect(html).not.toMatch(/\+?255\d{9}/);
  });

  test.each([
    ['light', 'en'],
    ['dark', 'en'],
    ['dark', 'sw'],
  ] as const)('it hinders nobody, in %s colours and in %s', async (theme, language) => {
    await page.evaluate(
      `localStorage.setItem('payment-hub-preferences', '${JSON.stringify({ theme, language })}')`,
    );
    await open('?states=failed&side=payer');
    await rows().first().waitFor();
    await page
      .getByRole('button', { name: language === 'en' ? 'More filters' : 'Vichujio zaidi' })
      .click();
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 768, height: 900 });
    await expectFits(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(`localStorage.removeItem('payment-hub-preferences')`);
  });
});
