/** What operators see and decide over Kafka, on a real broker, a real Kafka and the role as a process of its own. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import {
  decisionAnswerSchema,
  isFinal,
  type OperatorDecision,
} from '../../connectors/common/contracts/decisions';
import { decisionTopicsEnvironment } from '../../connectors/common/contracts/decision-topics';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { exporterSettings } from '../../connectors/decision-relay/incidents/broker-exporter';
import { decideCommand } from '../../connectors/operations/commands/decide';
import { waitingCommand } from '../../connectors/operations/commands/waiting';
import { contentOf, eventually, openDoor } from '../kit/kafka';
import { asking } from '../kit/real-engine/asking';
import { Engine, refusal } from '../kit/real-engine/engine';
import { IncomingTransfer, startQuote } from '../kit/real-engine/payee';
import { isEndOf } from '../kit/real-engine/record-stream';
import { runCommand } from '../kit/run-command';
import { startHubProcess, type HubProcess } from '../kit/stack/hub';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { findFreePorts } from '../kit/stack/ports';

jest.setTimeout(420_000);

const folder = mkdtempSync(join(tmpdir(), 'operator-decisions-'));
const topics = decisionTopicsEnvironment.parse({});
/** Nothing goes on by itself while a test looks. */
const slowTimers = { askTransferState: 'PT10M', operatorPauseMax: 'PT1H' };

let engine: Engine;
let kafka: Kafka;
let door: KafkaDoor;
let role: HubProcess;

beforeAll(async () => {
  const [incidents = 0, management = 0] = await findFreePorts(2);
  kafka = await startKafka();
  door = openDoor(kafka);
  engine = await Engine.start(exporterSettings(`http://127.0.0.1:${incidents}`));
  const xml = Buffer.from(asking);
  await engine.client.deployResource({ process: xml, name: 'asking.bpmn' });
  const tenantsDirectory = join(folder, 'tenants');
  mkdirSync(tenantsDirectory);
  for (const tenant of ['lion', 'buffalo']) {
    writeFileSync(
      join(tenantsDirectory, `${tenant}.yaml`),
      `tenant: ${tenant}\nfspId: ${tenant}\ncurrencies: [TZS]\n` +
        'operators: { secondPerson: { above: { TZS: "1000" } } }\n',
    );
  }
  role = await startHubProcess(
    {
      ...{ code: 'source', runDirectory: folder, tenantsDirectory },
      zeebeAddress: engine.gatewayAddress,
    },
    {
      ...{ name: 'decision-relay', roles: ['decision-relay'], managementPort: management },
      environment: {
        KAFKA_BROKERS: kafka.brokers,
        DECISION_RELAY_KAFKA: 'true',
        DECISION_RELAY_LOOK_EVERY_S: '3',
        DECISION_RELAY_INCIDENTS_PORT: String(incidents),
        DECISION_RELAY_INCIDENTS_FILE: join(folder, 'incidents.json'),
      },
    },
  );
});

