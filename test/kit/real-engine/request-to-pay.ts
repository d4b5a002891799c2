import { randomUUID } from 'node:crypto';
import {
  correlationKey,
  partySignalName,
  questionSignalName,
} from '../../../connectors/common/contracts/keys';
import { messageNames, signalNames } from '../../../connectors/common/contracts/messages';
import { formatDateTime } from '../../../connectors/common/time';
import type { Engine, ProcessInstance } from './engine';
import { order, Payment, timers } from './payer';

const tenant = 'lion';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const transactionType = {
  scenario: 'TRANSFER',
  initiator: 'PAYEE',
  initiatorType: 'CONSUMER',
} as const;
const asker = { fspId: 'buffalo', version: '1.1', switchName: 'switch' };

/** A request to pay that another DFSP sends to ours: its messages, and its usual steps in short. */
export class ReceivedRequest {
  private constructor(
    private readonly engine: Engine,
    readonly process: ProcessInstance,
    private readonly transactionRequestId: string,
    /** From the quote on it is a payment like any other. */
    readonly payment: Payment,
    private readonly ids: { readonly transactionId: string; readonly lookupKey: string },
  ) {}

  static async received(engine: Engine): Promise<ReceivedRequest> {
    const transactionRequestId = randomUUID();
    const transactionId = randomUUID();
    const ids = { transactionId, lookupKey: `party-of-${transactionId}` };
    const process = await engine.start(
      messageNames.transactionRequestReceived,
      correlationKey(tenant, transactionRequestId),
      {
        ...{ tenant, transactionRequestId, transactionId, peer: asker },
        arrival: {
          ...{ traceparent, requestHash: 'hash', retention: 'PT10M' },
          ...{ receivedAt: formatDateTime(engine.now()), transactionRequest: {} },
        },
      },
    );
    const payment = Payment.of(engine, process, ids);
    return new ReceivedRequest(engine, process, transactionRequestId, payment, ids);
  }

  /** `expiresInS`: when the request ends; null where it does not say. */
  async isTaken(expiresInS: number | null = null, more: object = {}): Promise<void> {
    const { transactionId, lookupKey } = this.ids;
    await this.process.does('channel:take-request:1', {
      payment: {
        ...{ ...order, origin: 'requested-payment', lookupKey, amountType: 'RECEIVE' },
        ...{ transactionType, askPayer: true, requestedBy: asker.fspId },
        transactionRequestId: this.transactionRequestId,
        ...more,
      },
      channel: { requestHash: 'hash', waitingQuestionId: null },
      timers,
      quoteId: `quote-of-${transactionId}`,
      transferId: `transfer-of-${transactionId}`,
      requestExpiration:
        expiresInS === null ? null : formatDateTime(this.engine.now() + expiresInS * 1_000),
    });
  }

  /** The terms are agreed on, and showing them to the payer is the next job. */
  static async agreed(
    engine: Engine,
    expiresInS: number | null = null,
    more: object = {},
  ): Promise<ReceivedRequest> {
    const request = await ReceivedRequest.received(engine);
    await request.isTaken(expiresInS, more);
    await request.payment.mayPay();
    await request.process.does('mojaloop:answer-request:1');
    await request.payment.isFound();
    await request.payment.mayPay();
    await request.payment.isQuoted('100.12', 'TZS', 600);
    return request;
  }

  /** The payer sees the terms. */
  static async shown(engine: Engine, expiresInS: number | null = null): Promise<ReceivedRequest> {
    const request = await ReceivedRequest.agreed(engine, expiresInS);
    await request.process.does('channel:ask-payer:1');
    return request;
  }

  /** The payer is to authorise it at a device: to show them a one-time password is the next job. */
  static async atDevice(
    engine: Engine,
    expiresInS: number | null = null,
  ): Promise<ReceivedRequest> {
    return ReceivedRequest.agreed(engine, expiresInS, { authentication: 'otp-at-device' });
  }

  /** The payer has got a code, and the device is asked. */
  async codeIsShown(more: object = {}): Promise<void> {
    await this.process.does('channel:show-authorization-code:1', {
      ...{ codeMadeBeforehand: false, heldCode: { number: 1 }, triesLeft: 2, codesLeft: 1 },
      codeUntil: formatDateTime(this.engine.now() + 180_000),
      ...more,
    });
    await this.deviceIsAsked();
  }

  /** Resolves with what GET /authorizations asks. */
  async deviceIsAsked(): Promise<unknown> {
    return (await this.process.does('mojaloop:send:1'))['fspiop'];
  }

  /** PUT /authorizations, by the DFSP that asks unless somebody else says so. */
  async hearsOfEntry(answer: object, answeredBy = asker.fspId): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    const { switchName } = asker;
    const authorizationAnswer = { ...answer, answeredBy, switchName };
    await this.engine.publish(messageNames.authorizationAnswered, key, { authorizationAnswer });
  }

  /** What was entered has been held against a code made beforehand. */
  async hearsOfCheck(isAuthorized: boolean): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    await this.engine.publish(messageNames.authorizationCodeChecked, key, { isAuthorized });
  }

  /** Resolves with how the payment stands by what the DFSP that asks is told. */
  async isAnswered(): Promise<unknown> {
    return (await this.process.does('mojaloop:answer-request:1'))['outcome'];
  }

  /** POST /transactionRequests again, or GET. */
  async isAskedAgain(how: { questionId: string } | { repeatedHash: string }): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    const name = questionSignalName(messageNames.transactionRequestStateAsked, key);
    await this.engine.broadcast(name, { asker, traceparent, ...how });
  }

  /** All is told: it stays for who asks how it ended, then goes. */
  async isForgotten(): Promise<void> {
    await this.process.timesOut('timeToForget', 3_721);
    await this.process.ends();
  }
}

