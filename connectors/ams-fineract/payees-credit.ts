import { z } from 'zod';
import { variables } from '../common/contracts/variables';
import type { JobContext } from '../common/hub/worker';
import type { AmsDeps } from './ams';
import type { Session } from './carry-out';
import type { Transfer } from './fineract/client';

/** What the jobs read that book a payee's credit, or take it back. */
export const payeesCreditInput = z.object({
  tenant: variables.tenant,
  transferId: variables.transferId,
  agreement: variables.agreement,
  credit: variables.credit,
});

export function payeesCredit(
  { tenant, agreement, credit }: z.output<typeof payeesCreditInput>,
  deps: AmsDeps,
  job: JobContext,
): { readonly transfer: Transfer; readonly session: Session } {
  const { clock, random } = deps;
  const { transactionId: transactionCode, transactionType } = agreement;
  return {
    transfer: { ...credit, role: 'PAYEE', transactionCode, transactionType },
    session: { ams: deps.amsOf(tenant), side: 'payee-transfer', job, clock, random },
  };
}
