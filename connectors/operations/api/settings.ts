import { z } from 'zod';
import { apiEnvironment, type ApiSettings } from '../../common/api/settings';
import { actDocumentsSettings } from '../../common/contracts/act-documents';
import { callsEnvironment } from '../../common/contracts/calls';
import { decisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import { diagramDocumentsSettings } from '../../common/contracts/diagram-documents';
import { defaultRecordsPrefix } from '../../common/contracts/engine-records-indices';
import { messageDocumentsSettings } from '../../common/contracts/message-documents';
import { operationsAuditSettings } from '../../common/contracts/operations-audit';
import { paymentDocumentsSettings } from '../../common/contracts/payment-documents';
import { operatorBatchesEnvironment } from '../../common/contracts/operator-batches';
import { reconciliationsEnvironment } from '../../common/contracts/reconciliations';
import { operatorWorkEnvironment } from '../../common/contracts/operator-work';
import { personTokensSettings } from '../../common/contracts/person-tokens';
import { sessionsEndedEnvironment } from '../../common/contracts/operations-sessions-ended';
import { pageEnvironment } from '../page/settings';

const api = apiEnvironment('OPERATIONS', 'operations', 5007);

export const operationsTopicsEnvironment = z.object({
  ...decisionTopicsEnvironment.shape,
  ...operationsAuditSettings.shape,
  ...operatorWorkEnvironment.shape,
  ...operatorBatchesEnvironment.shape,
  ...reconciliationsEnvironment.shape,
  ...callsEnvironment.shape,
  ...sessionsEndedEnvironment.shape,
});
export type OperationsTopicsEnvironment = z.output<typeof operationsTopicsEnvironment>;

export const operationsEnvironment = z.object({
  ...api.shape,
  OPERATIONS_TOKEN_ROLES_CLAIM: z
    .string()
    .min(1)
    .default('payment_hub_roles')
    .describe('Claim of a token that lists its holder’s roles as `<tenant>:<role>`'),
  ...operationsTopicsEnvironment.shape,
  ...paymentDocumentsSettings.shape,
  ...messageDocumentsSettings.shape,
  ...actDocumentsSettings.shape,
  ...diagramDocumentsSettings.shape,
  OPERATIONS_RECORDS_PREFIXES: z
    .string()
    .regex(
      /^([a-z0-9-]+=[a-z][a-z0-9-]{0,99}(,|$))*$/,
      'must be like `main=zeebe-record-main,east=zeebe-east`',
    )
    .default('')
    .describe(
      'What indices of an engine’s records begin with, where it is not `zeebe-record-<engine>`: `<engine>=<INDEXER_RECORDS_PREFIX>,...`',
    ),
  ...personTokensSettings.shape,
  ...pageEnvironment.shape,
});
export type OperationsEnvironment = z.output<typeof operationsEnvironment>;

/** @throws ConfigurationError when tokens cannot be checked. */
export function operationsApiSettings(environment: OperationsEnvironment): ApiSettings {
  return api.read(environment);
}

/** What the indices of an engine's records begin with. */
export function recordsPrefixOf(
  { OPERATIONS_RECORDS_PREFIXES: prefixes }: OperationsEnvironment,
  engine: string,
): string {
  const named = prefixes.split(',').map((one) => one.split('='));
  return named.find(([name]) => name === engine)?.[1] ?? defaultRecordsPrefix(engine);
}
