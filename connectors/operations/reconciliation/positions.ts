/** Our position at the switch against the transfers of the day. A position is signed, so it is no Money. */
import {
  add,
  compareExact,
  negate,
  parseExact,
  showExact,
  type Exact,
} from '../../common/decimal/exact';
import type { Difference } from '../../common/contracts/reconciliations';
import { difference } from './difference';
import { fspOf, newest } from './compare';
import { isOfDay, type Cut, type SwitchTransfer } from './facts';

/** Of committed transfers only, as the scheme reports it for the day: positive for what we owe. */
export interface Position {
  readonly currency: string;
  readonly opening: string;
  readonly closing: string;
}

const zero = parseExact('0');

/** What transfers have moved, by currency. */
export class Movement {
  private readonly byCurrency = new Map<string, Exact>();

  constructor(private readonly cut: Cut) {}

  /** All that the reports tell of one transfer. */
  count(transfers: readonly SwitchTransfer[]): void {
    const { fspId } = this.cut;
    const transfer = newest(transfers);
    if (transfer?.state !== 'COMMITTED') return;
    if (!isOfDay(this.cut, transfer.completedMs)) return;
    const { amount, currency } = transfer.amount;
    const value = parseExact(amount);
    // Within one DFSP it is both.
    if (fspOf('payer', transfer) === fspId) this.add(currency, value);
    if (fspOf('payee', transfer) === fspId) this.add(currency, negate(value));
  }

  /** What positions do not agree with. */
  against(positions: readonly Position[]): Difference[] {
    return positions.flatMap((position) => {
      const { currency, opening, closing } = position;
      const moved = this.byCurrency.get(currency) ?? zero;
      const changed = add(parseExact(closing), negate(parseExact(opening)));
      if (compareExact(moved, changed) === 0) return [];
      return [
        difference(this.cut, 'position-differs', {
          ...{ side: null, transferId: null, transactionId: null, currency },
          hub: `by the transfers ${showExact(moved)} ${currency}`,
          ams: 'not asked',
          switch: `from ${opening} to ${closing} ${currency}: by ${showExact(changed)}`,
        }),
      ];
    });
  }

  private add(currency: string, value: Exact): void {
    this.byCurrency.set(currency, add(this.byCurrency.get(currency) ?? zero, value));
  }
}
