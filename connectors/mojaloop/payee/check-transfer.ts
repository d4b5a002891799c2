import type { z } from 'zod';
import type { FeeTransaction } from '../../common/contracts/fees';
import type { TransferRequest } from '../../common/contracts/fspiop';
import type { agreementSchema } from '../../common/contracts/payee';
import { Refused } from '../../common/failures';
import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';
import type { EpochMs } from '../../common/runtime';
import { parseDateTime, readableDateTime } from '../../common/time';
import { feeTransactionOf, openOurAgreement, type OpenedAgreement } from '../ilp/agreement';
import { ilpSecretsOf, type MojaloopTenant } from '../settings';

export interface CheckedTransfer {
  readonly agreement: z.output<typeof agreementSchema>;
  /** What fee rules go by. */
  readonly transaction: FeeTransaction;
  /** In UTC, and such as FEEL can read. */
  readonly transferExpiration: string;
}

/**
 * Holds POST /transfers to what we agreed to in the quote, as the ILP packet tells. The switch checks
 * nothing of this: expired quotes, other amounts and made-up conditions all reach the payee.
 * @throws Refused with the FSPIOP error that the payer gets.
 */
export function checkTransfer(
  request: TransferRequest,
  peerFspId: string,
  tenant: MojaloopTenant,
  now: EpochMs,
): CheckedTransfer {
  if (request.payeeFsp !== tenant.fspId) {
    refuse('PAYEE_FSP_ID_NOT_FOUND', 'payeeFsp is another FSP');
  }
  if (request.payerFsp !== peerFspId) {
    refuse('VALIDATION_ERROR', 'payerFsp is not who sends the transfer');
  }
  const opened = openOurAgreement(request, ilpSecretsOf(tenant.settings));
  if (opened === undefined) refuse('MALFORMED_SYNTAX', 'ilpPacket');
  checkTerms(request, opened, tenant.fspId);
  const { transaction } = opened;
  if (isOver(transaction.expiration, tenant, now)) refuse('QUOTE_EXPIRED', transaction.expiration);
  if (isOver(request.expiration, tenant, now)) refuse('TRANSFER_EXPIRED', request.expiration);
  const transferExpiration = readableDateTime(request.expiration);
  if (transferExpiration === undefined) refuse('VALIDATION_ERROR', 'expiration is out of reach');
  const { transactionId, quoteId, amount, transactionType, transactionRequestId } = transaction;
  const agreement = {
    transactionId,
    quoteId,
    payee: transaction.payee.partyIdInfo,
    payer: transaction.payer.partyIdInfo,
    amount,
    payeeReceiveAmount: transaction.payeeReceiveAmount ?? amount,
    transactionType,
    ...(transactionRequestId !== undefined && { transactionRequestId }),
  };
  return { agreement, transaction: feeTransactionOf(transaction), transferExpiration };
}

function checkTerms(request: TransferRequest, opened: OpenedAgreement, fspId: string): void {
  const { transaction, condition, amountMatches } = opened;
  if (request.condition !== condition) {
    refuse('VALIDATION_ERROR', 'condition does not belong to a quote of this FSP');
  }
  if (!amountMatches) refuse('VALIDATION_ERROR', 'ilpPacket contradicts itself about the amount');
  if (request.amount.currency !== transaction.amount.currency) {
    refuse('VALIDATION_ERROR', 'amount.currency is not the quoted one');
  }
  if (request.amount.amount !== transaction.amount.amount) {
    refuse('VALIDATION_ERROR', 'amount is not the quoted one');
  }
  if (transaction.payee.partyIdInfo.fspId !== fspId) {
    refuse('PAYEE_FSP_ID_NOT_FOUND', 'ilpPacket is for a payee of another FSP');
  }
  if (transaction.payer.partyIdInfo.fspId !== request.payerFsp) {
    refuse('VALIDATION_ERROR', 'payerFsp is not who asked for the quote');
  }
}

function isOver(expiration: string, tenant: MojaloopTenant, now: EpochMs): boolean {
  const end = parseDateTime(expiration);
  return end === undefined || end + tenant.settings.clockSkewMs < now;
}

function refuse(name: FspiopErrorName, detail: string): never {
  throw new Refused(errorInformation(name, detail));
}
