/**
 * `make bench-operations`: PAYMENTS (1,000,000) of an operations' role with a real Kafka and a real Elasticsearch on this machine: how
 * long the ten common questions and a story take, what memory a report over all of them takes, and what the role costs idle.
 */
import { mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectElasticsearch } from '../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import { elasticsearchEnvironment } from '../../connectors/common/doors/elasticsearch/environment';
import { personSecret } from '../kit/engine-records/events';
import { silentLog } from '../kit/mojaloop';
import { tokenEnvironment } from '../kit/parts/described-api';
import { operationsToken } from '../kit/parts/operations';
import { startElasticsearch } from '../kit/stack/elasticsearch';
import { startHubProcess, type HubProcess } from '../kit/stack/hub';
import { startKafka } from '../kit/stack/kafka';
import { findFreePorts } from '../kit/stack/ports';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { questions } from './operations/questions';
import { fill } from './operations/filling';
import { tenant, type Replayed } from './operations/replayed-payments';
import { othersCpuMs, usageOf } from './process-usage';

const count = Number(process.env['PAYMENTS'] ?? 1_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 100);
const idleS = Number(process.env['IDLE_S'] ?? 60);
/** The payments stay in `.run/bench-operations`, and the next run asks about them. */
const keeps = (process.env['KEEP'] ?? '') !== '';

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

interface Api {
  readonly url: string;
  readonly token: () => Promise<string>;
}

/** A token lives for ten minutes, and a run for longer. */
function apiOf(url: string): Api {
  let made: { readonly token: Promise<string>; readonly atMs: number } | undefined;
  return {
    url,
    token: () => {
      if (made === undefined || made.atMs + 300_000 < performance.now()) {
        const token = operationsToken('amina', `${tenant}:viewer`);
        made = { token, atMs: performance.now() };
      }
      return made.token;
    },
  };
}

