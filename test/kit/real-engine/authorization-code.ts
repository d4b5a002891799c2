import { randomUUID } from 'node:crypto';
import {
  codeReplacedSignalName,
  questionSignalName,
} from '../../../connectors/common/contracts/keys';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { formatDateTime } from '../../../connectors/common/time';
import type { Engine, ProcessInstance, TestJob } from './engine';

const tenant = 'lion';
/** For how long it can be used. */
const lifetimeS = 900;

/** A code that a payer has asked for before they come to a device: its messages, and its usual steps in short. */
export class AuthorizationCode {
  private constructor(
    private readonly engine: Engine,
    readonly process: ProcessInstance,
    private readonly id: string,
    private readonly codePayer: string,
  ) {}

  static async askedFor(engine: Engine): Promise<AuthorizationCode> {
    const id = randomUUID();
    const codePayer = `MSISDN/${id}`;
    const process = await engine.start(messageNames.authorizationCodeRequested, `${tenant}:${id}`, {
      tenant,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      authorizationCodeId: id,
      codeOrder: {
        payer: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' },
        amount: { amount: '25000', currency: 'TZS' },
        ...{ amountLimit: 'EXACT', feesMax: '0' },
      },
      codePayer,
      channel: { clientCorrelationId: id, requestHash: 'hash', waitingQuestionId: null },
      timers: { remembered: 'PT1H' },
    });
    return new AuthorizationCode(engine, process, id, codePayer);
  }

  static async sent(engine: Engine, triesLeft = 3): Promise<AuthorizationCode> {
    const code = await AuthorizationCode.askedFor(engine);
    await code.isSent(triesLeft);
    return code;
  }

  /** Resolves with what its job saw. */
  async isSent(triesLeft = 3): Promise<Readonly<Record<string, unknown>>> {
    const codeUntil = formatDateTime(this.engine.now() + lifetimeS * 1_000);
    const seen = await this.process.does('channel:send-authorization-code:1', {
      ...{ heldCode: { number: 1 }, codeUntil, triesLeft },
    });
    await this.process.reaches('awaitUse');
    return seen;
  }

  /** Something is entered for a payment of this payer. */
  async isPresented(transactionRequestId: string): Promise<void> {
    const presentedCode = { transactionRequestId, triesLeft: 3 };
    const key = `${tenant}:${this.codePayer}`;
    await this.engine.publish(messageNames.authorizationCodePresented, key, { presentedCode });
  }

  /** The job that compares it. */
  async compares(): Promise<TestJob> {
    return this.process.job('channel:check-presented-code:1');
  }

  /** A newer one has been sent to the payer. */
  async isReplaced(): Promise<void> {
    await this.engine.broadcast(codeReplacedSignalName(tenant, this.codePayer), {});
  }

  async timeIsOver(): Promise<void> {
    await this.engine.moveClock(lifetimeS + 1);
  }

  /** The channel asks how it stands: resolves with the job that answers. */
  async isAsked(repeatedHash: string | null = null): Promise<TestJob> {
    const key = `${tenant}:${this.id}`;
    const name = questionSignalName(messageNames.authorizationCodeStateAsked, key);
    await this.engine.broadcast(name, { repeatedHash, questionId: randomUUID() });
    return this.process.job('channel:answer-code-state:1');
  }

  /** How it stands for one who asks now. */
  async state(): Promise<unknown> {
    const job = await this.isAsked();
    await job.complete();
    return job.variables['codeState'];
  }

  /** It has ended; it stays for who asks how, then goes. */
  async isForgotten(): Promise<void> {
    await this.engine.moveClock(3_721);
    await this.process.ends();
  }
}
