import { cacheDirectory } from '../stack/toolbox/cache';
import type { Say } from '../stack/toolbox/distribution';
import { withLock } from '../stack/toolbox/lock';
import { join } from 'node:path';
import type { FineractAddress, Source, SwitchAddresses } from './addresses';
import { startPackedFineract, type Killable, type Started } from './packed/fineract';
import { startPackedSwitch, type PackedSwitch, type SwitchService } from './packed/switch';

export interface RealParts {
  readonly fineract: FineractAddress;
  readonly switch: SwitchAddresses;
  /** What was started here; nobody kills what stands at an address that was given. */
  readonly killable: Partial<Record<KillablePart, Killable>>;
  /** The books of a switch that was started here. */
  readonly askLedger?: PackedSwitch['askLedger'];
}

/**
 * The switch's service for transfers is ml-api-adapter: it takes them, and tells DFSPs what became of them. That for requests is
 * transaction-requests-service.
 */
export type KillablePart = 'fineract' | 'transferService' | 'requestService';

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
    return work({ fineract: fineract.addresses, switch: mojaloop.addresses, killable: {} });
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
  const open = async <Addresses, Part extends Started<Addresses>>(
    source: Available<Addresses>,
    start: (folder: string, runDirectory: string, say: Say) => Promise<Part>,
  ): Promise<{ readonly addresses: Addresses; readonly part?: Part }> => {
    if (source.kind === 'given') return source;
    const part = await start(source.folder, runDirectory, say);
    stops.push(() => part.stop());
    return { addresses: part.addresses, part };
  };
  try {
    // One after the other: each alone keeps two cores busy.
    const bank = await open(fineract, startPackedFineract);
    const scheme = await open(mojaloop, startPackedSwitch);
    const { part: packedSwitch } = scheme;
    const killable = {
      ...(bank.part && { fineract: bank.part }),
      ...(packedSwitch && {
        transferService: serviceOf(packedSwitch, 'ml'),
        requestService: serviceOf(packedSwitch, 'trs'),
      }),
    };
    return await work({
      ...{ fineract: bank.addresses, switch: scheme.addresses, killable },
      ...(packedSwitch && { askLedger: (sql) => packedSwitch.askLedger(sql) }),
    });
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

function serviceOf(packed: PackedSwitch, service: SwitchService): Killable {
  return {
    kill: () => {
      packed.kill(service);
    },
    startAgain: () => packed.startAgain(),
  };
}
