/** The sheet of fee rules in a browser, and the requirement's rule as finance people write it there. */
import type { Locator, Page } from 'playwright-core';
import { systemClock } from '../../../connectors/common/clock';
import { interchangeFee } from '../fee-rules/interchange-fee';
import { untilSo } from './until-so';

/** The requirement's tables, drawn as it draws them: names alone in their rows. */
export const conditions = [
  ['Transaction is not an on-us transfer'],
  ['', 'Payee DFSP', 'Not equal to', 'Payer DFSP'],
  ['Transaction is a wallet-to-wallet transfer'],
  ['', 'Payee Account Type', 'Case insensitive equals', '"Wallet"'],
  ['AND', 'Payer Account Type', 'Case insensitive equals', '"Wallet"'],
  ['Transaction is a P2P transaction'],
  ['', 'Transaction Type Scenario', 'Case insensitive equals', '"TRANSFER"'],
  ['AND', 'Transaction Type Initiator', 'Case insensitive equals', '"PAYER"'],
  ['AND', 'TransactionType Initiator Type', 'Case insensitive equals', '"CONSUMER"'],
];
export const statements = [
  ['Interchange fee test'],
  ['', '', 'Transaction is not an on-us transfer'],
  ['', 'AND', 'Transaction is a wallet-to-wallet transfer'],
  ['', 'AND', 'Transaction is a P2P transaction'],
  ['', 'THEN', '', 'Journal entry type', '', '"INTERCHANGE_FEE"'],
  ['', '', '', 'Currency', 'Currency'],
  ['', '', '', 'Payer DFSP', 'Payer DFSP'],
  ['', '', '', 'Payer Amount', 'Amount', '*0.6%'],
  ['', '', '', 'Payee DFSP', 'Payee DFSP'],
  ['', '', '', 'Payee amount', 'Amount', '*0.6%*-1'],
];

/** As a spreadsheet puts it on the clipboard. */
export const tsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.join('\t')).join('\r\n') + '\r\n';

const focusIs = {
  inTable: (table: string) =>
    `document.activeElement?.closest('[role=grid]')?.ariaLabel === '${table}'`,
  onButton: (name: string) =>
    `document.activeElement?.tagName === 'BUTTON' && document.activeElement.textContent === '${name}'`,
  inField: (label: string) =>
    `document.activeElement?.tagName === 'INPUT' && document.activeElement.labels?.[0]?.textContent === '${label}'`,
};

export class RuleSheet {
  constructor(private readonly page: Page) {}

  cell(table: string, heading: string, row: number): Locator {
    return this.page
      .getByRole('grid', { name: table })
      .getByLabel(`${heading}, row ${String(row)}`, { exact: true });
  }

  text(): Locator {
    return this.page.getByRole('textbox', { name: 'Text' });
  }

  expectText(wanted: string): Promise<void> {
    return this.until(`document.querySelector('textarea')?.value === ${JSON.stringify(wanted)}`);
  }

  async point(table: string, heading: string, row: number): Promise<void> {
    await this.cell(table, heading, row).locator('..').click();
    await this.expectFocus(table, heading, row);
  }

  expectFocus(table: string, heading: string, row: number): Promise<void> {
    const label = `${heading}, row ${String(row)}`;
    return this.until(
      `document.activeElement?.getAttribute('aria-label') === ${JSON.stringify(label)} &&
       document.activeElement.closest('[role=grid]')?.ariaLabel === ${JSON.stringify(table)}`,
    );
  }

  async paste(clipboard: string): Promise<void> {
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(clipboard)})`);
    await this.page.keyboard.press('Control+V');
  }

  /** With the requirement's rule, at once. */
  async fill(): Promise<void> {
    await this.point('Conditions', 'Name', 2);
    await this.paste(tsv(conditions));
    await this.point('Statements', 'Name', 2);
    await this.paste(tsv(statements));
    await this.expectText(interchangeFee);
  }

  /** Into the empty sheet, by keyboard alone. */
  async typeRequirementsRule(): Promise<void> {
    await this.tabTo(focusIs.inTable('Conditions'));
    await this.typeRows(conditions, 4);
    await this.page.keyboard.press('Escape');
    await this.tabTo(focusIs.inTable('Statements'));
    await this.typeRows(statements, 6);
    await this.expectText(interchangeFee);
    await this.page.keyboard.press('Escape');
  }

  /** By keyboard alone. */
  async draft(title: string): Promise<void> {
    await this.tabTo(focusIs.inField('What these rules are called'));
    await this.page.keyboard.type(title);
    await this.tabTo(focusIs.onButton('Draft…'));
    await this.page.keyboard.press('Enter');
    await this.tabTo(focusIs.onButton('Make it a draft'));
    await this.page.keyboard.press('Enter');
    await this.page.waitForURL('**/rules/versions/*');
  }

  private until(script: string): Promise<void> {
    return untilSo(this.page, script, 15_000);
  }

  private async typeRows(rows: readonly (readonly string[])[], columns: number): Promise<void> {
    for (const row of rows) {
      for (let column = 0; column < columns; column += 1) {
        const typed = row[column] ?? '';
        if (typed !== '') await this.page.keyboard.type(typed);
        await this.page.keyboard.press('Tab');
      }
    }
  }

  private async tabTo(isThere: string): Promise<void> {
    for (let times = 0; times < 200; times += 1) {
      if (await this.page.evaluate<boolean>(isThere)) return;
      await this.page.keyboard.press('Tab');
      // The sheet takes the focus with the next frame.
      await this.page.waitForTimeout(40);
    }
    throw new Error('the keyboard does not get there');
  }
}

/** The draft that this page shows is approved and scheduled by whoever sits at it, and waited for. */
export async function putInForce(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page.getByText('is approved by you').waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText(`Approved by ${person}`).waitFor();
  await page.getByRole('button', { name: 'Schedule…' }).click();
  await page.getByLabel('Time zone').selectOption('utc');
  const from = new Date(systemClock.now() + 40_000).toISOString();
  await page.getByLabel('When', { exact: true }).fill(from.slice(0, 19));
  await page.getByText('charges transfers made at').waitFor();
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await page.getByText(`Scheduled by ${person}`).waitFor();
  await page.locator('h2').getByText('in force').waitFor({ timeout: 90_000 });
}
