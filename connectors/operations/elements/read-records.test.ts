import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { silentLog } from '../../../test/kit/mojaloop';
import { indexKafkaRecords } from '../../../test/kit/parts/recorded-records';
import { systemClock } from '../../common/clock';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { executedProcesses } from './executed';
import { indicesOf, readRecords } from './read-records';

const prefix = 'zeebe-record-main';
const startMs = Date.parse('2026-11-28T10:00:00.000Z');

/** Of the fourth partition: as doubles the first two of them are one. */
const keys = {
  parent: '9007199254740993',
  child: '9007199254740992',
  call: '9007199254740995',
  start: '9007199254740997',
};

let position = 0n;

/** As the engine's exporter writes it, numbers of 2^53 and more among it. */
function record(
  [valueType, intent, key]: readonly [string, string, string],
  value: Readonly<Record<string, string>>,
  afterMs: number,
) {
  position += 1n;
  const at = 4n * 2n ** 51n + position;
  const fields = Object.entries(value).map(([name, json]) => `"${name}":${json}`);
  const document = `{"partitionId":4,"value":{${fields.join()}},"key":${key},"position":${at},"timestamp":${startMs + afterMs},"valueType":"${valueType}","brokerVersion":"8.5.8","recordType":"EVENT","intent":"${intent}"}`;
  const headers = { engine: 'main', 'value-type': valueType, 'broker-version': '8.5.8' };
  return {
    ...{ topic: 'records', partition: 3, offset: Number(position), timestampMs: 0, headers },
    ...{ key: `4-${at}`, value: document },
  };
}

const step = (process: 'parent' | 'child', element: keyof typeof keys, type: string) => {
  const isProcess = element === process;
  const value = {
    bpmnProcessId: `"${process}"`,
    bpmnElementType: `"${type}"`,
    elementId: `"${element}"`,
    processInstanceKey: keys[process],
    processDefinitionKey: '1',
    version: '1',
    flowScopeKey: isProcess ? '-1' : keys[process],
    parentProcessInstanceKey: process === 'child' ? keys.parent : '-1',
    parentElementInstanceKey: process === 'child' ? keys.call : '-1',
  };
  return (intent: string, afterMs: number) =>
    record(['PROCESS_INSTANCE', `ELEMENT_${intent}`, keys[element]], value, afterMs);
};

const variable = (scopeKey: string, processInstanceKey: string, name: string, afterMs: number) =>
  record(
    ['VARIABLE', 'CREATED', '7'],
    { name: `"${name}"`, value: '"\\"CLOSED\\""', scopeKey, processInstanceKey },
    afterMs,
  );

const payment = {
  ...{ startedAt: '2026-11-28T10:00:00.000Z', endedAt: '2026-11-28T10:00:01.000Z' },
  steps: [{ processInstanceKey: keys.parent }],
} as unknown as PaymentDocument;

test('called processes are told too, and keys that a double would take for one are kept apart', async () => {
  const parent = step('parent', 'parent', 'PROCESS');
  const call = step('parent', 'call', 'CALL_ACTIVITY');
  const child = step('child', 'child', 'PROCESS');
  const start = step('child', 'start', 'START_EVENT');
  const records = [
    ...[parent('ACTIVATING', 0), parent('ACTIVATED', 0)],
    ...[call('ACTIVATING', 1), call('ACTIVATED', 1)],
    ...[child('ACTIVATING', 2), child('ACTIVATED', 2)],
    ...[start('ACTIVATING', 2), start('ACTIVATED', 2), start('COMPLETING', 2)],
    ...[start('COMPLETED', 2), child('COMPLETING', 3), child('COMPLETED', 3)],
    // What the called process leaves is there before its caller completes.
    variable(keys.parent, keys.parent, 'operatorDecision', 3),
    ...[call('COMPLETING', 3), call('COMPLETED', 3)],
    // By an operator, long after.
    variable(keys.parent, keys.parent, 'nextStep', 9),
  ];
  const elasticsearch = new MemoryElasticsearch().door({ clock: systemClock, log: silentLog });
  await indexKafkaRecords(elasticsearch, records, prefix);

  const read = await readRecords({ elasticsearch, prefix, nowMs: startMs + 10_000 }, payment);
  const [first, second] = executedProcesses(read);
  expect(first).toMatchObject({ processInstanceKey: keys.parent, bpmnProcessId: 'parent' });
  expect(second).toMatchObject({
    processInstanceKey: keys.child,
    calledBy: { processInstanceKey: keys.parent, elementInstanceKey: keys.call },
    state: 'completed',
  });
  expect(second?.elements.map(({ elementId }) => elementId)).toEqual(['child', 'start']);
  const [, called] = first?.elements ?? [];
  expect(called?.variables).toMatchObject([{ name: 'operatorDecision', now: '"CLOSED"' }]);
  expect(first?.setFromOutside).toMatchObject([{ name: 'nextStep', then: '"CLOSED"' }]);
});

test('only the days of a payment are searched, and all of them where these would be many', () => {
  const nowMs = Date.parse('2026-12-24T00:00:00.000Z');
  expect(indicesOf(prefix, 'job', payment, nowMs).split(',')).toEqual(
    ['28', '29', '30'].map((day) => `${prefix}_job_*_2026-11-${day}`),
  );
  const waiting = { startedAt: payment.startedAt };
  expect(indicesOf(prefix, 'job', waiting, nowMs)).toBe(`${prefix}-job`);
  expect(indicesOf(prefix, 'job', waiting, startMs)).toBe(`${prefix}_job_*_2026-11-28`);
});
