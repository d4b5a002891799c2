/**
 * The process variables, by name: what a worker may ask for in its input schema and give in its output
 * schema. Built from these fields, `input` and `output` of all workers fit together by construction.
 */
import { authorizationVariables } from './authorizations';
import { everyFlowVariables } from './every-flow';
import { feesVariables } from './fees';
import { flowsToComeVariables } from './flows-to-come';
import { operatorVariables } from './operator';
import { payeeVariables } from './payee';
import { payerTransferVariables } from './payer-transfer';
import { requestToPayVariables } from './request-to-pay';

export const variables = {
  ...everyFlowVariables,
  ...payerTransferVariables,
  ...payeeVariables,
  ...operatorVariables,
  ...feesVariables,
  ...flowsToComeVariables,
  ...authorizationVariables,
  ...requestToPayVariables,
} as const;
