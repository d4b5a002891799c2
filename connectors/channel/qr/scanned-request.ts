import { compare, withoutTrailingZeros, type Money } from '../../common/money';
import type { ScannedBody, TransferBody } from '../openapi';
import { priceOf, readMerchantCode, type MerchantCode } from './merchant-code';
import { UnreadableQrCode } from './payload';
import type { QrCodeSettings } from './settings';

type FieldFault = { readonly pointer: string; readonly detail: string };

/** The same request in the words of one that names payee and amount, or what is wrong with it. */
export function withoutScan(
  { qrCode, amount, tip, ...body }: ScannedBody,
  settings: QrCodeSettings | undefined,
): { readonly body: TransferBody } | { readonly errors: readonly FieldFault[] } {
  if (settings === undefined) {
    const detail = 'cannot be read: this DFSP has not said whose codes it takes (channel.qrCodes)';
    return { errors: [{ pointer: '/qrCode', detail }] };
  }
  try {
    const code = readMerchantCode(qrCode, settings);
    const errors = [...amountFaults(code, amount), ...tipFaults(code, tip)];
    const price = code.amount ?? amount;
    if (errors.length > 0 || price === undefined) return { errors };
    const extensionList = withReferences(code, body.extensionList);
    return {
      body: {
        ...body,
        payee: code.payee,
        amount: priceOf(code, normal(price), tip && normal(tip)),
        ...(extensionList && { extensionList }),
      },
    };
  } catch (error) {
    if (error instanceof UnreadableQrCode || error instanceof RangeError) {
      return { errors: [{ pointer: '/qrCode', detail: error.message }] };
    }
    throw error;
  }
}

function amountFaults(code: MerchantCode, amount: Money | undefined): FieldFault[] {
  if (amount === undefined) {
    const detail = 'must be there: the QR code does not say how much';
    return code.amount === undefined ? [{ pointer: '/amount', detail }] : [];
  }
  if (amount.currency !== code.currency) {
    return [{ pointer: '/amount/currency', detail: `must be ${code.currency}, as in the QR code` }];
  }
  if (code.amount === undefined || compare(normal(amount), code.amount) === 0) return [];
  const detail = `must be ${code.amount.amount}, as in the QR code, or left out`;
  return [{ pointer: '/amount/amount', detail }];
}

function tipFaults({ addition, currency }: MerchantCode, tip: Money | undefined): FieldFault[] {
  if (tip === undefined) return [];
  if (addition.kind !== 'tip')
    return [{ pointer: '/tip', detail: 'is not asked for by the QR code' }];
  if (tip.currency === currency) return [];
  return [{ pointer: '/tip/currency', detail: `must be ${currency}, as in the QR code` }];
}

function normal({ amount, currency }: Money): Money {
  return { amount: withoutTrailingZeros(amount), currency };
}

/** The merchant's references go with the payment, so that its DFSP and its fee rules know what was paid. */
function withReferences({ references }: MerchantCode, given: TransferBody['extensionList']) {
  const extension = [
    ...(given?.extension ?? []),
    ...Object.entries(references).map(([key, value]) => ({ key, value })),
  ];
  return extension.length === 0 ? undefined : { extension };
}
