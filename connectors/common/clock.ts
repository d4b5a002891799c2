import { randomUUID } from 'node:crypto';
import type { Clock, Random } from './runtime';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, durationMs);
      signal?.addEventListener('abort', wake, { once: true });
    }),
};

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  fraction: () => Math.random(),
};
