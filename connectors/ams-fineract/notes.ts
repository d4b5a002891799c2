/** What stands beside a booking in the AMS: for clerks, and for refunds, which look for these very words. */
import type { PartyId } from '../common/contracts/fspiop';
import { partyKeyOf } from '../common/contracts/party-spelling';

/** Of longer ones Fineract says 500, and books nothing. */
const lengthMax = 1_000;

/** A payment that was credited: by its id, and by who has paid it. */
export interface Original {
  readonly transactionId: string;
  /** In any spelling. */
  readonly payer: PartyId;
  readonly payerFspId: string;
}

/**
 * `payment 85feac2f-39b2-491b-817e-4a03203d4f14 from MSISDN/255713803912 at lionfsp`. Undefined where that is too long: such a
 * credit cannot be refunded, and is a credit all the same.
 */
export function noteOfCredit({ transactionId, payer, payerFspId }: Original): string | undefined {
  const [id, fspId] = [transactionId, payerFspId].map(encodeURIComponent);
  const note = `payment ${id} from ${partyKeyOf(payer)} at ${fspId}`;
  return note.length > lengthMax ? undefined : note;
}

/** Of a debit. Who refunds by hand writes it too. */
export function noteOfRefund(originalTransactionId: string): string {
  return `refund of ${encodeURIComponent(originalTransactionId)}`;
}
