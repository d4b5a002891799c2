import { z } from 'zod';
import { correlationKey, partySignalName } from '../../connectors/common/contracts/keys';
import { messageNames, signalNames } from '../../connectors/common/contracts/messages';
import { variables } from '../../connectors/common/contracts/variables';
import { AwaitsAnswer } from '../../connectors/common/failures';
import { bindWorker, type BoundWorker } from '../../connectors/common/hub/role';
import type { Deps } from '../../connectors/common/runtime';
import type { WorkerDefinition } from '../../connectors/common/hub/worker';
import { noOpPrefix } from './no-op-diagrams';
import {
  amount,
  currency,
  messageTimeToLiveMs,
  payee,
  payeeTimers,
  payer,
  quote,
} from '../kit/payments/payment';
import { timers } from '../kit/mojaloop';

const input = z.object({
  tenant: variables.tenant,
  transactionId: variables.transactionId,
  quoteId: variables.quoteId.optional(),
  transferId: variables.transferId.optional(),
});
type Input = z.output<typeof input>;
const fees = { executionPoint: 'transfer.committed', ruleSetId: 'x'.repeat(64), entries: [] };
type Step = (input: Input, deps: Deps) => Promise<object> | object;

/**
 * What the engine sees of a payment, without the payment: the same jobs and messages in the same order,
 * and answers of about the same size, but no peer is asked and nothing is checked.
 */
const steps: Readonly<Record<string, Step>> = {
  'mojaloop:look-up-participant:1': async ({ transactionId }, deps) => {
    const key = correlationKey('lion', transactionId);
    await deps.messages.broadcast({
      name: noOpPrefix + partySignalName(signalNames.participantAnswered, key),
      variables: { participantAnswer: { fspId: 'buffalo' } },
    });
    throw new AwaitsAnswer(60_000);
  },
  'mojaloop:look-up-party:2': async (job, deps) => {
    const { transactionId } = job;
    await tell(deps, messageNames.partyLookupReceived, 'buffalo', transactionId, {
      tenant: 'buffalo',
      transactionId,
      arrival: { ...arrivalOf(job), peer, partyId: payee },
    });
    throw new AwaitsAnswer(60_000);
  },
  'ams:find-party:1': () => ({ party: { partyIdInfo: payee, name: 'Baraka Mushi' } }),
  'mojaloop:answer-party:1': async ({ transactionId }, deps) => {
    const party = { partyIdInfo: { ...payee, fspId: 'buffalo' }, name: 'Baraka Mushi' };
    const key = correlationKey('lion', transactionId);
    const name = partySignalName(signalNames.partyFound, key, 'buffalo');
    await deps.messages.broadcast({
      name: noOpPrefix + name,
      variables: { partyAnswer: { party } },
    });
    return {};
  },
  'ams:quote-payer:1': () => ({ payerQuote: { accountId: 'LION-1' } }),
  'mojaloop:request-quote:1': async (job, deps) => {
    const { transactionId, quoteId = '' } = job;
    await tell(deps, messageNames.quoteReceived, 'buffalo', quoteId, {
      ...received(job),
      arrival: {
        ...arrivalOf(job),
        peer,
        quoteRequest: { quoteId, transactionId, payer, payee, amountType: 'SEND', amount },
      },
    });
    return {
      transaction: transactionOf(job),
      switchAhead: 'PT0S',
      quoteRequestedAt: quote().expiration,
    };
  },
  'ams:quote-payee:1': () => ({
    payeeQuote: { accountId: 'BUFFALO-1' },
  }),
  'mojaloop:answer-quote:1': async (job, deps) => {
    const quoteAnswer = { quote: quote(), payeeFspId: 'buffalo' };
    await tell(deps, messageNames.quoteAnswered, 'lion', job.quoteId ?? '', { quoteAnswer });
    return { transaction: transactionOf(job) };
  },
  'ams:block-funds:1': ({ transferId }) => ({ transferCode: transferId }),
  'mojaloop:request-transfer:1': async (job, deps) => {
    const { transferId = '' } = job;
    const { ilpPacket, condition, expiration } = quote();
    const fsps = { payerFsp: 'lion', payeeFsp: 'buffalo' };
    await tell(deps, messageNames.transferReceived, 'buffalo', transferId, {
      ...received(job),
      transferId,
      peer,
      arrival: {
        ...arrivalOf(job),
        transferRequest: { transferId, ...fsps, amount, ilpPacket, condition, expiration },
        agreement: { ...transactionOf(job), payeeReceiveAmount: amount },
        transaction: transactionOf(job),
        transferExpiration: expiration,
      },
    });
    return {};
  },
  'ams:reserve-credit:1': ({ transferId }) => ({
    credit: { accountId: 'BUFFALO-1', transferCode: transferId, amount },
  }),
  'mojaloop:answer-transfer:1': async ({ transferId = '' }, deps) => {
    const fulfilment = 'x'.repeat(43);
    const transferAnswer = { verdict: 'COMMITTED', fulfilment };
    for (const tenant of ['lion', 'buffalo']) {
      await tell(deps, messageNames.transferAnswered, tenant, transferId, { transferAnswer });
    }
    return {};
  },
  'ams:credit-payee:1': () => ({}),
  'ams:book-funds:1': () => ({}),
  'fee-rules:evaluate:1': () => ({ fees }),
};

