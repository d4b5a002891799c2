/**
 * The fee rules' worker in the processes, on a real broker: with rules, with rules that cannot be used, with
 * nobody to evaluate them. The other jobs of the payments are done by the test.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { feesSchema } from '../../../connectors/common/contracts/fees';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { bindWorker } from '../../../connectors/common/hub/role';
import { zeebeEnvironment } from '../../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../../connectors/common/zeebe/zeebe-door';
import type { FeeRulesDeps } from '../../../connectors/fee-rules/evaluation/evaluate-job';
import { createMissedAlarm } from '../../../connectors/fee-rules/evaluation/missed-alarm';
import { evaluate } from '../../../connectors/fee-rules/workers/evaluate';
import { evaluateMissed } from '../../../connectors/fee-rules/workers/evaluate-missed';
import { Engine, ProcessInstance } from '../../kit/real-engine/engine';
import { IncomingTransfer } from '../../kit/real-engine/payee';
import { Payment } from '../../kit/real-engine/payer';
import { always, BookInMemory } from '../../kit/fee-rules/rule-books';
import { interchangeFee } from '../../kit/fee-rules/interchange-fee';
import { silentLog } from '../../kit/mojaloop';

const completedTimestamp = '2026-11-21T10:24:00.000Z';
const everywhere = `@at "quote.accepted"\n@at "transfer.prepared"\n@at "transfer.committed"\n${interchangeFee}`;
const book = new BookInMemory(always(everywhere));
const unusable = () => ({ kind: 'unusable', reason: 'the rules are torn' }) as const;
const http = createAxiosTransport();

let engine: Engine;
let door: ZeebeDoor | undefined;

beforeAll(async () => {
  engine = await Engine.start();
  const flow = 'fees-on-the-way.bpmn';
  const process = readFileSync(join(__dirname, flow));
  await engine.client.deployResource({ process, name: flow });
}, 150_000);

beforeEach(() => {
  book.at = always(everywhere);
});

afterEach(async () => {
  await stopRole();
  await engine.cleanUp();
});

afterAll(async () => {
  http.close();
  await engine.stop();
});

/** The role fee-rules begins to work. */
function startRole(): void {
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: engine.gatewayAddress });
  const messages = connectZeebe(settings, { ...around, metrics: new Registry() });
  const alarm = createMissedAlarm(new Registry(), silentLog);
  const deps: FeeRulesDeps = {
    ...around,
    http,
    messages,
    rules: book,
    rulesRead: Promise.resolve(),
    alarm,
  };
  messages.run([bindWorker(evaluate, deps), bindWorker(evaluateMissed, deps)]);
  door = messages;
}

async function stopRole(): Promise<void> {
  await door?.drain(1_000);
  door = undefined;
}

function transactionOf(transactionId: string) {
  const walletOf = (fspId: string) => ({
    partyIdInfo: { fspId, extensionList: { extension: [{ key: 'accountType', value: 'WALLET' }] } },
  });
  return {
    transactionId,
    payer: walletOf('lion'),
    payee: walletOf('buffalo'),
    amount: { amount: '100.12', currency: 'TZS' },
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  };
}

/** Its payer has been told that it is paid. */
async function paidPayment(): Promise<Payment> {
  const payment = await Payment.upTo('requestQuote', engine);
  // The diagram takes the amount from the quote.
  const transaction = { ...transactionOf(payment.transactionId), amount: null };
  await payment.process.does('mojaloop:request-quote:1', { transaction });
  await payment.quoteComes();
  await payment.isBlocked();
  await payment.process.does('mojaloop:request-transfer:1');
  await payment.hearsOfTransfer('COMMITTED', { completedTimestamp });
  await payment.process.does('ams:book-funds:1');
  expect(await payment.isTold()).toEqual({ state: 'COMMITTED' });
  return payment;
}

async function creditedTransfer(transactionId: string): Promise<IncomingTransfer> {
  const transaction = transactionOf(transactionId);
  const transfer = await IncomingTransfer.start(engine, { transaction });
  await transfer.process.does('ams:reserve-credit:1');
  await transfer.process.does('mojaloop:answer-transfer:1');
  await transfer.hears('COMMITTED', 'switch', { completedTimestamp });
  await transfer.process.does('ams:credit-payee:1');
  return transfer;
}

