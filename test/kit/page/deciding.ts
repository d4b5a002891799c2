/** Ways to decide at the page, from a row of Work to what was sent: by mouse, and by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { expectSeen } from './visit';

export const workPath = '/app/lion/work';
export const keyOf = (transferId: string) => `lion:payer:${transferId}`;
export const rowOf = (page: Page, transferId: string) =>
  page.locator(`[data-row="${keyOf(transferId)}"]`);
export const panelOf = (page: Page) => page.getByRole('dialog', { name: 'Decision' });
export const statusOf = (around: Page | Locator, status: string) =>
  around.locator(`[data-status="${status}"]`);

/** Each way of working does the same: from the row to the review. */
export interface Way {
  take(page: Page, transferId: string): Promise<void>;
  open(page: Page, transferId: string): Promise<void>;
  fill(page: Page, decision: string): Promise<void>;
  send(page: Page): Promise<void>;
}

export const byMouse: Way = {
  take: (page, transferId) => rowOf(page, transferId).getByRole('button', { name: 'Take' }).click(),
  open: (page, transferId) => rowOf(page, transferId).getByRole('link', { name: 'Decide' }).click(),
  fill: async (page, decision) => {
    const panel = panelOf(page);
    await panel.locator(`input[type=radio][value="${decision}"]`).click();
    await panel.getByLabel('Reason', { exact: true }).selectOption('records');
    await panel.getByLabel('In your words').fill('case 7');
    await panel.getByRole('button', { name: 'Review' }).click();
  },
  send: async (page) => {
    await panelOf(page).getByLabel('Yes, I want this to be done').click();
    await panelOf(page).getByRole('button', { name: 'Send' }).click();
  },
};

function hasFocus(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(
    `document.activeElement !== null && document.activeElement.matches(${JSON.stringify(selector)})`,
  );
}

/** Tab, until it is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let times = 0; times < 80; times += 1) {
    if (await hasFocus(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not come to ${selector}`);
}

/** j, until the row has the focus. */
async function walkTo(page: Page, transferId: string): Promise<void> {
  const selector = `[data-row="${keyOf(transferId)}"] [data-open]`;
  await expectSeen(page.locator(selector));
  for (let times = 0; times < 20; times += 1) {
    await page.keyboard.press('j');
    if (await hasFocus(page, selector)) return;
  }
  throw new Error('j does not come to the row');
}

export const byKeyboard: Way = {
  take: async (page, transferId) => {
    await walkTo(page, transferId);
    await page.keyboard.press('t');
  },
  open: async (page) => {
    await page.keyboard.press('d');
    await expectSeen(panelOf(page));
  },
  fill: async (page, decision) => {
    await tabTo(page, 'input[type=radio]');
    for (let times = 0; times < 6; times += 1) {
      await page.keyboard.press('Space');
      if (await hasFocus(page, `[value="${decision}"]`)) break;
      await page.keyboard.press('ArrowDown');
    }
    await tabTo(page, 'dialog select');
    await page.keyboard.type('The switch');
    await tabTo(page, 'dialog textarea');
    await page.keyboard.type('case 7');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  },
  send: async (page) => {
    await tabTo(page, 'dialog input[type=checkbox]');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  },
};
