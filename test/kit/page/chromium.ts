/** The operators' page in a real browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../stack/scripts';
import { findChromium } from './open-browser';

export { openPageBrowser } from './open-browser';

/** Where there is no Chromium its tests are skipped by name: `apt-get install chromium`, or CHROMIUM=<path>. */
export const describeInChromium = findChromium() === undefined ? describe.skip : describe;

const axeFile = join(projectRoot, 'node_modules/axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What hinders people on the page as it stands (WCAG 2.2 A and AA), a line each; empty: nothing that axe knows. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Through the developer tools, which the page's policy does not bind.
  await page.evaluate(readFileSync(axeFile, 'utf8'));
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary ?? ''}`),
  );
}
