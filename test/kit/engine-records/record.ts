/**
 * Writes test/fixtures/engine-records: what a real broker told of payments, each record as it wrote it.
 * `npx tsx test/kit/engine-records/record.ts [demo | troubles | by-hand]`: when a diagram or the broker has changed what it says.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { correlationKey } from '../../../connectors/common/contracts/keys';
import { messageNames } from '../../../connectors/common/contracts/messages';
import { baraka, currency } from '../stack/dfsps';
import { portChoice } from '../stack/settings';
import { startStack } from '../stack/stack';
import { allTrue } from '../payments/checks';
import { perform } from '../payments/perform';
import { scenarios } from '../payments/scenarios';
import { createStackWorld } from '../payments/stack-world';
import { Engine, type ProcessInstance } from '../real-engine/engine';
import { Payment } from '../real-engine/payer';
import { IncomingTransfer } from '../real-engine/payee';
import { isEndOf, startRecordStream } from '../real-engine/record-stream';
import { writeRecording } from './recordings';

/** The payments of `make demo`, both sides, with the hub's own workers. */
async function recordDemo(): Promise<void> {
  const documents: string[] = [];
  const engine = await startRecordStream((document) => documents.push(document));
  const runDirectory = mkdtempSync(join(tmpdir(), 'record-'));
  const stack = await startStack({
    runDirectory,
    ports: portChoice('free'),
    brokerEnvironment: engine.exporterSettings,
  });
  try {
    const world = await createStackWorld(stack, engine);
    for (const [index, scenario] of scenarios.entries()) {
      const clientCorrelationId = `demo-${index + 1}`;
      const cast = { currency, payeeMsisdn: baraka.msisdn, clientCorrelationId };
      const { checks } = await perform(world, scenario, cast);
      if (!allTrue(checks)) throw new Error(`not as it should be: ${JSON.stringify(checks)}`);
    }
  } finally {
    await stack.stop();
    await engine.close();
    rmSync(runDirectory, { recursive: true });
  }
  writeRecording('demo', documents);
}

/** What needs a person, with jobs that the recorder does. */
async function recordTroubles(): Promise<void> {
  const documents: string[] = [];
  const engine = await Engine.start({}, (document) => documents.push(document));
  try {
    await bookingFails(engine);
    await switchIsSilent(engine);
    await payerRefuses(engine);
    await holdIsNotKnown(engine);
    await quotesAreNotGiven(engine);
    await creditFails(engine);
    await transferIsAborted(engine);
    await standsStill(engine);
    await isCancelled(engine);
  } finally {
    await engine.stop();
  }
  writeRecording('troubles', documents);
}

async function recordByHand(): Promise<void> {
  const documents: string[] = [];
  const engine = await Engine.start({}, (document) => documents.push(document));
  try {
    await creditIsUndone(engine);
    await creditStands(engine);
    await bookedByHand(engine);
  } finally {
    await engine.stop();
  }
  writeRecording('by-hand', documents);
}

/** The switch says ABORTED of what an operator has had credited. */
async function creditIsUndone(engine: Engine): Promise<void> {
  const transfer = await creditedOnWord(engine);
  await transfer.operatorDecides('ask-again');
  await transfer.process.does('mojaloop:ask-transfer-state:1');
  await transfer.hears('ABORTED');
  await transfer.process.does('ams:undo-credit:1');
  await transfer.process.reaches('timeToForget');
}

async function creditStands(engine: Engine): Promise<void> {
  const transfer = await creditedOnWord(engine);
  await transfer.operatorDecides('close');
  await transfer.process.does('fee-rules:evaluate:1', {
    fees: { executionPoint: 'transfer.committed', ruleSetId: null, entries: [] },
  });
  await transfer.process.reaches('timeToForget');
}

