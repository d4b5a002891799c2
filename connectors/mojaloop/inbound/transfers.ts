import { transferRequestSchema } from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import type { Message } from '../../common/runtime';
import { peerErrorOf } from '../api/peer-error';
import { requirePayable } from './amounts';
import { contractOf, idOf, isFromHub, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { refusal } from './refusal';
import type { Route } from './route';
import type { StateQuestion } from './state-questions';
import { transferAnswerOf, type TransferCallback } from './transfer-answer';

const transferState: StateQuestion = {
  resource: 'transfers',
  message: messageNames.transferStateAsked,
  notFound: 'TRANSFER_ID_NOT_FOUND',
};

/** FSPIOP 6.7. */
export const transfersRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: 'TransfersPostRequest',
    handle: transferAsked,
  },
  {
    method: 'get',
    path: '/:id',
    exchange: 'request',
    body: 'none',
    handle: (incoming, { stateQuestions }) => {
      stateQuestions.ask(transferState, incoming);
      return undefined;
    },
  },
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
      if (!isFromHub(incoming))
        throw refusal('VALIDATION_ERROR', 'FSPIOP-Source is not the switch');
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

function transferAsked(incoming: Incoming): Message {
  const transferRequest = contractOf(transferRequestSchema, incoming.body);
  requirePayable(transferRequest.amount, 'amount');
  const { tenant, headers } = incoming;
  const key = correlationKey(tenant.tenant, transferRequest.transferId);
  return {
    name: messageNames.transferReceived,
    correlationKey: key,
    // The switch sends one again after a crash: it must not start a second process.
    messageId: key,
    timeToLiveMs: tenant.settings.transferDedupeMs,
    variables: {
      tenant: tenant.tenant,
      traceparent: headers.traceparent,
      peer: peerOf(incoming),
      transferRequest,
      transferId: transferRequest.transferId,
      payeeTimers: tenant.settings.payeeTimers,
    },
  };
}

function transferAnswered(incoming: Incoming, kind: TransferCallback['kind']): Message {
  const { tenant, body } = incoming;
  const transferAnswer = transferAnswerOf({ kind, body, fromHub: isFromHub(incoming) });
  const isUndecided =
    transferAnswer.verdict === 'NOT_FOUND' || transferAnswer.verdict === 'PENDING';
  return {
    name: messageNames.transferAnswered,
    correlationKey: correlationKey(tenant.tenant, idOf(incoming)),
    timeToLiveMs: isUndecided ? messageLifetimesMs.transferNotDecided : messageLifetimesMs.callback,
    variables: { transferAnswer },
  };
}
