/** Which decisions are on one payment: by its ids, or by what stood still of it. */
import type { OperatorDecision } from '../../common/contracts/decisions';
import type { OperationsContext } from '../api/context';
import { idsOfPayment } from '../story/find-payment';

type Named = Pick<OperatorDecision, 'transactionId' | 'transferId' | 'incidentKey'>;

/**
 * A decision names a payment by one of its ids: whoever knows only one has the others looked up.
 *
 * @param parameters of the address; `incidentKeys` by commas
 * @returns undefined when no payment is asked for: all decisions are meant
 * @throws Problem when nobody can say which ids belong together
 */
export async function idsAskedFor(
  context: Pick<OperationsContext, 'elasticsearch' | 'environment'>,
  parameters: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string> | undefined> {
  const { tenant = '', transactionId, transferId, incidentKeys } = parameters;
  const [id, other] = [transactionId, transferId].filter((one) => one !== undefined);
  if (id === undefined && incidentKeys === undefined) return undefined;
  const named = [id, other, ...(incidentKeys?.split(',') ?? [])].filter((one) => one !== undefined);
  const isOneOfTwo = id !== undefined && other === undefined;
  return new Set([...named, ...(isOneOfTwo ? await idsOfPayment(context, tenant, id) : [])]);
}

export function isOnPayment(ids: ReadonlySet<string> | undefined, decision: Named): boolean {
  if (ids === undefined) return true;
  const { transactionId, transferId, incidentKey } = decision;
  return [transactionId, transferId, incidentKey].some((one) => one !== undefined && ids.has(one));
}
