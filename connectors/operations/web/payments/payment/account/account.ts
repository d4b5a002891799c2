/** Requests to the account system as what they ask of accounts. Pure. */
import type { Message } from '../../../api/types';

type Side = 'payer' | 'payee';
type Change = 'hold' | 'debit' | 'credit' | 'release' | 'undo';

export type Asked = `${Side} ${Change}` | 'look' | 'bookings' | 'party' | 'other';

export type Effect = 'done' | 'refused' | 'already-asked' | 'unknown' | 'read' | 'not-read';

/** Of Fineract's transfers: PREPARE sets aside, CREATE books, RELEASE gives free. */
export function askedOf(side: Side, { operation, jobType }: Message): Asked {
  const action = /[?&]action=([A-Z]+)/.exec(operation)?.[1];
  if (action === 'PREPARE') return `${side} hold`;
  if (action === 'RELEASE') return `${side} release`;
  if (action === 'CREATE') {
    if (jobType?.startsWith('ams:undo-credit:') === true) return 'payee undo';
    return side === 'payer' ? 'payer debit' : 'payee credit';
  }
  if (/[?&]command=reverse\b/.test(operation)) return `${side} undo`;
  if (!operation.startsWith('GET ')) return 'other';
  if (operation.includes('/parties/')) return 'party';
  return operation.includes('/transactions') ? 'bookings' : 'look';
}

export const changesAccount = (asked: Asked): boolean =>
  asked === 'other' || /^pay(er|ee) /.test(asked);

/** What the answer alone says. Where it says nothing for certain the hub's next requests, and the hold, tell more. */
export function effectOf(asked: Asked, { status, outcome }: Message): Effect {
  if (!changesAccount(asked)) return status === 200 ? 'read' : 'not-read';
  // Held back, or no connection: it was never there.
  if (outcome === 'held-back' || outcome === 'connection-refused') return 'refused';
  if (status === undefined || status >= 500) return 'unknown';
  if (status === 409 || status === 425) return 'already-asked';
  return status < 300 ? 'done' : 'refused';
}
