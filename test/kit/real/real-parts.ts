import { cacheDirectory } from '../stack/toolbox/cache';
import type { Say } from '../stack/toolbox/distribution';
import { withLock } from '../stack/toolbox/lock';
import { join } from 'node:path';
import type { FineractAddress, Source, SwitchAddresses } from './addresses';
import { startPackedFineract, type Started } from './packed/fineract';
import { startPackedSwitch } from './packed/switch';

export interface RealParts {
  readonly fineract: FineractAddress;
  readonly switch: SwitchAddresses;
}

type Available<Addresses> = Exclude<Source<Addresses>, { kind: 'missing' }>;

interface Options {
  readonly fineract: Available<FineractAddress>;
  readonly mojaloop: Available<SwitchAddresses>;
  readonly runDirectory: string;
  readonly say: Say;
}

/** Runs `work` with the parts at the addresses given, or with those started here for so long. */
export async function withRealParts<Result>(
  options: Options,
  work: (parts: RealParts) => Promise<Result>,
): Promise<Result> {
  const { fineract, mojaloop } = options;
  if (fineract.kind === 'given' && mojaloop.kind === 'given') {
    return work({ fineract: fineract.addresses, switch: mojaloop.addresses });
  }
  // One copy in the cache serves all checkouts, one at a time.
  const lock = join(cacheDirectory(), 'real-parts.lock');
  const onWait = (owner: number) => {
    options.say(`process ${owner} runs the real parts: waiting for it`);
  };
  return withLock(lock, onWait, () => withStartedParts(options, work));
}

async function withStartedParts<Result>(
  { fineract, mojaloop, runDirectory, say }: Options,
  work: (parts: RealParts) => Promise<Result>,
): Promise<Result> {
  const stops: (() => Promise<void>)[] = [];
  const open = async <Addresses>(
    source: Available<Addresses>,
    start: (folder: string, runDirectory: string, say: Say) => Promise<Started<Addresses>>,
  ): Promise<Addresses> => {
    if (source.kind === 'given') return source.addresses;
    const started = await start(source.folder, runDirectory, say);
    stops.push(() => started.stop());
    return started.addresses;
  };
  try {
    // One after the other: each alone keeps two cores busy.
    const parts = {
      fineract: await open(fineract, startPackedFineract),
      switch: await open(mojaloop, startPackedSwitch),
    };
    return await work(parts);
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}
