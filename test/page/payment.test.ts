/** A payment in a real browser: what happened, its diagram, its messages, its audit. */
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { silentLog } from '../kit/mojaloop';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { expectFits, expectSeen, openTab, signInAt, type Look } from '../kit/page/visit';
import { startPageWorld, type PageWorld } from '../kit/page/world';
import { say } from '../kit/parts/journal';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { indexRecords } from '../kit/parts/recorded-records';

const recorded = eventsOfRecordings();
const paid = recorded.find(
  ({ kind, side, occurredAt }) =>
    kind === 'booked' && side === 'payer' && occurredAt < '2026-11-28T23:10',
) as PaymentEvent;
const waiting = recorded.find(
  (one) => one.kind === 'waiting-for-operator' && one.tenant === 'lion' && one.side === 'payer',
) as PaymentEvent;
/** Of a day of which no records of an engine are in this world. */
const old = recorded.find(
  ({ tenant, occurredAt }) => tenant === 'lion' && occurredAt > '2026-11-29T11',
) as PaymentEvent;
const { transactionId, transferId } = paid;
const number = '255700000002';
const name = 'Neema Mwangi';

/** Up to where it waits: what came after has not happened yet. */
function eventsNow(): readonly PaymentEvent[] {
  const own = (one: PaymentEvent) =>
    one.transactionId === waiting.transactionId && one.side === waiting.side;
  const later = new Set(recorded.slice(recorded.indexOf(waiting) + 1).filter(own));
  return recorded.filter((one) => !later.has(one));
}

const partyBody = JSON.stringify({
  payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' } },
  payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: number }, name },
});