async function creditedOnWord(engine: Engine): Promise<IncomingTransfer> {
  const transfer = await IncomingTransfer.answered(engine);
  const { process } = transfer;
  await process.timesOut('awaitConfirmation', 41);
  for (let question = 1; question <= 10; question += 1) {
    if (question > 1) await process.timesOut('timeToAskAgain', 11);
    await (await process.job('mojaloop:ask-transfer-state:1')).isUnavailable();
  }
  await transfer.operatorDecides('book');
  await process.does('ams:credit-payee:1');
  return transfer;
}

async function bookedByHand(engine: Engine): Promise<void> {
  const payment = await Payment.requested(engine);
  await payment.hearsOfTransfer('COMMITTED');
  await (await payment.process.job('ams:book-funds:1')).refuse();
  await payment.isTold();
  await payment.operatorDecides('close');
  await payment.isTold();
  await payment.process.does('fee-rules:evaluate:1', {
    fees: { executionPoint: 'transfer.committed', ruleSetId: null, entries: [] },
  });
  await payment.isForgotten();
}

async function bookingFails(engine: Engine): Promise<void> {
  const payment = await Payment.requested(engine);
  await payment.hearsOfTransfer('COMMITTED');
  await (await payment.process.job('ams:book-funds:1')).refuse();
  await payment.isTold();
  // By itself, and in vain.
  await payment.process.timesOut('awaitOperator', 11);
  await (await payment.process.job('ams:book-funds:1')).refuse();
  await payment.operatorDecides('book');
  await payment.process.does('ams:book-funds:1', { outcome: { state: 'COMMITTED' } });
  await payment.isTold();
  await payment.process.does('fee-rules:evaluate:1', {
    fees: {
      executionPoint: 'transfer.committed',
      ruleSetId: null,
      entries: [],
      missed: 'the rules cannot be read',
    },
  });
  await payment.isForgotten();
}

async function creditFails(engine: Engine): Promise<void> {
  const transfer = await IncomingTransfer.answered(engine);
  await transfer.hears('COMMITTED');
  await (await transfer.process.job('ams:credit-payee:1')).refuse();
  await transfer.operatorDecides('book');
  await transfer.process.does('ams:credit-payee:1', { creditedAt: '2026-11-28T10:00:00.000Z' });
  await transfer.process.does('fee-rules:evaluate:1', {
    fees: { executionPoint: 'transfer.committed', ruleSetId: null, entries: [] },
  });
  await transfer.process.reaches('timeToForget');
}

/** Nobody knows what became of the transfer, until an operator says so on the word of the switch's own. */
async function switchIsSilent(engine: Engine): Promise<void> {
  const payment = await Payment.asked(engine);
  const { process } = payment;
  await process.timesOut('awaitState', 60);
  while ((await process.reachesOneOf('timeToAskAgain', 'tellPending')) === 'timeToAskAgain') {
    await engine.moveClock(11);
    await payment.asks();
    await process.timesOut('awaitState', 11);
  }
  await payment.isTold();
  await payment.operatorDecides('release');
  await process.does('ams:release-block:1');
  await payment.isTold();
}

async function payerRefuses(engine: Engine): Promise<void> {
  const payment = await Payment.start(engine, { askPayer: true });
  await payment.isFound();
  await payment.mayPay();
  await payment.isQuoted('100.12');
  await payment.process.does('channel:ask-payer:1');
  await payment.process.reaches('awaitPayer');
  await payment.payerDecides('refuse');
  await payment.isTold();
}

async function holdIsNotKnown(engine: Engine): Promise<void> {
  const payment = await Payment.upTo('blockFunds', engine);
  await (await payment.process.job('ams:block-funds:1')).isUnavailable();
  await (await payment.process.job('ams:release-block:1')).refuse();
  await payment.isTold();
  await payment.operatorDecides('release');
  await payment.process.does('ams:release-block:1');
  await payment.isTold();
}

