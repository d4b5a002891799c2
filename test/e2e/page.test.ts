/**
 * The operators' page in Chromium on all that it stands on: the broker, Kafka, Elasticsearch, the hub's processes, an
 * issuer at which people sign in. What it says is held against the ledgers of switch and account systems.
 */
import type { Browser, Page } from 'playwright-core';
import { until } from '../kit/faults/engine-time';
import { wrongs } from '../kit/faults/money';
import { becomePatient } from '../kit/faults/patient';
import { of, type Payment } from '../kit/faults/payments';
import { lose } from '../kit/faults/spoil';
import { World } from '../kit/faults/world';
import { describeInChromium, openPageBrowser } from '../kit/page/chromium';
import {
  byKeyboard,
  byMouse,
  panelOf,
  rowOf,
  statusOf,
  workPath,
  type Way,
} from '../kit/page/deciding';
import { putInForce, RuleSheet } from '../kit/page/rule-sheet';
import { expectSeen, openTab, signInAt } from '../kit/page/visit';
import { owedFees } from '../kit/payments/fees';
import { pageOrigin } from '../kit/stack/page-half';

jest.setTimeout(600_000);

const pressButton = {
  mouse: (page: Page, name: RegExp) => page.getByRole('button', { name }).click(),
  keyboard: async (page: Page, name: RegExp) => {
    const button = page.getByRole('button', { name });
    await button.waitFor();
    const isChosen = button.and(page.locator(':focus'));
    for (let times = 0; times < 20 && (await isChosen.count()) === 0; times += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
  },
};

describeInChromium('the operators’ page', () => {
  let browser: Browser;
  let world: World;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await World.start(undefined, undefined, {
      ...{ shape: 'whole', hasPage: true },
      hubEnvironment: { DECISION_RELAY_LOOK_EVERY_S: '3' },
    });
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });
  afterEach(() => page.context().close());

  /** As somebody does who has the page's address. */
  const signIn = async (path: string, press: (typeof pressButton)[keyof typeof pressButton]) => {
    page = await openTab(browser);
    // Processes are killed here, and come back in their time.
    page.setDefaultTimeout(60_000);
    const origin = pageOrigin(world.stack.ports);
    await page.goto(`${origin}${path}`);
    await press(page, /Sign in/);
    await press(page, /Amina/);
    await page.waitForURL(`${origin}${path}`);
  };

  /** Some seconds after it was made, Elasticsearch has it. */
  const find = async ({ payee, transactionId }: Payment) => {
    const rows = page.locator('[data-index] a');
    await until('the payment is found', async () => {
      await page.getByRole('searchbox').fill(`+${payee.msisdn}`);
      await page.keyboard.press('Enter');
      await page.getByText('A number of a person stands in no address').waitFor();
      return rows
        .first()
        .waitFor({ timeout: 2_000 })
        .then(
          () => true,
          () => false,
        );
    });
    expect(await rows.count()).toBe(1);
    await rows.click();
    await page.waitForURL(`**/app/lion/payments/${transactionId}`);
  };

  test('a payment that was just made is found by the payee’s number, and told by its story, its diagram and its messages', async () => {
    await signIn('/app/lion/payments', pressButton.mouse);
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    await find(payment);
    await expectSeen(page.getByText('There is nothing to do.'));
    for (const step of [
      /was set aside on the payer’s account/,
      /was taken off the payer’s account: the payment is made/,
    ]) {
      await expectSeen(page.getByRole('button', { name: step }));
    }
    const drawn = (elementId: string) => page.locator(`[data-element-id="${elementId}"]`);
    await page.locator('.hub-completed[data-element-id=bookFunds]').waitFor();
    expect(await drawn('releaseBlock').getAttribute('class')).not.toContain('hub-completed');
    expect(await page.locator('.hub-taken').count()).toBeGreaterThan(0);
    expect(await page.getByRole('combobox', { name: 'Process' }).textContent()).toMatch(
      /payer-transfer, version \d/,
    );
    await page.getByRole('tab', { name: 'Messages' }).click();
    const messages = page.getByRole('tabpanel');
    await messages.getByRole('button', { name: 'PUT /transfers/{}' }).first().click();
    await page.getByRole('button', { name: 'Show headers and body' }).click();
    await expectSeen(page.getByText(/"transferState": ?"COMMITTED"/));
    expect(await wrongs(world)).toEqual([]);
  });

  const feesOf = ({ transactionId }: Payment) =>
    owedFees(world.engineRecords).filter((fee) => fee.transactionId === transactionId);

  test("the requirement's rule is typed by keyboard into the empty sheet, approved by another person, and charged on the next payment", async () => {
    await signIn('/app/lion/rules/new', pressButton.keyboard);
    const sheet = new RuleSheet(page);
    await sheet.cell('Conditions', 'Name', 2).waitFor();
    await sheet.typeRequirementsRule();
    await sheet.draft('Fees 2027');
    const ruleSetId = new URL(page.url()).pathname.split('/').at(-1);
    await expectSeen(page.getByText('You drafted it'));
    const approver = await openTab(browser);
    const path = new URL(page.url()).pathname;
    await signInAt(approver, { url: pageOrigin(world.stack.ports) }, { who: 'Juma', path });
    await putInForce(approver, 'juma');
    await approver.context().close();
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    expect(await wrongs(world)).toEqual([]);
    const charged = { debtor: 'buffalo', creditor: 'lion', ruleSetId };
    expect(feesOf(payment)).toMatchObject([charged, charged]);
    await page.goto(`${pageOrigin(world.stack.ports)}/app/lion/payments`);
    await find(payment);
    // What is owed comes to Elasticsearch last, and the page looks again each 15 s.
    page.setDefaultTimeout(180_000);
    await expectSeen(page.getByText(/buffalo owes lion/));
  });

  const verdictTo = (payment: Payment) =>
    of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' });
  const payersAccount = ({ payer }: Payment) =>
    world.stack.fineract.lion.control.account(payer.accountId);
  const atSwitch = async ({ transferId }: Payment) =>
    (await world.stack.switch.client.transfers()).find((one) => one.transferId === transferId)
      ?.state;

  const decide = async (way: Way, { transferId }: Payment, decision: string) => {
    await way.take(page, transferId);
    await expectSeen(rowOf(page, transferId).getByText('amina (you)'));
    await way.open(page, transferId);
    await way.fill(page, decision);
    await way.send(page);
    await expectSeen(statusOf(page, 'applied'));
    await expectSeen(panelOf(page).getByText('It waits no more'));
    await page.keyboard.press('Escape');
  };

  /** With what is left to be told to the payee's bank. */
  const endsAs = async (payment: Payment, state: 'COMMITTED' | 'ABORTED') => {
    await world.end(payment);
    expect(world.heard.last(payment.transactionId)).toBe(state);
    expect(await atSwitch(payment)).toBe(state);
    world.gate.clear();
    await world.time.pass(60_000);
    expect((await payersAccount(payment)).openHolds).toEqual([]);
    expect(await wrongs(world)).toEqual([]);
  };

  /** Its transfer is undone at the switch, and nobody tells the payer's bank. */
  const waitsForPerson = async (): Promise<Payment> => {
    const payment = await world.prepare();
    lose(world, verdictTo(payment), Infinity);
    // It never comes to the payee: the switch undoes it.
    lose(world, of(payment, 'hub', 'POST', { path: '/transfers' }));
    await world.request(payment);
    await world.time.passUntil(
      'the payer is told that nobody knows',
      () => world.heard.last(payment.transactionId) === 'PENDING',
    );
    await becomePatient(world, [payment]);
    return payment;
  };

  test('what was held of a payment of which nobody heard is released, by mouse', async () => {
    const payment = await waitsForPerson();
    await signIn(workPath, pressButton.mouse);
    await expectSeen(rowOf(page, payment.transferId));
    // As its operator reads it there.
    expect(await atSwitch(payment)).toBe('ABORTED');
    expect((await payersAccount(payment)).openHolds).toHaveLength(1);
    await decide(byMouse, payment, 'release');
    await endsAs(payment, 'ABORTED');
  });

  test('the debit that was refused after the payee had booked is made, by keyboard alone', async () => {
    const payment = await world.prepare();
    const { control } = world.stack.fineract.lion;
    const { accountId } = payment.payer;
    world.gate.intercept({
      ...{ match: of(payment, 'switch', 'POST', { path: '/transfers' }), count: 1 },
      handle: async ({ pass }) => {
        await control.changeAccount({ accountId, subStatus: 'BLOCK_DEBIT' });
        await pass();
      },
    });
    lose(world, verdictTo(payment));
    await world.request(payment);
    await world.time.rest();
    const error = { errorInformation: { errorCode: '5000', errorDescription: 'Payee error' } };
    await world.callHub({
      ...{ method: 'PUT', from: 'buffalo', to: 'lion', body: JSON.stringify(error) },
      path: `/transfers/${payment.transferId}/error`,
    });
    await becomePatient(world, [payment]);
    await signIn(workPath, pressButton.keyboard);
    await expectSeen(rowOf(page, payment.transferId));
    await control.changeAccount({ accountId, subStatus: 'NONE' });
    expect(await atSwitch(payment)).toBe('COMMITTED');
    expect((await payersAccount(payment)).openHolds).toHaveLength(1);
    await decide(byKeyboard, payment, 'book');
    await endsAs(payment, 'COMMITTED');
  });

  /** The process that serves the page; what is kept is not in it. */
  const servesPage = () => {
    const one = world.stack.hub.find(({ name }) => name === 'audit');
    if (one === undefined) throw new Error('no process serves the page');
    return one;
  };
  const stores = () => {
    const { audit } = world.stack;
    if (audit === undefined) throw new Error('the stack has no stores');
    return audit.processes;
  };
  const isLive = () => page.getByText('Live', { exact: true });
  const notKnownWhether = () => panelOf(page).getByText('it is not known whether it was done');
  /** Nobody loads the page anew: what is remembered here would be gone. */
  const remember = () => page.evaluate('window.sameTab = true');
  const isSameTab = () => page.evaluate<boolean>('window.sameTab === true');

  /** What was chosen, and why, is sent while it cannot be taken: it is kept, and taken later. */
  const sendInVain = async (payment: Payment) => {
    await byMouse.fill(page, 'release');
    await byMouse.send(page);
    await expectSeen(notKnownWhether());
    expect(await page.evaluate<string>('JSON.stringify({ ...sessionStorage })')).toContain(
      'case 7',
    );
    expect((await payersAccount(payment)).openHolds).toHaveLength(1);
  };

  const sendAgain = async (payment: Payment) => {
    await panelOf(page).getByRole('button', { name: 'Send the same again' }).click();
    await expectSeen(statusOf(page, 'applied'));
    await page.keyboard.press('Escape');
    expect(await isSameTab()).toBe(true);
    await endsAs(payment, 'ABORTED');
  };

  test('while the page’s server is away what was read stays with its age and a decision is kept, and then the page goes on by itself', async () => {
    const payment = await waitsForPerson();
    await signIn(workPath, pressButton.mouse);
    await remember();
    await expectSeen(rowOf(page, payment.transferId), isLive());
    await byMouse.open(page, payment.transferId);
    await servesPage().kill();
    await expectSeen(page.getByText('Not live: tries again'));
    await sendInVain(payment);
    await page.keyboard.press('Escape');
    await expectSeen(page.getByText('The server gives no answer. Check the network'));
    await expectSeen(rowOf(page, payment.transferId), page.getByText(/^As of .* ago$/));
    // A place that this tab has not shown yet.
    await page.getByRole('link', { name: 'Overview' }).click();
    await expectSeen(page.getByText('It is tried again by itself'));
    await servesPage().restart();
    await expectSeen(page.getByRole('heading', { name: 'Overview', level: 1 }), isLive());
    await page.getByRole('link', { name: 'Work' }).click();
    await byMouse.open(page, payment.transferId);
    await sendAgain(payment);
    expect(await page.getByText('The server gives no answer').count()).toBe(0);
  });

  test('while Kafka is away what was read stays with its age and a decision is kept, and then the page goes on by itself', async () => {
    const payment = await waitsForPerson();
    await signIn(workPath, pressButton.mouse);
    await remember();
    await expectSeen(rowOf(page, payment.transferId), isLive());
    await byMouse.open(page, payment.transferId);
    await stores().kafka.kill();
    await sendInVain(payment);
    await page.keyboard.press('Escape');
    await expectSeen(page.getByText('cannot be written to the audit'));
    await expectSeen(page.getByText('It cannot be answered now. Try again in some seconds.'));
    await expectSeen(rowOf(page, payment.transferId), page.getByText(/^As of .* ago$/));
    await stores().kafka.restart();
    await page.getByText('cannot be written to the audit').first().waitFor({ state: 'detached' });
    await byMouse.open(page, payment.transferId);
    await sendAgain(payment);
  });

  test('while Elasticsearch is away decisions go on, what is looked for there says so, and then the page goes on by itself', async () => {
    const payment = await waitsForPerson();
    await signIn('/app/lion/payments', pressButton.mouse);
    await remember();
    const rows = page.locator('[data-index] a');
    await rows.first().waitFor();
    await stores().elasticsearch.kill();
    await page.getByRole('searchbox').fill(payment.transactionId);
    await page.keyboard.press('Enter');
    await expectSeen(page.getByText('Elasticsearch, where payments are looked for'));
    await expectSeen(page.getByText('It cannot be answered now. Try again in some seconds.'));
    await expectSeen(rows, page.getByText(/^As of .* ago$/));
    await rows.first().click();
    await expectSeen(page.getByText('Elasticsearch, where payments are looked for'));
    await page.getByRole('link', { name: 'Work' }).click();
    await expectSeen(page.getByText('Not known now: the records of the payments').first());
    await decide(byMouse, payment, 'release');
    await page.getByRole('link', { name: 'Payments', exact: true }).click();
    await expectSeen(page.getByText('Elasticsearch, where payments are looked for'));
    await stores().elasticsearch.restart();
    await rows.first().click();
    await expectSeen(page.getByRole('heading', { level: 1, name: /^Payment / }));
    expect(await isSameTab()).toBe(true);
    await endsAs(payment, 'ABORTED');
  });
});
