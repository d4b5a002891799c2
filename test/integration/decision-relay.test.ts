/** Payments that wait for a person and processes that stand still, on a real broker. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { incidentsCommand } from '../../connectors/decision-relay/commands/incidents';
import { paymentsCommand } from '../../connectors/decision-relay/commands/payments';
import { exporterSettings } from '../../connectors/decision-relay/incidents/broker-exporter';
import { asking } from '../kit/real-engine/asking';
import { Engine, refusal } from '../kit/real-engine/engine';
import { startQuote } from '../kit/real-engine/payee';
import { Payment } from '../kit/real-engine/payer';
import { isEndOf } from '../kit/real-engine/record-stream';
import { runCommand } from '../kit/run-command';
import { startHubProcess, type HubProcess } from '../kit/stack/hub';
import { findFreePorts } from '../kit/stack/ports';

jest.setTimeout(120_000);

const jobType = 'operations:ask-operator:1';
const folder = mkdtempSync(join(tmpdir(), 'operations-'));
const http = createAxiosTransport();
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };

let engine: Engine;
let role: HubProcess;
let metricsAddress: string;

beforeAll(async () => {
  const [incidents = 0, management = 0] = await findFreePorts(2);
  const address = `http://127.0.0.1:${incidents}`;
  engine = await Engine.start(exporterSettings(address));
  const xml = Buffer.from(asking);
  await engine.client.deployResource({ process: xml, name: 'asking.bpmn' });
  process.env['DECISION_RELAY_INCIDENTS_ADDRESS'] = address;
  metricsAddress = `http://127.0.0.1:${management}/metrics`;
  const tenantsDirectory = join(folder, 'tenants');
  mkdirSync(tenantsDirectory);
  const tenant = 'tenant: lion\nfspId: lion\ncurrencies: [TZS]\n';
  writeFileSync(join(tenantsDirectory, 'lion.yaml'), tenant);
  role = await startHubProcess(
    {
      code: 'source',
      runDirectory: folder,
      tenantsDirectory,
      zeebeAddress: engine.gatewayAddress,
    },
    {
      name: 'decision-relay',
      roles: ['decision-relay'],
      managementPort: management,
      environment: {
        DECISION_RELAY_LOOK_EVERY_S: '3',
        DECISION_RELAY_INCIDENTS_PORT: String(incidents),
        DECISION_RELAY_INCIDENTS_FILE: join(folder, 'kept/incidents.json'),
      },
    },
  );
});

afterAll(async () => {
  await role.stop();
  await engine.stop();
  http.close();
  rmSync(folder, { recursive: true });
});

let asked = 0;

interface Asked {
  readonly transferId: string;
  readonly transactionId: string;
  readonly processInstanceKey: string;
  ended(): Promise<unknown>;
}

async function start(variables: object) {
  return engine.client.createProcessInstance({
    bpmnProcessId: 'asking',
    variables: {
      tenant: 'lion',
      operatorReason: 'BOOKING_FAILED',
      operatorChoices: ['book'],
      operatorNeededSince: new Date(Date.now() - 3_600_000).toISOString(),
      errorInformation: { errorCode: '5106', errorDescription: 'No account 0012345678' },
      transferAnswer: { verdict: 'COMMITTED' },
      ...variables,
    },
  });
}

/** A payment whose booking has failed. */
async function ask(more: object = {}): Promise<Asked> {
  asked += 1;
  const ids = { transactionId: `transaction-${asked}`, transferId: `transfer-${asked}` };
  const { processInstanceKey } = await start({ ...ids, ...more });
  await engine.stream.first(
    'the job',
    ({ valueType, intent, value }) =>
      [valueType, intent, String(value.processInstanceKey)].join() ===
      `JOB,CREATED,${processInstanceKey}`,
  );
  return {
    ...ids,
    processInstanceKey,
    ended: () => engine.stream.first('the end', isEndOf(processInstanceKey)),
  };
}

function openDoor(): ZeebeDoor {
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: engine.gatewayAddress });
  const metrics = new Registry();
  return connectZeebe(settings, { clock: systemClock, random: systemRandom, log, metrics });
}

