import {
  transactionRequestResultSchema,
  transactionRequestSchema,
} from '../../common/contracts/fspiop-resources';
import { requestedTransactionIdOf } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import type { Message } from '../../common/runtime';
import { contractOf, peerOf, type Incoming } from './incoming';
import { repeatOf, startOf } from './repeatable';
import type { Route } from './route';
import { answerRoutes, stateRoute } from './route-kinds';

/** FSPIOP 6.4. */
export const transactionRequestsRoutes: readonly Route[] = [
  {
    method: 'post',
    path: '/',
    exchange: 'request',
    body: 'TransactionRequestsPostRequest',
    handle: paymentAsked,
    repeated: (incoming) => {
      const { transactionRequestId } = contractOf(transactionRequestSchema, incoming.body);
      return repeatOf(incoming, messageNames.transactionRequestStateAsked, transactionRequestId);
    },
  },
  stateRoute({
    resource: 'transactionRequests',
    message: messageNames.transactionRequestStateAsked,
    notFound: 'TXN_REQUEST_ID_NOT_FOUND',
  }),
  ...answerRoutes({
    body: 'TransactionRequestsIDPutResponse',
    contract: transactionRequestResultSchema,
    message: messageNames.transactionRequestAnswered,
    variable: 'transactionRequestAnswer',
  }),
];

/** The transactionId is known from the first moment on: under it the payer's channel asks how the payment stands. */
function paymentAsked(incoming: Incoming): Message {
  const transactionRequest = contractOf(transactionRequestSchema, incoming.body);
  const { transactionRequestId } = transactionRequest;
  const { payeeTimers, ilpSecret } = incoming.tenant.settings;
  const retention = payeeTimers.transferRetention;
  const peer = peerOf(incoming);
  const transactionId = requestedTransactionIdOf(ilpSecret, peer, transactionRequestId);
  const name = messageNames.transactionRequestReceived;
  return startOf(incoming, name, transactionRequestId, retention, {
    ...{ transactionRequestId, transactionId, peer },
    arrival: { retention, transactionRequest },
  });
}