/** One is refused, of the other the answer cannot be delivered. */
async function quotesAreNotGiven(engine: Engine): Promise<void> {
  const refused = await askedForQuote(engine, '1');
  await (await refused.job('ams:quote-payee:1')).refuse();
  await refused.does('mojaloop:answer-quote:1');
  await refused.reaches('timeToForget');
  const silent = await askedForQuote(engine, '2');
  await silent.does('ams:quote-payee:1', { payeeQuote: { accountId: '1' } });
  await (await silent.job('mojaloop:answer-quote:1')).isUnavailable();
  await silent.reaches('timeToForget');
}

function askedForQuote(engine: Engine, which: string): Promise<ProcessInstance> {
  const quoteId = `quote-${which}`;
  const partyIdInfo = (fspId: string, partyIdentifier: string) => ({
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier, fspId },
  });
  return engine.start(messageNames.quoteReceived, correlationKey('buffalo', quoteId), {
    tenant: 'buffalo',
    quoteId,
    payeeTimers: { quoteRetention: 'PT5M', transferRetention: 'PT10M' },
    arrival: {
      peer: { fspId: 'lion', version: '1.1', switchName: 'switch' },
      receivedAt: '2026-11-28T10:00:00.000Z',
      quoteRequest: {
        quoteId,
        transactionId: `transaction-${which}`,
        payer: partyIdInfo('lion', '255700000001'),
        payee: partyIdInfo('buffalo', '255700000002'),
        amountType: 'SEND',
        amount: { amount: '7', currency: 'TZS' },
        transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
      },
    },
  });
}

async function transferIsAborted(engine: Engine): Promise<void> {
  const transfer = await IncomingTransfer.answered(engine);
  await transfer.hears('ABORTED');
  await transfer.process.reaches('timeToForget');
}

/** A job that has failed for good, which is mended; then an error that nothing catches, and is not. */
async function standsStill(engine: Engine): Promise<void> {
  const payment = await Payment.upTo('quotePayer', engine);
  const incident = async (ofJob: string) => {
    const { key } = await engine.stream.first(
      `an incident of ${ofJob}`,
      ({ valueType, intent, value }) =>
        valueType === 'INCIDENT' &&
        intent === 'CREATED' &&
        String(value.processInstanceKey) === payment.process.key &&
        value.elementId === ofJob,
    );
    return String(key);
  };
  const first = await payment.process.job('ams:quote-payer:1');
  await first.standsStill('no account of 255700000001');
  await engine.client.updateJobRetries({ jobKey: first.key, retries: 3 });
  const incidentKey = await incident('quotePayer');
  await engine.client.resolveIncident({ incidentKey });
  await payment.mayPay();
  await payment.isQuoted();
  await payment.isBlocked();
  await payment.process.does('mojaloop:request-transfer:1');
  await payment.hearsOfTransfer('COMMITTED');
  await payment.process.does('ams:book-funds:1', { outcome: { state: 'COMMITTED' } });
  await payment.isTold();
  const second = await payment.process.job('fee-rules:evaluate:1');
  await second.fail('UNKNOWN_ERROR_CODE');
  await incident('NO_CATCH_EVENT_FOUND');
  await engine.client.cancelProcessInstance(payment.process.key);
  await engine.stream.first('the end', isEndOf(payment.process.key, 'ELEMENT_TERMINATED'));
}

async function isCancelled(engine: Engine): Promise<void> {
  const payment = await Payment.start(engine, { askPayer: true });
  await payment.isFound();
  await payment.mayPay();
  await payment.isQuoted();
  await payment.process.does('channel:ask-payer:1');
  await payment.process.reaches('awaitPayer');
  await engine.client.cancelProcessInstance(payment.process.key);
  await engine.stream.first('the end', isEndOf(payment.process.key, 'ELEMENT_TERMINATED'));
}

async function main(): Promise<void> {
  const [only] = process.argv.slice(2);
  const isWanted = (name: string) => only === undefined || only === name;
  if (isWanted('troubles')) await recordTroubles();
  if (isWanted('by-hand')) await recordByHand();
  if (isWanted('demo')) await recordDemo();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
