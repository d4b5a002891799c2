/** How soon a page answers that holds long lists: each thing that one does there, again and again. */
import type { Locator, Page } from 'playwright-core';
import { tenant } from '../operations/replayed-payments';
import type { Figure } from './figures';
import { inpOf, interactionsSince, longestFrame, timeInteractions } from './in-browser';

const inpMaxMs = 100;

export interface LongList {
  readonly page: Page;
  readonly url: string;
  /** So many the list is to hold. */
  readonly rows: number;
  /** Of each kind. */
  readonly times: number;
}

interface Doing {
  readonly name: string;
  /** Once, and back to where one was. */
  readonly act: (page: Page) => Promise<unknown>;
}

async function measure(
  list: string,
  { page, times }: LongList,
  doings: readonly Doing[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const every = { count: 0, tookMs: [] as number[] };
  for (const { name, act } of doings) {
    await timeInteractions(page);
    const frameMs = await longestFrame(page, async () => {
      for (let time = 0; time < times; time += 1) await act(page);
    });
    const some = await interactionsSince(page);
    every.count += some.count;
    every.tookMs.push(...some.tookMs);
    const inp = some.count === 0 ? 'no interaction' : `INP ${inpOf(some).toFixed(0)} ms`;
    const seen = `${inp} of ${some.count}; longest frame ${frameMs.toFixed(0)} ms`;
    figures.push({ what: `${list}: ${name}`, wanted: '', seen });
  }
  const inp = inpOf(every);
  return [
    {
      what: `${list}, all of it`,
      wanted: `INP < ${inpMaxMs} ms`,
      seen: `INP ${inp.toFixed(0)} ms of ${every.count}`,
      isReached: inp < inpMaxMs,
    },
    ...figures,
  ];
}

/** As a person does who waits a moment after each. */
const pauseMs = 50;
const press =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(pauseMs);
    }
  };
const wheel = async (page: Page) => {
  for (const deltaY of [700, 700, 700, -700]) {
    await page.mouse.wheel(0, deltaY);
    await page.waitForTimeout(pauseMs);
  }
};
const rowsIn = (page: Page) =>
  page.evaluate<number>(
    `Number(document.querySelector('[role=table]')?.getAttribute('aria-rowcount') ?? 0)`,
  );

/** Scrolls on, until all that was wanted has been read. */
async function readOn(page: Page, rows: number): Promise<void> {
  const count = page.locator('section:has([role=table]) [role=status]').first();
  for (;;) {
    const shown = Number((await count.innerText()).replaceAll(/\D/g, ''));
    if (shown >= rows || (await rowsIn(page)) > 0) return;
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await page.waitForTimeout(20);
  }
}

export async function timeSearchList(list: LongList): Promise<Figure[]> {
  const { page, url, rows } = list;
  await page.goto(`${url}/app/${tenant}/payments`);
  await page.locator('[data-index]').first().waitFor();
  await readOn(page, rows);
  const held = await page.locator('section:has([role=table]) [role=status]').first().innerText();
  await page.locator('h1').click();
  const chip = (name: string) => page.getByRole('group', { name: 'State' }).getByText(name);
  const backAgain = async () => {
    await page.goBack();
    await page.locator('[data-index]').first().waitFor();
    await page.waitForTimeout(pauseMs);
  };
  const figures = await measure(`search result (${held})`, list, [
    { name: 'scroll by wheel', act: wheel },
    { name: 'scroll by key', act: press('PageDown', 'PageDown', 'PageUp', 'End', 'Home') },
    { name: 'from row to row', act: press('j', 'j', 'j', 'k') },
    {
      name: 'expand: more filters',
      act: async () => {
        await page.getByRole('button', { name: 'More filters' }).click();
        await page.waitForTimeout(pauseMs);
      },
    },
    {
      name: 'filter by a state, and back',
      act: async () => {
        await chip('Failed').click();
        await page.waitForURL('**/payments?states=failed');
        await page.locator('[data-index]').first().waitFor();
        await backAgain();
      },
    },
    {
      name: 'sort, and back',
      act: async () => {
        await page.getByLabel('Order', { exact: true }).focus();
        await page.keyboard.press('ArrowDown');
        await page.waitForURL('**/payments?sort=*');
        await page.locator('[data-index]').first().waitFor();
        await backAgain();
      },
    },
    {
      name: 'open a payment, and back',
      act: async () => {
        await page.locator('[data-index] a').nth(2).click();
        await page.locator('[role=tablist]').waitFor();
        await backAgain();
      },
    },
  ]);
  return figures;
}

/** Scrolls on, until the last of all stands there. @returns how many the list holds then */
async function readWhole(page: Page, whole: Locator, rows: number): Promise<number> {
  for (;;) {
    await page.keyboard.press('End');
    await page.waitForTimeout(pauseMs);
    const last = whole.locator('[data-row]').last();
    const [at, count] = await Promise.all(
      ['aria-posinset', 'aria-setsize'].map(async (name) => Number(await last.getAttribute(name))),
    );
    if (count === undefined || count < rows) throw new Error(`of ${rows} wait ${count ?? 0}`);
    if (at === count) return count;
  }
}

export async function timeWorkList(list: LongList): Promise<Figure[]> {
  const { page, url, rows } = list;
  await page.goto(`${url}/app/${tenant}/work`);
  await page.locator('[data-row]').first().waitFor();
  await page
    .getByRole('button', { name: /^Show all / })
    .first()
    .click();
  const whole = page.getByRole('group', { name: 'Waiting for a decision' });
  await whole.hover();
  await whole.focus();
  const held = await readWhole(page, whole, rows);
  await page.keyboard.press('Home');
  const dialog = page.getByRole('dialog');
  return measure(`work list (${held} rows)`, list, [
    { name: 'scroll by wheel', act: wheel },
    { name: 'scroll by key', act: press('PageDown', 'PageDown', 'PageUp', 'End', 'Home') },
    { name: 'from row to row', act: press('j', 'j', 'j', 'k') },
    {
      name: 'fewer, and all again',
      act: async () => {
        await page.getByRole('button', { name: /^Show the oldest / }).click();
        await page
          .getByRole('button', { name: /^Show all / })
          .first()
          .click();
        await whole.hover();
        await whole.focus();
      },
    },
    {
      name: 'take, and let go',
      act: async () => {
        const first = page.locator('[data-row]').first();
        await first.getByRole('button', { name: 'Take' }).click();
        await first.getByRole('button', { name: 'Let go' }).click();
        await first.getByRole('button', { name: 'Take' }).waitFor();
      },
    },
    {
      name: 'open a decision, and close it',
      act: async () => {
        await page.locator('[data-open]').nth(1).click();
        await dialog.locator('input[type=radio]').first().waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      },
    },
  ]);
}
