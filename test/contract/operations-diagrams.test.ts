/** The processes that payments ran by, told over HTTP from what a real broker has written. */
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { readRecording } from '../kit/engine-records/recordings';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { indexRecords } from '../kit/parts/recorded-records';

interface Ran {
  readonly engine: string;
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly times: number;
}

let world: OperationsWorld;
const open = () => world.elasticsearch.door({ clock: systemClock, log: silentLog });
const paid = eventsOfRecordings().find(({ kind }) => kind === 'booked') as PaymentEvent;

beforeEach(async () => {
  world = await startOperationsWorld();
  await indexRecorded(open());
  await indexRecords(open(), 'demo');
});
afterEach(() => world.close());

async function look(tenant: string, rest = '') {
  const token = await operationsToken('amina', 'lion:viewer', 'buffalo:viewer');
  const path = `/tenants/${tenant}/payments/${paid.transactionId}/diagrams${rest}`;
  return world.api.get(path, { token });
}

async function ranBy(tenant: string): Promise<Ran[]> {
  const { body } = await look(tenant);
  return body['diagrams'] as Ran[];
}

const addressOf = ({ engine, processDefinitionKey }: Ran) => `/${engine}/${processDefinitionKey}`;

test('a payment tells by which processes it ran, in which version and how often', async () => {
  expect(await ranBy('lion')).toMatchObject([
    { side: 'payer', engine: 'main', bpmnProcessId: 'payer-transfer', version: 1, times: 1 },
  ]);
  expect((await ranBy('buffalo')).map(({ bpmnProcessId }) => bpmnProcessId).sort()).toEqual([
    'payee-quote',
    'payee-transfer',
  ]);
});

test('each is given byte for byte as it was deployed, when its records are long gone too', async () => {
  const [ran] = await ranBy('lion');
  const [deployed] = readRecording('demo').filter(
    (one) => one.includes('"PROCESS"') && one.includes('"resourceName":"payer-transfer.bpmn"'),
  );
  const { value } = JSON.parse(deployed ?? '') as { value: { resource: string } };
  await open().deleteIndices(await open().listIndices('zeebe-record-main_process_*'));
  const answer = await look('lion', addressOf(ran as Ran));
  expect(answer.status).toBe(200);
  expect(answer.bytes.equals(Buffer.from(value.resource, 'base64'))).toBe(true);
  expect(answer.text).toContain('<bpmn:definitions');
});

test('a diagram is shown to nobody but who has a payment that ran by it', async () => {
  const theirs = (await ranBy('buffalo')).map(addressOf);
  for (const address of theirs) {
    expect((await look('buffalo', address)).status).toBe(200);
    const answer = await look('lion', address);
    expect(answer.status).toBe(404);
    expect(answer.text).toBe((await look('lion', '/main/1')).text);
  }
});

describe('by any payment of the tenant', () => {
  const show = async (tenant: string, address: string) => {
    const token = await operationsToken('amina', 'lion:viewer', 'buffalo:viewer');
    return world.api.get(`/tenants/${tenant}/diagrams${address}`, { token });
  };

  test('a diagram is the same as of one of them', async () => {
    for (const tenant of ['lion', 'buffalo']) {
      for (const address of (await ranBy(tenant)).map(addressOf)) {
        const answer = await show(tenant, address);
        expect(answer.status).toBe(200);
        expect(answer.bytes.equals((await look(tenant, address)).bytes)).toBe(true);
      }
    }
  });

  test('another tenant is told of it what it is told of one that is nowhere, or on another engine', async () => {
    const [theirs] = (await ranBy('buffalo')).map(addressOf);
    const nowhere = await show('lion', '/main/1');
    expect(nowhere.status).toBe(404);
    expect(nowhere.text).toContain('No payment of this tenant ran by such a process');
    for (const address of [theirs ?? '', (theirs ?? '').replace('main', 'other')]) {
      const answer = await show('lion', address);
      expect([answer.status, answer.text]).toEqual([404, nowhere.text]);
    }
  });

  test('one that no indexer has seen is said to be that', async () => {
    const [ran] = (await ranBy('lion')).map(addressOf);
    await open().deleteIndices(['payment-hub-diagrams']);
    const answer = await show('lion', ran ?? '');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('no indexer has seen how it was deployed');
  });
});

test('the payment itself knows by which processes it ran when the engine’s records are gone', async () => {
  const before = await ranBy('buffalo');
  const names = await open().listIndices('zeebe-record-main_*');
  await open().deleteIndices(names);
  const byKey = (left: Ran, right: Ran) =>
    left.processDefinitionKey.localeCompare(right.processDefinitionKey);
  expect((await ranBy('buffalo')).sort(byKey)).toEqual(before.sort(byKey));
  expect((await look('buffalo', addressOf(before[0] as Ran))).status).toBe(200);
});

test('of a payment of an older build nobody knows it then, and that is said', async () => {
  await open().deleteIndices(await open().listIndices('payment-hub-payments-*'));
  const older = eventsOfRecordings().map((event): PaymentEvent => {
    const { partition, position, processInstanceKey } = event.source;
    return { ...event, source: { partition, position, processInstanceKey } };
  });
  await indexRecorded(open(), older);
  const [ran] = await ranBy('lion');
  await open().deleteIndices(await open().listIndices('zeebe-record-main_process-instance_*'));
  expect((await look('lion')).status).toBe(410);
  expect((await look('lion', addressOf(ran as Ran))).status).toBe(410);
});
