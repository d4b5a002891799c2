/** Work, the home of the page, in Chromium: from a row to what the engine has done, by mouse and by keyboard. */
import type { Browser } from 'playwright-core';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import {
  byKeyboard,
  byMouse,
  keyOf,
  panelOf,
  rowOf,
  statusOf,
  workPath as work,
} from '../kit/page/deciding';
import { PeopleAtThePage } from '../kit/page/people';
import { expectFits, expectSeen } from '../kit/page/visit';
import { eventually } from '../kit/kafka';

describeInChromium('Work', () => {
  let browser: Browser;
  let people: PeopleAtThePage;
  beforeAll(async () => {
    browser = await openPageBrowser();
  }, 120_000);
  afterAll(() => browser.close());
  afterEach(() => people.close());
  const start = async (
    ...options: Parameters<typeof PeopleAtThePage.start> extends [unknown, ...infer Rest]
      ? Rest
      : never
  ) => {
    people = await PeopleAtThePage.start(browser, ...options);
    return people.world;
  };

  describe.each([
    ['mouse', byMouse],
    ['keyboard alone', byKeyboard],
  ])('by %s', (_, way) => {
    test('no answer came: the switch’s records say aborted, and the money is the payer’s again', async () => {
      const world = await start();
      await world.waits('t-1');
      const page = await people.signIn('Amina', work);
      await way.take(page, 't-1');
      await expectSeen(rowOf(page, 't-1').getByText('amina (you)'));
      await way.open(page, 't-1');
      await way.fill(page, 'release');
      await expectSeen(
        panelOf(page).getByText('TZS 100.00: The held money is the payer’s again', {
          exact: false,
        }),
      );
      expect(world.decisionsWritten()).toEqual([]);
      await way.send(page);
      await expectSeen(statusOf(page, 'applied'));
      expect(world.engine.done).toEqual([{ transferId: 't-1', step: 'release', by: 'decision' }]);
      expect(world.decisionsWritten()).toMatchObject([
        { decision: 'release', who: 'amina', why: 'the switch’s own records say so: case 7' },
      ]);
      await world.tell();
      await expectSeen(panelOf(page).getByText('It waits no more'));
      await page.keyboard.press('Escape');
      await expectSeen(rowOf(page, 't-1').getByText('No longer here'));
    });

    test('an error came after the payee had booked: it is booked, as nothing else is offered', async () => {
      const world = await start();
      await world.waits('t-0');
      await world.waits('t-1', 'BOOKING_FAILED');
      const page = await people.signIn('Amina', work);
      await way.take(page, 't-1');
      await expectSeen(rowOf(page, 't-1').getByText('amina (you)'));
      await way.open(page, 't-1');
      const panel = panelOf(page);
      await expectSeen(panel.getByText('Switch: committed').first());
      await expectSeen(panel.getByText('The switch has said its last word').first());
      expect(await panel.locator('input[type=radio]').count()).toBe(1);
      await way.fill(page, 'book');
      await way.send(page);
      await expectSeen(statusOf(page, 'applied'));
      expect(world.engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
    });
  });

  test('asking again comes first, moves no money, and its answer is younger', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', `${work}/${encodeURIComponent(keyOf('t-1'))}`);
    const panel = panelOf(page);
    await panel.getByRole('button', { name: 'Ask the switch again now' }).click();
    await expectSeen(statusOf(panel, 'applied'));
    expect(world.engine.done).toMatchObject([{ step: 'ask-again' }]);
    await world.waits('t-1');
    await expectSeen(panel.getByRole('button', { name: 'Ask the switch again now' }));
    expect(await panel.getByText(/told [0-9] s ago/).count()).toBe(1);
  });

  test('neither a double click, nor a key that was meant for something else, sends anything', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await panelOf(page).locator('input[value="book"]').click();
    await panelOf(page).getByLabel('Reason', { exact: true }).selectOption('records');
    const review = panelOf(page).getByRole('button', { name: 'Review' });
    await review.dblclick();
    for (const key of ['Enter', 'd', 't', 'Enter', 'y']) await page.keyboard.press(key);
    // The second click was on whatever came to stand there: at most it went back.
    if (await review.isVisible()) await review.click();
    await panelOf(page).getByLabel('Yes, I want this to be done').dblclick();
    for (const key of ['Enter', 'Enter', 'd']) await page.keyboard.press(key);
    expect(world.decisionsWritten()).toEqual([]);
  });

  test('what is missing is told, and nothing goes on before it is there', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await panelOf(page).getByRole('button', { name: 'Review' }).click();
    await expectSeen(panelOf(page).getByText('Choose what is to be done.'));
    await expectSeen(panelOf(page).getByText('Choose a reason, or write one.'));
    await panelOf(page).getByText('What is not offered, and why').click();
    await expectSeen(panelOf(page).getByText('Nothing was credited here'));
  });

  test('two operators on one payment: the second hears what has changed, and her words are kept', async () => {
    const world = await start();
    const { toldAt: basis } = await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    // She hears of nothing meanwhile: neither live, nor when the page looks again by itself.
    await page.route('**/bff/live*', (route) => route.abort());
    await byMouse.open(page, 't-1');
    let tellThatItWasSent = (): void => undefined;
    const wasSent = new Promise<void>((resolve) => (tellThatItWasSent = resolve));
    await page.route(/\/bff\/api\/tenants\/lion\/work($|\?)/, async (route) => {
      await wasSent;
      await route.continue();
    });
    await byMouse.fill(page, 'book');
    await world.post(
      '/decisions',
      { transferId: 't-1', decision: 'release', why: 'seen', basis },
      'neema',
    );
    await eventually(() => Promise.resolve(world.engine.done.length === 1));
    await byMouse.send(page);
    tellThatItWasSent();
    const panel = panelOf(page);
    await expectSeen(panel.getByRole('alert').filter({ hasText: 'Nothing was done' }).first());
    expect(await panel.getByLabel('In your words').inputValue()).toBe('case 7');
    expect(world.decisionsWritten()).toMatchObject([{ who: 'neema' }]);
    expect(world.engine.done).toMatchObject([{ step: 'release' }]);
  });

  test('what one has taken the other sees at once, and cannot decide until it is handed over', async () => {
    const world = await start();
    await world.waits('t-1');
    const [amina, neema] = [await people.signIn('Amina', work), await people.signIn('Neema', work)];
    await byMouse.take(amina, 't-1');
    await expectSeen(rowOf(neema, 't-1').getByText('amina has it'));
    await byMouse.open(neema, 't-1');
    await expectSeen(panelOf(neema).getByText('amina has taken it, and decides it'));
    expect(await panelOf(neema).getByRole('button', { name: 'Review' }).count()).toBe(0);
    await rowOf(amina, 't-1').getByRole('button', { name: 'Hand over' }).click();
    await amina.getByLabel('To whom').fill('neema');
    await amina.getByRole('button', { name: 'Give it to them' }).click();
    await expectSeen(panelOf(neema).getByRole('button', { name: 'Review' }));
  });

  test('an admin gives what another has to somebody else', async () => {
    const world = await start();
    await world.waits('t-1');
    await world.post(`/work/${encodeURIComponent(keyOf('t-1'))}/take`, undefined, 'amina');
    const page = await people.signIn('Zuri', work);
    await rowOf(page, 't-1').getByRole('button', { name: 'Assign' }).click();
    await page.getByLabel('To whom').fill('neema');
    await page.getByRole('button', { name: 'Give it to them' }).click();
    await expectSeen(rowOf(page, 't-1').getByText('neema has it'));
  });

  test('a session that ends in the middle of a decision costs nothing of it', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await byMouse.fill(page, 'release');
    await page.context().clearCookies();
    await byMouse.send(page);
    await expectSeen(page.getByRole('heading', { name: 'Your session has ended' }));
    expect(world.decisionsWritten()).toEqual([]);
    const other = await page.context().newPage();
    await people.signInAgain(other, 'Amina', '/app/signed-in');
    await page.getByRole('button', { name: 'I have signed in: go on' }).click();
    const panel = panelOf(page);
    await expectSeen(panel.getByLabel('In your words'));
    expect(await panel.getByLabel('In your words').inputValue()).toBe('case 7');
    expect(await panel.locator('input[value="release"]').isChecked()).toBe(true);
    await panel.getByRole('button', { name: 'Review' }).click();
    await byMouse.send(page);
    await expectSeen(statusOf(page, 'applied'));
    expect(world.decisionsWritten()).toHaveLength(1);
  });

  test('a draft outlives a reload, is nobody else’s, and goes with its answer', async () => {
    const world = await start();
    await world.waits('t-1');
    const address = `${work}/${encodeURIComponent(keyOf('t-1'))}`;
    const page = await people.signIn('Amina', address);
    await byMouse.fill(page, 'release');
    await page.reload();
    expect(await panelOf(page).getByLabel('In your words').inputValue()).toBe('case 7');
    await page.context().clearCookies();
    await people.signInAgain(page, 'Neema', address);
    expect(await panelOf(page).getByLabel('In your words').inputValue()).toBe('');
    await page.context().clearCookies();
    await people.signInAgain(page, 'Amina', address);
    await panelOf(page).getByRole('button', { name: 'Review' }).click();
    await byMouse.send(page);
    await expectSeen(statusOf(page, 'applied'));
    expect(await page.evaluate<number>('sessionStorage.length')).toBe(0);
    await page.reload();
    await expectSeen(statusOf(page, 'applied'));
  });

  test('when no answer comes nobody guesses: sent again, or looked for, it is one decision', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await byMouse.fill(page, 'release');
    let lost = 0;
    await page.route('**/decisions', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await byMouse.send(page);
    await expectSeen(panelOf(page).getByText('it is not known whether it was done').first());
    await page.reload();
    await expectSeen(panelOf(page).getByText('it is not known whether it was done'));
    await panelOf(page).getByRole('button', { name: 'Send the same again' }).click();
    await expectSeen(statusOf(page, 'applied'));
    expect(lost).toBe(1);
    expect(world.decisionsWritten()).toHaveLength(1);
  });

  test('what never arrived is told so, and can be changed', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await byMouse.fill(page, 'release');
    await page.route('**/decisions', (route) => route.abort());
    await byMouse.send(page);
    await panelOf(page).getByRole('button', { name: 'Look whether it arrived' }).click();
    await expectSeen(panelOf(page).getByText('It has not arrived: nothing was done'));
    expect(await panelOf(page).getByLabel('In your words').inputValue()).toBe('case 7');
    expect(world.decisionsWritten()).toEqual([]);
  });

  test('while no engine is there it stays requested, and is applied once one is back', async () => {
    const world = await start();
    await world.waits('t-1');
    await world.stopRelay();
    const page = await people.signIn('Amina', work);
    await byMouse.open(page, 't-1');
    await byMouse.fill(page, 'release');
    await byMouse.send(page);
    await expectSeen(statusOf(page, 'asked'));
    await world.startRelayAlone();
    await expectSeen(statusOf(page, 'applied'));
  });

  test('a second person sees who decided what and why, and approves with a reason; oneself one may not', async () => {
    const world = await start({ operators: { secondPerson: 'always' } });
    await world.waits('t-1');
    const page = await people.signIn('Baraka', work);
    await byMouse.open(page, 't-1');
    await byMouse.fill(page, 'release');
    await byMouse.send(page);
    await expectSeen(statusOf(page, 'needs-approval'));
    await page.keyboard.press('Escape');
    await expectSeen(page.getByText('You decided this yourself'));
    const juma = await people.signIn('Juma', work);
    await juma.getByRole('link', { name: 'Look and approve' }).click();
    const panel = juma.getByRole('dialog', { name: 'Approval' });
    for (const told of ['baraka', 'the switch’s own records say so: case 7', 'the payer’s again']) {
      await expectSeen(panel.getByText(told).first());
    }
    await panel.getByLabel('Reason', { exact: true }).selectOption('records');
    await panel.getByRole('button', { name: 'Review: Approve' }).click();
    await expectSeen(
      panel.getByText('You approve what baraka has decided: Release it, TZS 100.00.'),
    );
    await panel.getByLabel('Yes, I want this to be done').click();
    await panel.getByRole('button', { name: 'Send: Approve' }).click();
    await expectSeen(statusOf(juma, 'applied'));
    expect(world.engine.done).toMatchObject([{ step: 'release' }]);
  });

  test('all of one cause are tried again: the number first, then how far it is, and an answer for each', async () => {
    const world = await start();
    await world.standStill(30);
    const page = await people.signIn('Amina', work);
    await page.getByRole('link', { name: 'Look and try again' }).click();
    await page.getByLabel('Reason', { exact: true }).selectOption('mended');
    await page.getByText('Correct before that').click();
    await page.getByLabel('timers').fill('no JSON');
    await page.getByRole('button', { name: 'Review: Retry 30' }).click();
    await expectSeen(page.getByText('This is no JSON.'));
    await page.getByLabel('timers').fill('');
    await page.getByRole('button', { name: 'Review: Retry 30' }).click();
    await expectSeen(page.getByText('30 are tried again at “Send transfer”.'));
    expect(world.engine.resolved).toEqual([]);
    await page.getByLabel('Yes, I want this to be done').click();
    await page.getByRole('button', { name: 'Send: Retry 30' }).click();
    await expectSeen(page.getByText('Of 30, 30 were tried again.'));
    expect(world.engine.resolved).toHaveLength(30);
    const answers = page.getByRole('list', { name: 'What became of each' });
    expect(await answers.getByRole('listitem').first().getAttribute('aria-setsize')).toBe('30');
    await page.getByLabel('Only those that').selectOption('refused');
    await expectSeen(page.getByText('None.'));
    expect(new URL(page.url()).search).toBe('?only=refused');
  });

  test('when it is another number by then nothing is done, and it is asked anew', async () => {
    const world = await start();
    await world.standStill(3);
    const page = await people.signIn('Amina', work);
    await page.getByRole('link', { name: 'Look and try again' }).click();
    await page.getByLabel('Reason', { exact: true }).selectOption('mended');
    await page.getByRole('button', { name: 'Review: Retry 3' }).click();
    await page.getByLabel('Yes, I want this to be done').click();
    await page.route('**/incidents/retries', async (route) => {
      await world.standStill(1);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Send: Retry 3' }).click();
    await expectSeen(page.getByText('it is not 3 any more, but 4'));
    await expectSeen(page.getByRole('button', { name: 'Review: Retry 4' }));
    expect(world.engine.resolved).toEqual([]);
  });

  test('what is new waits behind a button, and nothing jumps', async () => {
    const world = await start();
    await world.waits('t-2');
    const page = await people.signIn('Amina', work);
    await rowOf(page, 't-2').waitFor();
    await world.waits('t-1', 'OUTCOME_UNKNOWN', {
      operatorNeededSince: '2026-11-27T10:00:00.000Z',
    });
    const button = page.getByRole('button', { name: 'Show 1 new' });
    await button.waitFor();
    expect(await rowOf(page, 't-1').count()).toBe(0);
    await button.click();
    await expectSeen(rowOf(page, 't-1'));
  });

  test('a long list is opened in a window of its own, is read on while one scrolls, and knows who takes what', async () => {
    const world = await start();
    for (let at = 0; at < 620; at += 1) {
      world.engine.wait(`t-${String(1_000 + at)}`, 'BOOKING_FAILED');
    }
    await world.tell();
    const page = await people.signIn('Amina', work);
    await expectSeen(rowOf(page, 't-1000'));
    expect(await page.locator('[data-row]').count()).toBe(50);
    await page.getByRole('button', { name: 'Show all 620' }).click();
    const whole = page.getByRole('group', { name: 'Waiting for a decision' });
    const last = rowOf(page, 't-1619');
    await whole.focus();
    await eventually(async () => {
      await page.keyboard.press('End');
      return last.isVisible();
    });
    expect(await last.getAttribute('aria-posinset')).toBe('620');
    expect(await page.locator('[data-row]').count()).toBeLessThan(50);
    await byMouse.take(page, 't-1619');
    await expectSeen(last.getByText('amina (you)'));
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show the oldest 50 only' }).click();
    await expectSeen(rowOf(page, 't-1000'));
  });

  test('a viewer sees all of it, and why there is nothing to press', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Salim', work);
    await expectSeen(rowOf(page, 't-1').getByText('Taking it needs the role operator.'));
    expect(await page.getByRole('button', { name: 'Take' }).count()).toBe(0);
    await byMouse.open(page, 't-1');
    await expectSeen(panelOf(page).getByText('Deciding needs the role operator.'));
    expect(await panelOf(page).getByRole('button', { name: 'Ask the switch' }).count()).toBe(0);
  });

  test('while the API is away what was read stays, and says how old it is', async () => {
    const world = await start();
    await world.waits('t-1');
    const page = await people.signIn('Amina', work);
    await expectSeen(rowOf(page, 't-1'));
    await page.route('**/bff/api/**', (route) => route.abort());
    await byMouse.take(page, 't-1');
    await expectSeen(rowOf(page, 't-1').getByText('Whether it was done is not known'));
    await expectSeen(page.getByText('As of').first());
    expect(await rowOf(page, 't-1').count()).toBe(1);
  });

  test('an empty list is told kindly', async () => {
    await start();
    const page = await people.signIn('Amina', work);
    await expectSeen(page.getByText('Nothing waits.', { exact: true }));
    await expectSeen(page.getByText('No process stands still.'));
  });

  test.each([
    ['light', 'en-GB', 'Work'],
    ['dark', 'sw-TZ', 'Kazi'],
  ] as const)('nothing hinders anybody: %s, %s', async (theme, language, title) => {
    const world = await start();
    await world.waits('t-1');
    await world.waits('t-2', 'BOOKING_FAILED');
    await world.standStill(3);
    const page = await people.signIn('Amina', work, { theme, language, width: 768 });
    await expectSeen(page.getByRole('heading', { name: title, level: 1 }));
    await expectSeen(rowOf(page, 't-1'));
    expect(await axeViolations(page)).toEqual([]);
    await expectFits(page);
    await rowOf(page, 't-1').locator('[data-open]').click();
    await expectSeen(page.locator('dialog input[type=radio]').first());
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-row^="cause:"] [data-open]').click();
    await expectSeen(page.locator('textarea:visible'));
    expect(await axeViolations(page)).toEqual([]);
  });
});
