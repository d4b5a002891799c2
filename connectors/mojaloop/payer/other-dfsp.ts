import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';

/**
 * A payment between two accounts of one DFSP is the DFSP's own business: over the switch it would owe itself,
 * and be payer and payee of one transfer. Nothing is held yet.
 * @throws Refused
 */
export function requireOtherDfsp(payeeFspId: string | undefined, ownFspId: string): void {
  if (payeeFspId !== ownFspId) return;
  const detail = 'payer and payee are at one DFSP';
  throw new Refused(errorInformation('PAYER_FSP_UNSUPPORTED_TXN_TYPE', detail));
}