const feesIn = (process: ProcessInstance, name: string) => feesSchema.parse(process.variable(name));

const interchange = (executionPoint: string) =>
  expect.objectContaining({
    executionPoint,
    ledgerEntryType: 'INTERCHANGE_FEE',
    debtor: 'buffalo',
    creditor: 'lion',
    amount: '0.6',
    currency: 'TZS',
  }) as unknown;

test('both sides of a payment come to the same entries', async () => {
  startRole();
  const payment = await paidPayment();
  await payment.process.reaches('timeToForget');
  const transfer = await creditedTransfer(payment.transactionId);
  await transfer.process.reaches('timeToForget');
  const ofPayer = feesIn(payment.process, 'fees');
  expect(ofPayer.entries).toEqual([interchange('transfer.committed')]);
  expect(ofPayer.entries).toMatchObject([{ occurredAt: completedTimestamp }]);
  expect(feesIn(transfer.process, 'fees')).toEqual(ofPayer);
});

test('rules that cannot be used: the payment ends, and once they are mended its fees are made up', async () => {
  book.at = unusable;
  startRole();
  const payment = await paidPayment();
  await payment.process.reaches('timeToForget');
  expect(feesIn(payment.process, 'fees')).toMatchObject({
    entries: [],
    missed: 'the rules are torn',
  });
  const missed = await missedFeesOf(payment.transactionId);
  await engine.stream.first(
    'a first attempt in vain',
    ({ valueType, intent, value }) =>
      valueType === 'JOB' && intent === 'FAILED' && String(value.processInstanceKey) === missed.key,
  );
  book.at = always(everywhere);
  await engine.moveClock(61);
  await missed.ends();
  expect(feesIn(missed, 'fees').entries).toEqual([interchange('transfer.committed')]);
});

test('with nobody to evaluate them payers are told all the same, and the fees come when somebody is', async () => {
  const payment = await paidPayment();
  const transfer = await creditedTransfer(payment.transactionId);
  await payment.process.reaches('evaluateFees');
  await transfer.process.reaches('evaluateFees');
  startRole();
  await payment.process.reaches('timeToForget');
  await transfer.process.reaches('timeToForget');
  expect(feesIn(payment.process, 'fees').entries).toHaveLength(1);
});

describe('in the middle of an integrator’s own process', () => {
  async function goThrough() {
    const transaction = transactionOf(randomUUID());
    const { variables } = await engine.client.createProcessInstanceWithResult({
      bpmnProcessId: 'fees-on-the-way',
      variables: { tenant: 'lion', transaction },
      fetchVariables: ['feesOfQuote', 'feesOfPreparation'],
      requestTimeout: 20_000,
    });
    const { feesOfQuote, feesOfPreparation } = variables as Record<string, unknown>;
    return {
      transactionId: transaction.transactionId,
      onQuote: feesSchema.parse(feesOfQuote),
      onPrepare: feesSchema.parse(feesOfPreparation),
    };
  }

  test('each point has entries of its own', async () => {
    startRole();
    const { onQuote, onPrepare } = await goThrough();
    expect(onQuote.entries).toEqual([interchange('quote.accepted')]);
    expect(onPrepare.entries).toEqual([interchange('transfer.prepared')]);
    expect(onQuote.entries[0]?.entryId).not.toBe(onPrepare.entries[0]?.entryId);
  });

  test('rules that cannot be used stop nothing there either, and each point is made up', async () => {
    book.at = unusable;
    startRole();
    const { onQuote, onPrepare, transactionId } = await goThrough();
    expect([onQuote.missed, onPrepare.missed]).toEqual(Array(2).fill('the rules are torn'));
    await missedFeesOf(transactionId, 'quote.accepted');
    await missedFeesOf(transactionId, 'transfer.prepared');
  });
});

async function missedFeesOf(transactionId: string, point = 'transfer.committed') {
  const { value } = await engine.stream.first(
    'missed-fees to start',
    (record) =>
      record.valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION' &&
      record.intent === 'CORRELATED' &&
      record.value.correlationKey === `lion:${transactionId}:${point}`,
  );
  return new ProcessInstance(engine, String(value.processInstanceKey));
}
