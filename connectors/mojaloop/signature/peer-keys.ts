import type { KeyObject } from 'node:crypto';

/** Public keys of those who send us messages: DFSPs, and the switch under its own name. */
export interface PeerKeys {
  /**
   * Any of them may have signed what this FSP sends: several while it changes its key, none of one that
   * is not known. Rejects while no key at all could be fetched yet.
   */
  of(fspId: string): Promise<readonly KeyObject[]>;
  /** Resolves with whether there may be newer keys now: asked when a signature fits none. */
  refresh(): Promise<boolean>;
}

export type KeysByFspId = ReadonlyMap<string, readonly KeyObject[]>;
