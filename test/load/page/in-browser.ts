/** What is measured within the browser. Code of the page's own world stands in texts: it goes there through the developer tools. */
import type { CDPSession, Page } from 'playwright-core';
import { heapPartsOf, type HeapParts } from './heap-snapshot';

/** Of the pages' own clock, which events have too. */
const patienceMs = 60_000;

/**
 * From the click, or the Enter, that the browser hears next, until `readable` is true and has been painted.
 * @param readable an expression of the page: false now
 */
export async function fromClickTo(
  page: Page,
  readable: string,
  act: () => Promise<unknown>,
): Promise<number> {
  // Nothing is waited for yet.
  await page.evaluate(
    `window.benchSeen = ${watch(readable)}; void window.benchSeen.catch(() => {})`,
  );
  await act();
  return page.evaluate<number>('window.benchSeen');
}

function watch(readable: string): string {
  return `new Promise((resolve, reject) => {
    const isReadable = () => Boolean(${readable});
    if (isReadable()) throw new Error('it stands there before it was asked for');
    let beganMs;
    const begin = (event) => {
      if (event.type === 'click' || event.key === 'Enter') beganMs ??= event.timeStamp;
    };
    for (const type of ['click', 'keydown']) addEventListener(type, begin, { capture: true });
    const end = () => {
      clearTimeout(late);
      observer.disconnect();
      for (const type of ['click', 'keydown']) removeEventListener(type, begin, { capture: true });
    };
    const late = setTimeout(() => {
      end();
      reject(new Error('nothing to read came: ' + location.href + ' ' + document.body.innerText.slice(0, 500)));
    }, ${patienceMs});
    // A frame's callbacks come before it is painted, a message after.
    const painted = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - beganMs);
      port2.postMessage(null);
    };
    const look = () => {
      if (beganMs === undefined || !isReadable()) return;
      end();
      requestAnimationFrame(painted);
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  })`;
}

/** Interactions from now on, as Chromium times them, to 8 ms: from the input until what it brought about is painted. */
export async function timeInteractions(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.benchInteractions?.disconnect();
    window.benchTook = new Map();
    window.benchInteractions = new PerformanceObserver((list) => {
      for (const { interactionId, duration, name } of list.getEntries()) {
        if (!interactionId) continue;
        const known = window.benchTook.get(interactionId);
        if (known === undefined || known.duration < duration) window.benchTook.set(interactionId, { duration, name });
      }
    });
    window.benchInteractions.observe({ type: 'event', durationThreshold: 16 });
    window.benchCount = performance.interactionCount;
  })()`);
}

export interface Interactions {
  /** With those that took less than 16 ms, of which Chromium tells nothing more. */
  readonly count: number;
  /** Of the others. */
  readonly tookMs: readonly number[];
}

export async function interactionsSince(page: Page): Promise<Interactions> {
  // Entries come once the frame has been shown.
  await page.waitForTimeout(300);
  return page.evaluate<Interactions>(`({
    count: performance.interactionCount - window.benchCount,
    tookMs: [...window.benchTook.values()].map(({ duration }) => duration),
  })`);
}

/** INP as web-vitals has it: the worst, but of each 50 interactions one. */
export function inpOf({ count, tookMs }: Interactions): number {
  const sorted = tookMs.toSorted((left, right) => right - left);
  return sorted[Math.min(sorted.length - 1, Math.floor(count / 50))] ?? 16;
}

/** The longest time between two frames while something goes on. */
export async function longestFrame(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(`(() => {
    let before = performance.now();
    window.benchFrameMs = 0;
    window.benchFrames = true;
    const frame = (now) => {
      window.benchFrameMs = Math.max(window.benchFrameMs, now - before);
      before = now;
      if (window.benchFrames) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })()`);
  await act();
  return page.evaluate<number>('(window.benchFrames = false, window.benchFrameMs)');
}

export interface Held extends HeapParts {
  readonly nodes: number;
  readonly listeners: number;
}

/** What is alive: garbage is collected first. */
export async function heldBy(session: CDPSession): Promise<Held> {
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { ...heapPartsOf(await snapshotOf(session)), nodes, listeners: jsEventListeners };
}

async function snapshotOf(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return chunks.join('');
}
