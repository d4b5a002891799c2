import { createHash } from 'node:crypto';
import type { EpochMs } from '../../../../connectors/common/runtime';
import { toUnits } from './amounts';
import type { SwitchContext } from './context';
import { acceptedVersions } from './context';
import { errorBody, refused, type ErrorBody } from './errors';
import { checkBody, checkHeaders, requireHeader } from './http-rules';
import { causeText, isFinal, Ledger, type Extensions, type Transfer } from './ledger';
import type { Callback, Incoming, Outcome } from './messages';
import { isErrorBody, isTransferAnswer, isTransferRequest } from './schemas';
import { TransferNotices } from './transfer-notices';

const headerRules = { resource: 'transfers', versions: acceptedVersions };

interface TransferRequest {
  readonly transferId: string;
  readonly payerFsp: string;
  readonly payeeFsp: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly condition: string;
  readonly expiration: string;
  readonly extensionList?: Extensions;
}

interface TransferAnswer {
  readonly transferState: 'RECEIVED' | 'RESERVED' | 'COMMITTED' | 'ABORTED';
  readonly fulfilment?: string;
  readonly completedTimestamp?: string;
  readonly extensionList?: Extensions;
}

export interface TransferSettings {
  /**
   * For so long after POST /transfers the ledger has not looked at it: GET says 3208, and a repeat is
   * passed over. In the real switch that is the way through Kafka, some 30 ms.
   */
  preparationMs: number;
}

/** MAX_CALLBACK_TIME_LAG_DILATION and MAX_FULFIL_TIMEOUT_DURATION of the real switch. */
const timestampAheadMsMax = 200;
const timestampAgeMsMax = 300_000;

/** ml-api-adapter and central-ledger: /transfers. */
export class Transfers {
  readonly ledger: Ledger;
  private readonly notices: TransferNotices;

  constructor(
    private readonly context: SwitchContext,
    private readonly settings: TransferSettings,
  ) {
    this.ledger = new Ledger(context.participants);
    this.notices = new TransferNotices(context);
  }

