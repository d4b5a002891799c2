/**
 * `make bench-zeebe-bridge`: bulks through the bridge into a real Kafka, against services that parse `_bulk` and answer,
 * in turns. Only the ratio means something: machines and their noise differ.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { bulkOf } from '../kit/parts/exporter';
import { startKafka } from '../kit/stack/kafka';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { closedLoop } from './closed-loop';
import { usageOf } from './process-usage';

const rounds = Number(process.env['ROUNDS'] ?? 5);
const bulks = Number(process.env['BULKS'] ?? 120);
/** As many as an exporter sends as it comes. */
const bulkSize = 1_000;
/** Each sends its next bulk when the one before was taken, as exporters do. */
const partitions = 3;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const agent = new Agent({ keepAlive: true });

/** As long as a record of the engine comes out on average. */
function makeBulk(partitionId: number): Buffer {
  const value = { bpmnProcessId: 'payer-transfer', elementId: 'x'.repeat(600) };
  return bulkOf(
    Array.from({ length: bulkSize }, (_, position) => ({
      ...{ partitionId, position, value },
      type: 'process-instance',
    })),
  );
}

async function send(port: number, body: Buffer): Promise<void> {
  const request = httpRequest({ port, agent, method: 'POST', path: '/_bulk' });
  request.end(body);
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  await once(response as never, 'end');
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
}

interface Contestant {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly perSecond: number[];
  /** Of its own process: what else the machine is busy with does not count, nor does Kafka. */
  readonly cpuUs: number[];
}

async function startContestant(name: string, args: readonly string[]): Promise<Contestant> {
  const child = fork(join(__dirname, 'bridge-server.ts'), args, {
    execArgv: ['--require', 'tsx/cjs'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { name, child, port, perSecond: [], cpuUs: [] };
}

async function main(): Promise<void> {
  stopOnSignals(say);
  mkdirSync(runDirectory(), { recursive: true });
  const kafka = await startKafka({ logFile: join(runDirectory(), 'bench-kafka.log'), say });
  const contestants = await Promise.all([
    startContestant('parses actions, answers', ['bare']),
    startContestant('parses actions and documents, answers', ['bare-documents']),
    startContestant('bridge, acknowledged by Kafka', ['bridge', kafka.brokers]),
  ]);
  try {
    const bodies = Array.from({ length: partitions }, (_, at) => makeBulk(at + 1));
    say(`${bulks} bulks of ${bulkSize} records, ${bodies[0]?.length} bytes each, ${rounds} rounds`);
    for (let round = -1; round < rounds; round += 1) {
      for (const one of round % 2 === 0 ? contestants : [...contestants].reverse()) {
        const measured = await run(one, bodies);
        // The first round warms up.
        if (round < 0) continue;
        one.perSecond.push(measured.perSecond);
        one.cpuUs.push(measured.cpuUs);
      }
    }
    report(contestants);
  } finally {
    for (const { child } of contestants) child.kill();
    agent.destroy();
    await kafka.stop();
  }
}

async function run({ child, port }: Contestant, bodies: readonly Buffer[]) {
  const perPartition = Math.ceil(bulks / partitions);
  const cpuMs = () => usageOf(child.pid ?? 0).cpuMs;
  const [started, cpuBefore] = [performance.now(), cpuMs()];
  await Promise.all(bodies.map((body) => closedLoop(perPartition, 1, () => send(port, body))));
  const seconds = (performance.now() - started) / 1_000;
  const records = perPartition * partitions * bulkSize;
  return { perSecond: records / seconds, cpuUs: ((cpuMs() - cpuBefore) * 1_000) / records };
}

function report(contestants: readonly Contestant[]): void {
  const median = (values: readonly number[]): number =>
    [...values].sort((left, right) => left - right)[values.length >> 1] ?? 0;
  const bridge = contestants.at(-1);
  for (const { name, perSecond, cpuUs } of contestants) {
    const ratio = median(bridge?.perSecond ?? []) / median(perSecond);
    const ofCpu = median(cpuUs) / median(bridge?.cpuUs ?? []);
    say(
      `${name.padEnd(40)}${median(perSecond).toFixed(0).padStart(9)} a second, ${median(cpuUs).toFixed(1).padStart(5)} us of CPU each` +
        `   bridge to this: ${ratio.toFixed(2)}, by CPU ${ofCpu.toFixed(2)}`,
    );
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
