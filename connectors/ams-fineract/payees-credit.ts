import { z } from 'zod';
import { variables } from '../common/contracts/variables';
import type { JobContext } from '../common/hub/worker';
import type { AmsDeps } from './ams';
import type { Session } from './carry-out';
import type { Transfer } from './fineract/client';
import { noteOfCredit } from './notes';

/** What the jobs read that book a payee's credit, or take it back. */
export const payeesCreditInput = z.object({
  tenant: variables.tenant,
  transferId: variables.transferId,
  agreement: variables.agreement,
  credit: variables.credit,
  /** None in payments from before there was one. */
  peer: variables.peer.nullish(),
});

export function payeesCredit(
  { tenant, agreement, credit, peer }: z.output<typeof payeesCreditInput>,
  deps: AmsDeps,
  job: JobContext,
): { readonly transfer: Transfer; readonly session: Session } {
  const { clock, random } = deps;
  const { transactionId, transactionType, payer } = agreement;
  const note =
    peer == null ? undefined : noteOfCredit({ transactionId, payer, payerFspId: peer.fspId });
  return {
    transfer: { ...credit, role: 'PAYEE', transactionCode: transactionId, transactionType, note },
    session: { ams: deps.amsOf(tenant), side: 'payee-transfer', job, clock, random },
  };
}
