import { createHash } from 'node:crypto';
import { Problem } from '../../common/api/problems';
import type { CodeOrder } from '../../common/contracts/authorizations';
import { plainPartyOf } from '../../common/contracts/party-spelling';
import { canonicalJson } from '../../common/json';
import { hasTooManyDecimals, withoutTrailingZeros } from '../../common/money';
import { checkCodeRequestBody, type CodeRequestBody } from '../openapi';
import { furtherErrors } from '../payment-request';
import type { ChannelTenant } from '../settings';

export interface ReadCodeRequest {
  readonly clientCorrelationId: string;
  readonly order: CodeOrder;
  readonly callbackUrl: string | undefined;
  readonly requestHash: string;
}

/** @throws Problem that names every wrong field. */
export function readCodeRequest(body: unknown, tenant: ChannelTenant): ReadCodeRequest {
  const checked = checkCodeRequestBody(body);
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  const { clientCorrelationId, payer, amount, callbackUrl, ...limits } = checked.value;
  const errors = [...furtherErrors(checked.value, tenant), ...feeErrors(checked.value)];
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  const order: CodeOrder = {
    payer,
    amount: { ...amount, amount: withoutTrailingZeros(amount.amount) },
    amountLimit: limits.amountLimit ?? 'EXACT',
    feesMax: withoutTrailingZeros(limits.feesMax ?? '0'),
  };
  const said = { clientCorrelationId, ...order, payer: plainPartyOf(payer), callbackUrl };
  return {
    clientCorrelationId,
    order,
    callbackUrl: callbackUrl ?? tenant.settings.callbacks.default,
    requestHash: createHash('sha256').update(canonicalJson(said)).digest('hex'),
  };
}

function feeErrors({ amount, feesMax }: CodeRequestBody) {
  if (feesMax === undefined) return [];
  const fees = { amount: withoutTrailingZeros(feesMax), currency: amount.currency };
  return hasTooManyDecimals(fees)
    ? [{ pointer: '/feesMax', detail: `has more decimals than ${amount.currency}` }]
    : [];
}