  post(incoming: Incoming): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    requireHeader(incoming.headers, 'fspiop-source');
    const request = checkBody(incoming.body, isTransferRequest) as TransferRequest;
    return { answer: { status: 202 }, callbacks: this.prepare(incoming, request) };
  }

  get(incoming: Incoming, transferId: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    return {
      answer: { status: 202 },
      callbacks: this.answerGet(incoming, source, transferId),
    };
  }

  put(incoming: Incoming, transferId: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    const answer = checkBody(incoming.body, isTransferAnswer) as TransferAnswer;
    checkTimestamp(answer.completedTimestamp, incoming.receivedAt);
    return {
      answer: { status: 200 },
      callbacks: this.fulfil(incoming, source, transferId, answer),
    };
  }

  putError(incoming: Incoming, transferId: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    const body = checkBody(incoming.body, isErrorBody) as ErrorBody;
    return {
      answer: { status: 200 },
      callbacks: this.abort(incoming, source, transferId, body),
    };
  }

  /** The time-out handler: what has expired is undone, and both sides hear 3303. */
  sweep(now: EpochMs): readonly Callback[] {
    return this.ledger.expire(now).flatMap((transfer) => this.notices.expired(transfer, now));
  }

  private prepare(incoming: Incoming, request: TransferRequest): readonly Callback[] {
    const { transferId, payerFsp } = request;
    const tell = (body: ErrorBody) => [this.notices.error(incoming, payerFsp, transferId, body)];
    const known = this.ledger.find(transferId);
    const hash = hashOf(request);
    if (known) {
      if (known.requestHash !== hash) return tell(errorBody('3106'));
      if (incoming.receivedAt - known.preparedAt < this.settings.preparationMs) return [];
      return [this.notices.state(incoming, payerFsp, known)];
    }
    const units = toUnits(request.amount.amount) ?? 0n;
    const transfer: Transfer = {
      transferId,
      payer: payerFsp,
      payee: request.payeeFsp,
      units,
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
    const reason = this.reasonAgainst(incoming, request);
    if (reason !== undefined) {
      this.ledger.addRefused(transfer, `3100: ${reason}`, incoming.receivedAt);
      return tell(errorBody('3100', reason));
    }
    const check = this.ledger.addAndReserve(transfer);
    if (check !== 'reserved') {
      const code = check === 'no-liquidity' ? '4001' : '4200';
      this.ledger.addRefused(transfer, causeText(errorBody(code)), incoming.receivedAt);
      // With the payer's own extensions, where others have the cause.
      return tell(errorBody(code, undefined, request.extensionList?.extension));
    }
    return [this.notices.request(incoming, transfer)];
  }

  /** In the order of the real ledger's checks. */
  private reasonAgainst(
    incoming: Incoming,
    { payerFsp, payeeFsp, amount, expiration }: TransferRequest,
  ): string | undefined {
    const { participants } = this.context;
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

  private fulfil(
    incoming: Incoming,
    source: string,
    transferId: string,
    answer: TransferAnswer,
  ): readonly Callback[] {
    const isReserve = answer.transferState === 'RESERVED';
    if (isReserve && incoming.headers['content-type']?.endsWith('=1.0')) return [];
    const tell = (body: ErrorBody) => this.notices.error(incoming, source, transferId, body);
    const transfer = this.ledger.find(transferId);
    if (!transfer) return [tell(errorBody('2001', 'transfer not found'))];
    const mismatch = this.mismatch(incoming, transfer);
    if (mismatch !== undefined)
      return this.abortForMismatch(incoming, transfer, mismatch, isReserve);

    const hash = hashOf(answer);
    if (transfer.answerHash !== undefined) {
      if (transfer.answerHash !== hash) return [tell(errorBody('3106'))];
      if (!isFinal(transfer)) return [];
      return [this.notices.answerAgain(incoming, transfer, isReserve)];
    }
    transfer.answerHash = hash;

    const isAbort = answer.transferState === 'ABORTED';
    if (!isAbort && !fulfils(answer.fulfilment, transfer.condition)) {
      if (transfer.cause !== undefined) return [];
      const cause = errorBody('3100', 'invalid fulfilment');
      this.ledger.abort(transfer, causeText(cause), incoming.receivedAt);
      return this.notices.wrongFulfilment(incoming, transfer, cause, isReserve);
    }
    if (transfer.state !== 'RESERVED') {
      const refusal = tell(errorBody('3100', 'non-RESERVED transfer state'));
      return isReserve ? [refusal, this.notices.lateReservation(incoming, transfer)] : [refusal];
    }
    if (transfer.expirationMs <= incoming.receivedAt) return [tell(errorBody('3303'))];
    // REJECT "is not allowed into fulfil handler": the real ledger logs it and does nothing.
    if (isAbort) return [];
    this.ledger.commit(transfer, answer.fulfilment ?? '', incoming.receivedAt);
    // The notices go where the headers say. Without a destination nobody hears that it is committed.
    const isAddressed = incoming.headers['fspiop-destination'] !== undefined;
    const notices = !isAddressed
      ? []
      : isReserve
        ? this.notices.committedByHub(incoming, transfer)
        : this.notices.committedByPayee(incoming, transfer);
    // From here on GET shows the payee's extensions instead of the payer's.
    transfer.extensions = answer.extensionList;
    return notices;
  }

  private abort(
    incoming: Incoming,
    source: string,
    transferId: string,
    body: ErrorBody,
  ): readonly Callback[] {
    const tell = (refusal: ErrorBody) => this.notices.error(incoming, source, transferId, refusal);
    const transfer = this.ledger.find(transferId);
    if (!transfer) return [tell(errorBody('2001', 'transfer not found'))];
    const mismatch = this.mismatch(incoming, transfer);
    if (mismatch !== undefined) return this.abortForMismatch(incoming, transfer, mismatch, false);
    const hash = hashOf(body);
    if (transfer.errorHash !== undefined) {
      if (transfer.errorHash !== hash) return [tell(errorBody('3106'))];
      return isFinal(transfer) ? [this.notices.errorAgain(incoming, transfer)] : [];
    }
    transfer.errorHash = hash;
    if (transfer.state !== 'RESERVED') {
      return [tell(errorBody('3100', 'non-RESERVED transfer state'))];
    }
    if (transfer.expirationMs <= incoming.receivedAt) return [tell(errorBody('3303'))];
    this.ledger.abort(transfer, causeText(causeOf(body)), incoming.receivedAt);
    const [toPayer, toPayee] = this.notices.abortedByPayee(incoming, transfer);
    return incoming.headers['fspiop-destination'] === undefined ? [toPayee] : [toPayer, toPayee];
  }

  private mismatch(incoming: Incoming, transfer: Transfer): string | undefined {
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
  private abortForMismatch(
    incoming: Incoming,
    transfer: Transfer,
    mismatch: string,
    isReserve: boolean,
  ): readonly Callback[] {
    // The ledger can note one cause only: the second makes it stop half-way, and nobody hears anything.
    if (transfer.cause !== undefined) return [];
    const cause = errorBody('3100', mismatch);
    this.ledger.abort(transfer, causeText(cause), incoming.receivedAt);
    return this.notices.mismatched(incoming, transfer, cause, isReserve);
  }

  private answerGet(incoming: Incoming, source: string, transferId: string): readonly Callback[] {
    if (!this.context.participants.has(source)) return [];
    const transfer = this.ledger.find(transferId);
    if (!transfer || incoming.receivedAt - transfer.preparedAt < this.settings.preparationMs) {
      const body = errorBody('3208', 'Provided Transfer ID was not found on the server.');
      return [this.notices.error(incoming, source, transferId, body)];
    }
    if (source !== transfer.payer && source !== transfer.payee) {
      return [this.notices.error(incoming, source, transferId, errorBody('3000'))];
    }
    return [this.notices.state(incoming, source, transfer)];
  }
}

function checkTimestamp(completedTimestamp: string | undefined, now: EpochMs): void {
  if (completedTimestamp === undefined) return;
  const completed = Date.parse(completedTimestamp);
  if (completed > now + timestampAheadMsMax) {
    throw refused('3100', 'completedTimestamp fails because future timestamp was provided');
  }
  if (completed < now - timestampAgeMsMax) {
    const detail =
      'completedTimestamp fails because provided timestamp exceeded the maximum timeout duration';
    throw refused('3100', detail);
  }
}

function fulfils(fulfilment: string | undefined, condition: string): boolean {
  if (fulfilment === undefined) return false;
  const preimage = Buffer.from(fulfilment, 'base64url');
  return createHash('sha256').update(preimage).digest('base64url') === condition;
}

function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64');
}

function wholeSeconds(time: EpochMs): EpochMs {
  return Math.floor(time / 1000) * 1000;
}

/** The ledger keeps only codes of the ranges that the standard knows, and notes a 3100 for others. */
function causeOf(body: ErrorBody): ErrorBody {
  const isKnown = /^(10|20|3[0-4]|4[0-4]|5[0-4])\d\d$/.test(body.errorInformation.errorCode);
  return isKnown ? body : errorBody('3100', 'API specification undefined errorCode');
}