function transactionOf({ transactionId, quoteId = '' }: Input) {
  return { transactionId, quoteId, payee, payer, amount };
}

/** @param onPaid hears the transaction id of each payment that has come to its end */
export function noOpWorkers(deps: Deps, onPaid: (transactionId: string) => void): BoundWorker[] {
  const told: Step = ({ transactionId }) => {
    onPaid(transactionId);
    return {};
  };
  return Object.entries({ ...steps, 'channel:tell-payer:1': told }).map(([type, step]) =>
    bindWorker(noOpWorker(type, step), deps),
  );
}

function noOpWorker(type: string, step: Step): WorkerDefinition<typeof input> {
  return {
    type: `${noOpPrefix}${type}` as WorkerDefinition['type'],
    title: type,
    summary: 'Does nothing, for comparison',
    timeoutMs: 30_000,
    retries: 3,
    input,
    output: z.looseObject({}),
    bpmnErrors: {},
    run: async (job, deps) => ({ ...(await step(job, deps)) }),
  };
}

/** What starts each of the payee's processes; the transaction id leads the answer back. */
function received({ transactionId, quoteId }: Input) {
  return { tenant: 'buffalo', transactionId, quoteId, payeeTimers };
}

const peer = { fspId: 'lion', version: '1.1', switchName: 'switch' };

function arrivalOf({ transactionId }: Input) {
  return {
    traceparent: `00-${transactionId.replaceAll('-', '')}-b7ad6b7169203331-01`,
    receivedAt: '2026-11-21T10:24:00.000Z',
    requestHash: 'x'.repeat(64),
  };
}

async function tell(deps: Deps, name: string, tenant: string, id: string, content: object) {
  await deps.messages.publish({
    name: noOpPrefix + name,
    correlationKey: correlationKey(tenant, id),
    timeToLiveMs: messageTimeToLiveMs,
    variables: content,
  });
}

/** The start of a no-op payment: the variables that the channel gives a real one. */
export function noOpStart(transactionId: string) {
  return {
    tenant: 'lion',
    transactionId,
    traceparent: `00-${transactionId.replaceAll('-', '')}-b7ad6b7169203331-01`,
    timers,
    payment: {
      ...{ origin: 'channel-transfer', switchName: 'switch', payer, payee, amountType: 'SEND' },
      ...{ lookupKey: correlationKey('lion', transactionId), amount, askPayer: false, currency },
    },
    channel: {
      ...{ clientCorrelationId: transactionId, requestHash: 'x'.repeat(64) },
      waitingQuestionId: null,
    },
    quoteId: transactionId,
    transferId: transactionId,
  };
}
