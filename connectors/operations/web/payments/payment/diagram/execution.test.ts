import type { Elements, ExecutedElement, ExecutedProcess } from '../../../api/types';
import { calledFrom, firstShown, marksOf, shownProcesses } from './execution';

const at = '2026-11-28T23:00:39.823Z';
const element = (elementId: string, more: Partial<ExecutedElement> = {}): ExecutedElement => ({
  ...{ elementInstanceKey: `of ${elementId}`, elementId, type: 'SERVICE_TASK' },
  ...{ state: 'completed', enteredAt: at, durationMs: 10 },
  ...{ jobs: [], incidents: [], variables: [], eventIds: [] },
  ...more,
});
const process = (
  processInstanceKey: string,
  elements: ExecutedElement[],
  more: Partial<ExecutedProcess> = {},
): ExecutedProcess => ({
  ...{ processInstanceKey, bpmnProcessId: `p${processInstanceKey}`, version: 1 },
  ...{ processDefinitionKey: '9', state: 'active', startedAt: at },
  ...{ elements, flows: [], setFromOutside: [] },
  ...more,
});

test('an element that was visited again has one mark: how often, how long in all, and where it stands now', () => {
  const [, asked] = marksOf(
    process('1', [
      element('p1', { type: 'PROCESS' }),
      element('begin'),
      element('ask', { durationMs: 30 }),
      element('ask', { state: 'active', durationMs: undefined as never }),
    ]),
  );
  expect(asked).toMatchObject({ elementId: 'ask', state: 'active', durationMs: 30 });
  expect(asked?.visits).toHaveLength(2);
});

test('what an event has led on from is not broken off: that it is only with its process', () => {
  const [asked, waited] = marksOf(
    process(
      '1',
      [
        element('ask', { state: 'terminated', leftAt: '2026-11-28T23:00:40.000Z' }),
        element('wait', { state: 'terminated', leftAt: '2026-11-28T23:00:41.000Z' }),
      ],
      { state: 'terminated', endedAt: '2026-11-28T23:00:41.000Z' },
    ),
  );
  expect([asked?.state, waited?.state]).toEqual(['interrupted', 'terminated']);
});

test('the process itself is no element of the diagram', () => {
  expect(marksOf(process('1', [element('p1', { type: 'PROCESS' })]))).toEqual([]);
});

test('what was tried is counted, not what was called off or set anew', () => {
  const tries = (['failed', 'retries-set', 'timed-out', 'completed', 'cancelled'] as const).map(
    (what) => ({ at, what }),
  );
  const jobs = [{ jobKey: '1', jobType: 'x', kind: 'BPMN_ELEMENT', tries }];
  const incidents = [
    { incidentKey: '1', errorType: 'JOB_NO_RETRIES', raisedAt: at, endedAt: at },
    { incidentKey: '2', errorType: 'JOB_NO_RETRIES', raisedAt: at },
  ];
  const [mark] = marksOf(process('1', [element('ask', { jobs, incidents })]));
  expect(mark).toMatchObject({ tries: 3, incidents: 2, incidentsOpen: 1 });
});

test('a called process stands below its caller, and is opened from the element that has called it', () => {
  const calls = element('settle', { type: 'CALL_ACTIVITY', elementInstanceKey: '77' });
  const called = process('2', [element('ask')], {
    calledBy: { processInstanceKey: '1', elementInstanceKey: '77' },
  });
  const elements: Elements = {
    ...{ tenant: 'lion', transactionId: 't' },
    sides: [{ side: 'payer', engine: 'main', processes: [called, process('1', [calls])] }],
  };
  const all = shownProcesses(elements);
  expect(all.map((one) => [one.process.processInstanceKey, one.depth])).toEqual([
    ['1', 0],
    ['2', 1],
  ]);
  const [mark] = marksOf(process('1', [calls]));
  expect(mark && calledFrom(all, mark).map((one) => one.process.processInstanceKey)).toEqual(['2']);
});

test('a called process whose caller’s records are gone is not lost', () => {
  const orphan = process('2', [], {
    calledBy: { processInstanceKey: '1', elementInstanceKey: '77' },
  });
  const elements: Elements = {
    ...{ tenant: 'lion', transactionId: 't' },
    sides: [{ side: 'payer', engine: 'main', processes: [orphan] }],
  };
  expect(shownProcesses(elements)).toHaveLength(1);
});

test('the process that stands still is shown first', () => {
  const incidents = [{ incidentKey: '2', errorType: 'JOB_NO_RETRIES', raisedAt: at }];
  const elements: Elements = {
    ...{ tenant: 'lion', transactionId: 't' },
    sides: [
      {
        ...{ side: 'payer', engine: 'main' },
        processes: [process('1', [element('a')]), process('2', [element('b', { incidents })])],
      },
    ],
  };
  expect(firstShown(shownProcesses(elements))?.process.processInstanceKey).toBe('2');
});
