/** Spans of requests in and out, told to a collector over real HTTP; and what happens when it takes none. */
import express from 'express';
import { Registry } from 'prom-client';
import { systemClock } from '../../connectors/common/clock';
import { readEnvironment, requireKnownNames } from '../../connectors/common/config/environment';
import { listen } from '../../connectors/common/http/server';
import { tracedRequests, tracedTransport } from '../../connectors/common/http/traced';
import type { Exchange } from '../../connectors/common/journal/exchange';
import { hears, noteMessage } from '../../connectors/common/journal/hear';
import { openTracing } from '../../connectors/common/observability/open-tracing';
import {
  belongsTo,
  tracingEnvironment,
  type Tracing,
} from '../../connectors/common/observability/spans';
import { partsOfTraceparent } from '../../connectors/common/observability/tracing';
import {
  TransportError,
  type HttpRequest,
  type HttpResponse,
} from '../../connectors/common/runtime';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { Collector, spanKinds } from '../kit/monitoring/collector';

const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let collector: Collector;
let metrics: Registry;
const opened: Tracing[] = [];

beforeEach(async () => {
  collector = await Collector.start();
  metrics = new Registry();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  collector.stop();
});

function open(more: Record<string, string> = {}): Tracing {
  const settings = readEnvironment(tracingEnvironment, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
    ...more,
  });
  const tracing = openTracing(settings, { clock: systemClock, log: silentLog, metrics });
  if (tracing === undefined) throw new Error('there is a collector, and no tracing');
  opened.push(tracing);
  return tracing;
}

const counted = async (end: string) =>
  (await metrics.getSingleMetric('hub_trace_spans_total')?.get())?.values.find(
    ({ labels }) => labels['end'] === end,
  )?.value;

const partiesOf = (headers: Record<string, string> = {}): HttpRequest => ({
  ...{ method: 'GET', url: 'http://switch.example/parties/MSISDN/255700000002', timeoutMs: 1 },
  headers,
  peer: { tenant: 'lion', name: 'switch main' },
});

test('without a collector there is no tracing, and nothing of it is loaded', () => {
  const settings = readEnvironment(tracingEnvironment, {});
  expect(openTracing(settings, { clock: systemClock, log: silentLog, metrics })).toBeUndefined();
  expect(metrics.getMetricsAsArray()).toEqual([]);
});

