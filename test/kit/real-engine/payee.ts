import { randomUUID } from 'node:crypto';
import { correlationKey, questionSignalName } from '../../../connectors/common/contracts/keys';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { formatDateTime } from '../../../connectors/common/time';
import type { Engine, ProcessInstance } from './engine';

const tenant = 'buffalo';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const peer = { fspId: 'lion', version: '1.1', switchName: 'switch' };
const arrived = { traceparent, requestHash: 'hash', receivedAt: '2026-11-21T10:24:00.000Z' };
const payeeTimers = {
  transferConfirmation: 'PT40S',
  askTransferState: 'PT10S',
  operatorPauseMax: 'PT1M',
  quoteRetention: 'PT5M',
  transferRetention: 'PT10M',
};

/** What the packet of a transfer says, as far as anything here reads it. */
const transaction = { amount: { amount: '100', currency: 'TZS' } };

/** What a question or a repeated request brings. */
const askedBy = (fspId: string, how: { questionId: string } | { repeatedHash: string }) => ({
  asker: { fspId, version: '1.1', switchName: 'switch' },
  traceparent: traceparent.replace('b7ad6b7169203331', 'c7ad6b7169203331'),
  ...how,
});

export function startLookUp(engine: Engine): Promise<ProcessInstance> {
  const partyId = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' };
  return engine.start(messageNames.partyLookupReceived, randomUUID(), {
    tenant,
    arrival: { traceparent, peer, partyId },
  });
}

export function startQuote(engine: Engine): Promise<ProcessInstance> {
  const quoteId = randomUUID();
  const key = correlationKey(tenant, quoteId);
  const arrival = { ...arrived, peer, quoteRequest: { quoteId } };
  const variables = { tenant, quoteId, payeeTimers, arrival };
  return engine.start(messageNames.quoteReceived, key, variables);
}

/** GET /quotes/{ID}, or POST /quotes again. */
export async function askForQuote(
  engine: Engine,
  quoteId: unknown,
  how: { questionId: string } | { repeatedHash: string },
): Promise<void> {
  const key = correlationKey(tenant, String(quoteId));
  await engine.broadcast(
    questionSignalName(messageNames.quoteStateAsked, key),
    askedBy('hub', how),
  );
}

/** A request that no process takes yet; resolves with the process that refuses it. */
export async function startUnsupported(engine: Engine, message: string, idName: string) {
  const id = randomUUID();
  const key = correlationKey(tenant, id);
  return {
    process: await engine.start(message, key, { tenant, traceparent, peer, [idName]: id }),
    id,
  };
}

/** A transfer to one of our customers under test: its messages, and its usual steps in short. */
export class IncomingTransfer {
  private constructor(
    private readonly engine: Engine,
    private readonly key: string,
    private readonly transactionId: string,
    readonly process: ProcessInstance,
  ) {}

  /** `checked`: what the server has found out about it. */
  static async start(engine: Engine, checked: object = {}): Promise<IncomingTransfer> {
    const transferId = randomUUID();
    const transactionId = randomUUID();
    const key = correlationKey(tenant, transferId);
    const process = await engine.start(messageNames.transferReceived, key, {
      tenant,
      transferId,
      transactionId,
      peer,
      payeeTimers,
      arrival: { ...arrived, transaction, transferRequest: { transferId }, ...checked },
    });
    return new IncomingTransfer(engine, key, transactionId, process);
  }

  /** The answer is the next job. */
  static async reserved(engine: Engine, expiresInS = 30): Promise<IncomingTransfer> {
    const transferExpiration = formatDateTime(engine.now() + expiresInS * 1_000);
    const transfer = await IncomingTransfer.start(engine, { transferExpiration });
    await transfer.process.does('ams:reserve-credit:1');
    return transfer;
  }

  /** The fulfilment has left, and the switch's word is waited for. */
  static async answered(engine: Engine, expiresInS = 30): Promise<IncomingTransfer> {
    const transfer = await IncomingTransfer.reserved(engine, expiresInS);
    await transfer.process.does('mojaloop:answer-transfer:1');
    return transfer;
  }

  async hears(verdict: string, switchName = 'switch', more: object = {}): Promise<void> {
    const transferAnswer = { verdict, switchName, ...more };
    await this.engine.publish(messageNames.transferAnswered, this.key, { transferAnswer });
  }

  /** Resolves with what the operator was asked. */
  async operatorDecides(
    operatorDecision: string | null,
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.process.does('operations:ask-operator:1', { operatorDecision });
  }

  /** GET /transfers/{ID}, or POST /transfers again. */
  async isAskedBy(
    fspId: string,
    how: { questionId: string } | { repeatedHash: string },
  ): Promise<void> {
    const name = questionSignalName(messageNames.transferStateAsked, this.key);
    await this.engine.broadcast(name, askedBy(fspId, how));
  }

  /** GET /transactions/{ID} */
  async isTransactionAskedBy(fspId: string, questionId: string): Promise<void> {
    const key = correlationKey(tenant, this.transactionId);
    const variables = askedBy(fspId, { questionId });
    await this.engine.publish(messageNames.transactionStateAsked, key, variables);
  }
}
