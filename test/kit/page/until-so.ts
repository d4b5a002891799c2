import type { Page } from 'playwright-core';
import { systemClock } from '../../../connectors/common/clock';

const everyMs = 50;

/**
 * Looks again and again, by the developer tools: the page's policy forbids what waitForFunction does.
 *
 * @param isSo an expression of the page
 */
export async function untilSo(page: Page, isSo: string, withinMs = 60_000): Promise<void> {
  const untilMs = systemClock.now() + withinMs;
  while (!(await page.evaluate<boolean>(`Boolean(${isSo})`))) {
    if (systemClock.now() > untilMs) {
      const seen = await page.evaluate<string>(
        `JSON.stringify([document.activeElement?.ariaLabel, document.querySelector('textarea')?.value, document.body.innerText.slice(0, 3000)])`,
      );
      throw new Error(`not so after ${withinMs} ms: ${isSo}; the page shows ${seen}`);
    }
    await page.waitForTimeout(everyMs);
  }
}
