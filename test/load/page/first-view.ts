/** What a browser that has nothing of the page yet transfers until its first view stands there. */
import type { Page } from 'playwright-core';
import type { Figure } from './figures';
import { untilSo } from '../../kit/page/until-so';

export interface FirstView {
  /** Page, scripts and styles, packed as they came; without their headers, of which each has about 800 bytes. */
  readonly filesBytes: number;
  readonly files: number;
  /** What the APIs have told. */
  readonly dataBytes: number;
}

const filesKbMax = 150;

/** @param page of somebody who is signed in */
export async function firstViewOf(page: Page, url: string, isThere: string): Promise<FirstView> {
  // What the page before still loads is none of it.
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  const urls = new Map<string, string>();
  const headersBytes = new Map<string, number>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    urls.set(requestId, response.url);
    // Until then nothing but the headers has come.
    headersBytes.set(requestId, response.encodedDataLength);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.set(requestId, encodedDataLength - (headersBytes.get(requestId) ?? 0));
  });
  await page.goto(url);
  await untilSo(page, isThere);
  // Of what is loaded behind the view that stands there already.
  await page.waitForTimeout(1_000);
  await session.detach();
  const of = (isFile: boolean) =>
    [...bytes].filter(
      ([id]) => new URL(urls.get(id) ?? url).pathname.startsWith('/app') === isFile,
    );
  const sum = (some: readonly (readonly [string, number])[]) =>
    some.reduce((total, [, one]) => total + one, 0);
  return { filesBytes: sum(of(true)), files: of(true).length, dataBytes: sum(of(false)) };
}

export function firstViewFigure({ filesBytes, files, dataBytes }: FirstView): Figure {
  const kb = (of: number) => (of / 1_000).toFixed(1);
  return {
    what: 'first view: files of the page, as transferred',
    wanted: `< ${filesKbMax} kB`,
    seen: `${kb(filesBytes)} kB in ${files} files; data ${kb(dataBytes)} kB`,
    isReached: filesBytes < filesKbMax * 1_000,
  };
}
