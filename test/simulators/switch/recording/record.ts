import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RealSwitch } from './real-switch';
import { toText, type Recording } from './recording';
import { scenarios } from './scenarios';
import { Lane, Session } from './session';

/**
 * Plays the scenarios against a real switch and writes what it did to ../recordings:
 *
 *   tsx test/simulators/switch/recording/record.ts [--only regex of scenario names] [--lanes n]
 *     [--parties url] [--quotes url] [--transfers url] [--transactionRequests url] [--ledger url] [file ...]
 *
 * The file `crashes` is recorded only when asked for, with --lanes 1 and --crash 'a shell command that kills
 * ml-api-adapter with -9, starts it again and ends when it is up'.
 *
 * The switch must have oracles for MSISDN, ALIAS, BUSINESS and ACCOUNT_ID and accounts of its own in TZS.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    parties: { type: 'string', default: 'http://127.0.0.1:4002' },
    quotes: { type: 'string', default: 'http://127.0.0.1:3002' },
    transfers: { type: 'string', default: 'http://127.0.0.1:3000' },
    transactionRequests: { type: 'string', default: 'http://127.0.0.1:4003' },
    ledger: { type: 'string', default: 'http://127.0.0.1:3001' },
    only: { type: 'string' },
    lanes: { type: 'string', default: '6' },
    crash: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const target = new RealSwitch(values, values.crash);
  const run = Date.now().toString(36);
  const names = Array.from({ length: Number(values.lanes) }, (_, index) => `${run}x${index}`);
  const lanes = names.map((name) => new Lane(target, name));
  for (const lane of lanes) {
    await lane.start();
    await lane.join();
  }
  const usual = Object.keys(scenarios).filter((file) => file !== 'crashes');
  const files = positionals.length > 0 ? positionals : usual;
  for (const file of files) await recordFile(file, lanes);
  await Promise.all(lanes.map((lane) => lane.stop()));
}

async function recordFile(file: string, lanes: readonly Lane[]): Promise<void> {
  const only = new RegExp(values.only ?? '');
  const todo = (scenarios[file] ?? []).filter(({ name }) => only.test(name));
  const recordings = values.only === undefined ? new Map<string, Recording>() : read(file);
  const left = [...todo];
  const work = lanes.map(async (lane) => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { name, run } = next;
      recordings.set(name, await Session.play(lane, name, run));
      process.stdout.write(`${file}: ${name} (${left.length} left)\n`);
    }
  });
  await Promise.all(work);
  const inOrder = (scenarios[file] ?? []).flatMap(({ name }) => recordings.get(name) ?? []);
  writeFileSync(pathOf(file), toText(inOrder));
}

function read(file: string): Map<string, Recording> {
  const text = readFileSync(pathOf(file), 'utf8');
  const recordings = JSON.parse(text) as readonly Recording[];
  return new Map(recordings.map((recording) => [recording.scenario, recording]));
}

function pathOf(file: string): string {
  return path.join(__dirname, '..', 'recordings', `${file}.json`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
