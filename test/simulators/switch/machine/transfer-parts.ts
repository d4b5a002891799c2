import type { Ledger } from './ledger';
import type { Participants } from './participants';
import type { TransferNotices } from './transfer-notices';

export interface TransferSettings {
  /**
   * For so long after POST /transfers the ledger has not looked at it: GET says 3208, and a repeat is
   * passed over. In the real switch that is the way through Kafka, some 30 ms.
   */
  preparationMs: number;
}

/** What the handling of transfers works with. */
export interface TransferParts {
  readonly participants: Participants;
  readonly ledger: Ledger;
  readonly notices: TransferNotices;
  readonly settings: TransferSettings;
}
