/** What stands still, by the peer that it waits for. Pure. */
import type { IncidentsRow } from '../../api/types';

export const peers = ['switch', 'fineract', 'app'] as const;

export interface PeerTrouble {
  readonly peer: (typeof peers)[number] | 'none';
  readonly standing: number;
  /** Of the oldest; undefined while nothing stands still. */
  readonly since: string | undefined;
  readonly sentences: readonly string[];
}

type Row = Pick<IncidentsRow, 'cause' | 'count' | 'since' | 'sentence'>;

/** Each peer, in trouble or not; the hub itself only when it is. */
export function troubleByPeer(rows: readonly Row[]): readonly PeerTrouble[] {
  return [...peers, 'none' as const]
    .map((peer) => {
      const own = rows.filter(({ cause }) => (cause.peer ?? 'none') === peer);
      return {
        peer,
        standing: own.reduce((sum, { count }) => sum + count, 0),
        since: own.map(({ since }) => since).sort()[0],
        sentences: own.map(({ sentence }) => sentence),
      };
    })
    .filter(({ peer, standing }) => peer !== 'none' || standing > 0);
}
