import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../common/api/body';
import { Problem, type FieldError } from '../common/api/problems';
import {
  currencyDecimals,
  hasTooManyDecimals,
  isZero,
  withoutTrailingZeros,
} from '../common/money';
import { callerOf } from './caller';
import { checkQrCodeBody, type QrCodeBody } from './openapi';
import { writeMerchantCode, type MerchantCode } from './qr/merchant-code';
import type { ChannelTenant } from './settings';

/** POST /channel/qr-codes: what a merchant shows to be paid. Nothing is kept: the code says it all. */
export const makeQrCode: RequestHandler = (request, response) => {
  const { tenant } = callerOf(response);
  const { qrCodes } = tenant.settings;
  if (qrCodes === undefined) {
    throw new Problem('not-set-up', { detail: 'This DFSP has no section channel.qrCodes' });
  }
  const checked = checkQrCodeBody(jsonBodyOf(request));
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  const body = checked.value;
  const errors = furtherErrors(body, tenant);
  if (body.payee.partyIdType !== qrCodes.partyIdType) {
    const detail = `must be ${qrCodes.partyIdType}: the scheme's codes hold no other`;
    errors.push({ pointer: '/payee/partyIdType', detail });
  }
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  try {
    response.json({ qrCode: writeMerchantCode(codeOf(body), qrCodes) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem('invalid-request', {
      errors: [{ pointer: '', detail: `does not fit into a QR code: ${error.message}` }],
    });
  }
};

function furtherErrors(
  { amount, fixedFee, currency, askTip, feePercentage }: QrCodeBody,
  tenant: ChannelTenant,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!tenant.currencies.includes(currency)) {
    const detail = `must be one of ${tenant.currencies.join(', ')}`;
    return [{ pointer: '/currency', detail }];
  }
  for (const [name, written] of Object.entries({ amount, fixedFee })) {
    if (written === undefined) continue;
    const money = { amount: withoutTrailingZeros(written), currency };
    const decimals = String(currencyDecimals(currency));
    if (isZero(money)) errors.push({ pointer: `/${name}`, detail: 'must be more than zero' });
    if (hasTooManyDecimals(money)) {
      errors.push({ pointer: `/${name}`, detail: `${currency} has ${decimals} decimals` });
    }
  }
  if ([askTip === true, fixedFee, feePercentage].filter(Boolean).length > 1) {
    const detail = 'a code asks for a tip, or says a fee, or a percentage: one of them';
    errors.push({ pointer: '', detail });
  }
  return errors;
}

function codeOf(body: QrCodeBody): MerchantCode {
  const { amount, currency, fixedFee, feePercentage, askTip, references = {}, ...said } = body;
  const money = (written: string) => ({ amount: withoutTrailingZeros(written), currency });
  const addition = (): MerchantCode['addition'] => {
    if (askTip === true) return { kind: 'tip' };
    if (fixedFee !== undefined) return { kind: 'fixed', fee: money(fixedFee) };
    if (feePercentage !== undefined) return { kind: 'percentage', percentage: feePercentage };
    return { kind: 'none' };
  };
  return {
    ...said,
    currency,
    references,
    addition: addition(),
    ...(amount !== undefined && { amount: money(amount) }),
  };
}
