/** Rules are written, approved and put in force in a real browser, on the page as it is served. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../connectors/common/clock';
import { evaluateFees } from '../../connectors/fee-rules/rule-sets/evaluate-fees';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { axeViolations, describeInChromium, openPageBrowser } from '../kit/page/chromium';
import { conditions, putInForce, RuleSheet, statements, tsv } from '../kit/page/rule-sheet';
import { openCycle, startRulesWorld, type RulesWorld } from '../kit/page/rules-world';
import { untilSo } from '../kit/page/until-so';
import { expectFits, visit, type Look } from '../kit/page/visit';

const party = (fspId: string) => ({ partyIdInfo: { fspId }, accountType: 'Wallet' });
const payment = {
  transactionId: 'payment-1',
  payer: party('lion'),
  payee: party('buffalo'),
  amount: { amount: '1000', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};

const untilTrue = (page: Page, script: string) => untilSo(page, script, 15_000);

describeInChromium('rules', () => {
  let world: RulesWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openPageBrowser();
    world = await startRulesWorld();
    page = await signIn('Amina');
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  beforeEach(async () => {
    world.setAway(false);
    await page.goto(`${world.page.url}/app/lion/rules`);
    // What another test has left under work is not this one's.
    await page.evaluate('sessionStorage.clear()');
  });

  async function signIn(who: string, look: Look = {}): Promise<Page> {
    const opened = await visit(browser, world.page, { who, path: '/app/lion/rules', ...look });
    // Leaving is asked for where something is under work; a test that leaves means it.
    opened.on('dialog', (dialog) => void dialog.accept());
    await opened.getByRole('heading', { level: 1 }).waitFor();
    return opened;
  }

  const write = async () => {
    await page.goto(`${world.page.url}/app/lion/rules/new`);
    await sheet().cell('Conditions', 'Name', 2).waitFor();
  };
  const sheet = () => new RuleSheet(page);

  test("the requirement's rule is typed into the empty sheet by keyboard alone, approved by another person, and in force then", async () => {
    await write();
    await sheet().typeRequirementsRule();
    await sheet().draft('Fees 2027');
    await page.getByText('You drafted it').waitFor();
    expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);

    const other = await signIn('Juma');
    await other.goto(page.url());
    await putInForce(other, 'juma');

    const outcome = evaluateFees(world.ruleSets.book.current(), {
      ...{ transactionId: 'payment-1', point: 'transfer.committed', transaction: payment },
      occurredAtMs: systemClock.now(),
    });
    expect(outcome).toMatchObject({
      kind: 'evaluated',
      entries: [{ debtor: 'buffalo', creditor: 'lion', amount: '6', currency: 'TZS' }],
    });
    await other.context().close();
  }, 300_000);

  test.each([
    ['Conditions', 'Name', 3, 'x', /compares nothing/],
    ['Conditions', 'Variable', 3, 'Payee Bank', /There is no field Payee Bank/],
    ['Conditions', 'Test', 3, 'Unlike', /Unlike/],
    ['Conditions', 'Value', 5, 'Wallet', /in quotes/],
    ['Statements', 'Connector', 4, 'BUT', /BUT joins nothing/],
    ['Statements', 'Test', 3, 'A gift', /A gift/],
    ['Statements', 'Item', 7, 'Colour', /Colour/],
    ['Statements', 'Reference', 7, 'Curency', /Did you mean Currency/],
    ['Statements', 'Value', 9, '*0,6%', /Write 0.6%, with a point/],
    ['Annotations', 'Name', 2, 'No rule', /There is no rule/],
    ['Annotations', 'Annotation', 2, 'colour', /The name is missing/],
  ] as const)(
    'what is wrong in %s, %s is told at its cell, and the text stays as it was',
    async (table, heading, row, typed, told) => {
      await write();
      await sheet().fill();
      await sheet().point(table, heading, row);
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await page.getByText(/to mend/).waitFor();
      const wrong = page.getByRole('grid').locator('[aria-invalid=true]');
      expect(await wrong.count()).toBeGreaterThan(0);
      await page.locator('li').getByText(told).first().waitFor();
      expect(await sheet().text().inputValue()).toBe(interchangeFee);
      await page.getByText('The text is as it was before').waitFor();

      // Each problem leads to its cell.
      await page.locator('li').getByRole('button', { name: table }).first().click();
      await untilTrue(
        page,
        `document.activeElement?.getAttribute('aria-invalid') === 'true' && document.activeElement.closest('[role=grid]') !== null`,
      );
      await page.keyboard.press('Control+Z');
      await page.getByText('Nothing is wrong.').waitFor();
    },
    60_000,
  );

  test('a paste from a real spreadsheet makes rules: quotes doubled or not, headings, and what is not understood told at its cell', async () => {
    await write();
    await sheet().point('Conditions', 'Value', 2);
    const doubled = conditions.map((row) =>
      row.map((one) => (one.startsWith('"') ? `""${one}""` : one)),
    );
    await sheet().paste(tsv([['Name', 'Variable', 'Test', 'Value'], ...doubled]));
    await page.getByText('10 rows pasted').or(page.getByText('9 rows pasted')).waitFor();
    await sheet().point('Statements', 'Name', 2);
    await sheet().paste(tsv(statements));
    await sheet().expectText(interchangeFee);

    await sheet().point('Statements', 'Value', 9);
    await sheet().paste('0,60%\tand a remark');
    await page.getByText('1 pasted cells found no column').waitFor();
    await untilTrue(
      page,
      `document.querySelector('[role=grid][aria-label=Statements] [aria-label="Value, row 9"]')?.ariaInvalid === 'true'`,
    );
  }, 60_000);

  test('the text is edited and the sheet follows; while the text is wrong the sheet stays, and says so', async () => {
    await write();
    await sheet().fill();
    await sheet().text().fill(interchangeFee.replaceAll('0.6%', '0.8%'));
    await untilTrue(
      page,
      `document.querySelector('[role=grid][aria-label=Statements] [aria-label="Value, row 8"]')?.value === '*0.8%'`,
    );
    await sheet().text().fill(interchangeFee.replace('NEQ', 'UNLIKE'));
    await page.getByText('The sheet is as it was before').waitFor();
    await page.getByRole('button', { name: 'Line 6' }).click();
    expect(
      await page.evaluate(
        `document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)`,
      ),
    ).toBe('UNLIKE');
    await page.keyboard.type('EQ');
    await page.getByText('The sheet is as it was before').waitFor({ state: 'detached' });
    expect(await sheet().cell('Conditions', 'Test', 2).inputValue()).toBe('Equals');
  }, 60_000);

  test('rows are added and removed by keyboard, and a step back brings them back', async () => {
    await write();
    await sheet().fill();
    await sheet().point('Conditions', 'Name', 5);
    await page.keyboard.press('Shift+Enter');
    await sheet().expectFocus('Conditions', 'Name', 6);
    expect(await sheet().cell('Conditions', 'Variable', 6).inputValue()).toBe('');
    await page.keyboard.press('Control+Delete');
    expect(await sheet().cell('Conditions', 'Variable', 6).inputValue()).toBe('Payer Account Type');
    await page.keyboard.press('Control+Delete');
    expect(await sheet().cell('Conditions', 'Name', 6).inputValue()).toBe(
      'Transaction is a P2P transaction',
    );
    await page.keyboard.press('Control+Z');
    expect(await sheet().cell('Conditions', 'Variable', 6).inputValue()).toBe('Payer Account Type');
    await sheet().expectText(interchangeFee);
  }, 60_000);

  test('what is under work outlives a reload, and goes on where it was', async () => {
    await write();
    await sheet().fill();
    await page.getByLabel('What these rules are called').fill('Not done');
    await page.reload();
    await sheet().cell('Conditions', 'Name', 2).waitFor();
    await sheet().expectText(interchangeFee);
    await page.goto(`${world.page.url}/app/lion/rules`);
    await page.getByRole('link', { name: /Go on with “Not done”/ }).click();
    expect(await page.getByLabel('What these rules are called').inputValue()).toBe('Not done');
  }, 60_000);

  test('a workbook goes out and comes in again as the same rules', async () => {
    await write();
    await sheet().fill();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a workbook' }).click();
    const file = await (await saving).path();
    await page.getByRole('button', { name: 'Throw away…' }).click();
    await page.getByRole('button', { name: 'Throw away', exact: true }).click();
    await sheet().expectText('');
    await page.locator('input[type=file]').setInputFiles({
      name: 'fees.xlsx',
      mimeType: 'application/octet-stream',
      buffer: readFileSync(file),
    });
    await sheet().expectText(interchangeFee);
    await page.locator('input[type=file]').setInputFiles({
      name: 'photo.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no workbook'),
    });
    await page.getByText('photo.xlsx was not opened').waitFor();
    expect(await sheet().text().inputValue()).toBe(interchangeFee);
  }, 60_000);

  test('a transaction is tried: condition by condition, and who would pay', async () => {
    await write();
    await sheet().fill();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('buffalo pays lion').waitFor();
    await page.getByLabel('Payee DFSP', { exact: true }).fill('lion');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Nobody is charged.').waitFor();
    const why = page.getByText('the transaction has lion; compared with lion');
    expect(await why.count()).toBe(1);
  }, 60_000);

  test('a version is run dry over the transfers of a file, and a line that is no transfer is named', async () => {
    const { ruleSetId } = await page.evaluate<{ readonly ruleSetId: string }>(
      `fetch('/bff/fee-rules/rule-sets?title=Tried', {
        method: 'POST',
        headers: { 'Payment-Hub-Page': '1', 'Content-Type': 'text/plain' },
        body: ${JSON.stringify(`@version 9\n${interchangeFee}`)},
      }).then((answer) => answer.json())`,
    );
    await page.goto(`${world.page.url}/app/lion/rules/versions/${ruleSetId}/dry-run`);
    const runOver = async (lines: readonly object[]) =>
      page.getByLabel('File with a transfer in each line (JSON)').setInputFiles({
        name: 'transfers.jsonl',
        mimeType: 'application/jsonl',
        buffer: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
      });
    const transfer = (transferId: string, payee: string) => ({
      ...{ transferId, executionPoint: 'transfer.committed' },
      occurredAt: '2026-11-20T08:00:00.000Z',
      transaction: { ...payment, transactionId: transferId, payee: party(payee) },
    });
    await runOver([transfer('one', 'buffalo'), transfer('two', 'lion')]);
    await page.getByText('2 transfers; the charges of 1 differ.').waitFor();
    await page
      .getByRole('row', { name: /^buffalo lion INTERCHANGE_FEE TZS\s0\.00 TZS\s6\.00 TZS\s6\.00$/ })
      .waitFor();
    await page.getByText('Transfers whose charges differ').click();
    await page.getByText('buffalo pays lion').waitFor();

    await runOver([transfer('one', 'buffalo'), {}]);
    await page.getByRole('alert').getByText('Line 2').waitFor();
    expect(await page.getByText('the charges of').count()).toBe(0);
  }, 60_000);

  test('rules that are there already are refused as drafts, and stay under work', async () => {
    await write();
    await sheet().fill();
    await page.getByLabel('What these rules are called').fill('Again');
    for (let times = 0; times < 2; times += 1) {
      await page.getByRole('button', { name: 'Draft…' }).click();
      await page.getByRole('button', { name: 'Make it a draft' }).click();
      const isNew = await Promise.race([
        page.waitForURL('**/rules/versions/*').then(() => true),
        page
          .getByRole('alert')
          .waitFor()
          .then(() => false),
      ]);
      if (!isNew) break;
      await write();
      await sheet().fill();
      await page.getByLabel('What these rules are called').fill('Again');
    }
    await page.getByRole('alert').waitFor();
    expect(await sheet().text().inputValue()).toBe(interchangeFee);
  }, 60_000);

  test('while the API is away nothing is lost, and it is told that nothing was checked', async () => {
    await write();
    await sheet().fill();
    world.setAway(true);
    await sheet().point('Conditions', 'Variable', 3);
    await page.keyboard.type('Payer DFSP');
    await page.keyboard.press('Enter');
    await page.getByText('It is not checked').first().waitFor();
    expect(await sheet().cell('Conditions', 'Variable', 3).inputValue()).toBe('Payer DFSP');
    world.setAway(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/Nothing is wrong|to look at/).waitFor();
  }, 60_000);

  test('who may not draft is told so, and keeps what was written', async () => {
    const viewer = await signIn('Salim');
    await viewer.goto(`${world.page.url}/app/lion/rules/new`);
    const own = page;
    page = viewer;
    try {
      await sheet().cell('Conditions', 'Name', 2).waitFor();
      await sheet().fill();
      await sheet().text().fill(`@version 7\n${interchangeFee}`);
      await page.getByText('Nothing is wrong.').waitFor();
      await page.getByLabel('What these rules are called').fill('Mine');
      await page.getByRole('button', { name: 'Draft…' }).click();
      await page.getByRole('button', { name: 'Make it a draft' }).click();
      await page.getByRole('alert').getByText('You may not do this here').waitFor();
      expect(await sheet().text().inputValue()).toContain('@version 7');
    } finally {
      page = own;
      await viewer.context().close();
    }
  }, 90_000);

  test.each([
    ['en-GB', 'light', 1280],
    ['sw-TZ', 'dark', 768],
  ] as const)(
    'every view is accessible and fits: %s, %s, %i pixels',
    async (language, theme, width) => {
      const opened = await signIn('Juma', { language, theme, width });
      const { ruleSets } = await opened.evaluate<{
        readonly ruleSets: readonly { readonly ruleSetId: string }[];
      }>(
        `fetch('/bff/fee-rules/rule-sets', { headers: { 'Payment-Hub-Page': '1' } }).then((answer) => answer.json())`,
      );
      const id = ruleSets[0]?.ruleSetId ?? '';
      const views = ['', '/new', `/new?from=${id}`];
      const tabs = ['', '/differences', '/try', '/dry-run'].map((tab) => `/versions/${id}${tab}`);
      const obligations = ['/obligations', `/obligations/${openCycle}`];
      for (const path of [...views, ...tabs, ...obligations]) {
        await opened.goto(`${world.page.url}/app/lion/rules${path}`);
        await opened.getByRole('heading', { level: 1 }).waitFor();
        await untilTrue(opened, `!/Reading…|Inasoma…/.test(document.body.innerText)`);
        expect({ path, violations: await axeViolations(opened) }).toEqual({ path, violations: [] });
        await expectFits(opened);
      }
      await opened.context().close();
    },
    180_000,
  );
});
