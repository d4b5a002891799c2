/** Somebody who is signed in, in a browser of their own. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { PageWorld } from './world';

export interface Look {
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en-GB' | 'sw-TZ';
  /** Of the window, in pixels. */
  readonly width?: number;
}

export interface Visitor extends Look {
  /** As the button of the sign-in begins. */
  readonly who: string;
  /** `/app/lion/overview` */
  readonly path: string;
}

export async function visit(
  browser: Browser,
  world: Pick<PageWorld, 'url'>,
  visitor: Visitor,
): Promise<Page> {
  const page = await openTab(browser, visitor);
  await signInAt(page, world, visitor);
  return page;
}

/** Of nobody yet. */
export async function openTab(browser: Browser, look: Look = {}): Promise<Page> {
  const { theme = 'light', language = 'en-GB', width = 1280 } = look;
  const context = await browser.newContext({
    ...{ locale: language, timezoneId: 'Africa/Dar_es_Salaam', colorScheme: theme },
    viewport: { width, height: 900 },
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(40_000);
  return context.newPage();
}

/** In this tab, whoever was signed in before. */
export async function signInAt(
  page: Page,
  world: Pick<PageWorld, 'url'>,
  { who, path }: Pick<Visitor, 'who' | 'path'>,
): Promise<void> {
  await page.goto(`${world.url}/bff/login?return=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name: who }).click();
  await page.waitForURL(`${world.url}${path}`);
}

/** Each comes, or the test fails and says what stood there instead; of several that are the same, the first. */
export async function expectSeen(...all: readonly Locator[]): Promise<void> {
  for (const one of all) {
    await one
      .first()
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`${String(one)} was not seen on ${await shownOn(one.page())}`, {
          cause: error,
        });
      });
    expect(await one.first().isVisible()).toBe(true);
  }
}

/** Its address and its words, in so far as they say where one is. */
async function shownOn(page: Page): Promise<string> {
  const words = await page.locator('body').innerText();
  return `${page.url()}: ${words.replace(/\s+/g, ' ').slice(0, 2_000)}`;
}

/** Nothing of the page stands beside the window, to which one would have to scroll. */
export async function expectFits(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect({ at: page.url(), beyond }).toEqual({ at: page.url(), beyond: 0 });
}
