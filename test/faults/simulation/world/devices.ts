/** Devices at which customers pay by a one-time password: those who enter the right one, and those who cheat. */
import { transactionRequestIdOf } from '../../../../connectors/common/contracts/keys';
import { idsOfRequest } from '../../../kit/faults/payments';
import { idSecretOf } from '../../../kit/stack/tenant-files';
import type { AppRequest, AppResponse } from '../hub/call-app';
import { ilpSecretOf } from '../hub/tenants';
import type { Chance } from '../time/chance';
import {
  customers,
  paymentOf,
  type AtDevice,
  type DeviceRequest,
  type SimulatedPayment,
} from './payments';
import { jsonOf } from './headers';
import type { Heard } from '../../../kit/faults/heard';
import type { Surroundings } from './surroundings';

const useCases = ['agent-cash-out-on-pos', 'merchant-payment-on-pos', 'atm-cash-out'] as const;
const amount = '100.12';
/** Than a code was asked for. */
const dearer = '200.24';

/** A payment by a one-time password; of an ATM's, two are asked for at one time, with one code. */
export function devicePaymentOf(
  chance: Chance,
  number: number,
  wish: Partial<Pick<SimulatedPayment, 'useCase'> & Pick<AtDevice, 'customer'>> = {},
): SimulatedPayment {
  const payment = paymentOf(chance, number);
  const { clientCorrelationId } = payment;
  const useCase = wish.useCase ?? chance.oneOf('device', useCases);
  const first = requestOf(payment, clientCorrelationId, amount);
  const { transactionId, quoteId, transferId } = first;
  const secondAmount = chance.fraction('does the second ask for more') < 0.4 ? dearer : amount;
  const second = requestOf(payment, `${clientCorrelationId}-second`, secondAmount);
  return {
    ...payment,
    ...{ useCase, askPayer: true, isPayeeUnknown: false, isTooMuch: false },
    ...{ transactionId, quoteId, transferId, amount },
    atDevice: {
      customer: wish.customer ?? chance.oneOf('customer', customers),
      requests: useCase === 'atm-cash-out' ? [first, second] : [first],
    },
  };
}

/** One or two at one time. */
export function devicePaymentsOf(chance: Chance): SimulatedPayment[] {
  const count = chance.oneOf('payments', [1, 2]);
  return Array.from({ length: count }, (_, index) => devicePaymentOf(chance, index + 1));
}

function requestOf(
  { payer, payee }: SimulatedPayment,
  clientCorrelationId: string,
  amount: string,
): DeviceRequest {
  const { request, ...ids } = idsOfRequest(
    { clientCorrelationId, payer, payee },
    ilpSecretOf(payer.dfsp),
  );
  return { clientCorrelationId, requestId: request.requestId, ...ids, amount };
}

/** Longer than a request to pay waits for anything. */
const guesses = 12;

export class Devices {
  /** What was entered at a device, by requestId. */
  readonly entered = new Map<string, string[]>();

  constructor(
    private readonly payments: readonly SimulatedPayment[],
    private readonly heard: Heard,
    private readonly around: Surroundings,
    private readonly callChannel: (request: AppRequest) => Promise<AppResponse>,
    private readonly callFspiop: (request: AppRequest) => Promise<AppResponse>,
  ) {}

  begin(): void {
    for (const payment of this.payments) {
      const { scheduler } = this.around;
      scheduler.after(payment.startsAfterMs, () => {
        if (payment.useCase === 'atm-cash-out') this.askForCode(payment);
        // Time for the code to be sent.
        const afterMs = payment.useCase === 'atm-cash-out' ? 20_000 : 0;
        scheduler.after(afterMs, () => this.ask(payment));
      });
    }
  }

  /** True where this is one of theirs. */
  hears(body: string): boolean {
    const told = JSON.parse(body) as { requestId?: string; triesLeft?: number };
    const { requestId, triesLeft } = told;
    if (requestId === undefined || triesLeft === undefined) return false;
    const payment = this.payments.find(({ atDevice }) =>
      atDevice?.requests.some((one) => one.requestId === requestId),
    );
    if (payment?.atDevice !== undefined)
      this.answer(payment, payment.atDevice, requestId, triesLeft);
    return true;
  }

