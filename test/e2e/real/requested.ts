import type { UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Heard } from '../../kit/payments/world';
import { partyOf } from '../../kit/real/app';
import type { Told } from '../../kit/real/ear';
import { amount } from './scenario';
import type { RealWorld } from './world';

const path = '/channel/transaction-requests';
/** A process of the hub that was killed gives its jobs out again after a minute. */
const patienceMs = 120_000;

/** What the payee's app asks the payer for, as both apps see it. */
export class Requested {
  private questionsAnswered = 0;
  private questionId: string | undefined;
  private codesShown = 0;

  private constructor(
    private readonly world: RealWorld,
    /** The answer to who asks. */
    readonly heard: Heard,
  ) {}

  static async asked(
    world: RealWorld,
    clientCorrelationId: string,
    useCase: UseCaseName = 'request-to-pay',
    more: object = {},
  ): Promise<Requested> {
    const body = {
      ...{ clientCorrelationId, useCase, amount },
      payer: partyOf(world.payerMsisdn),
      payee: partyOf(world.payeeMsisdn),
      ...more,
    };
    return new Requested(world, await world.payeesApp.post(path, body, 0));
  }

  get requestId(): string {
    return this.heard.report.requestId ?? '';
  }

  /** Of the payment: the payer's DFSP has told it, or has shown it to the payer. */
  async transactionId(): Promise<string> {
    const isTaken = ({ requestId, transactionId, request }: Told) =>
      transactionId !== undefined &&
      (requestId === this.requestId || request?.payee.partyIdentifier === this.world.payeeMsisdn);
    return (await this.hears('that the payer’s DFSP has it', isTaken)).transactionId ?? '';
  }

  /** At the switch: the payer's app is told it with the code. */
  async transactionRequestId(): Promise<string> {
    const id = await this.transactionId();
    const isCode = (one: Told) =>
      one.transactionId === id && one.transactionRequestId !== undefined;
    return (await this.hears('its id at the switch', isCode)).transactionRequestId ?? '';
  }

  /** The payer's app shows who asks, and what it costs. */
  async isShown(): Promise<Heard> {
    const id = await this.transactionId();
    const report = await this.hears(
      'what is asked of the payer',
      ({ requestId, transactionId, state }) =>
        requestId === undefined && transactionId === id && state === 'WAITING_FOR_PAYER',
    );
    return { status: 200, report, tookMs: 0 };
  }

  async decides(decision: 'accept' | 'refuse'): Promise<Heard> {
    return this.world.decide(await this.transactionId(), decision);
  }

  /** How it ended for the payer, and for the payee. */
  async ends(): Promise<readonly [payer: Heard, payee: Heard]> {
    return [
      await this.world.outcomeOf(await this.transactionId()),
      await this.world.outcomeOf(this.requestId),
    ];
  }

  /** The next code that the payer's own DFSP shows them. */
  async codeIsShown(): Promise<string> {
    const id = await this.transactionId();
    const isCode = ({ transactionId, oneTimePassword }: Told) =>
      transactionId === id && oneTimePassword !== undefined;
    const isNext = (one: Told) => this.world.ear.told(isCode).indexOf(one) >= this.codesShown;
    const shown = await this.hears('a one-time password', isNext);
    this.codesShown += 1;
    return shown.oneTimePassword ?? '';
  }

  /** The device is asked to let the payer enter something, once more than it has answered. Resolves with the tries left. */
  async isAsked(): Promise<number> {
    const isQuestion = ({ requestId, triesLeft }: Told) =>
      requestId === this.requestId && triesLeft !== undefined;
    const isNext = (one: Told) =>
      this.world.ear.told(isQuestion).indexOf(one) >= this.questionsAnswered;
    await this.hears('a question to the device', isNext);
    const asked = this.world.ear.told(isQuestion);
    this.questionsAnswered = asked.length;
    const last = asked.at(-1);
    this.questionId = last?.questionId;
    return last?.triesLeft ?? 0;
  }

  async enters(authenticationValue: string): Promise<void> {
    await this.answers({ responseType: 'ENTERED', authenticationValue });
  }

  async answers(answer: object): Promise<void> {
    const address = `${path}/${this.requestId}/authorization`;
    const { questionId } = this;
    const body = { ...answer, ...(questionId !== undefined && { questionId }) };
    const { status } = await this.world.payeesApp.post(address, body, 0);
    if (status !== 202) throw new Error(`the device was answered ${status}`);
  }

  private hears(what: string, isMeant: (one: Told) => boolean): Promise<Told> {
    return this.world.ear.hears(`${what}, of the request ${this.requestId},`, isMeant, patienceMs);
  }
}

/** The same digits, but the last one. */
export function wrongCode(code: string): string {
  return code.slice(0, -1) + String((Number(code.slice(-1)) + 1) % 10);
}
