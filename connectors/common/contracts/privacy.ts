import { authorizationPrivacy } from './authorizations';
import { everyFlowPrivacy } from './every-flow';
import { feesPrivacy } from './fees';
import { flowsToComePrivacy } from './flows-to-come';
import { operatorPrivacy } from './operator';
import { payeePrivacy } from './payee';
import { payerTransferPrivacy } from './payer-transfer';
import { requestToPayPrivacy } from './request-to-pay';
import type { PrivacyOf } from './privacy-marks';
import type { variables } from './variables';

/** Of every process variable. */
export const privacy: PrivacyOf<typeof variables> = {
  ...everyFlowPrivacy,
  ...payerTransferPrivacy,
  ...payeePrivacy,
  ...operatorPrivacy,
  ...feesPrivacy,
  ...flowsToComePrivacy,
  ...authorizationPrivacy,
  ...requestToPayPrivacy,
};

export const personalVariables: readonly string[] = Object.entries(privacy)
  .filter(([, { isPersonal }]) => isPersonal)
  .map(([name]) => name);
