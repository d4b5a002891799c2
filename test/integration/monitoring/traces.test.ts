/** One payment on the whole engine's half, as traces tell it: from the channel over every job to the switch, Fineract and the app. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsOfTraceparent } from '../../../connectors/common/observability/tracing';
import { Gate, type Peer } from '../../kit/faults/gate';
import { eventually } from '../../kit/kafka';
import { Collector, spanKinds, type CollectedSpan } from '../../kit/monitoring/collector';
import { pay } from '../../kit/monitoring/pay';
import { asha, baraka } from '../../kit/stack/dfsps';
import { startStack, type Stack } from '../../kit/stack/stack';

const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const callersTrace = partsOfTraceparent(caller);

let collector: Collector;
let gate: Gate;
let stack: Stack;
let spans: readonly CollectedSpan[];
const runDirectory = mkdtempSync(join(tmpdir(), 'traces-'));

beforeAll(async () => {
  collector = await Collector.start();
  gate = await Gate.start();
  const app = gate.before('app', () => ({ status: 200, headers: {}, body: '' }));
  stack = await startStack({
    ...{ runDirectory, ports: 'free', roles: 'apart' },
    through: (peer: Peer | 'engine', address) =>
      peer === 'engine' ? address : gate.before(peer, address),
    hubEnvironment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.address },
    tenantSections: { channel: { callbacks: { allowed: [app], default: app } } },
  });
  const { state } = await pay(stack, 'traced', 30, { traceparent: caller });
  if (state !== 'COMMITTED') throw new Error(`the payment is ${state}`);
  const timesTold = (type: string) => collector.spans.filter(({ name }) => name === type).length;
  // The last of either side.
  await eventually(() => timesTold('fee-rules:evaluate:1') >= 2);
  await eventually(() => timesTold('channel:tell-payer:1') >= 1);
  await stack.stop();
  spans = collector.spans.filter(({ traceId }) => traceId === callersTrace?.traceId);
}, 240_000);

afterAll(() => {
  gate.stop();
  collector.stop();
  rmSync(runDirectory, { recursive: true, force: true });
});

const ofKind = (kind: keyof typeof spanKinds) =>
  spans.filter((one) => one.kind === spanKinds[kind]);
const byId = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
/** Ids of the spans that requests to a peer named as theirs, as they stood on the wire. */
const namedOnTheWire = (...peers: Peer[]) =>
  gate.passages
    .filter(({ to }) => peers.includes(to))
    .map(({ headers }) => partsOfTraceparent(headers['traceparent'] as string | undefined))
    .filter((parts) => parts?.traceId === callersTrace?.traceId)
    .map((parts) => parts?.spanId);

test('it is one trace: the one of the app that asked, whose request is above all', () => {
  const [first] = ofKind('server').filter(({ name }) => name === 'POST channel');
  expect(first).toMatchObject({
    parentSpanId: callersTrace?.spanId,
    attributes: { 'http.route': '/channel/transfer', 'http.response.status_code': 200 },
  });
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
});

test('every job of both sides is a span, under the request that began its process', () => {
  const jobs = ofKind('job');
  expect(new Set(jobs.map(({ name }) => name))).toEqual(
    new Set([
      ...['mojaloop:look-up-participant:1', 'mojaloop:look-up-party:2', 'ams:quote-payer:1'],
      ...['mojaloop:request-quote:1', 'ams:block-funds:1', 'mojaloop:request-transfer:1'],
      ...['ams:book-funds:1', 'fee-rules:evaluate:1', 'channel:tell-payer:1'],
      ...['ams:find-party:1', 'mojaloop:answer-party:1', 'ams:quote-payee:1'],
      ...['mojaloop:answer-quote:1', 'ams:reserve-credit:1', 'mojaloop:answer-transfer:1'],
      'ams:credit-payee:1',
    ]),
  );
  for (const { name, parentSpanId, attributes } of jobs) {
    expect(byId(parentSpanId)).toMatchObject({ kind: spanKinds.server });
    // The answer may overtake the word that it is awaited: there is no job any more then.
    const ends = /^mojaloop:(look-up|request)-/.test(name)
      ? /^(complete|awaits-answer|gone)$/
      : /^complete$/;
    expect(attributes).toMatchObject({
      'hub.job.end': expect.stringMatching(ends) as string,
      'hub.process_instance_key': expect.stringMatching(/^\d+$/) as string,
      'hub.element_id': expect.stringMatching(/./) as string,
      'hub.tenant': expect.stringMatching(/^(lion|buffalo)$/) as string,
    });
  }
});

test('every request to switch, Fineract and app is a span under its job, and names it on the wire', () => {
  const requests = ofKind('client');
  for (const { parentSpanId } of requests) {
    expect(byId(parentSpanId)).toMatchObject({ kind: spanKinds.job });
  }
  const ids = requests.map(({ spanId }) => spanId);
  const named = namedOnTheWire('switch', 'lion', 'buffalo', 'app');
  expect(ids.toSorted()).toEqual(named.toSorted());
  expect(new Set(requests.map(({ attributes }) => attributes['hub.peer']))).toEqual(
    new Set(['switch switch', 'fineract', 'app']),
  );
});

test("every request of the switch is a span under the switch's own", () => {
  const heard = ofKind('server').filter(({ name }) => name.endsWith(' mojaloop'));
  const parents = heard.map(({ parentSpanId }) => parentSpanId);
  expect(parents.toSorted()).toEqual(namedOnTheWire('hub').toSorted());
  expect(heard.map(({ attributes }) => attributes['http.route'])).toEqual(
    expect.arrayContaining(['/quotes', '/transfers']),
  );
});

test('no span says anything of a person, or how much it was', () => {
  const told = collector.bodies.join();
  for (const { msisdn, firstName, lastName, accountId } of [asha, baraka]) {
    for (const personal of [msisdn, firstName, lastName, accountId]) {
      expect(told).not.toContain(personal);
    }
  }
  expect(told).not.toMatch(/amount|TZS/i);
});
