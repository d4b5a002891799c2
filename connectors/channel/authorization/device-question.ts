import type { Money } from '../../common/money';

/** `DeviceQuestion` in openapi.yaml: what a payee's device is asked to let the payer enter. */
export interface DeviceQuestion {
  readonly requestId: string;
  readonly clientCorrelationId?: string;
  /** Goes back with what is entered. */
  readonly questionId: string;
  readonly authenticationType: 'OTP' | 'QRCODE' | 'U2F';
  /** 1 is the last one. */
  readonly triesLeft: number;
  /** What the payer is about to pay, as their own DFSP says it. */
  readonly amount: Money;
  readonly links: { readonly authorization: string };
}
