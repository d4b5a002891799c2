import { randomUUID } from 'node:crypto';
import { correlationKey } from '../../connectors/common/contracts/keys';
import { messageNames } from '../../connectors/common/contracts/messages';
import type { Engine, ProcessInstance } from './engine';

const common = {
  tenant: 'buffalo',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  peer: { fspId: 'lion', version: '1.1', switchName: 'switch' },
};

export function startLookUp(engine: Engine): Promise<ProcessInstance> {
  const partyId = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' };
  return engine.start(messageNames.partyLookupReceived, randomUUID(), { ...common, partyId });
}

export function startQuote(engine: Engine): Promise<ProcessInstance> {
  const quoteId = randomUUID();
  const key = correlationKey(common.tenant, quoteId);
  const variables = { ...common, quoteId, quoteRequest: { quoteId } };
  return engine.start(messageNames.quoteReceived, key, variables);
}

/** A request that no process takes yet; resolves with the process that refuses it. */
export async function startUnsupported(engine: Engine, message: string, idName: string) {
  const id = randomUUID();
  const key = correlationKey(common.tenant, id);
  return { process: await engine.start(message, key, { ...common, [idName]: id }), id };
}

/** A transfer to one of our customers under test: its messages, and its usual steps in short. */
export class IncomingTransfer {
  private constructor(
    private readonly engine: Engine,
    private readonly key: string,
    readonly process: ProcessInstance,
  ) {}

  static async start(engine: Engine): Promise<IncomingTransfer> {
    const transferId = randomUUID();
    const key = correlationKey(common.tenant, transferId);
    const process = await engine.start(messageNames.transferReceived, key, {
      ...common,
      transferId,
      transferRequest: { transferId },
      payeeTimers: { transferConfirmation: 'PT40S', askTransferState: 'PT10S' },
    });
    return new IncomingTransfer(engine, key, process);
  }

  /** The answer is the next job. */
  static async reserved(engine: Engine): Promise<IncomingTransfer> {
    const transfer = await IncomingTransfer.start(engine);
    await transfer.process.does('mojaloop:check-transfer:1');
    await transfer.process.does('ams:reserve-credit:1');
    return transfer;
  }

  /** The fulfilment has left, and the switch's word is waited for. */
  static async answered(engine: Engine): Promise<IncomingTransfer> {
    const transfer = await IncomingTransfer.reserved(engine);
    await transfer.process.does('mojaloop:answer-transfer:1');
    return transfer;
  }

  async hears(verdict: string): Promise<void> {
    const transferAnswer = { verdict };
    await this.engine.publish(messageNames.transferAnswered, this.key, { transferAnswer });
  }

  async operatorDecides(operatorDecision: 'book' | 'release' | 'ask-again'): Promise<void> {
    await this.engine.publish(messageNames.operatorDecided, this.key, { operatorDecision });
  }

  async isAskedBy(fspId: string, questionId: string): Promise<void> {
    const variables = { peer: { fspId, version: '1.1', switchName: 'switch' }, questionId };
    await this.engine.publish(messageNames.transferStateAsked, this.key, variables);
  }
}
