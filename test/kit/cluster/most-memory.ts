/** The most memory that the containers have used at one moment, looked at while something runs. */
import type { Barebone, ContainerMemory } from './barebone';

const everyMs = 500;

export interface MostMemory {
  /** All together, at the moment when it was most; without operators. */
  readonly totalMb: number;
  /** Of each the most, at whichever moment. */
  readonly containers: readonly ContainerMemory[];
}

export async function mostMemoryWhile<Result>(
  barebone: Barebone,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly most: MostMemory }> {
  let totalMb = 0;
  const most = new Map<string, ContainerMemory>();
  const look = () => {
    const now = barebone.memory();
    totalMb = Math.max(totalMb, sum(now));
    for (const one of now) {
      const known = most.get(one.name);
      if (known === undefined || one.workingSetMb > known.workingSetMb) most.set(one.name, one);
      else most.set(one.name, { ...known, kills: one.kills });
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  try {
    const result = await work();
    look();
    return { result, most: { totalMb, containers: [...most.values()] } };
  } finally {
    clearInterval(timer);
  }
}

const sum = (containers: readonly ContainerMemory[]) =>
  containers.reduce((total, { workingSetMb }) => total + workingSetMb, 0);
