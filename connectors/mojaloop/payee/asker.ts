import type { SwitchSettings } from '../settings';
import type { Peer } from '../outbound/send-answer';

/** A request that came again, or a question for its state, beside the request that the process began with. */
export interface AskedAgain {
  readonly asker: Peer;
  /** Of the body that came again; nullish where a GET asks. */
  readonly repeatedHash?: string | null | undefined;
  readonly peer: Peer;
  readonly requestHash: string;
}

/**
 * `same`: the answer is the asker's to hear, the DFSP that it was for or the switch.
 * `modified`: another request under an id that is taken (FSPIOP 3.2.5.1), of this DFSP or of another one,
 * which must not learn what the first one was answered.
 * `stranger`: a third DFSP that asks for the state.
 */
export function relationOf(
  { asker, repeatedHash, peer, requestHash }: AskedAgain,
  { hubNames }: SwitchSettings,
): 'same' | 'modified' | 'stranger' {
  // Two switches may know different DFSPs by one name.
  const isPeer = asker.fspId === peer.fspId && asker.switchName === peer.switchName;
  if (repeatedHash != null) return isPeer && repeatedHash === requestHash ? 'same' : 'modified';
  const isHub = asker.switchName === peer.switchName && hubNames.includes(asker.fspId);
  return isPeer || isHub ? 'same' : 'stranger';
}
