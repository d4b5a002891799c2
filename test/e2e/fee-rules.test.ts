/**
 * The fee rules' own roles, as they are started on a real machine: from a draft to obligations that the
 * DFSPs acknowledge, over HTTP and Kafka alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { administrationApi } from '../../connectors/fee-rules/administration/api';
import { obligationsApi } from '../../connectors/obligations/api/api';
import {
  allScopes,
  callerOf,
  token,
  tokenEnvironment,
  type ApiCaller,
} from '../kit/parts/described-api';
import { startHubProcess, type HubProcess } from '../kit/stack/hub';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { findFreePorts } from '../kit/stack/ports';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { transferRecord } from '../kit/fee-rules/transfers';
import { eventually, openDoor } from '../kit/kafka';

jest.setTimeout(240_000);

const runDirectory = mkdtempSync(join(tmpdir(), 'fee-rules-e2e-'));
let kafka: Kafka;
let door: KafkaDoor;
let hub: HubProcess;
let rulesApi: ApiCaller;
let api: ApiCaller;

beforeAll(async () => {
  kafka = await startKafka();
  const [managementPort = 0, rulesPort = 0, port = 0] = await findFreePorts(3);
  hub = await startHubProcess(
    {
      code: 'source',
      runDirectory,
      tenantsDirectory: runDirectory,
      // Nobody listens there: these roles have no engine.
      zeebeAddress: '127.0.0.1:1',
    },
    {
      name: 'fee-rules',
      roles: ['fee-rules-stream', 'fee-rules-administration', 'obligations'],
      managementPort,
      environment: {
        ...tokenEnvironment('FEE_RULES_ADMINISTRATION'),
        ...tokenEnvironment('OBLIGATIONS'),
        KAFKA_BROKERS: kafka.brokers,
        FEE_RULES_SOURCE: 'kafka',
        FEE_ENTRIES_DIRECTORY: runDirectory,
        FEE_RULES_ADMINISTRATION_PORT: String(rulesPort),
        OBLIGATIONS_PORT: String(port),
        FEE_CYCLE_LENGTH: 'PT1M',
        FEE_CYCLE_GRACE: 'PT0S',
      },
    },
  );
  rulesApi = callerOf(administrationApi, `http://127.0.0.1:${rulesPort}`);
  api = callerOf(obligationsApi, `http://127.0.0.1:${port}`);
  door = openDoor(kafka);
});

afterAll(async () => {
  await door.close();
  await hub.stop();
  await kafka.stop();
  rmSync(runDirectory, { recursive: true });
});

/** Drafted by one, approved by another, and in force soon. */
async function putInForce(rules: string): Promise<{ ruleSetId: string; activeFromMs: number }> {
  const headers = { 'content-type': 'text/plain' };
  const drafted = await rulesApi.post('/rule-sets?title=Interchange', { headers, body: rules });
  const ruleSetId = String(drafted.body['ruleSetId']);
  const approval = `/rule-sets/${ruleSetId}/approval`;
  expect((await rulesApi.post(approval)).status).toBe(403);
  const juma = await token('juma', allScopes);
  expect((await rulesApi.post(approval, { token: juma })).status).toBe(200);
  const activeFromMs = Date.now() + 11_000;
  const body = { activeFrom: new Date(activeFromMs).toISOString() };
  expect((await rulesApi.post(`/rule-sets/${ruleSetId}/schedule`, { body })).status).toBe(200);
  return { ruleSetId, activeFromMs };
}

/** By accounts that rules ask for, at the transfer's own time. */
function transferBetween(wallets: boolean, transactionId: string, atMs: number, amount: string) {
  const record = transferRecord(transactionId, amount);
  const extension = ['payerAccountType', 'payeeAccountType'].map((key) => ({
    key,
    value: wallets ? 'WALLET' : 'savings',
  }));
  return JSON.stringify({
    ...record,
    occurredAt: new Date(atMs).toISOString(),
    transaction: { ...record.transaction, extensionList: { extension } },
  });
}

const cycleOf = (atMs: number) =>
  new Date(Math.floor(atMs / 60_000) * 60_000).toISOString().replace(/[-:]|\.000/g, '');

test('rules that two people put in force charge transfers, and the DFSPs acknowledge what it comes to', async () => {
  const { ruleSetId, activeFromMs } = await putInForce(interchangeFee);
  // Its own time decides, so nobody waits for the rules to begin.
  const atMs = activeFromMs + 1_000;
  const topic = 'payment-hub.transfers';
  const charged = transferBetween(true, 'charged', atMs, '1000');
  await door.publish([
    { topic, key: 'charged', value: charged },
    { topic, key: 'charged', value: charged },
    { topic, key: 'savings', value: transferBetween(false, 'savings', atMs, '1000') },
    { topic, key: 'before', value: transferBetween(true, 'before', activeFromMs - 1, '1000') },
    { topic, key: 'poison', value: '{"transferId":' },
  ]);

  const cycle = cycleOf(atMs);
  const entries = () => api.get(`/ledger-entries?cycle=${cycle}`);
  await eventually(async () => (await entries()).text.includes('charged'), 60_000);
  await hub.restart();
  await eventually(
    async () => (await api.get(`/cycles/${cycle}`)).body['state'] === 'closed',
    150_000,
  );

  expect((await entries()).body['entries']).toMatchObject([
    {
      transactionId: 'charged',
      ruleSetId,
      debtor: 'buffalo',
      creditor: 'lion',
      amount: '6',
      currency: 'TZS',
    },
  ]);
  expect((await entries()).body['entries']).toHaveLength(1);
  const report = await api.get(`/cycles/${cycle}/obligations`, { headers: { accept: 'text/csv' } });
  expect(report.text).toContain('INTERCHANGE_FEE');
  const again = await api.post(`/cycles/${cycle}/recomputation`);
  expect(again.body).toMatchObject({ entries: 1, differences: [] });
  await acknowledge(cycle, 'buffalo');
  const participants = async () =>
    (await api.get(`/cycles/${cycle}/acknowledgements`)).body['participants'];
  // The role reads on Kafka what it has written there.
  await eventually(
    async () => JSON.stringify(await participants()).includes('acknowledged'),
    60_000,
  );
  expect(await participants()).toMatchObject([
    { dfspId: 'buffalo', status: 'acknowledged' },
    { dfspId: 'lion', status: 'waiting' },
  ]);
});

async function acknowledge(cycle: string, dfspId: string): Promise<void> {
  const theirs = await token('clerk', 'obligations:acknowledge', { dfspId });
  const { body } = await api.get(`/cycles/${cycle}/statements/${dfspId}`, { token: theirs });
  const answer = await api.request('PUT', `/cycles/${cycle}/acknowledgements/${dfspId}`, {
    token: theirs,
    body: { statementHash: body['hash'] },
  });
  expect(answer.status).toBe(200);
}
