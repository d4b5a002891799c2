import { toUnits } from './amounts';
import { errorBody, type ErrorBody } from './errors';
import { causeText, hashOf, wholeSeconds, type Extensions, type Transfer } from './ledger';
import type { Callback, Incoming } from './messages';
import type { Participants } from './participants';
import type { TransferParts } from './transfer-parts';

export interface TransferRequest {
  readonly transferId: string;
  readonly payerFsp: string;
  readonly payeeFsp: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly condition: string;
  readonly expiration: string;
  readonly extensionList?: Extensions;
}

/** POST /transfers: what the ledger makes of it. */
export function prepare(
  parts: TransferParts,
  incoming: Incoming,
  request: TransferRequest,
): readonly Callback[] {
  const { ledger, notices, settings } = parts;
  const { transferId, payerFsp } = request;
  const tell = (body: ErrorBody) => [notices.error(incoming, payerFsp, transferId, body)];
  const known = ledger.find(transferId);
  const hash = hashOf(request);
  if (known) {
    if (known.requestHash !== hash) return tell(errorBody('3106'));
    if (incoming.receivedAt - known.preparedAt < settings.preparationMs) return [];
    return [notices.state(incoming, payerFsp, known)];
  }
  const transfer: Transfer = {
    transferId,
    payer: payerFsp,
    payee: request.payeeFsp,
    units: toUnits(request.amount.amount),
    currency: request.amount.currency,
    condition: request.condition,
    // The ledger's columns keep whole seconds.
    expirationMs: wholeSeconds(Date.parse(request.expiration)),
    requestHash: hash,
    preparedAt: incoming.receivedAt,
    state: 'RECEIVED',
    completedMs: wholeSeconds(incoming.receivedAt),
    extensions: request.extensionList,
  };
  const reason = reasonAgainst(parts.participants, incoming, request);
  if (reason !== undefined) {
    ledger.addRefused(transfer, `3100: ${reason}`, incoming.receivedAt);
    return tell(errorBody('3100', reason));
  }
  const check = ledger.addAndReserve(transfer);
  if (check !== 'reserved') {
    const code = check === 'no-liquidity' ? '4001' : '4200';
    ledger.addRefused(transfer, causeText(errorBody(code)), incoming.receivedAt);
    // With the payer's own extensions, where others have the cause.
    return tell(errorBody(code, undefined, request.extensionList?.extension));
  }
  return [notices.request(incoming, transfer)];
}

/** In the order of the real ledger's checks. */
function reasonAgainst(
  participants: Participants,
  incoming: Incoming,
  { payerFsp, payeeFsp, amount, expiration }: TransferRequest,
): string | undefined {
  if (incoming.headers['fspiop-source'] !== payerFsp) {
    return 'FSPIOP-Source header should match Payer';
  }
  const missing = [payerFsp, payeeFsp].find((fsp) => !participants.has(fsp));
  if (missing !== undefined) return `Participant ${missing} not found`;
  if (Date.parse(expiration) < incoming.receivedAt) {
    return `Expiration date ${new Date(expiration).toISOString()} is already in the past`;
  }
  if (payerFsp.toLowerCase() === payeeFsp.toLowerCase()) {
    return 'Payer FSP and Payee FSP should be different, unless on-us tranfers are allowed by the Scheme';
  }
  const withoutAccount = [payerFsp, payeeFsp].find(
    (fsp) => !participants.hasAccount(fsp, amount.currency),
  );
  return withoutAccount && `Participant ${withoutAccount} ${amount.currency} account not found`;
}
