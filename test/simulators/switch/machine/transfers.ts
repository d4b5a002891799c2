import type { EpochMs } from '../../../../connectors/common/runtime';
import type { SwitchContext } from './context';
import { acceptedVersions } from './context';
import { errorBody, refused, type ErrorBody } from './errors';
import { checkBody, checkHeaders, requireHeader } from './http-rules';
import { Ledger } from './ledger';
import type { Callback, Incoming, Outcome } from './messages';
import { isErrorBody, isTransferAnswer, isTransferRequest } from './schemas';
import { abort, fulfil, type TransferAnswer } from './transfer-fulfilment';
import { TransferNotices } from './transfer-notices';
import type { TransferParts, TransferSettings } from './transfer-parts';
import { prepare, type TransferRequest } from './transfer-preparation';

const headerRules = { resource: 'transfers', versions: acceptedVersions };

/** MAX_CALLBACK_TIME_LAG_DILATION and MAX_FULFIL_TIMEOUT_DURATION of the real switch. */
const timestampAheadMsMax = 200;
const timestampAgeMsMax = 300_000;

/** ml-api-adapter and central-ledger: /transfers. */
export class Transfers {
  private readonly parts: TransferParts;

  constructor(context: SwitchContext, settings: TransferSettings) {
    this.parts = {
      participants: context.participants,
      ledger: new Ledger(context.participants),
      notices: new TransferNotices(context),
      settings,
    };
  }

  get ledger(): Ledger {
    return this.parts.ledger;
  }

  post(incoming: Incoming): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    requireHeader(incoming.headers, 'fspiop-source');
    const request = checkBody(incoming.body, isTransferRequest) as TransferRequest;
    return { answer: { status: 202 }, callbacks: prepare(this.parts, incoming, request) };
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
      callbacks: fulfil(this.parts, incoming, source, transferId, answer),
    };
  }

  putError(incoming: Incoming, transferId: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    const body = checkBody(incoming.body, isErrorBody) as ErrorBody;
    return {
      answer: { status: 200 },
      callbacks: abort(this.parts, incoming, source, transferId, body),
    };
  }

  /** The time-out handler: what has expired is undone, and both sides hear 3303. */
  sweep(now: EpochMs): readonly Callback[] {
    const { ledger, notices } = this.parts;
    return ledger.expire(now).flatMap((transfer) => notices.expired(transfer, now));
  }

  private answerGet(incoming: Incoming, source: string, transferId: string): readonly Callback[] {
    const { participants, ledger, notices, settings } = this.parts;
    if (!participants.has(source)) return [];
    const transfer = ledger.find(transferId);
    if (!transfer || incoming.receivedAt - transfer.preparedAt < settings.preparationMs) {
      const body = errorBody('3208', 'Provided Transfer ID was not found on the server.');
      return [notices.error(incoming, source, transferId, body)];
    }
    if (source !== transfer.payer && source !== transfer.payee) {
      return [notices.error(incoming, source, transferId, errorBody('3000'))];
    }
    return [notices.state(incoming, source, transfer)];
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
