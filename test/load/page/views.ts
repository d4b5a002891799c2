/** From a click to what can be read: each view of the page, in a tab that has not seen it yet. */
import type { Page } from 'playwright-core';
import { tenant, type Replayed } from '../operations/replayed-payments';
import { tookFigure, type Figure } from './figures';
import { fromClickTo } from './in-browser';

const readableMaxMs = 500;

interface Visitor {
  readonly page: Page;
  /** Another one in each round. */
  readonly sample: Replayed;
}

interface View {
  readonly name: string;
  /** What the person does last: a click, or Enter. */
  readonly act: (visitor: Visitor) => Promise<unknown>;
  /** An expression of the page. */
  readonly readable: (sample: Replayed) => string;
}

const at = (place: string) => `location.pathname.endsWith('/${tenant}/${place}')`;
const there = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) !== null`;
const all = (...parts: readonly string[]) => parts.join(' && ');
const link = (name: string) => (visitor: Visitor) =>
  visitor.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const look = (textOf: (sample: Replayed) => string) => async (visitor: Visitor) => {
  await visitor.page.getByRole('searchbox').fill(textOf(visitor.sample));
  await visitor.page.keyboard.press('Enter');
};

const rowsThere = there('[data-index] a');
export const workThere = all(at('work'), there('[data-row]'), there('main time'));
const paymentThere = all(there('main h1'), there('main ol, main ul'), there('[role=tablist]'));
const isPayment = ({ document: { transactionId } }: Replayed) =>
  all(`location.pathname.includes(${JSON.stringify(transactionId)})`, paymentThere);
const ofSearch = (part: string) => all(`location.search.includes('${part}')`, rowsThere);

/** In this order: none of them shows what one before it has read. */
const views: readonly View[] = [
  { name: 'Work', act: link('Work'), readable: () => workThere },
  {
    name: 'Overview: figures and charts of a day',
    act: link('Overview'),
    readable: () => all(at('overview'), there('main canvas')),
  },
  {
    name: 'Rules',
    act: link('Rules'),
    readable: () => all(at('rules'), there('main tbody tr')),
  },
  { name: 'System', act: link('System'), readable: () => all(at('system'), there('main dl')) },
  {
    name: 'Payments: the newest',
    act: link('Payments'),
    readable: () => all(at('payments'), rowsThere),
  },
  {
    name: 'Payments: by the number of a party',
    act: look(({ payersNumber }) => `+${payersNumber}`),
    readable: () => ofSearch('hidden='),
  },
  {
    name: 'Payments: by text',
    act: look(({ document: { transactionId, state } }) => `${transactionId.slice(0, 8)} ${state}`),
    readable: () => ofSearch('text='),
  },
  {
    name: 'a payment, from its row',
    act: ({ page }) => page.locator('[data-index] a').first().click(),
    readable: isPayment,
  },
  {
    name: 'Payments: by id, straight to the payment',
    act: look(({ document: { transactionId } }) => transactionId),
    readable: isPayment,
  },
];

/** The payment whose row was opened is the one that was looked for by text; the one by id is another. */
const idIsOfNext = views.length - 1;

export interface Rounds {
  readonly page: Page;
  readonly url: string;
  readonly samples: readonly Replayed[];
  readonly rounds: number;
}

/** @returns by view, of each round */
export async function timeViews({ page, url, samples, rounds }: Rounds) {
  const took = new Map(views.map(({ name }) => [name, [] as number[]]));
  // The first one warms up: the server's compiler, and the browser's cache of files.
  for (let round = -1; round < rounds; round += 1) {
    await page.goto(`${url}/app/${tenant}/nowhere`);
    await page.getByRole('navigation').first().waitFor();
    for (const [index, { name, act, readable }] of views.entries()) {
      const sample = samples[((round + 1) * 389 + (index === idIsOfNext ? 1 : 0)) % samples.length];
      if (sample === undefined) throw new Error('there is nothing to look for');
      if (index === idIsOfNext) await backToSearch(page);
      const ms = await fromClickTo(page, readable(sample), () => act({ page, sample }));
      if (round >= 0) took.get(name)?.push(ms);
    }
  }
  return took;
}

async function backToSearch(page: Page): Promise<void> {
  await link('Payments')({ page } as Visitor);
  await page.getByRole('searchbox').waitFor();
}

export function viewFigures(took: ReadonlyMap<string, readonly number[]>): Figure[] {
  return [...took].map(([name, tookMs]) => tookFigure(name, tookMs, readableMaxMs));
}
