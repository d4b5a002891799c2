import { z } from 'zod';
import { variables } from '../common/contracts/variables';
import type { JobDefinition } from '../common/hub/worker';

const input = z.object({
  tenant: variables.tenant,
  transactionId: variables.transactionId,
  transferId: variables.transferId,
  operatorReason: variables.operatorReason,
  operatorChoices: variables.operatorChoices,
  operatorNeededSince: variables.operatorNeededSince,
  errorInformation: variables.errorInformation,
  transferAnswer: variables.transferAnswer.nullish(),
});
const output = z.object({ operatorDecision: variables.operatorDecision });

/**
 * Money that waits for a person. No worker serves it: the job stays open until an operator completes it, or
 * until the process takes it back to try again by itself.
 */
export const askOperator: JobDefinition<typeof input, typeof output> = {
  type: 'operations:ask-operator:1',
  title: 'Ask the operator',
  summary:
    'Waits for an operator, who decides what becomes of the money among what the verdict leaves open.',
  retries: 3,
  input,
  output,
  bpmnErrors: {},
};
