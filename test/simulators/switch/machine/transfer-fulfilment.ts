import { createHash } from 'node:crypto';
import { errorBody, type ErrorBody } from './errors';
import { causeText, hashOf, isFinal, type Extensions, type Transfer } from './ledger';
import type { Callback, Incoming } from './messages';
import type { TransferParts } from './transfer-parts';

export interface TransferAnswer {
  readonly transferState: 'RECEIVED' | 'RESERVED' | 'COMMITTED' | 'ABORTED';
  readonly fulfilment?: string;
  readonly completedTimestamp?: string;
  readonly extensionList?: Extensions;
}

export function fulfil(
  parts: TransferParts,
  incoming: Incoming,
  source: string,
  transferId: string,
  answer: TransferAnswer,
): readonly Callback[] {
  const { ledger, notices } = parts;
  const isReserve = answer.transferState === 'RESERVED';
  if (isReserve && incoming.headers['content-type']?.endsWith('=1.0')) return [];
  const tell = (body: ErrorBody) => notices.error(incoming, source, transferId, body);
  const transfer = ledger.find(transferId);
  if (!transfer) return [tell(errorBody('2001', 'transfer not found'))];
  const mismatch = mismatchOf(incoming, transfer);
  if (mismatch !== undefined) {
    return abortForMismatch(parts, incoming, transfer, mismatch, isReserve);
  }

  const hash = hashOf(answer);
  if (transfer.answerHash !== undefined) {
    if (transfer.answerHash !== hash) return [tell(errorBody('3106'))];
    if (!isFinal(transfer)) return [];
    return [notices.answerAgain(incoming, transfer, isReserve)];
  }
  transfer.answerHash = hash;

  const isAbort = answer.transferState === 'ABORTED';
  if (!isAbort && !fulfils(answer.fulfilment, transfer.condition)) {
    if (transfer.cause !== undefined) return [];
    const cause = errorBody('3100', 'invalid fulfilment');
    ledger.abort(transfer, causeText(cause), incoming.receivedAt);
    return notices.wrongFulfilment(incoming, transfer, cause, isReserve);
  }
  if (transfer.state !== 'RESERVED') {
    const refusal = tell(errorBody('3100', 'non-RESERVED transfer state'));
    return isReserve ? [refusal, notices.lateReservation(incoming, transfer)] : [refusal];
  }
  if (transfer.expirationMs <= incoming.receivedAt) return [tell(errorBody('3303'))];
  // REJECT "is not allowed into fulfil handler": the real ledger logs it and does nothing.
  if (isAbort) return [];
  ledger.commit(transfer, answer.fulfilment ?? '', incoming.receivedAt);
  // The notices go where the headers say. Without a destination nobody hears that it is committed.
  const isAddressed = incoming.headers['fspiop-destination'] !== undefined;
  const told = !isAddressed
    ? []
    : isReserve
      ? notices.committedByHub(incoming, transfer)
      : notices.committedByPayee(incoming, transfer);
  // From here on GET shows the payee's extensions instead of the payer's.
  transfer.extensions = answer.extensionList;
  return told;
}

export function abort(
  parts: TransferParts,
  incoming: Incoming,
  source: string,
  transferId: string,
  body: ErrorBody,
): readonly Callback[] {
  const { ledger, notices } = parts;
  const tell = (refusal: ErrorBody) => notices.error(incoming, source, transferId, refusal);
  const transfer = ledger.find(transferId);
  if (!transfer) return [tell(errorBody('2001', 'transfer not found'))];
  const mismatch = mismatchOf(incoming, transfer);
  if (mismatch !== undefined) return abortForMismatch(parts, incoming, transfer, mismatch, false);
  const hash = hashOf(body);
  if (transfer.errorHash !== undefined) {
    if (transfer.errorHash !== hash) return [tell(errorBody('3106'))];
    return isFinal(transfer) ? [notices.errorAgain(incoming, transfer)] : [];
  }
  transfer.errorHash = hash;
  if (transfer.state !== 'RESERVED') {
    return [tell(errorBody('3100', 'non-RESERVED transfer state'))];
  }
  if (transfer.expirationMs <= incoming.receivedAt) return [tell(errorBody('3303'))];
  ledger.abort(transfer, causeText(causeOf(body)), incoming.receivedAt);
  const [toPayer, toPayee] = notices.abortedByPayee(incoming, transfer);
  return incoming.headers['fspiop-destination'] === undefined ? [toPayee] : [toPayer, toPayee];
}

function mismatchOf(incoming: Incoming, transfer: Transfer): string | undefined {
  const differs = (name: string, expected: string) =>
    incoming.headers[name] !== undefined &&
    incoming.headers[name].toLowerCase() !== expected.toLowerCase();
  if (differs('fspiop-destination', transfer.payer)) {
    return 'fspiop-destination does not match payer fsp on the Fulfil callback response';
  }
  if (differs('fspiop-source', transfer.payee)) {
    return 'fspiop-source does not match payee fsp on the Fulfil callback response';
  }
  return undefined;
}

/** An answer from or to the wrong FSP undoes the transfer, whoever sent it. */
function abortForMismatch(
  parts: TransferParts,
  incoming: Incoming,
  transfer: Transfer,
  mismatch: string,
  isReserve: boolean,
): readonly Callback[] {
  const { ledger, notices } = parts;
  // The ledger can note one cause only: the second makes it stop half-way, and nobody hears anything.
  if (transfer.cause !== undefined) return [];
  const cause = errorBody('3100', mismatch);
  ledger.abort(transfer, causeText(cause), incoming.receivedAt);
  return notices.mismatched(incoming, transfer, cause, isReserve);
}

function fulfils(fulfilment: string | undefined, condition: string): boolean {
  if (fulfilment === undefined) return false;
  const preimage = Buffer.from(fulfilment, 'base64url');
  return createHash('sha256').update(preimage).digest('base64url') === condition;
}

/** The ledger keeps only codes of the ranges that the standard knows, and notes a 3100 for others. */
function causeOf(body: ErrorBody): ErrorBody {
  const isKnown = /^(10|20|3[0-4]|4[0-4]|5[0-4])\d\d$/.test(body.errorInformation.errorCode);
  return isKnown ? body : errorBody('3100', 'API specification undefined errorCode');
}
