import type { Engine } from '../../common/engines/engine-list';

/** What came of asking one engine, and how the app hears it. */
export interface Found {
  /** `unsure`: it may know it, and cannot say so now; or says something else than yes and no. */
  readonly kind: 'known' | 'unknown' | 'unsure';
  /** Throws a Problem where that is what there is to say. */
  readonly say: () => void;
}

/**
 * The first that knows it; else one that is unsure, for only when all deny it is it denied. The likeliest, which comes
 * first, is asked alone, then our own, then all others at once.
 */
export async function askAround(
  engines: readonly Engine[],
  own: Engine,
  ask: (engine: Engine) => Promise<Found>,
): Promise<Found> {
  const [likeliest, ...rest] = engines;
  const oneByOne = [likeliest, rest.find(({ name }) => name === own.name)];
  const found: Found[] = [];
  for (const engine of oneByOne) {
    if (engine === undefined) continue;
    const one = await ask(engine);
    if (one.kind === 'known') return one;
    found.push(one);
  }
  const others = rest.filter((engine) => !oneByOne.includes(engine)).map(ask);
  const last = await firstToTell([...found.map((one) => Promise.resolve(one)), ...others]);
  if (last === undefined) throw new Error('there is no engine to ask');
  return last;
}

/** Of those asked at once: one that knows it, as soon as it says so; else one that is unsure. Undefined: nobody was asked. */
export async function firstToTell(asked: readonly Promise<Found>[]): Promise<Found | undefined> {
  const known = await firstKnown(asked);
  if (known !== undefined) return known;
  const found = await Promise.all(asked);
  return found.find(({ kind }) => kind === 'unsure') ?? found[0];
}

async function firstKnown(asked: readonly Promise<Found>[]): Promise<Found | undefined> {
  const knowing = asked.map(async (one) => {
    const found = await one;
    return found.kind === 'known' ? found : Promise.reject(new Error('it does not know it'));
  });
  return Promise.any(knowing).catch(() => undefined);
}
