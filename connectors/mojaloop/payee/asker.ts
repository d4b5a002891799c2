import type { Peer } from '../outbound/send-answer';
import type { SwitchSettings } from '../settings';

/** A request that came again, or a question for its state, beside the request that the process began with. */
export interface AskedAgain {
  readonly asker: Peer;
  /** Of the body that came again; nullish where a GET asks. */
  readonly repeatedHash?: string | null | undefined;
  readonly peer: Peer;
  readonly requestHash: string;
}

/**
 * `same`: the answer is the asker's to hear: the DFSP that it was for, or its switch.
 * `modified`: that DFSP sends another request under an id that is taken (FSPIOP 3.2.5.1).
 * `stranger`: another DFSP, which must not learn what the first one was answered.
 */
export function relationOf(
  { asker, repeatedHash, peer, requestHash }: AskedAgain,
  { hubNames }: SwitchSettings,
): 'same' | 'modified' | 'stranger' {
  // Two switches may know different DFSPs by one name.
  if (asker.switchName !== peer.switchName) return 'stranger';
  const isPeer = asker.fspId === peer.fspId;
  if (repeatedHash == null) return isPeer || hubNames.includes(asker.fspId) ? 'same' : 'stranger';
  if (!isPeer) return 'stranger';
  return repeatedHash === requestHash ? 'same' : 'modified';
}
