/**
 * A process of an integrator's own, built from `mojaloop:send:1` and the messages alone, on a real broker:
 * it asks, and the answer finds it. Both DFSPs are tenants of one hub, which is its own switch but for the
 * account lookup.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { ZBClient } from 'zeebe-node';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { listen, type ListeningServer } from '../../../connectors/common/http/server';
import type { RunningRole } from '../../../connectors/common/hub/role';
import { zeebeEnvironment } from '../../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../../connectors/common/zeebe/zeebe-door';
import { mojaloopRole } from '../../../connectors/mojaloop/role';
import { deployedDiagrams } from '../../kit/bpmn/diagrams';
import { resourceCalls } from '../../kit/parts/mojaloop-calls';
import { SwitchSimulatorClient } from '../../simulators/switch/client';
import {
  startSwitchSimulator,
  type RunningSwitchSimulator,
} from '../../simulators/switch/simulator';
import { findFreePorts } from '../../kit/stack/ports';
import { startZeebe, type Zeebe } from '../../kit/stack/zeebe';
import { mojaloopTenant, silentLog, traceparent } from '../../kit/mojaloop';
import { MemoryKafka } from '../../kit/memory-kafka';
import { fixedTenants } from '../../kit/tenants';

const http = createAxiosTransport();
let zeebe: Zeebe;
let door: ZeebeDoor;
let simulator: RunningSwitchSimulator;
let part: RunningRole;
let server: ListeningServer;
let client: ZBClient;

beforeAll(async () => {
  [zeebe, simulator] = await Promise.all([
    startZeebe(),
    startSwitchSimulator({ port: 0, sweepEveryMs: 0 }),
  ]);
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: zeebe.gatewayAddress });
  door = connectZeebe(settings, { ...around, metrics: new Registry() });
  const [port = 0] = await findFreePorts(1);
  const hub = `http://127.0.0.1:${port}`;
  const lookup = simulator.url;
  const address = { parties: lookup, participants: lookup, quotes: hub, transfers: hub };
  const tenants = ['lion', 'buffalo'].map((name) => mojaloopTenant(name, { switch: address }));
  part = await mojaloopRole.start({
    environment: readEnvironment(mojaloopRole.environment, { MOJALOOP_STATE_TIMEOUT_MS: '1000' }),
    tenants: fixedTenants(tenants),
    deps: { ...around, http },
    kafka: new MemoryKafka().door(),
    engine: {
      ...{ messages: door, asker: door, openJobs: door.openJobs, incidents: door.incidents },
      commandTimeoutMs: door.commandTimeoutMs,
    },
    metrics: new Registry(),
  });
  const [own] = part.servers ?? [];
  if (own === undefined) throw new Error('the part has no server');
  server = await listen(own.app, { name: 'mojaloop', host: '127.0.0.1', port });
  const flows = ['ask-and-await.bpmn', 'ask-about-party.bpmn'];
  await door.deploy([
    ...(await deployedDiagrams()).map(({ name, xml }) => ({ name, content: Buffer.from(xml) })),
    ...flows.map((name) => ({ name, content: readFileSync(join(__dirname, name)) })),
  ]);
  door.run(part.workers ?? []);
  client = new ZBClient(zeebe.gatewayAddress, { loglevel: 'NONE', retry: true });
  await new SwitchSimulatorClient(lookup).addFsp({
    fspId: 'lionfsp',
    callbackUrl: hub,
    currency: 'TZS',
  });
}, 150_000);

afterAll(async () => {
  await client.close();
  await server.close(1_000);
  await door.drain(1_000, part.close?.());
  await simulator.stop();
  await zeebe.stop();
  http.close();
});

/** Resolves with the variable that the answer sets. */
async function answerTo(
  fspiop: object,
  awaited: string,
  variable: string,
  bpmnProcessId = 'ask-and-await',
): Promise<unknown> {
  const { variables } = await client.createProcessInstanceWithResult({
    bpmnProcessId,
    variables: { tenant: 'lion', traceparent, fspiop: { ...fspiop }, awaited },
    fetchVariables: [variable],
    requestTimeout: 20_000,
  });
  return (variables as Record<string, unknown>)[variable];
}

const party = { partyIdType: 'MSISDN', partyIdentifier: '255700000001' };

test('a party is registered at the account lookup', async () => {
  const fspiop = {
    operation: 'POST /participants/{Type}/{ID}/{SubId}',
    party,
    body: { fspId: 'lionfsp', currency: 'TZS' },
  };
  const answer = await answerTo(fspiop, '', 'participantAnswer', 'ask-about-party');
  expect(answer).toEqual({ fspId: 'lionfsp' });
});

const refusal = (errorCode: string) => ({
  errorInformation: expect.objectContaining({ errorCode }) as unknown,
});

test.each([
  ['bulkQuotes', 'bulkQuoteId', 'bulk-quote', '5102'],
  ['bulkTransfers', 'bulkTransferId', 'bulk-transfer', '5102'],
])(
  'POST /%s to a DFSP that has no flow for it is refused, not left in silence',
  async (resource, id, message, code) => {
    const operation = `POST /${resource}`;
    const usual = JSON.stringify(resourceCalls[operation]?.body);
    // Amounts that nobody can pay, too: the published files allow them, so they are not refused at once.
    for (const amount of ['1', '0', '0.001']) {
      const text = usual.replace(/"amount":"[\d.]+"/, `"amount":"${amount}"`);
      const body = { ...(JSON.parse(text) as object), [id]: randomUUID() };
      const fspiop = { operation, destination: 'buffalofsp', body };
      const variable = id.replace('Id', 'Answer');
      expect(await answerTo(fspiop, `${message}-answered`, variable)).toEqual(refusal(code));
    }
  },
);

test.each([
  ['transactionRequests', 'transaction-request', 'transactionRequestAnswer', '3206'],
  ['authorizations', 'authorization', 'authorizationAnswer', '3206'],
  ['bulkQuotes', 'bulk-quote', 'bulkQuoteAnswer', '3209'],
  ['bulkTransfers', 'bulk-transfer', 'bulkTransferAnswer', '3210'],
])(
  'GET /%s of what nobody knows is answered: not found',
  async (resource, message, variable, code) => {
    const query = { authenticationType: 'OTP', retriesLeft: 1, amount: '1', currency: 'TZS' };
    const fspiop = {
      operation: `GET /${resource}/{ID}`,
      id: randomUUID(),
      destination: 'buffalofsp',
      query: resource === 'authorizations' ? query : null,
    };
    const answer = await answerTo(fspiop, `${message}-answered`, variable);
    expect(answer).toMatchObject(refusal(code));
  },
);