/** A request to pay that a customer of ours makes. The payer is at buffalo. */
export class MadeRequest {
  private readonly transactionId = randomUUID();

  private constructor(
    private readonly engine: Engine,
    readonly process: ProcessInstance,
    private readonly requestId: string,
    private readonly transactionRequestId: string,
    private readonly lookupKey: string,
  ) {}

  static async made(engine: Engine): Promise<MadeRequest> {
    const requestId = randomUUID();
    const transactionRequestId = randomUUID();
    const lookupKey = `payer-of-${requestId}`;
    const process = await engine.start(
      messageNames.requestToPayRequested,
      correlationKey(tenant, requestId),
      {
        ...{ tenant, requestId, transactionRequestId, traceparent },
        timers: { ...timers, requestToPay: 'PT5M' },
        payment: {
          ...{ ...order, transactionType, amountType: 'RECEIVE', askPayer: true, lookupKey },
          authentication: 'otp-at-device',
        },
        channel: { clientCorrelationId: 'bill-1', requestHash: 'hash', waitingQuestionId: null },
      },
    );
    return new MadeRequest(engine, process, requestId, transactionRequestId, lookupKey);
  }

  /** GET /authorizations, by the payer's DFSP unless somebody else asks. */
  async isAskedToAuthorise(fspId = 'buffalo'): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    const name = questionSignalName(messageNames.authorizationAsked, key);
    await this.engine.broadcast(name, {
      ...{ asker: { ...asker, fspId }, traceparent, questionId: randomUUID() },
      authorizationRequest: { authenticationType: 'OTP', retriesLeft: 3 },
    });
  }

  /** Something is entered at the device. */
  async isEntered(): Promise<void> {
    const key = correlationKey(tenant, this.requestId);
    const deviceEntry = { responseType: 'REJECTED' };
    await this.engine.publish(messageNames.authorizationEntered, key, { deviceEntry });
  }

  /** The switch has told which DFSP serves the payer; to ask that one is the next job. */
  static async toBeSent(engine: Engine, participantAnswer?: object): Promise<MadeRequest> {
    const request = await MadeRequest.made(engine);
    await request.process.does('ams:check-payee:1', { payeeAccountId: 'LION-1' });
    await request.hearsOfParticipant(participantAnswer);
    return request;
  }

  async hearsOfParticipant(participantAnswer: object = { fspId: 'buffalo' }): Promise<void> {
    await (await this.process.job('mojaloop:look-up-participant:1')).awaitsAnswer(10);
    const name = partySignalName(signalNames.participantAnswered, this.lookupKey);
    await this.engine.broadcast(name, { participantAnswer });
  }

  /** The payer's DFSP is asked, and has not answered. */
  static async sent(engine: Engine): Promise<MadeRequest> {
    const request = await MadeRequest.toBeSent(engine);
    const requestExpiration = formatDateTime(engine.now() + 300_000);
    await request.process.does('mojaloop:request-payment:1', { requestExpiration });
    return request;
  }

  /** And its payer is asked, as our channel has been told. */
  static async taken(engine: Engine): Promise<MadeRequest> {
    const request = await MadeRequest.sent(engine);
    await request.hears({ transactionRequestState: 'RECEIVED' });
    await request.isTold();
    return request;
  }

  /** PUT /transactionRequests; `answeredBy` null: the switch says it. */
  async hears(answer: object, answeredBy: string | null = 'buffalo'): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    const isError = 'errorInformation' in answer;
    await this.engine.publish(messageNames.transactionRequestAnswered, key, {
      answeredBy,
      transactionRequestAnswer: {
        ...(!isError && { transactionId: this.transactionId }),
        ...answer,
      },
    });
  }

  async isCredited(
    amount = '100.12',
    payerFspId = 'buffalo',
    accountId: string | undefined = 'LION-1',
  ): Promise<void> {
    const key = correlationKey(tenant, this.transactionRequestId);
    await this.engine.publish(messageNames.transactionRequestAnswered, key, {
      requestedCredit: {
        transactionId: this.transactionId,
        amount: { amount, currency: 'TZS' },
        ...{ payerFspId, accountId },
        creditedAt: formatDateTime(this.engine.now()),
      },
    });
  }

  /** Resolves with the outcome that the channel is given. */
  async isTold(): Promise<unknown> {
    return (await this.process.does('channel:tell-payee:1'))['outcome'];
  }

  async isAsked(questionId: string): Promise<void> {
    const key = correlationKey(tenant, this.requestId);
    const name = questionSignalName(messageNames.requestToPayStateAsked, key);
    await this.engine.broadcast(name, { repeatedHash: null, questionId });
  }
}