test('other settings of OpenTelemetry, which clusters give to all, stop no start', () => {
  const environment = { OTEL_RESOURCE_ATTRIBUTES: 'a=b', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  expect(() => requireKnownNames([tracingEnvironment], environment)).not.toThrow();
  expect(() =>
    readEnvironment(tracingEnvironment, { OTEL_EXPORTER_OTLP_HEADERS: 'no pair' }),
  ).toThrow('name=value');
});

test('a request of a job is a span under the job, bears its name, and says nothing of anybody', async () => {
  const tracing = open({ OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20abc' });
  const sent: HttpRequest[] = [];
  const answer: HttpResponse = { status: 202, headers: {}, body: '' };
  const transport = tracedTransport(
    { request: (request) => Promise.resolve(sent.push(request)).then(() => answer) },
    tracing,
  );
  const job = tracing.begin({ name: 'job', kind: 'job', parent: given, attributes: {} });
  const { signal } = new AbortController();
  belongsTo(job.traceparent, signal);
  const request = { ...partiesOf({ traceparent: given }), signal, trace: given };
  await expect(transport.request(request)).resolves.toBe(answer);
  job.end({}, 'incident');
  await tracing.close();
  const [outside, inside] = collector.spans;
  expect(inside).toMatchObject({
    ...{ name: 'job', kind: spanKinds.job, parentSpanId: partsOfTraceparent(given)?.spanId },
    status: { code: 2, message: 'incident' },
  });
  expect(outside).toMatchObject({
    ...{ name: 'GET /parties/MSISDN/{}', kind: spanKinds.client, parentSpanId: inside?.spanId },
    traceId: partsOfTraceparent(given)?.traceId,
    attributes: {
      'hub.tenant': 'lion',
      'hub.peer': 'switch main',
      'http.response.status_code': 202,
    },
  });
  expect(partsOfTraceparent(sent[0]?.headers['traceparent'])?.spanId).toBe(outside?.spanId);
  expect(collector.bodies.join()).not.toContain('255700000002');
  expect(collector.headers).toEqual(['Basic abc']);
  expect([...collector.services]).toEqual(['payment-hub']);
});

test('a request that gets no answer says why, and what belongs to no trace begins none', async () => {
  const tracing = open();
  const lost = new TransportError('timeout', false, 'no answer');
  const transport = tracedTransport({ request: () => Promise.reject(lost) }, tracing);
  await expect(transport.request({ ...partiesOf(), trace: given })).rejects.toBe(lost);
  await expect(transport.request(partiesOf())).rejects.toBe(lost);
  await tracing.close();
  expect(collector.spans).toMatchObject([{ status: { code: 2, message: 'timeout' } }]);
});

test.each([
  ['of a trace', given, partsOfTraceparent(given)?.spanId],
  ['of none', undefined, undefined],
])(
  'a request to us %s is a span, and who serves it goes on from that',
  async (_what, traceparent, parent) => {
    const tracing = open();
    let seen: string | undefined;
    const app = express().use(tracedRequests(tracing, 'mojaloop'));
    app.put('/parties/:type/:id', (request, response) => {
      seen = request.get('traceparent');
      response.status(200).end();
    });
    const server = await listen(app, { name: 'mojaloop', host: '127.0.0.1', port: 0 });
    await fetch(`http://127.0.0.1:${server.port}/parties/MSISDN/255700000002`, {
      method: 'PUT',
      headers: { ...(traceparent !== undefined && { traceparent }) },
    });
    await server.close(100);
    await tracing.close();
    const [span] = collector.spans;
    expect(span).toMatchObject({
      kind: spanKinds.server,
      attributes: { 'http.route': '/parties/:type/:id', 'http.response.status_code': 200 },
    });
    expect(span?.parentSpanId || undefined).toBe(parent);
    expect(partsOfTraceparent(seen)?.spanId).toBe(span?.spanId);
    expect(collector.bodies.join()).not.toContain('255700000002');
  },
);

test('the message journal keeps the headers of a request as they came', async () => {
  const tracing = open();
  const noted: Exchange[] = [];
  const journal = { note: (exchange: Exchange) => void noted.push(exchange) };
  const app = express().use(
    hears('switch', journal, systemClock),
    tracedRequests(tracing, 'mojaloop'),
  );
  app.get('/', (_request, response) => {
    noteMessage(response);
    response.end();
  });
  const server = await listen(app, { name: 'mojaloop', host: '127.0.0.1', port: 0 });
  await fetch(`http://127.0.0.1:${server.port}/`, { headers: { traceparent: given } });
  await server.close(100);
  expect(noted).toMatchObject([{ request: { headers: { traceparent: given } } }]);
});

test('a trace that its sender does not want told is not told, and goes on', async () => {
  const tracing = open();
  const unsampled = given.replace(/01$/, '00');
  const span = tracing.begin({ name: 'x', kind: 'job', parent: unsampled, attributes: {} });
  expect(partsOfTraceparent(span.traceparent)).toMatchObject({
    traceId: partsOfTraceparent(given)?.traceId,
    flags: 0,
  });
  span.end();
  await tracing.close();
  expect(collector.spans).toEqual([]);
});

test('of the traces that begin here so many are told as is wanted', async () => {
  const tracing = open({ OTEL_TRACES_SAMPLER_ARG: '0' });
  tracing.begin({ name: 'x', kind: 'server', parent: undefined, attributes: {} }).end();
  tracing.begin({ name: 'y', kind: 'job', parent: given, attributes: {} }).end();
  await tracing.close();
  expect(collector.spans).toMatchObject([{ name: 'y' }]);
});

test('a collector that refuses is told once and counted; spans go on when it takes them again', async () => {
  const tracing = open();
  const begin = () => tracing.begin({ name: 'x', kind: 'job', parent: given, attributes: {} });
  collector.answers = 400;
  begin().end();
  await eventually(async () => (await counted('failed')) === 1);
  collector.answers = 200;
  begin().end();
  await eventually(async () => (await counted('exported')) === 1);
  expect(collector.spans).toHaveLength(1);
});

test('of what a collector that is away is to be told so much is kept, and the rest dropped and counted', async () => {
  const tracing = open();
  collector.stop();
  for (let n = 0; n < 5_000; n += 1) {
    tracing.begin({ name: 'x', kind: 'job', parent: given, attributes: {} }).end();
  }
  expect(await counted('dropped')).toBe(5_000 - 4_096);
});