async function ask({ url, token }: Api, path: string, body?: object, accept = 'application/json') {
  const authorization = `Bearer ${await token()}`;
  const response = await fetch(`${url}/tenants/${tenant}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json', accept },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status !== 200)
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;
const percentile = (values: readonly number[], part: number) =>
  values.toSorted((left, right) => left - right)[Math.floor((values.length - 1) * part)] ?? 0;

function tell(name: string, tookMs: readonly number[], found?: number): void {
  const [p50, p99] = [percentile(tookMs, 0.5), percentile(tookMs, 0.99)];
  const rows = found === undefined ? '' : `  ${(found / tookMs.length).toFixed(1)} rows`;
  say(`  ${name.padEnd(58)}${p50.toFixed(1).padStart(8)}${p99.toFixed(1).padStart(9)}${rows}`);
}

/** In turns, one at a time: a person waits for one answer. */
async function askQuestions(api: Api, samples: readonly Replayed[]): Promise<void> {
  const took = new Map(questions.map(({ name }) => [name, [] as number[]]));
  const found = new Map<string, number>();
  const stories: number[] = [];
  // The first rounds warm up.
  for (let round = -5; round < rounds; round += 1) {
    // From all of the time: neighbours would be of one day.
    const sample = samples[((round + 5) * 389) % samples.length];
    if (sample === undefined) throw new Error('there is nothing to ask about');
    for (const { name, about } of questions) {
      let rows = 0;
      const ms = await timed(async () => {
        const answer = await ask(
          api,
          '/payments/search',
          about(sample.document, sample.payersNumber),
        );
        rows = ((await answer.json()) as { payments: unknown[] }).payments.length;
      });
      if (round < 0) continue;
      took.get(name)?.push(ms);
      found.set(name, (found.get(name) ?? 0) + rows);
    }
    const path = `/payments/${sample.document.transactionId}`;
    const ms = await timed(async () => (await ask(api, path)).text());
    if (round >= 0) stories.push(ms);
  }
  say(`${''.padEnd(60)}  p50 ms   p99 ms`);
  for (const { name } of questions) tell(name, took.get(name) ?? [], found.get(name));
  tell('all ten', [...took.values()].flat());
  tell('a story', stories);
}

/** How long it takes, and the most memory of the role meanwhile. */
async function stream(role: HubProcess, what: string, work: () => Promise<Response>) {
  const before = usageOf(role.pid);
  let mostMb = before.memoryMb;
  const watching = setInterval(() => (mostMb = Math.max(mostMb, usageOf(role.pid).memoryMb)), 100);
  const startedMs = performance.now();
  let bytes = 0;
  try {
    for await (const chunk of (await work()).body ?? []) bytes += (chunk as Uint8Array).length;
  } finally {
    clearInterval(watching);
  }
  const cpuS = (usageOf(role.pid).cpuMs - before.cpuMs) / 1_000;
  const memory = `${before.memoryMb.toFixed(0)} MB before, ${mostMb.toFixed(0)} MB at most`;
  say(
    `  ${what}: ${seconds(startedMs)}, ${(bytes / 1e6).toFixed(1)} MB; ${memory}, ${cpuS.toFixed(1)} s of CPU`,
  );
}

async function measure(api: Api, role: HubProcess, samples: readonly Replayed[]): Promise<void> {
  say(`questions, ${rounds} rounds`);
  await besideOthers(() => askQuestions(api, samples));
  await besideOthers(async () => {
    const before = usageOf(role.pid);
    await systemClock.sleep(idleS * 1_000);
    const { cpuMs, memoryMb } = usageOf(role.pid);
    const share = ((cpuMs - before.cpuMs) / (idleS * 1_000)) * 100;
    say(`idle for ${idleS} s: ${share.toFixed(2)} % of a core, ${memoryMb.toFixed(0)} MB`);
  });
  say('streams');
  await besideOthers(() => askForAll(api, role));
}

async function askForAll(api: Api, role: HubProcess): Promise<void> {
  const report = (path: string) => () => ask(api, `/reports/${path}`, undefined, 'text/csv');
  await stream(role, 'volumes by day and counterpart', report('volumes?by=day,counterpart'));
  await stream(role, 'time to settle', report('time-to-settle'));
  await stream(role, 'obligations', report('obligations'));
  await stream(role, 'all payments as CSV', () => ask(api, '/payments/search', {}, 'text/csv'));
}

/** Figures of a machine that does other things meanwhile are worth little: it says how much it did. */
async function besideOthers(work: () => Promise<void>): Promise<void> {
  const [startedMs, beforeMs] = [performance.now(), othersCpuMs()];
  await work();
  const cores = (othersCpuMs() - beforeMs) / (performance.now() - startedMs);
  const load = loadavg().map((one) => one.toFixed(1));
  say(
    `  meanwhile others took ${cores.toFixed(2)} of ${cpus().length} cores; load ${load.join(' ')}`,
  );
}

async function startRole(folder: string, stores: Readonly<Record<string, string>>) {
  const [port = 0, managementPort = 0] = await findFreePorts(2);
  const tenantsDirectory = join(folder, 'no-tenants');
  mkdirSync(tenantsDirectory, { recursive: true });
  const role = await startHubProcess(
    {
      code: process.env['CODE'] === 'source' ? 'source' : 'built',
      ...{ runDirectory: folder, tenantsDirectory, zeebeAddress: '127.0.0.1:1' },
    },
    {
      ...{ name: 'operations', roles: ['operations'], managementPort },
      environment: {
        ...tokenEnvironment('OPERATIONS'),
        ...stores,
        OPERATIONS_PORT: String(port),
        OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
        PAYMENT_EVENTS_PERSON_SECRET: personSecret,
      },
    },
  );
  return { role, url: `http://127.0.0.1:${port}` };
}

async function main(): Promise<void> {
  stopOnSignals(say);
  const folder = join(runDirectory(), 'bench-operations');
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'elasticsearch.log');
  const elasticsearch = await startElasticsearch({
    ...{ logFile, say, heapMb: 1_024 },
    ...(keeps && { dataDirectory: join(folder, 'elasticsearch') }),
  });
  const kafka = await startKafka({ logFile: join(folder, 'kafka.log'), say });
  const stores = { ELASTICSEARCH_URLS: elasticsearch.address, KAFKA_BROKERS: kafka.brokers };
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const settings = elasticsearchEnvironment.parse(stores);
  const door = connectElasticsearch(settings, { ...deps, metrics: new Registry() });
  try {
    const keptFile = keeps ? join(folder, 'filled.json') : undefined;
    const samples = await fill({ door, count, keptFile, say });
    const { role, url } = await startRole(folder, stores);
    try {
      await measure(apiOf(url), role, samples);
    } finally {
      await role.stop();
    }
  } finally {
    await door.close();
    await kafka.stop();
    await elasticsearch.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
