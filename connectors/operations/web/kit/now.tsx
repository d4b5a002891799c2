/** One clock for all that ticks on the page. */
import { useSyncExternalStore } from 'react';

const tickMs = 1_000;
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const heard = new Set<() => void>();

function subscribe(tick: () => void): () => void {
  heard.add(tick);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const one of heard) one();
  }, tickMs);
  return () => {
    heard.delete(tick);
    if (heard.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** To the second; whoever uses it is drawn each second. */
export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
