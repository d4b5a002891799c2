import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage';

/** For a machine that is busy, and for whoever asks again and again before it is over. */
const patienceMs = 45_000;

/** Whether it came to be so; for assertions, which tell what there is in its place. */
export async function comesTrue(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const giveUpAtMs = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAtMs) return false;
    await sleep(50);
  }
  return true;
}

/** What an app has heard of its payment or its request: `WAITING_FOR_PAYER, ABORTED (4101)`. */
export function heardOf({ heard }: Stage, id: string): string {
  return heard
    .of(id)
    .map(({ state, error }) => (error === undefined ? state : `${state} (${error.code})`))
    .join(', ');
}

/** Waits until an app has heard as much as it should; the rest of what it heard stands there too. */
export async function hears(stage: Stage, id: string, words: string): Promise<string> {
  await comesTrue(() => heardOf(stage, id).length >= words.length);
  return heardOf(stage, id);
}
