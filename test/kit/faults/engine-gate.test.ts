/** The proxy between hub and engine, over real gRPC on both sides. */
import { Gateway, type MessageStream } from '../../../connectors/common/zeebe/gateway';
import type { RawJob } from '../../../connectors/common/zeebe/gateway-protocol';
import { ZeebeGatewayStub } from '../../simulators/zeebe-gateway';
import { EngineGate, type GivenJob } from './engine-gate';
import { until } from './engine-time';

const type = 'test:work:1';
const jobRequest = { type, worker: 'test', timeout: 1_000, fetchVariable: [] };

let engine: ZeebeGatewayStub;
let gate: EngineGate;
let hub: Gateway;
let stream: MessageStream;
let given: RawJob[];
const away = new AbortController();

beforeEach(async () => {
  engine = await ZeebeGatewayStub.start();
  gate = await EngineGate.start();
  const address = gate.before(engine.address);
  hub = new Gateway({ address, tls: false, keepaliveMs: 10_000 });
  given = [];
  const limits = { timeoutMs: 60_000, signal: away.signal, whenTimeIsOver: 'end' } as const;
  stream = hub.stream('streamActivatedJobs', jobRequest, limits, (job) => given.push(job));
  stream.ended.catch(() => undefined);
  await until('the stream is open', () => engine.callsOf('StreamActivatedJobs').length === 1);
});

afterEach(async () => {
  hub.close();
  gate.stop();
  await engine.stop();
});

const push = (key: string) =>
  engine.push({
    key,
    type,
    bpmnProcessId: 'payment',
    elementId: 'work',
    variables: '{"id":"p-1"}',
  });
const isIt = ({ elementId, variables }: GivenJob) =>
  elementId === 'work' && variables.includes('p-1');
const complete = (jobKey: string) =>
  hub.call('completeJob', { jobKey, variables: '{}' }, 60_000).then(
    () => 'completed',
    () => 'not told',
  );

test('what nobody holds passes as it is', async () => {
  push('9007199254740993');
  await until('the hub has it', () => given.length === 1);
  expect(given[0]).toMatchObject({ key: '9007199254740993', variables: '{"id":"p-1"}' });
  expect(await complete('9007199254740993')).toBe('completed');
  expect(engine.callsOf('CompleteJob')).toMatchObject([
    { request: { jobKey: '9007199254740993' } },
  ]);
});

test('a job that is held before the hub has got it is lost, until the engine gives it again', async () => {
  const hold = gate.hold(isIt, 'before');
  push('1');
  await until('the gate has it', () => hold.hasOne());
  hold.drop();
  expect([given, hold.isGivenAgain()]).toEqual([[], false]);
  push('1');
  await until('the hub has it', () => given.length === 1);
  expect(hold.isGivenAgain()).toBe(true);
});

test('what the hub says of a job that is held after it is done never comes to the engine', async () => {
  const hold = gate.hold(isIt, 'after');
  push('1');
  await until('the hub has it', () => given.length === 1);
  const told = complete('1');
  await until('the gate has it', () => hold.hasOne());
  expect(gate.heldOfHub).toBe(1);
  // The stub knows no such call: the gate answers.
  await hub.call('updateJobTimeout', { jobKey: '1', timeout: 12_000 }, 1_000);
  hold.drop();
  expect(await told).toBe('not told');
  expect([gate.heldOfHub, engine.callsOf('CompleteJob')]).toEqual([0, []]);
});