const deps = {
  clock: systemClock,
  http,
  connect: () => ({ door: openDoor(), address: engine.gatewayAddress }),
};
const payments = (...words: string[]) =>
  runCommand((terminal) => paymentsCommand(terminal, deps), words);
const incidents = (...words: string[]) =>
  runCommand((terminal) => incidentsCommand(terminal, deps), words);

const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const logged = () => jsonLines(readFileSync(role.logFile, 'utf8'));
const metrics = async () => (await fetch(metricsAddress)).text();

async function expectSoon(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('payments that wait for a person', () => {
  test('are listed, shown with what is to be done, and decided', async () => {
    const payment = await ask();
    const { transferId, processInstanceKey } = payment;
    const { out } = await payments('list');
    expect(out).toContain(`lion  ${transferId}  BOOKING_FAILED  waits 60 min  can: book\n`);
    const shown = await payments('show', payment.transactionId);
    expect(shown.out).toContain(`process instance  ${processInstanceKey}, at ask\n`);
    expect(shown.out).toContain("the switch's word COMMITTED\n");
    expect(shown.out).toContain('error             5106 No account [redacted]\n');
    expect(shown.out).toContain(
      `decide by         hub payments decide ${transferId} book --tenant lion\n`,
    );
    expect(await payments('decide', transferId, 'book', '--reason', 'account is open')).toEqual({
      out: `book is decided for transfer ${transferId} of lion. If it does not work, the payment waits again: hub payments list\n`,
      err: '',
      exitCode: 0,
    });
    await payment.ended();
    expect((await payments('list', '--json')).out).not.toContain(transferId);
    expect(await payments('decide', transferId, 'book')).toEqual({
      out: '',
      err: `No payment with ${transferId} waits for a person. See: hub payments list\n`,
      exitCode: 1,
    });
  });

  test('are not decided by a misspelt word, by what is not open to them, or under a wrong id', async () => {
    const { transferId } = await ask();
    const misspelt = await payments('decide', transferId, 'boook');
    expect(misspelt).toEqual({
      out: '',
      err: 'There is no decision boook. Is book meant? Decisions: book, release, ask-again, reverse, close\n',
      exitCode: 1,
    });
    const notOpen = await payments('decide', transferId, 'release');
    expect(notOpen).toMatchObject({ out: '', exitCode: 1 });
    expect(notOpen.err).toMatch(
      `Nothing was decided: release is not open to transfer ${transferId}, for the transfer is committed at the switch`,
    );
    const otherTenant = await payments('decide', transferId, 'book', '--tenant', 'buffalo');
    expect(otherTenant.err).toContain(`No payment of tenant buffalo with ${transferId} waits`);
    const [still] = jsonLines((await payments('show', transferId, '--json')).out);
    expect(still).toMatchObject({ transferId, tenant: 'lion', choices: ['book'] });
    await payments('decide', String(still?.['jobKey']), 'book');
  });

  test('that bear one id with two tenants of a hub are told apart', async () => {
    const payer = await ask();
    await ask({ transferId: payer.transferId, tenant: 'buffalo', operatorReason: 'CREDIT_FAILED' });
    const { err, exitCode } = await payments('decide', payer.transferId, 'book');
    expect({ err, exitCode }).toEqual({
      err: expect.stringMatching(
        /^Nothing was decided: 2 payments with .* wait\. Say which: --tenant /,
      ),
      exitCode: 1,
    });
    for (const tenant of ['lion', 'buffalo']) {
      const decided = await payments('decide', payer.transferId, 'book', '--tenant', tenant);
      expect(decided.out).toContain(`of ${tenant}.`);
    }
  });

  test('are found though another onlooker holds their jobs', async () => {
    const { transferId } = await ask();
    const door = openDoor();
    await door.openJobs.list({ type: jobType, variables: [], jobsMax: 100, isThorough: false });
    expect((await payments('list')).out).toContain(transferId);
    await payments('decide', transferId, 'book');
    await door.drain(0);
  });

  test('are not said to be decided when the engine has them no longer', async () => {
    const payment = await ask();
    const [shown] = jsonLines((await payments('show', payment.transferId, '--json')).out);
    const door = openDoor();
    const key = String(shown?.['jobKey']);
    expect(await door.openJobs.complete(key, { operatorDecision: 'book' })).toBe('completed');
    expect(await door.openJobs.complete(key, { operatorDecision: 'book' })).toBe('unknown');
    await door.drain(0);
    await payment.ended();
  });

  test('go on as the diagram has it', async () => {
    const payment = await Payment.requested(engine);
    await payment.hearsOfTransfer('COMMITTED');
    await (await payment.process.job('ams:book-funds:1')).refuse(refusal);
    await payment.isTold();
    await payment.process.reaches('awaitOperator');
    const decided = await payments('decide', payment.transactionId, 'book', '--by', 'Amina');
    expect(decided).toMatchObject({ err: '', exitCode: 0 });
    await payment.process.does('ams:book-funds:1');
    await payment.isTold();
    await engine.cleanUp();
  });

  test('are counted, and told as an error with the command to type, by the role', async () => {
    const { transferId, processInstanceKey } = await ask({ tenant: 'zebra' });
    const gauge = 'hub_payments_waiting{tenant="zebra",reason="BOOKING_FAILED"} 1';
    await expectSoon('the gauge', async () => (await metrics()).includes(gauge));
    const oldest = /waiting_oldest_seconds\{tenant="zebra".*\} (\d+)/.exec(await metrics())?.[1];
    expect(Number(oldest)).toBeGreaterThanOrEqual(3_600);
    const told = logged().filter((line) => line['transferId'] === transferId);
    expect(told).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'a payment waits for a person',
        tenant: 'zebra',
        processInstanceKey,
        elementId: 'ask',
        reason: 'BOOKING_FAILED',
        verdict: 'COMMITTED',
        choices: ['book'],
        decide: `hub payments decide ${transferId} book --tenant zebra`,
      }),
    ]);
    await payments('decide', transferId, 'book');
    await expectSoon('no gauge', async () => !(await metrics()).includes(gauge));
  });
});

