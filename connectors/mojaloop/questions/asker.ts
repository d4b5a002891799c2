import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';
import type { Answer, Peer } from '../outbound/send-answer';
import type { SwitchSettings } from '../switch-settings';

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
  via: SwitchSettings,
): 'same' | 'modified' | 'stranger' {
  if (repeatedHash == null) return mayHear(asker, peer, via) ? 'same' : 'stranger';
  if (!isSame(asker, peer)) return 'stranger';
  return repeatedHash === requestHash ? 'same' : 'modified';
}

/** What those two hear: a stranger not even that there is such a request, unless they take its id. */
export function refusalOf(
  relation: 'modified' | 'stranger',
  repeatedHash: AskedAgain['repeatedHash'],
  notFound: FspiopErrorName,
): Answer {
  const isGet = relation === 'stranger' && repeatedHash == null;
  return { errorInformation: errorInformation(isGet ? notFound : 'MODIFIED_REQUEST') };
}

/** Whether who asks with GET is the DFSP whose request it was, or the switch that it came over. */
export function mayHear(asker: Peer, peer: Peer, { hubNames }: SwitchSettings): boolean {
  const isHub = asker.switchName === peer.switchName && hubNames.includes(asker.fspId);
  return isHub || isSame(asker, peer);
}

/** Two switches may know different DFSPs by one name. */
function isSame(asker: Peer, peer: Peer): boolean {
  return asker.switchName === peer.switchName && asker.fspId === peer.fspId;
}
