/**
 * From what the work list shows to what is settled, by calls of the operations API alone: on a real broker, Kafka and
 * Elasticsearch, with each role in a process as it is delivered.
 */
import { randomUUID } from 'node:crypto';
import { ZBClient } from 'zeebe-node';
import { until } from '../../kit/faults/engine-time';
import { wrongs } from '../../kit/faults/money';
import { becomePatient } from '../../kit/faults/patient';
import type { Payment } from '../../kit/faults/payments';
import { lose } from '../../kit/faults/spoil';
import { World } from '../../kit/faults/world';
import { toHub, toSwitch } from './callbacks';

jest.setTimeout(600_000);

let world: World;
/** Whose outcome their payer's bank does not hear, and which the switch undoes. */
let unknown: readonly [Payment, Payment, Payment];

const lastHeard = (payment: Payment) => world.heard.last(payment.transactionId);

beforeAll(async () => {
  world = await World.start(undefined, undefined, {
    shape: 'whole',
    hubEnvironment: {
      DECISION_RELAY_LOOK_EVERY_S: '3',
      // Who waits for a row here looks more often than a person may.
      OPERATIONS_REQUESTS_PER_MINUTE_MAX: '6000',
    },
  });
  unknown = [await world.prepare(), await world.prepare(), await world.prepare()];
  for (const one of unknown) {
    lose(world, toHub.verdict(one), Infinity);
    // It never comes to the payee: the switch undoes it.
    lose(world, toHub.transfer(one));
    await world.request(one);
  }
  await world.time.passUntil('the payers are told that nobody knows', () =>
    unknown.every((one) => lastHeard(one) === 'PENDING'),
  );
  await becomePatient(world, unknown);
});
afterAll(() => world.stop(), 60_000);

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** As a person with these roles of lion. */
function person(name: string, ...roles: readonly string[]) {
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const roleNames = roles.map((role) => `lion:${role}`);
    const token = await world.stack.operatorToken(name, roleNames);
    const address = world.stack.audit?.operationsAddress ?? '';
    const response = await fetch(`${address}/tenants/lion${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  /** What only looks is asked again where it cannot be answered just now, as on a busy machine. */
  const get = async (path: string): Promise<Answer> => {
    let answer = await call('GET', path);
    await until(`GET ${path} is answered: ${JSON.stringify(answer)}`, async () => {
      if (answer.status === 503) answer = await call('GET', path);
      return answer.status !== 503;
    });
    expect(answer).toMatchObject({ status: 200 });
    return answer;
  };
  return {
    get,
    post: (path: string, body?: object) => call('POST', path, body),
  };
}
type Person = ReturnType<typeof person>;

const amina = person('amina', 'operator');
const juma = person('juma', 'operator');

interface Row {
  readonly matterKey: string;
  readonly transferId: string;
  readonly toldAt: string;
  readonly sentence: string;
  readonly choices: readonly { readonly decision: string; readonly isOffered: boolean }[];
}

async function rowOf({ transferId }: Payment, list: 'toDecide' | 'outcomeUnknown') {
  const { rows } = (await amina.get('/work')).body[list] as { readonly rows: readonly Row[] };
  return rows.find((row) => row.transferId === transferId);
}

/** As the work list shows it, once it does: with something to decide. */
async function waiting(payment: Payment, list: 'toDecide' | 'outcomeUnknown'): Promise<Row> {
  let row: Row | undefined;
  await until(`${payment.transferId} stands in ${list}`, async () => {
    row = await rowOf(payment, list);
    return row?.choices.some(({ isOffered }) => isOffered) === true;
  });
  if (row === undefined) throw new Error('it was there');
  return row;
}

const decisionOn = ({ transferId, toldAt: basis }: Row, decision: string) => ({
  ...{ transferId, decision, basis },
  why: 'by the switch’s own records',
});

async function endOf(decisionId: unknown) {
  let { body } = await amina.get(`/decisions/${String(decisionId)}`);
  await until(`decision ${String(decisionId)} has its last word`, async () => {
    ({ body } = await amina.get(`/decisions/${String(decisionId)}`));
    return !['asked', 'accepted'].includes(String(body['status']));
  });
  return body;
}

/** Taken, decided, and done. */
async function settle(by: Person, row: Row, decision: string) {
  const taken = await by.post(`/work/${encodeURIComponent(row.matterKey)}/take`);
  expect(taken).toMatchObject({ status: 200 });
  const asked = await by.post('/decisions', decisionOn(row, decision));
  expect(asked.status).toBe(202);
  return endOf(asked.body['decisionId']);
}

test('the hold of a payment of which nobody heard is released on the switch’s word', async () => {
  const [payment] = unknown;
  const row = await waiting(payment, 'outcomeUnknown');
  expect(row.sentence).toContain('set aside on the payer’s account');
  // As its operator reads it there.
  const record = (await world.stack.switch.client.transfers()).find(
    ({ transferId }) => transferId === payment.transferId,
  );
  expect(record?.state).toBe('ABORTED');
  expect(await settle(amina, row, 'release')).toMatchObject({ status: 'applied' });
  await until(
    'nothing of it waits',
    async () => (await rowOf(payment, 'outcomeUnknown')) === undefined,
  );
  await world.end(payment);
  expect(lastHeard(payment)).toBe('ABORTED');
});

test('of two operators who decide one payment at one moment one does, and the other is told', async () => {
  const [, payment] = unknown;
  const row = await waiting(payment, 'outcomeUnknown');
  const path = `/work/${encodeURIComponent(row.matterKey)}`;
  await amina.post(`${path}/take`);
  const refused = await juma.post('/decisions', decisionOn(row, 'release'));
  expect(refused).toMatchObject({ status: 409 });
  expect(refused.body['detail']).toContain('amina has taken it');
  await amina.post(`${path}/let-go`);
  const asked = await Promise.all(
    [amina, juma].map((one) => one.post('/decisions', decisionOn(row, 'release'))),
  );
  const ends = await Promise.all(
    asked.map(async ({ status, body }) =>
      status === 409 ? 'refused' : (await endOf(body['decisionId']))['status'],
    ),
  );
  expect(ends.sort()).toEqual(['applied', 'refused']);
  await world.end(payment);
  expect(lastHeard(payment)).toBe('ABORTED');
});

test('a decision while the engine’s half is away stays asked, and is done when it is back', async () => {
  const [, , payment] = unknown;
  const row = await waiting(payment, 'outcomeUnknown');
  let decisionId: unknown;
  const halves = world.stack.hub.filter(({ name }) => name !== 'audit');
  const streams = await world.time.jobStreams();
  await Promise.all(halves.map((one) => one.kill()));
  try {
    const { status, body } = await amina.post('/decisions', decisionOn(row, 'release'));
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'asked' });
    expect(body['happened']).toContain('has not answered');
    ({ decisionId } = body);
  } finally {
    await Promise.all(halves.map((one) => one.restart()));
  }
  await until('the hub is back', async () => (await world.time.jobStreams()) >= streams);
  expect(await endOf(decisionId)).toMatchObject({ status: 'applied' });
  await world.end(payment);
  expect(lastHeard(payment)).toBe('ABORTED');
});

test('an error after the payee had booked: the debit is made when the account system takes it', async () => {
  const payment = await world.prepare();
  const { control } = world.stack.fineract.lion;
  const { accountId } = payment.payer;
  world.gate.intercept({
    ...{ match: toSwitch.transfer(payment), count: 1 },
    handle: async ({ pass }) => {
      await control.changeAccount({ accountId, subStatus: 'BLOCK_DEBIT' });
      await pass();
    },
  });
  lose(world, toHub.verdict(payment));
  await world.request(payment);
  await world.time.rest();
  const error = { errorInformation: { errorCode: '5000', errorDescription: 'Payee error' } };
  const path = `/transfers/${payment.transferId}/error`;
  const from = { method: 'PUT', from: 'buffalo', to: 'lion' } as const;
  await world.callHub({ ...from, path, body: JSON.stringify(error) });
  await becomePatient(world, [payment]);
  const row = await waiting(payment, 'toDecide');
  const wrong = await amina.post('/decisions', decisionOn(row, 'release'));
  expect(wrong).toMatchObject({ status: 409 });
  expect(wrong.body['detail']).toContain('the payee has the money');
  await control.changeAccount({ accountId, subStatus: 'NONE' });
  expect(await settle(amina, row, 'book')).toMatchObject({ status: 'applied' });
  await world.end(payment);
  expect(lastHeard(payment)).toBe('COMMITTED');
});

test('the money is where it must be', async () => {
  world.gate.clear();
  // For what the payees' banks have still to hear of.
  await world.time.pass(60_000);
  expect(await wrongs(world)).toEqual([]);
});

test('who has looked at a payment and decided it is found', async () => {
  const [{ transferId }] = unknown;
  const admin = person('baraka', 'admin');
  let operations: readonly string[] = [];
  await until('the acts are indexed', async () => {
    const { body } = await admin.get(`/acts?person=amina&about=${transferId}`);
    operations = (body['acts'] as { operation: string }[]).map(({ operation }) => operation);
    return operations.includes('decide');
  });
  expect(operations).toContain('decide');
});

/** A process with one step, which no worker of the hub takes. */
const standing = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:process id="standing" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="step" />
    <bpmn:serviceTask id="step">
      <bpmn:extensionElements><zeebe:taskDefinition type="test:stand:1" /></bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`;

describe('500 incidents of one cause', () => {
  const count = 500;
  const client = () => new ZBClient(world.stack.zeebe.gatewayAddress, { loglevel: 'NONE' });

  interface Group {
    readonly group: string;
    readonly count: number;
    readonly cause: { readonly process: string };
  }
  async function group(): Promise<Group | undefined> {
    const groups = (await amina.get('/incidents')).body['groups'] as Group[];
    return groups.find(({ cause }) => cause.process === 'standing');
  }

  /** All jobs that are there to be taken. */
  async function takeJobs(engine: ZBClient, most: number): Promise<string[]> {
    const jobs = await engine.activateJobs({
      ...{ type: 'test:stand:1', worker: 'test', timeout: 600_000, maxJobsToActivate: most },
      requestTimeout: 10_000,
    });
    return jobs.map(({ key }) => key);
  }

  test('are told as one, retried together, and each process goes on once', async () => {
    const engine = client();
    await engine.deployResource({ process: Buffer.from(standing), name: 'standing.bpmn' });
    for (let made = 0; made < count; made += 50) {
      const some = Array.from({ length: 50 }, () =>
        engine.createProcessInstance({ bpmnProcessId: 'standing', variables: {} }),
      );
      await Promise.all(some);
    }
    const failed: string[] = [];
    while (failed.length < count) {
      const jobs = await takeJobs(engine, 100);
      for (const jobKey of jobs) {
        const errorMessage = `Stand (test:stand:1) failed in its last attempt: Fineract answers 503. Payment with transferId ${randomUUID()} of tenant lion.`;
        await engine.failJob({ jobKey, retries: 0, errorMessage, retryBackOff: 0 });
      }
      failed.push(...jobs);
    }
    await until('all are told', async () => (await group())?.count === count);
    const told = await group();
    const few = { group: told?.group, count: count - 1, why: 'Fineract is back' };
    expect(await amina.post('/incidents/retries', few)).toMatchObject({
      status: 409,
      body: { count },
    });
    const asked = await amina.post('/incidents/retries', { ...few, count });
    expect(asked.status).toBe(202);
    const path = `/incidents/retries/${String(asked.body['batchId'])}`;
    const isDone = async () => (await amina.get(path)).body['isDone'] === true;
    // Each is decided, carried out and answered after the one before it.
    await until('all are tried', isDone, 300_000);
    expect((await amina.get(path)).body).toMatchObject({ count, applied: count, refused: 0 });
    const again = new Set<string>();
    while (again.size < count) {
      for (const jobKey of await takeJobs(engine, 100)) {
        expect(again.has(jobKey)).toBe(false);
        again.add(jobKey);
        await engine.completeJob({ jobKey, variables: {} });
      }
    }
    expect([...again].sort()).toEqual(failed.sort());
    await until('none stands still', async () => (await group()) === undefined);
    await engine.close();
  });
});
