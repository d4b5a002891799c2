import { setTimeout as sleep } from 'node:timers/promises';
import { startDoor, type Door, type Treatment } from './door';

/** Stands before the switch's service for transfers, and can deliver one of them late. */
export interface LateDoor extends Pick<Door, 'url' | 'seen'> {
  /** The next POST /transfers reaches the switch so late, and its repeats not at all. Resolves when it has come here. */
  delayNextTransfer(byMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function startLateDoor(host: string, target: string): Promise<LateDoor> {
  let delay: { readonly byMs: number; readonly caught: () => void } | undefined;
  let isDelaying = false;
  const treatment: Treatment = async (message, passOn) => {
    if (message.method === 'POST' && isDelaying) return { status: 503 };
    if (message.method === 'POST' && delay !== undefined) {
      const { byMs, caught } = delay;
      delay = undefined;
      isDelaying = true;
      caught();
      await sleep(byMs);
      isDelaying = false;
    }
    return passOn(message);
  };
  const door = await startDoor(host, target);
  door.treat(treatment);
  return {
    url: door.url,
    seen: (matches) => door.seen(matches),
    delayNextTransfer: (byMs) =>
      new Promise((resolve) => {
        delay = { byMs, caught: resolve };
      }),
    close: () => door.close(),
  };
}