describeInChromium('a payment', () => {
  let world: PageWorld;
  let browser: Browser;
  let page: Page;
  /** All that came over the network. */
  let heard: string[] = [];

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await startPageWorld();
    const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
    await indexRecorded(door, eventsNow());
    await indexRecords(door, 'demo');
    await say(world.kafka, door, [
      {
        ...{ messageId: 'quote', at: paid.occurredAt, tenant: 'lion', ids: { transactionId } },
        request: {
          ...{ method: 'POST', url: 'https://switch/quotes', headers: { 'FSPIOP-Source': 'lion' } },
          body: partyBody,
        },
      },
      {
        ...{ messageId: 'answered', at: paid.occurredAt, tenant: 'lion', ids: { transferId } },
        ...{ direction: 'received', status: 200, signature: 'valid' },
        request: {
          ...{ method: 'PUT', url: `/transfers/${transferId ?? ''}`, headers: {} },
          body: '{"transferState":"COMMITTED"}',
        },
      },
      {
        ...{ messageId: 'debit', at: paid.occurredAt, tenant: 'lion', peer: 'fineract' },
        ...{ status: 200, ids: { transactionId } },
        request: {
          ...{ method: 'POST', headers: {} },
          url: 'https://f/fineract-provider/api/v1/interoperation/transfers?action=CREATE',
        },
      },
    ]);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const open = async (who: string, rest = '', id = transactionId, look: Look = {}) => {
    page = await openTab(browser, look);
    heard = [];
    page.on('response', (response) => {
      // What was sent on has no body.
      response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
    });
    await signInAt(page, world, { who, path: `/app/lion/payments/${id}${rest}` });
  };
  afterEach(() => page.context().close());

  const entry = (text: RegExp) => page.getByRole('button', { name: text }).first();
  const drawn = (elementId: string) => page.locator(`[data-element-id="${elementId}"]`);
  const panel = (title: string) => page.getByRole('region', { name: title, exact: true });

  test('it says first what a clerk has to know, and nothing that names a person', async () => {
    await open('Salim', '/messages');
    await page.getByText('was made. The payment switch has confirmed').waitFor();
    await page.getByText('There is nothing to do.').waitFor();
    await page.getByText('POST /quotes').first().waitFor();
    const html = await page.content();
    for (const secret of [number, name]) {
      expect(html).not.toContain(secret);
      expect(heard.join('\n')).not.toContain(secret);
    }
    expect(await page.getByRole('button', { name: /number/ }).count()).toBe(0);
  });

  test('a step of the timeline shows its element on the diagram, and the element its step', async () => {
    await open('Salim');
    await drawn('blockFunds').waitFor();
    await entry(/was set aside on the payer’s account/).click();
    await panel('Block funds').waitFor();
    expect(await drawn('blockFunds').getAttribute('class')).toContain('hub-chosen');
    await drawn('requestTransfer').locator('.djs-hit').first().click({ force: true });
    await panel('Request transfer').getByText('mojaloop:request-transfer:1').waitFor();
    const step = entry(/has received the order to pay/);
    expect(await step.getAttribute('aria-pressed')).toBe('true');
    expect(new URL(page.url()).search).toContain('requestTransfer');
  });

  test('what was executed is told by words and signs beside its colour, and the mark of bpmn.io is seen', async () => {
    await open('Salim');
    await drawn('blockFunds').waitFor();
    expect(await drawn('blockFunds').getAttribute('class')).toContain('hub-completed');
    expect(await drawn('paymentRequested-lookUpParticipant').getAttribute('class')).toContain(
      'hub-taken',
    );
    expect(await page.locator('.hub-badge').allTextContents()).toContain('✓ 131 ms');
    const mark = page.locator('.bjs-powered-by');
    const box = await mark.boundingBox();
    expect(box?.width).toBeGreaterThan(40);
    const isOnTop = await page.evaluate<boolean>(`(() => {
      const mark = document.querySelector('.bjs-powered-by');
      mark.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = mark.getBoundingClientRect();
      return mark.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    })()`);
    expect(isOnTop).toBe(true);
  });

  test('by keyboard alone an element is chosen from the list, and its variables are read', async () => {
    await open('Salim');
    const element = page.getByRole('button', { name: /^Payment requested/ });
    await element.waitFor();
    await element.focus();
    await page.keyboard.press('Enter');
    const summary = panel('Payment requested').locator('summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    await expectSeen(page.getByRole('rowheader', { name: 'transactionId' }));
  });

  test('an operator opens a message word for word, once told that it is written down', async () => {
    await open('Amina', '/messages');
    await page.getByRole('button', { name: 'PUT /transfers/{}', exact: true }).click();
    const before = world.acts().filter(({ operation }) => operation === 'showMessage').length;
    await page.getByText('Your look is written down in the audit').waitFor();
    expect(world.acts().filter(({ operation }) => operation === 'showMessage')).toHaveLength(
      before,
    );
    await page.getByRole('button', { name: 'Show headers and body' }).click();
    await page.getByText('"transferState": "COMMITTED"').waitFor();
    await page.getByLabel('As it was').check();
    await page.getByText('{"transferState":"COMMITTED"}').waitFor();
    expect(world.acts().at(-1)).toMatchObject({ operation: 'showMessage', person: 'amina' });
  });

  test('others are told why they do not see it', async () => {
    await open('Salim', '/messages?message=quote');
    await page.getByText('Headers and bodies are for the role operator').waitFor();
    expect(await page.getByRole('button', { name: 'Show headers and body' }).count()).toBe(0);
  });

  test('a number is shown to an operator who says why, and is masked again', async () => {
    await open('Amina');
    await page.clock.install();
    await page.getByRole('button', { name: 'Show the payee’s number' }).click();
    const send = page.getByRole('button', { name: 'Write it down and show' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('Why do you need it?').fill('the customer asks at the counter');
    await send.click();
    await page.getByText(number).waitFor();
    expect(world.acts().at(-1)).toMatchObject({
      operation: 'revealParty',
      body: { party: 'payee', why: 'the customer asks at the counter' },
    });
    await page.clock.fastForward('01:01');
    await page.getByText(number).waitFor({ state: 'detached' });
  });

  test('what the account system was asked is told as what it does to accounts', async () => {
    await open('Salim', '/account');
    await expectSeen(page.getByText('Take the money off the payer’s account'));
    await expectSeen(page.getByText('The money has left the payer’s account.'));
  });

  test('an admin sees who looked; others are told who may; how it is proven is told to each', async () => {
    await open('Zuri', '/audit');
    await page.getByText(`hub audit prove ${transactionId} --keys keys.txt`).first().waitFor();
    await page.getByText('The audit is some seconds behind').waitFor();
    await page.context().close();
    await open('Salim', '/audit');
    await expectSeen(page.getByText('is for the role admin'));
    await expectSeen(page.getByText(`hub audit prove ${transactionId}`));
  });

  test('what waits for a decision is opened in Work', async () => {
    await open('Salim', '', waiting.transactionId);
    const link = page.getByRole('link', { name: 'Open it in Work' });
    await link.waitFor();
    const key = encodeURIComponent(`lion:payer:${waiting.transferId ?? ''}`);
    expect(await link.getAttribute('href')).toBe(`/app/lion/work/${key}`);
  });

  test('records that are kept no longer are told as such, and the story stays', async () => {
    await open('Salim', '', old.transactionId);
    await expectSeen(page.getByText(/are kept no longer|known yet, or any more/));
    expect(await page.locator('.hub-completed').count()).toBe(0);
    await expectSeen(page.getByText('A payment of'));
  });

  test('a ticket has ids and sentences, and nobody’s number', async () => {
    await open('Amina');
    await page.getByRole('button', { name: 'Copy for a ticket' }).click();
    await page.getByText('Copied, without names and numbers').waitFor();
    const text = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(text).toContain(transactionId);
    expect(text).toContain('There is nothing to do.');
    expect(text).toContain(`${world.url}/app/lion/payments/${transactionId}`);
    expect(text).not.toContain(number);
  });

  test('a payment that is none is told, and can be asked for again', async () => {
    await open('Salim', '', 'nobodys');
    await expectSeen(page.getByText('has no payment with this'));
    await expectSeen(page.getByRole('button', { name: 'Try again' }));
  });

  test('while the server gives no answer that is said, and what was read stays', async () => {
    await open('Salim');
    await page.getByText('There is nothing to do.').waitFor();
    await page.route('**/bff/api/**', (route) => route.abort());
    await page.getByRole('tab', { name: 'Messages' }).click();
    await expectSeen(page.getByText('The server gives no answer'));
    await expectSeen(page.getByText('There is nothing to do.'));
    await page.unroute('**/bff/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expectSeen(page.getByText('POST /quotes'));
  });

  test('on a narrow page what the timeline has chosen is brought up', async () => {
    await open('Salim', '/messages');
    await page.setViewportSize({ width: 768, height: 700 });
    // What moves under a finger that is pressed is not clicked.
    await page.getByText('POST /quotes').first().waitFor();
    await entry(/To the account system/).click();
    const opened = page.getByRole('region', { name: /To the account system/ });
    await opened.waitFor();
    const box = await opened.boundingBox();
    expect(box?.y).toBeLessThan(700);
  });

  test('the same stands in Swahili', async () => {
    await open('Salim', '', transactionId, { language: 'sw-TZ' });
    await expectSeen(
      page.getByText('Kinachoweza kufanywa sasa'),
      page.getByRole('tab', { name: 'Mchoro' }),
      page.getByRole('button', { name: 'Nakili kwa tiketi' }),
    );
  });

  test.each(['diagram', 'messages?message=answered', 'account', 'audit'])(
    'axe finds nothing that hinders people in either theme, at a tablet’s width: %s',
    async (tab) => {
      await open('Amina', `/${tab}`, transactionId, { width: 768 });
      await (
        tab === 'diagram'
          ? page.locator('.hub-badge').first()
          : page.getByRole('tabpanel').locator('h3').first()
      ).waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await axeViolations(page)).toEqual([]);
      }
      await expectFits(page);
    },
    60_000,
  );
});