  /** The codes that were shown for a payment, or asked for by its payer. */
  codesOf({ transactionId, useCase }: SimulatedPayment): readonly string[] {
    return this.heard.codes
      .filter((code) =>
        useCase === 'atm-cash-out'
          ? code.authorizationCodeId !== undefined
          : code.transactionId === transactionId,
      )
      .map(({ oneTimePassword }) => oneTimePassword);
  }

  private askForCode({ payer, clientCorrelationId }: SimulatedPayment): void {
    void this.callChannel({
      method: 'POST',
      path: '/channel/authorization-codes',
      headers: jsonOf(payer.dfsp),
      body: JSON.stringify({
        clientCorrelationId,
        payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
        amount: { amount, currency: 'TZS' },
      }),
    });
  }

  private ask({ payer, payee, useCase, atDevice }: SimulatedPayment): void {
    for (const { clientCorrelationId, amount } of atDevice?.requests ?? []) {
      void this.callChannel({
        method: 'POST',
        path: '/channel/transaction-requests',
        headers: jsonOf(payee.dfsp),
        body: JSON.stringify({
          ...{ useCase, clientCorrelationId },
          payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
          payee: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn },
          amount: { amount, currency: 'TZS' },
        }),
      }).then(({ status, body }) =>
        this.around.tell(() => `a device of ${payee.dfsp} asks: ${status} ${body}`),
      );
    }
  }

  private answer(
    payment: SimulatedPayment,
    { customer }: AtDevice,
    requestId: string,
    triesLeft: number,
  ): void {
    const { scheduler, chance, tell } = this.around;
    const codes = this.codesOf(payment);
    const right = codes.at(-1) ?? '000000';
    const wrong = right === '111111' ? '222222' : '111111';
    const what = {
      'enters it': right,
      'errs once': triesLeft === 3 ? wrong : right,
      'asks for another': codes.length < 2 ? 'RESEND' : right,
      refuses: 'REJECTED',
      'enters nothing': undefined,
      guesses: wrong,
    }[customer];
    if (customer === 'guesses' || customer === 'enters nothing') {
      this.put('hyena', payment, requestId, right);
    }
    if (what === undefined) return;
    scheduler.after(chance.between(`customer ${requestId}`, 500, 10_000), () => {
      tell(() => `the customer at ${requestId}: ${customer}, ${triesLeft} tries left`);
      const isWord = what === 'RESEND' || what === 'REJECTED';
      if (!isWord) this.entered.set(requestId, [...(this.entered.get(requestId) ?? []), what]);
      const body = isWord
        ? { responseType: what }
        : { responseType: 'ENTERED', authenticationValue: what };
      void this.callChannel({
        method: 'POST',
        path: `/channel/transaction-requests/${requestId}/authorization`,
        headers: jsonOf(payment.payee.dfsp),
        body: JSON.stringify(body),
      });
      if (customer === 'guesses') this.guess(payment, requestId, right);
    });
  }

  /** The payee's own DFSP tries many at one time. */
  private guess(payment: SimulatedPayment, requestId: string, right: string): void {
    const { dfsp } = payment.payee;
    for (let count = 0; count < guesses; count += 1) {
      const guess = String(300_000 + count);
      if (guess !== right) this.put(dfsp, payment, requestId, guess);
    }
    // Too late: by now all tries are used up.
    this.around.scheduler.after(1_000, () => this.put(dfsp, payment, requestId, right));
  }

  /** What no device was told, and perhaps another DFSP says: it knows the code. */
  private put(
    source: string,
    { payer, payee }: SimulatedPayment,
    requestId: string,
    authenticationValue: string,
  ): void {
    const id = transactionRequestIdOf(idSecretOf(payee.dfsp), requestId);
    void this.callFspiop({
      method: 'PUT',
      path: `/authorizations/${id}`,
      headers: {
        'content-type': 'application/vnd.interoperability.authorizations+json;version=1.1',
        date: new Date(this.around.scheduler.now).toUTCString(),
        'fspiop-source': source,
        'fspiop-destination': payer.dfsp,
      },
      body: JSON.stringify({
        responseType: 'ENTERED',
        authenticationInfo: { authentication: 'OTP', authenticationValue },
      }),
    });
  }
}