test('a credit that was refused at the end is counted by its reason', async () => {
  const { transferId } = await ask({ tenant: 'buffalo', operatorReason: 'CREDIT_FAILED' });
  const gauge = 'hub_payments_waiting{tenant="buffalo",reason="CREDIT_FAILED"} 1';
  await expectSoon('the gauge', async () => (await metrics()).includes(gauge));
  await payments('decide', transferId, 'book');
  await expectSoon('no gauge', async () => !(await metrics()).includes(gauge));
});

test('payments that wait are all seen by each of two who list them while the role looks, and are decided', async () => {
  const ids = Array.from({ length: 200 }, (_, number) => `of-many-${number}`);
  await Promise.all(ids.map((transferId) => start({ transactionId: transferId, transferId })));
  const gauge = `hub_payments_waiting{tenant="lion",reason="BOOKING_FAILED"} ${ids.length}`;
  await expectSoon('the gauge', async () => (await metrics()).includes(gauge));
  const looks = await Promise.all([payments('list', '--json'), payments('list', '--json')]);
  for (const { out, err } of looks) {
    expect(err).toBe('');
    expect(new Set(jsonLines(out).map(({ transferId }) => transferId))).toEqual(new Set(ids));
  }
  const last = await payments('decide', ids.at(-1) ?? '', 'book');
  expect(last.out).toContain('book is decided');
  const door = openDoor();
  const outcomes = jsonLines(looks[0].out).map(async ({ jobKey, transferId }) => {
    const outcome = await door.openJobs.complete(String(jobKey), { operatorDecision: 'book' });
    return [String(transferId), outcome] as const;
  });
  const expected = ids.map((id) => [id, id === ids.at(-1) ? 'unknown' : 'completed'] as const);
  expect(new Map(await Promise.all(outcomes))).toEqual(new Map(expected));
  await door.drain(0);
  await expectSoon('no gauge', async () => !(await metrics()).includes('reason="BOOKING_FAILED"'));
});

