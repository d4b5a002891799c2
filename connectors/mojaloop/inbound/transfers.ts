import {
  transferRequestSchema,
  type ErrorInformation,
  type TransferRequest,
} from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { Refused } from '../../common/failures';
import type { EpochMs, Message } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import { peerErrorOf } from '../api/peer-error';
import { readTransaction } from '../ilp/agreement';
import { checkTransfer, type CheckedTransfer } from '../payee/check-transfer';
import {
  answeredByOf,
  contractOf,
  idOf,
  isFromHub,
  peerOf,
  requireHub,
  type Incoming,
} from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { repeatOf, startOf } from './repeatable';
import type { Route, RouteServices } from './route';
import { stateRoute } from './route-kinds';
import { transferAnswerOf, type TransferCallback } from './transfer-answer';

/** FSPIOP 6.7. */
export const transfersRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: 'TransfersPostRequest',
    handle: transferAsked,
    repeated: (incoming) => {
      const { transferId } = contractOf(transferRequestSchema, incoming.body);
      return repeatOf(incoming, messageNames.transferStateAsked, transferId);
    },
  },
  stateRoute({
    resource: 'transfers',
    message: messageNames.transferStateAsked,
    notFound: 'TRANSFER_ID_NOT_FOUND',
    mayDeny: (via) => via.handsOnTransferQuestions,
  }),
  {
    method: 'put',
    path: '/:id',
    exchange: 'callback',
    // A switch that is asked again about a refused transfer sends the error here, not to /error.
    body: (body) => (peerErrorOf(body) === undefined ? 'TransfersIDPutResponse' : 'any'),
    handle: (incoming) => transferAnswered(incoming, 'put'),
  },
  {
    method: 'patch',
    path: '/:id',
    exchange: 'callback',
    body: 'TransfersIDPatchResponse',
    handle: (incoming) => {
      requireHub(incoming);
      return transferAnswered(incoming, 'patch');
    },
  },
  {
    method: 'put',
    path: '/:id/error',
    exchange: 'callback',
    body: 'any',
    handle: (incoming) => transferAnswered(incoming, 'error'),
  },
];

function transferAsked(incoming: Incoming, { switchNow }: RouteServices): Message {
  const transferRequest = contractOf(transferRequestSchema, incoming.body);
  const { payeeTimers } = incoming.tenant.settings;
  const { transferId, ilpPacket } = transferRequest;
  return startOf(
    incoming,
    messageNames.transferReceived,
    transferId,
    payeeTimers.transferRetention,
    {
      transferId,
      payeeTimers,
      peer: peerOf(incoming),
      // Only a key by which to find the process: it answers when the packet has proved to be ours. What is
      // no packet is refused, and asked for by nobody.
      transactionId: readTransaction(ilpPacket)?.transactionId ?? transferId,
      arrival: { transferRequest, ...checked(transferRequest, incoming, switchNow(incoming.via)) },
    },
  );
}

/** What was agreed, or why it is not what was agreed: the process refuses it then. */
function checked(
  transferRequest: TransferRequest,
  { tenant, headers }: Incoming,
  now: EpochMs,
): CheckedTransfer | { readonly errorInformation: ErrorInformation } {
  try {
    return checkTransfer(transferRequest, headers.source, tenant, now);
  } catch (error) {
    if (error instanceof Refused) return { errorInformation: error.errorInformation };
    throw error;
  }
}

function transferAnswered(incoming: Incoming, kind: TransferCallback['kind']): Message {
  const { tenant, via, body, headers } = incoming;
  const fromHub = isFromHub(incoming);
  const transferAnswer = transferAnswerOf({ kind, body, fromHub });
  const saidAt = fromHub ? { saidAt: formatDateTime(headers.date) } : {};
  const isUndecided =
    transferAnswer.verdict === 'NOT_FOUND' || transferAnswer.verdict === 'PENDING';
  return {
    name: messageNames.transferAnswered,
    correlationKey: correlationKey(tenant.tenant, idOf(incoming)),
    timeToLiveMs: isUndecided ? messageLifetimesMs.transferNotDecided : messageLifetimesMs.callback,
    variables: {
      transferAnswer: {
        ...transferAnswer,
        ...answeredByOf(incoming),
        ...saidAt,
        switchName: via.name,
      },
    },
  };
}
