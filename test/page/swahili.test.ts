/** The page in Swahili, in a browser that is set to English: no sentence of the API stands there in English. */
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { fragmentsOf } from '../kit/languages';
import { silentLog } from '../kit/mojaloop';
import { describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { rowOf, statusOf, workPath } from '../kit/page/deciding';
import { PeopleAtThePage } from '../kit/page/people';
import { expectSeen } from '../kit/page/visit';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { toldStories } from '../kit/parts/told-stories';

const inSwahili = JSON.stringify({ language: 'sw' });

describeInChromium('the page in Swahili', () => {
  let browser: Browser;
  let people: PeopleAtThePage;
  beforeAll(async () => {
    browser = await openPageBrowser();
  }, 120_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    people = await PeopleAtThePage.start(browser);
  });
  afterEach(() => people.close());

  /** As they have chosen under System: the browser asks for English all the while. */
  async function signIn(name: string, path: string): Promise<Page> {
    const page = await people.signIn(name, path, { language: 'en-GB' });
    await page.evaluate(`localStorage.setItem('payment-hub-preferences', '${inSwahili}')`);
    await page.reload();
    return page;
  }

  /** Of the same data as a machine is answered that asks for no language. */
  async function expectNoEnglish(page: Page, path: string): Promise<void> {
    const english = fragmentsOf((await people.world.get(path)).body);
    expect(english.length).toBeGreaterThan(1);
    const shown = await page.evaluate<string>('document.body.innerText');
    expect(english.filter((fragment) => shown.includes(fragment))).toEqual([]);
  }

  test('Work, and what may be decided', async () => {
    const { world } = people;
    await world.waits('t-1');
    await world.waits('t-2', 'BOOKING_FAILED', { operatorChoices: ['book', 'close'] });
    await world.standStill(2);
    const page = await signIn('Neema', workPath);
    await expectSeen(
      rowOf(page, 't-1').getByText('Zimezuiwa kwenye akaunti ya mlipaji.', { exact: false }),
      page.getByText('Michakato 2 imekwama kwenye “Send transfer”', { exact: false }),
    );
    await expectNoEnglish(page, '/work');
    await rowOf(page, 't-2').getByRole('link', { name: 'Amua' }).click();
    const panel = page.getByRole('dialog', { name: 'Uamuzi' });
    await expectSeen(
      panel.getByText('Fedha zilizozuiwa zinatoka kwenye akaunti ya mlipaji', { exact: false }),
      panel.getByText('Swichi imeshasema neno lake la mwisho', { exact: false }),
      panel.getByText('Rekebisha kile Fineract inachokataa', { exact: false }),
    );
    await expectNoEnglish(page, '/work');
  });

  test('a decision that is refused, and what became of one', async () => {
    const { world } = people;
    await world.waits('t-1');
    const page = await signIn('Neema', workPath);
    await rowOf(page, 't-1').getByRole('link', { name: 'Amua' }).click();
    const panel = page.getByRole('dialog', { name: 'Uamuzi' });
    const send = async () => {
      await panel.locator('input[type=radio][value="release"]').click();
      await panel.getByLabel('Sababu', { exact: true }).selectOption('records');
      await panel.getByRole('button', { name: 'Pitia' }).click();
      await panel.getByLabel('Ndiyo, nataka hili lifanyike').click();
      await panel.getByRole('button', { name: 'Tuma' }).click();
    };
    // Between the look and the deed somebody else takes it.
    await page.route('**/decisions', async (route) => {
      if (route.request().method() === 'POST') await changeOwner('take');
      await route.continue();
    });
    const changeOwner = (act: string) =>
      world.post(`/work/${encodeURIComponent('lion:payer:t-1')}/${act}`, undefined, 'juma');
    await send();
    await expectSeen(panel.getByText('juma ameichukua: muombe akukabidhi'));
    expect(await panel.innerText()).not.toContain('has taken it');
    await page.unroute('**/decisions');
    await changeOwner('let-go');
    await page.reload();
    await send();
    await expectSeen(statusOf(panel, 'applied'));
    await expectSeen(panel.getByText('release imeamuliwa na inatekelezwa.', { exact: false }));
    await expectNoEnglish(page, '/decisions');
  });

  test('a payment, which is told anew when another language is chosen, and tickets of it in English', async () => {
    const story = toldStories.find(({ title }) => title === 'One that failed');
    const events = (story?.events ?? []) as readonly [PaymentEvent];
    const [{ transactionId }] = events;
    const door = people.page.elasticsearch.door({ clock: systemClock, log: silentLog });
    await indexRecorded(door, events);
    const address = `/payments/${transactionId}`;
    const page = await signIn('Amina', `/app/lion${address}`);
    await expectSeen(page.getByText('hayakufanyika.', { exact: false }));
    await expectSeen(page.getByText('Benki ya mlipwaji (buffalo) inamjua mlipwaji'));
    await expectNoEnglish(page, address);
    await page.getByRole('button', { name: 'Nakili kwa tiketi' }).click();
    await expectSeen(page.getByRole('status').filter({ hasText: /\S/ }));
    const ticket = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(ticket).toContain('was not made. The reason: The payment is more than the payer has');
    expect(ticket).not.toContain('hayakufanyika');
  });
});
