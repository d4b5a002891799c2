import {
  bulkTransferRequestSchema,
  bulkTransferSchema,
} from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes, requestRoute, stateRoute } from './route-kinds';

/** FSPIOP 6.10. */
export const bulkTransfersRoutes: readonly Route[] = [
  requestRoute({
    body: 'BulkTransfersPostRequest',
    contract: bulkTransferRequestSchema,
    message: messageNames.bulkTransferReceived,
    variable: 'bulkTransferRequest',
    id: 'bulkTransferId',
  }),
  stateRoute({
    resource: 'bulkTransfers',
    message: messageNames.bulkTransferStateAsked,
    notFound: 'BULK_TRANSFER_ID_NOT_FOUND',
  }),
  ...answerRoutes({
    body: 'BulkTransfersIDPutResponse',
    contract: bulkTransferSchema,
    message: messageNames.bulkTransferAnswered,
    variable: 'bulkTransferAnswer',
  }),
];
