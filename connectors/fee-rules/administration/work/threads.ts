/** Threads for what takes long, so that nobody else waits for it, and what goes wrong there stays there. */
import type { Clock } from '../../../common/runtime';
import { Lane, type ThreadLimits } from './lane';
import type { Task } from './tasks';

export interface Threads {
  /** Waits for a thread. Rejects with a Problem for what the caller can mend. */
  run(task: Task): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function createThreads(count: number, limits: ThreadLimits, clock: Clock): Threads {
  const lanes = Array.from({ length: count }, () => new Lane(limits, clock));
  const free = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];
  const takeLane = (): Promise<Lane> | Lane =>
    free.pop() ?? new Promise((resolve) => void waiting.push(resolve));
  const giveBack = (lane: Lane): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  };
  return {
    run: async (task) => {
      const lane = await takeLane();
      try {
        return await lane.run(task);
      } finally {
        giveBack(lane);
      }
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
