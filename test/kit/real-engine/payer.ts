import { randomUUID } from 'node:crypto';
import type { ErrorInformation } from '../../../connectors/common/contracts/fspiop';
import {
  correlationKey,
  partySignalName,
  questionSignalName,
} from '../../../connectors/common/contracts/keys';
import { messageNames, signalNames } from '../../../connectors/common/contracts/messages';
import type { Payment as Order } from '../../../connectors/common/contracts/payer-transfer';
import type { Timers } from '../../../connectors/common/contracts/timers';
import { formatDateTime } from '../../../connectors/common/time';
import type { Engine, ProcessInstance, TestJob } from './engine';

export const timers: Timers = {
  partyLookup: 'PT10S',
  quote: 'PT15S',
  payerDecision: 'PT60S',
  transferAnswer: 'PT35S',
  transferExpiry: 'PT30S',
  switchSweep: 'PT20S',
  askTransferState: 'PT10S',
  operatorPauseMax: 'PT1M',
  remembered: 'PT1H',
};
const tenant = 'lion';
const payee = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' } as const;

export const order: Order = {
  origin: 'channel-transfer',
  switchName: 'switch',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' },
  payee,
  amountType: 'SEND',
  amount: { currency: 'TZS', amount: '100.12' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  askPayer: false,
};

type Steps = 'lookUpParticipant' | 'quotePayer' | 'requestQuote' | 'blockFunds' | 'requestTransfer';

/** A payer's payment under test: its messages, and its usual steps in short. */
export class Payment {
  private constructor(
    private readonly engine: Engine,
    readonly process: ProcessInstance,
    readonly transactionId: string,
    private readonly lookupKey: string,
  ) {}

  /** `payeeOf`: of which payment it has the payee; `channel`: null where nobody is to be told. */
  static async start(
    engine: Engine,
    changes: Partial<Order> = {},
    payeeOf?: string,
    channel: object | null = {},
  ): Promise<Payment> {
    const transactionId = randomUUID();
    const lookupKey = `party-of-${payeeOf ?? transactionId}`;
    const process = await engine.start(
      messageNames.payerTransferRequested,
      correlationKey(tenant, transactionId),
      {
        tenant,
        transactionId,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        timers,
        payment: { ...order, ...changes, lookupKey },
        channel: channel && {
          clientCorrelationId: `client-${transactionId}`,
          requestHash: 'hash',
          waitingQuestionId: null,
          ...channel,
        },
        quoteId: `quote-of-${transactionId}`,
        transferId: `transfer-of-${transactionId}`,
      },
    );
    return new Payment(engine, process, transactionId, lookupKey);
  }

  /** Of a process that begins in a way of its own, and goes on as every payment. */
  static of(
    engine: Engine,
    process: ProcessInstance,
    ids: { readonly transactionId: string; readonly lookupKey: string },
  ): Payment {
    return new Payment(engine, process, ids.transactionId, ids.lookupKey);
  }

  /** Does what comes before a step when all goes well, so that its job is the next. */
  static async upTo(
    step: Steps,
    engine: Engine,
    changes: Partial<Order> = {},
    channel?: null,
  ): Promise<Payment> {
    const payment = await Payment.start(engine, changes, undefined, channel);
    const steps: [Steps, () => Promise<void>][] = [
      ['lookUpParticipant', () => payment.isFound()],
      ['quotePayer', () => payment.mayPay()],
      ['requestQuote', () => payment.isQuoted()],
      ['blockFunds', () => payment.isBlocked()],
    ];
    for (const [name, carryOut] of steps) {
      if (name === step) break;
      await carryOut();
    }
    return payment;
  }

  /** The money is held, the transfer is on its way, and its answer is waited for. */
  static async requested(engine: Engine): Promise<Payment> {
    const payment = await Payment.upTo('requestTransfer', engine);
    await payment.process.does('mojaloop:request-transfer:1');
    return payment;
  }

  /** As `requested`; then the switch is asked, and its answer is waited for. */
  static async asked(engine: Engine, channel?: null): Promise<Payment> {
    const payment = await Payment.upTo('requestTransfer', engine, {}, channel);
    await (await payment.process.job('mojaloop:request-transfer:1')).isUnavailable();
    await payment.asks();
    return payment;
  }

  /** The switch takes the question; unless it is said otherwise, its clock is the engine's. */
  async asks(question: object = {}): Promise<void> {
    const now = formatDateTime(this.engine.now());
    const switchQuestion = { askedAt: now, earliestAnswer: now, ...question };
    await this.process.does('mojaloop:ask-transfer-state:1', { switchQuestion });
  }

  /** The switch has been asked for the payee's DFSP. */
  async participantLookedUp(): Promise<void> {
    await (await this.process.job('mojaloop:look-up-participant:1')).awaitsAnswer(10);
  }

  /** The payee's DFSP is known, and has been asked for the payee. */
  async lookedUp(): Promise<void> {
    await this.participantLookedUp();
    await this.hearsOfParticipant({ fspId: 'buffalo' });
    await (await this.process.job('mojaloop:look-up-party:2')).awaitsAnswer(10);
  }

  async isFound(): Promise<void> {
    await this.lookedUp();
    await this.hearsOfParty();
  }

  async hearsOfParticipant(participantAnswer: object): Promise<void> {
    const name = partySignalName(signalNames.participantAnswered, this.lookupKey);
    await this.engine.broadcast(name, { participantAnswer });
  }

  async hearsOfParty(fspId = 'buffalo'): Promise<void> {
    const name = partySignalName(signalNames.partyFound, this.lookupKey, fspId);
    const party = { partyIdInfo: { ...payee, fspId } };
    await this.engine.broadcast(name, { partyAnswer: { party, answeredBy: fspId } });
  }

  /** `fspId`: of the DFSP that says so; without it the switch does. */
  async hearsOfNoParty(errorInformation: ErrorInformation, fspId?: string): Promise<void> {
    const name = partySignalName(signalNames.partyNotFound, this.lookupKey, fspId);
    await this.engine.broadcast(name, { partyAnswer: { errorInformation } });
  }

  async mayPay(): Promise<void> {
    await this.process.does('ams:quote-payer:1', { payerQuote: { accountId: '1' } });
  }

  async quoteIsRequested(switchAhead = 'PT0S'): Promise<void> {
    const { transactionId } = this;
    await this.process.does('mojaloop:request-quote:1', {
      transaction: { transactionId },
      switchAhead,
    });
  }

  async isQuoted(amount = '100.12', currency = 'TZS', validForS = 60): Promise<void> {
    await this.quoteIsRequested();
    await this.quoteComes(amount, currency, validForS);
  }

  async quoteComes(
    amount = '100.12',
    currency = 'TZS',
    validForS = 60,
    payeeFspId = 'buffalo',
  ): Promise<void> {
    await this.hearsOfQuote({
      quote: {
        transferAmount: { currency, amount },
        expiration: formatDateTime(this.engine.now() + validForS * 1_000),
        ilpPacket: 'packet',
        condition: 'condition',
      },
      payeeFspId,
    });
  }

  async isBlocked(): Promise<void> {
    await this.process.does('ams:block-funds:1', { transferCode: 'code' });
  }

  /** Refused, and what may be held all the same released. */
  async holdIsRefused(): Promise<void> {
    await (await this.process.job('ams:block-funds:1')).refuse();
    await this.process.does('ams:release-block:1');
  }

  async hearsOfQuote(quoteAnswer: object): Promise<void> {
    const key = correlationKey(tenant, `quote-of-${this.transactionId}`);
    await this.engine.publish(messageNames.quoteAnswered, key, { quoteAnswer });
  }

  async payerDecides(payerDecision: 'accept' | 'refuse'): Promise<void> {
    await this.engine.publish(messageNames.payerDecided, this.key, { payerDecision });
  }

  async hearsOfTransfer(verdict: string, more: object = {}): Promise<void> {
    const key = correlationKey(tenant, `transfer-of-${this.transactionId}`);
    const saidAt = formatDateTime(this.engine.now());
    const transferAnswer = { verdict, switchName: 'switch', saidAt, ...more };
    await this.engine.publish(messageNames.transferAnswered, key, { transferAnswer });
  }

  /** Resolves with what the operator was asked. */
  async operatorDecides(
    operatorDecision: string | null,
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.process.does('operations:ask-operator:1', { operatorDecision });
  }

  async isAsked(repeatedHash: string | null, questionId: string): Promise<void> {
    const variables = { repeatedHash, questionId };
    const name = questionSignalName(messageNames.payerTransferStateAsked, this.key);
    await this.engine.broadcast(name, variables);
  }

  /** How the payment stands for one who asks now, as the job that answers sees it. */
  async outcome(): Promise<unknown> {
    await this.isAsked(null, randomUUID());
    return (await this.process.does('channel:answer-state:1'))['outcome'];
  }

  /** The money is where it must be: the payment stays for who asks how it ended, then goes. */
  async isForgotten(): Promise<void> {
    await this.process.timesOut('timeToForget', 3_721);
    await this.process.ends();
  }

  /** The payer hears it; resolves with the outcome that the channel is given. */
  async isTold(): Promise<unknown> {
    return (await this.process.does('channel:tell-payer:1'))['outcome'];
  }

  async askingJob(): Promise<TestJob> {
    return this.process.job('mojaloop:ask-transfer-state:1');
  }

  private get key(): string {
    return correlationKey(tenant, this.transactionId);
  }
}
