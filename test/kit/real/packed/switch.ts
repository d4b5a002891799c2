import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts, requireFreePorts } from '../../stack/ports';
import { startProcess } from '../../stack/processes';
import { currency } from '../../stack/dfsps';
import { cacheDirectory } from '../../stack/toolbox/cache';
import type { Say } from '../../stack/toolbox/distribution';
import type { SwitchAddresses } from '../addresses';
import type { Started } from './fineract';
import { keep, type Kept } from './keeper';

const portNames = [
  'ML_PORT',
  'CL_PORT',
  'QS_PORT',
  'QH_PORT',
  'ALS_PORT',
  'ALS_ADMIN_PORT',
  'TRS_PORT',
  'ORACLE_PORT',
  'DB_PORT',
] as const;
/** What a run leaves behind: it knows that run's ports. */
const remains = 'pid keys db kafka/data kafka/server.properties log conf';
/** So often the ledger looks for expired transfers, in place of every 15 s. */
const sweep = '*/5 * * * * *';

/** Those that tell DFSPs what has happened: ml-api-adapter, quoting-service's handlers, transaction-requests-service. */
export type SwitchService = 'ml' | 'qh' | 'trs';

/** The services that sign and check signatures: they read their settings when they start. */
const signingServices = ['ml', 'als', 'qs', 'qh'];

/** PEM: the switch's own key, and the public key of everyone who signs, the switch among them. */
export interface SwitchKeys {
  readonly privateKey: string;
  readonly publicKeys: Readonly<Record<string, string>>;
}

export interface PackedSwitch extends Started<SwitchAddresses> {
  /** From now on it signs and demands signatures. Ledgers and members stay. */
  sign(keys: SwitchKeys): Promise<void>;
  /** kill -9 */
  kill(service: SwitchService): void;
  /** Rows of its ledger's database, as texts. */
  askLedger(sql: string): readonly (readonly string[])[];
  /** Starts what does not run. */
  startAgain(): Promise<void>;
}

/** Builds the switch in the cache, once, and starts it with empty ledgers. */
export async function startPackedSwitch(
  folder: string,
  runDirectory: string,
  say: Say,
): Promise<PackedSwitch> {
  const target = join(cacheDirectory(), 'real-switch');
  await build(folder, target, say);
  const { urlOf, environment } = await choosePorts();
  say('starting the Mojaloop switch (about half a minute)');
  const kept = await keep({
    name: 'the Mojaloop switch',
    directory: target,
    start: `rm -rf ${remains} && ./run.sh start && node onboard.js ${currency}`,
    stop: './run.sh stop',
    environment: {
      ...environment,
      TIMEOUT_CRON: sweep,
      // Accounts of the switch itself, and its oracles; DFSPs are admitted one by one.
      FSPS: '[]',
      PARTIES: '[]',
      CL_URL: urlOf('CL_PORT'),
      ALS_URL: urlOf('ALS_PORT'),
      ALS_ADMIN_URL: urlOf('ALS_ADMIN_PORT'),
      ORACLE: urlOf('ORACLE_PORT'),
    },
    logFile: join(runDirectory, 'switch.log'),
    readyWithinMs: 600_000,
  });
  const addresses = {
    parties: urlOf('ALS_PORT'),
    quotes: urlOf('QS_PORT'),
    transfers: urlOf('ML_PORT'),
    transactionRequests: urlOf('TRS_PORT'),
    ledger: urlOf('CL_PORT'),
    oracle: urlOf('ORACLE_PORT'),
  };
  return { addresses, stop: () => kept.stop(), ...controlOf(target, kept) };
}

/** In bash, and as run.sh has it: whoever has died and is not buried yet is gone. */
const isThere = "isThere() { [ -r /proc/$1/status ] && ! grep -q '^State:.*Z' /proc/$1/status; };";

/** What may be done to the services while the switch runs. */
function controlOf(
  target: string,
  kept: Kept,
): Pick<PackedSwitch, 'sign' | 'kill' | 'askLedger' | 'startAgain'> {
  let settings = '';
  const killed = new Set<number>();
  const kill = (service: string) => {
    const pid = Number(readFileSync(join(target, 'pid', service), 'utf8'));
    process.kill(pid, 'SIGKILL');
    killed.add(pid);
  };
  // What was killed takes a moment to be gone, a long one on a busy machine: until then run.sh takes it for running.
  const startAgain = async () => {
    const gone = [...killed].map((pid) => `while isThere ${pid}; do sleep .1; done;`).join(' ');
    killed.clear();
    await kept.run(`${isThere} ${gone} ${settings} ./run.sh start`);
  };
  return {
    kill,
    startAgain,
    askLedger: (sql) => askLedger(target, sql),
    async sign({ privateKey, publicKeys }) {
      rmSync(join(target, 'keys'), { recursive: true, force: true });
      mkdirSync(join(target, 'keys/verify'), { recursive: true, mode: 0o700 });
      writeFileSync(join(target, 'keys/Hub.key'), privateKey, { mode: 0o600 });
      for (const [fspId, publicKey] of Object.entries(publicKeys)) {
        writeFileSync(join(target, 'keys/verify', `${fspId}.pem`), publicKey);
      }
      settings = 'SWITCH_CONF="$(sh gen-jws-conf.sh)"';
      signingServices.forEach(kill);
      await startAgain();
    },
  };
}

function askLedger(target: string, sql: string): readonly (readonly string[])[] {
  const socket = join(target, 'db/mysqld.sock');
  const options = ['--no-defaults', '-uroot', '-S', socket, '--batch', '--skip-column-names'];
  const out = execFileSync('mariadb', [...options, 'central_ledger', '-e', sql], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split('\t'));
}

async function build(folder: string, target: string, say: Say): Promise<void> {
  const done = join(target, '.built');
  if (existsSync(done)) return;
  say('building the Mojaloop switch (2 GB, 2 to 10 minutes, once)');
  // build.sh goes on where it was interrupted.
  cpSync(folder, target, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', target]);
  const { exited, logFile } = await startProcess({
    name: 'build of the switch',
    command: './build.sh',
    args: [],
    workingDirectory: target,
    logFile: join(target, 'build.log'),
    readiness: 'at-once',
    readyWithinMs: 0,
  });
  const { code } = await exited;
  if (code !== 0) throw new Error(`the Mojaloop switch could not be built: see ${logFile}`);
  writeFileSync(done, '');
}

async function choosePorts() {
  const [kafka = 0, ...free] = await findFreePorts(portNames.length + 1);
  // The controller listens on the port after Kafka's own.
  await requireFreePorts([
    { port: kafka + 1, use: 'Kafka controller', setting: 'nothing, try again' },
  ]);
  const ports = Object.fromEntries(
    portNames.map((name, index) => [name, String(free[index])]),
  ) as Record<(typeof portNames)[number], string>;
  return {
    urlOf: (name: keyof typeof ports) => `http://127.0.0.1:${ports[name]}`,
    environment: { ...ports, KAFKA_PORT: String(kafka) },
  };
}
