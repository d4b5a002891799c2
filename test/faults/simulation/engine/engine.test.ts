import { Scheduler, SimulatedClock } from '../time/scheduler';
import { SimulatedEngine } from './engine';
import type { EngineJob } from './instance';
import { readProcesses } from './read-process';

/** A process between two tags, as a modeler writes it. */
function diagram(body: string, definitions = ''): string {
  return `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">
    <bpmn:process id="p" isExecutable="true">${body}</bpmn:process>${definitions}</bpmn:definitions>`;
}

const flow = (from: string, to: string, condition = ''): string =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${
    condition === ''
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`
  }</bpmn:sequenceFlow>`;

const start =
  '<bpmn:startEvent id="start"><bpmn:messageEventDefinition id="s" messageRef="begin" /></bpmn:startEvent>';
const end = '<bpmn:endEvent id="end" />';
const task = (id: string, more = ''): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="part:${id}:1" retries="3" />${more}</bpmn:extensionElements></bpmn:serviceTask>`;
const begin = '<bpmn:message id="begin" name="begin" />';

async function engineOf(xml: string) {
  const scheduler = new Scheduler(0);
  const clock = new SimulatedClock(scheduler);
  const jobs: EngineJob[] = [];
  const reached: string[] = [];
  const incidents: string[] = [];
  const engine = new SimulatedEngine(await readProcesses(xml), scheduler, clock, {
    reached: (_process, id) => reached.push(id),
    jobReady: (job) => jobs.push(job),
    incident: (_job, _instance, what) => incidents.push(what),
    message: () => undefined,
  });
  const publish = (name: string, variables = {}, messageId = '', correlationKey = 'k') =>
    engine.publish({ name, correlationKey, messageId, timeToLiveMs: 60_000, variables });
  const lastJob = (): EngineJob => {
    const job = jobs.at(-1);
    if (job === undefined) throw new Error('there is no job');
    return job;
  };
  return { engine, scheduler, clock, jobs, reached, incidents, publish, lastJob };
}

const simple = diagram(
  start + task('work') + end + flow('start', 'work') + flow('work', 'end'),
  begin,
);

test('a message starts one process: a copy with its id is none, another waits until it has ended', async () => {
  const { engine, publish, jobs, lastJob, scheduler } = await engineOf(simple);
  expect(publish('begin', {}, 'id')).toBe('published');
  expect(publish('begin', {}, 'id')).toBe('duplicate');
  publish('begin', {}, 'other id');
  expect(jobs).toHaveLength(1);
  engine.completeJob(lastJob().key, {});
  await scheduler.runUntil(1);
  expect(jobs).toHaveLength(2);
});

test('a job whose time is over is given out again, and its first worker may still end it', async () => {
  const { engine, publish, jobs, lastJob, scheduler, reached } = await engineOf(simple);
  publish('begin');
  const { key } = lastJob();
  expect(engine.take(key, 1_000)).toBeDefined();
  expect(engine.take(key, 1_000)).toBeUndefined();
  await scheduler.runUntil(2_000);
  expect(jobs).toHaveLength(2);
  engine.completeJob(key, {});
  expect(reached.at(-1)).toBe('end');
  expect(() => engine.completeJob(key, {})).toThrow(key);
});

test('a failed job is nobody’s until its backoff is over, and an incident without attempts', async () => {
  const { engine, publish, lastJob, scheduler, incidents } = await engineOf(simple);
  publish('begin');
  const { key } = lastJob();
  engine.take(key, 60_000);
  engine.failJob(key, 1, 5_000, 'later');
  expect(() => engine.completeJob(key, {})).toThrow(key);
  expect(engine.take(key, 60_000)).toBeUndefined();
  await scheduler.runUntil(6_000);
  expect(engine.take(key, 60_000)).toBeDefined();
  engine.failJob(key, 0, 0, 'given up');
  expect(incidents).toEqual(['given up']);
  engine.resolveIncident(key, 1);
  expect(engine.take(key, 60_000)).toBeDefined();
});

test('an error’s variables are lost without a mapping, and a code goes before any error', async () => {
  const edge = (id: string, ref: string): string =>
    `<bpmn:boundaryEvent id="${id}" attachedToRef="work"><bpmn:errorEventDefinition id="${id}-e"${ref} /></bpmn:boundaryEvent>`;
  const body = [
    ...[start, task('work'), edge('any', ''), edge('refused', ' errorRef="e"'), end],
    ...[flow('start', 'work'), flow('work', 'end'), flow('any', 'end'), flow('refused', 'end')],
  ];
  const error = '<bpmn:error id="e" errorCode="REFUSED" />';
  const { engine, publish, lastJob, reached } = await engineOf(
    diagram(body.join(''), begin + error),
  );
  publish('begin');
  engine.throwError(lastJob().key, 'REFUSED', { lost: true }, 'no');
  expect(reached).toContain('refused');
  expect(engine.instances[0]?.scope.get('lost')).toBeUndefined();
});

test('input mappings stay inside, and with output mappings only what they name gets out', async () => {
  const mapping =
    '<zeebe:ioMapping><zeebe:input source="=1" target="inner" /><zeebe:output source="=given + inner" target="sum" /></zeebe:ioMapping>';
  const body = start + task('work', mapping) + end + flow('start', 'work') + flow('work', 'end');
  const { engine, publish, lastJob } = await engineOf(diagram(body, begin));
  publish('begin', { given: 1 });
  engine.completeJob(lastJob().key, { given: 41, other: true });
  const scope = engine.instances[0]?.scope;
  expect([
    scope?.get('sum'),
    scope?.get('given'),
    scope?.get('inner'),
    scope?.get('other'),
  ]).toEqual([...[42, 1, undefined, undefined]]);
});

test('a gateway tries the last flow of the file first, and stops at what is neither true nor false', async () => {
  const ways = '<bpmn:exclusiveGateway id="way" default="way-end" />';
  const body = [
    ...[start, ways, task('one'), task('two'), end],
    ...[
      flow('start', 'way'),
      flow('way', 'one', '=true'),
      flow('way', 'two', '=x'),
      flow('way', 'end'),
    ],
    ...[flow('one', 'end'), flow('two', 'end')],
  ];
  const { publish, reached, incidents } = await engineOf(diagram(body.join(''), begin));
  publish('begin', { x: true }, '', 'a');
  expect(reached.at(-1)).toBe('two');
  publish('begin', { x: false }, '', 'b');
  expect(reached.at(-1)).toBe('one');
  publish('begin', {}, '', 'c');
  expect(incidents).toHaveLength(1);
});

const waiting = diagram(
  [
    ...[start, '<bpmn:receiveTask id="wait" messageRef="answer" />', end],
    '<bpmn:boundaryEvent id="late" attachedToRef="wait"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">="PT10S"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>',
    ...[flow('start', 'wait'), flow('wait', 'end'), flow('late', 'end')],
  ].join(''),
  `${begin}<bpmn:message id="answer" name="answer"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>`,
);

test('a message that came early is heard when it is waited for, once for each process', async () => {
  const { engine, publish, scheduler, reached } = await engineOf(waiting);
  publish('answer', { said: 'early' }, '', 'x');
  publish('begin', { id: 'x' });
  await scheduler.runUntil(1);
  expect(reached.at(-1)).toBe('end');
  expect(engine.instances[0]?.scope.get('said')).toBe('early');
  publish('begin', { id: 'x' }, '', 'another');
  await scheduler.runUntil(9_000);
  expect(reached.at(-1)).toBe('wait');
});

test('a timer fires at its time by the engine’s clock, also when that jumps', async () => {
  const { engine, publish, scheduler, clock, reached } = await engineOf(waiting);
  publish('begin', { id: 'x' });
  await scheduler.runUntil(5_000);
  expect(reached.at(-1)).toBe('wait');
  clock.aheadMs = 60_000;
  engine.clockJumped();
  await scheduler.runUntil(5_001);
  expect(reached).toContain('late');
});

test.each([
  ['a user task', '<bpmn:userTask id="x" />', 'bpmn:UserTask'],
  ['a parallel gateway', '<bpmn:parallelGateway id="x" />', 'bpmn:ParallelGateway'],
  ['a subprocess', '<bpmn:subProcess id="x" />', 'embedded subprocess'],
  ['a call', '<bpmn:callActivity id="x" />', 'bpmn:CallActivity'],
  [
    'a terminating end',
    '<bpmn:endEvent id="x"><bpmn:terminateEventDefinition id="t" /></bpmn:endEvent>',
    'Terminate',
  ],
  ['a second way on', task('x') + end + flow('x', 'end') + flow('x', 'start'), 'a second way on'],
])('%s is refused, and not passed over', async (_what, body, named) => {
  await expect(readProcesses(diagram(start + body, begin))).rejects.toThrow(named);
});
