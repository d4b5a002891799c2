/** j k t d on the rows. Enter and Esc are the browser's own: the row's link has the focus, and a dialog closes by itself. */
import { useShortcuts } from '../kit/shortcuts';
import { useWords } from '../words/preferences';
import { workWords } from './words';

/** Of the rows as they stand on the page. */
export function useRowKeys(): void {
  const words = useWords(workWords);
  useShortcuts([
    { key: 'j', does: words.keyNext, run: () => move(1) },
    { key: 'k', does: words.keyPrevious, run: () => move(-1) },
    { key: 't', does: words.keyTake, run: () => press('[data-act="take"]') },
    { key: 'd', does: words.keyDecide, run: () => press('[data-open]') },
  ]);
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-row]')];
}

function current(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]') ?? undefined;
}

function move(by: 1 | -1): void {
  const all = rows();
  const here = current();
  const at = here === undefined ? (by === 1 ? -1 : all.length) : all.indexOf(here);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.querySelector<HTMLElement>('[data-open]')?.focus();
}

/** Of the row that has the focus; without one nothing happens. */
function press(selector: string): void {
  current()?.querySelector<HTMLElement>(selector)?.click();
}