describe('processes that stand still', () => {
  /** The job of a quote fails for good. */
  async function standStill() {
    const process = await startQuote(engine);
    const [job] = await engine.client.activateJobs({
      ...{ type: 'ams:quote-payee:1', worker: 'test', timeout: 60_000, maxJobsToActivate: 1 },
      requestTimeout: 10_000,
    });
    const errorMessage =
      'Quote (ams:quote-payee:1) cannot work. Payment with quoteId q-1 of tenant buffalo. Call 255700000002';
    await engine.client.failJob({
      jobKey: job?.key ?? '',
      retries: 0,
      errorMessage,
      retryBackOff: 0,
    });
    await expectSoon('the incident', async () => (await listed(process.key)) !== undefined);
    const incident = await listed(process.key);
    return { process, key: String(incident?.['key']), incident };
  }

  const listed = async (processInstanceKey: string) =>
    jsonLines((await incidents('list', '--json')).out).find(
      (one) => one['processInstanceKey'] === processInstanceKey,
    );

  test('nothing is claimed while no broker has told of any, whatever else it tells', async () => {
    // It has: timers of the processes of the tests before.
    const { out, err, exitCode } = await incidents('list');
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 0 });
    expect(err).toMatch(/^No broker has told this role of an incident since .* lacks the exporter/);
  });

  test('are listed with key, place and payment, counted, told once, and resolved', async () => {
    const { process, key, incident } = await standStill();
    expect(incident).toMatchObject({
      process: 'payee-quote',
      errorType: 'JOB_NO_RETRIES',
      tenant: 'buffalo',
      quoteId: 'q-1',
      message: expect.stringContaining('Call [redacted]') as string,
    });
    const { out } = await incidents('list');
    expect(out).toMatch(new RegExp(`^${key}  .*  payee-quote/`, 'm'));
    expect(await metrics()).toContain(
      'hub_incidents_open{process="payee-quote",error_type="JOB_NO_RETRIES"} 1',
    );
    expect(logged().filter((line) => line['incidentKey'] === key)).toEqual([
      expect.objectContaining({ level: 'error', resolve: `hub incidents resolve ${key}` }),
    ]);

    expect(await incidents('resolve', key)).toEqual({
      out: `${key} is resolved.\n`,
      err: '',
      exitCode: 0,
    });
    await process.does('ams:quote-payee:1', { payeeQuote: {} });
    await expectSoon('it is listed no more', async () => (await listed(process.key)) === undefined);
    expect(await incidents('resolve', key)).toMatchObject({
      out: '',
      err: expect.stringContaining(`${key} is not resolved: the engine knows no such`) as string,
      exitCode: 1,
    });
    for (const wrong of ['1', 'x1']) {
      expect(await incidents('resolve', wrong)).toEqual({
        out: '',
        err: `${wrong}: no incident has such a key. See: hub incidents list\n`,
        exitCode: 2,
      });
    }
    await engine.cleanUp();
  });

  test('outlive a kill of the role, and are resolved by what they have in common', async () => {
    const first = await standStill();
    const second = await standStill();
    await role.restart();
    expect(await listed(first.process.key)).toEqual(first.incident);
    const { out, exitCode } = await incidents('resolve', '--all-of', 'payee-quote');
    expect(exitCode).toBe(0);
    expect(out.split('\n').sort()).toEqual(
      ['', `${first.key} is resolved.`, `${second.key} is resolved.`].sort(),
    );
    expect(await incidents('resolve', '--all-of', 'payee-quotes')).toMatchObject({
      err: 'No open incident is of payee-quotes. See: hub incidents list\n',
      exitCode: 1,
    });
    await expectSoon('none is listed', async () =>
      (await incidents('list')).out.startsWith('No incident is open.'),
    );
    await engine.cleanUp();
  });

  test('are told in one line when no role keeps them', async () => {
    const address = process.env['DECISION_RELAY_INCIDENTS_ADDRESS'] ?? '';
    process.env['DECISION_RELAY_INCIDENTS_ADDRESS'] = 'http://127.0.0.1:1';
    try {
      const { err, exitCode } = await incidents('list');
      expect(exitCode).toBe(2);
      expect(err).toMatch(
        /^No role decision-relay that keeps incidents answers at http:\/\/127\.0\.0\.1:1 .*DECISION_RELAY_INCIDENTS_PORT=5004.*hub incidents exporter.*\n$/,
      );
    } finally {
      process.env['DECISION_RELAY_INCIDENTS_ADDRESS'] = address;
    }
  });
});