afterAll(async () => {
  await role.stop();
  await door.close();
  await engine.stop();
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

async function ask(amount = '100') {
  const ids = { transactionId: randomUUID(), transferId: randomUUID() };
  const { processInstanceKey } = await engine.client.createProcessInstance({
    bpmnProcessId: 'asking',
    variables: {
      ...{ ...ids, tenant: 'lion', operatorReason: 'OUTCOME_UNKNOWN' },
      operatorChoices: ['book', 'release', 'ask-again'],
      operatorNeededSince: new Date().toISOString(),
      transaction: { amount: { amount, currency: 'TZS' } },
      payment: { payee: { partyIdentifier: '255700000002' }, note: 'for Amina' },
    },
  });
  const ends = () => engine.stream.first('the end', isEndOf(processInstanceKey));
  /** What the engine has of the jobs that were completed. */
  const decided = () =>
    engine.stream.records.filter(
      ({ valueType, intent, value }) =>
        [valueType, intent, String(value.processInstanceKey)].join() ===
        `JOB,COMPLETED,${processInstanceKey}`,
    );
  return { ...ids, ends, decided };
}

const deps = {
  ...{ clock: systemClock, random: systemRandom },
  connect: () => ({ kafka: openDoor(kafka), topics, brokers: kafka.brokers }),
};
const hubWaiting = (...words: string[]) =>
  runCommand((terminal) => waitingCommand(terminal, deps), words);
const hubDecide = (...words: string[]) =>
  runCommand((terminal) => decideCommand(terminal, deps), [...words, '--timeout', '60']);

/** What is told of it, once something is. */
async function seen(id: string): Promise<string> {
  let text = '';
  await eventually(async () => {
    const { out } = await hubWaiting();
    text = out.split(/\n(?! )/).find((one) => one.includes(id)) ?? '';
    return text !== '';
  }, 60_000);
  return text;
}

const seenNoMore = (id: string) =>
  eventually(async () => !(await hubWaiting()).out.includes(id), 60_000);

const setTimers = (key: string, name: string, timers: object) =>
  engine.client.setVariables({
    elementInstanceKey: key,
    local: false,
    variables: { [name]: { ...timers, ...slowTimers } },
  });

test("what waits on the payee's side is told and decided", async () => {
  const transfer = await IncomingTransfer.answered(engine);
  const { process } = transfer;
  // Before the wait begins: a timer that runs keeps the time that it was given.
  await setTimers(process.key, 'payeeTimers', process.variable('payeeTimers') as object);
  await transfer.hears('COMMITTED');
  await (await process.job('ams:credit-payee:1')).refuse(refusal);
  await process.reaches('awaitOperator');
  const transferId = String(process.variable('transferId'));
  expect(await seen(transferId)).toMatch(/^buffalo {2}payee .* CREDIT_FAILED/);
  const decided = await hubDecide(transferId, 'book', '--why', 'open again');
  expect(decided).toMatchObject({ exitCode: 0, err: '' });
  await process.does('ams:credit-payee:1');
  await engine.cleanUp();
});

test('a second person must approve above the limit, and it must be another one', async () => {
  const { transferId, decided, ends } = await ask('1000.01');
  await seen(transferId);
  const why = ['--why', 'committed'];
  const first = await hubDecide(transferId, 'book', ...why, '--by', 'Amina', '--json');
  const answer = decisionAnswerSchema.parse(JSON.parse(first.out));
  expect(answer.result).toBe('needs-approval');
  const approve = [transferId, 'book', ...why, '--approve', answer.decisionId ?? ''];
  expect((await hubDecide(...approve, '--by', 'AMINA')).err).toContain('of the same person');
  expect(decided()).toEqual([]);
  expect(await hubDecide(...approve, '--by', 'Juma')).toMatchObject({ exitCode: 0 });
  await ends();
});

test('the topic names nobody, and no number of a person', async () => {
  const { transferId } = await ask();
  await seen(transferId);
  const text = JSON.stringify(await contentOf(door, topics.BACK_OFFICE_TOPIC));
  expect(text).toContain(transferId);
  expect(text).not.toMatch(/255700000002|Amina/);
  await hubDecide(transferId, 'book', '--why', 'done with');
});

function decisionOn(transferId: string, more: Partial<OperatorDecision> = {}): string {
  const decision: OperatorDecision = {
    ...{ version: 1, decisionId: randomUUID(), tenant: 'lion', side: 'payer', transferId },
    ...{ decision: 'book', who: 'Amina', why: 'committed', when: new Date().toISOString() },
    ...more,
  };
  return JSON.stringify(decision);
}

async function answersTo(value: string) {
  const { decisionId } = JSON.parse(value) as OperatorDecision;
  const records = await contentOf(door, topics.OPERATOR_DECISION_ANSWERS_TOPIC);
  return records
    .map((record) => decisionAnswerSchema.parse(JSON.parse(record.value ?? '')))
    .filter((answer) => answer.decisionId === decisionId);
}

const write = (value: string) =>
  door.publish([{ topic: topics.OPERATOR_DECISIONS_TOPIC, key: 'k', value }]);

test('a relay that is killed around a decision carries it out once, and says so', async () => {
  for (const afterMs of [0, 40, 150, 400]) {
    const { transferId, decided, ends } = await ask();
    const value = decisionOn(transferId);
    await write(value);
    await systemClock.sleep(afterMs);
    await role.restart();
    // The group waits for the dead relay as long as for one that is only slow.
    await eventually(async () => (await answersTo(value)).some(isFinal), 90_000);
    await ends();
    const finals = (await answersTo(value)).filter(isFinal).map(({ result }) => result);
    expect(new Set(finals)).toEqual(new Set(['applied']));
    expect(decided()).toHaveLength(1);
  }
});

test('what is wrong, or comes again, is answered, and stops nothing', async () => {
  const { transferId, decided, ends } = await ask();
  const ofAnother = decisionOn(transferId, { tenant: 'buffalo' });
  const right = decisionOn(transferId);
  const tooLate = decisionOn(transferId, { decision: 'release' });
  for (const value of ['{', ofAnother, right, right, tooLate]) await write(value);
  await eventually(async () => (await answersTo(tooLate)).some(isFinal), 60_000);
  await ends();
  const resultsOf = async (value: string) =>
    (await answersTo(value)).filter(isFinal).map(({ result }) => result);
  expect(await resultsOf(ofAnother)).toEqual(['refused']);
  expect(await resultsOf(right)).toEqual(['applied', 'applied']);
  expect(await resultsOf(tooLate)).toEqual(['refused']);
  expect(decided()).toHaveLength(1);
});

test('a process that stands still is told, and tried again with what may be corrected', async () => {
  const process = await startQuote(engine);
  const [job] = await engine.client.activateJobs({
    ...{ type: 'ams:quote-payee:1', worker: 'test', timeout: 60_000, maxJobsToActivate: 1 },
    requestTimeout: 10_000,
  });
  const errorMessage =
    'Quote (ams:quote-payee:1) cannot work. Payment with quoteId q-1 of tenant buffalo. "Juma" is not there';
  await engine.client.failJob({
    ...{ jobKey: job?.key ?? '', retries: 0, errorMessage, retryBackOff: 0 },
  });
  const told = await seen('payee-quote/');
  expect(told).toContain('"[redacted]" is not there');
  const key = /incident (\d+)/.exec(told)?.[1] ?? '';
  const corrected = await hubDecide(key, 'retry', '--why', 'x', '--variables', '{"tenant":"lion"}');
  expect(corrected.err).toContain('tenant may not be corrected at ams:quote-payee:1');
  expect(await hubDecide(key, 'retry', '--why', 'mended')).toMatchObject({ exitCode: 0, err: '' });
  await process.does('ams:quote-payee:1', { payeeQuote: {} });
  await seenNoMore(key);
  await engine.cleanUp();
});
