import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts, requireFreePorts } from '../../../stack/ports';
import { startProcess } from '../../../stack/processes';
import { currency } from '../../../stack/dfsps';
import { cacheDirectory } from '../../../stack/toolbox/cache';
import type { Say } from '../../../stack/toolbox/distribution';
import type { SwitchAddresses } from '../addresses';
import type { Started } from './fineract';
import { keep } from './keeper';

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
/** So often the ledger looks for expired transfers, in place of every 15 s. */
const sweep = '*/5 * * * * *';

/** Builds the switch in the cache, once, and starts it with empty ledgers. */
export async function startPackedSwitch(
  folder: string,
  runDirectory: string,
  say: Say,
): Promise<Started<SwitchAddresses>> {
  const target = join(cacheDirectory(), 'real-switch');
  await build(folder, target, say);
  // What a run leaves behind knows that run's ports.
  for (const name of ['pid', 'db', 'kafka/data', 'kafka/server.properties', 'log', 'conf']) {
    rmSync(join(target, name), { recursive: true, force: true });
  }
  const { urlOf, environment } = await choosePorts();
  say('starting the Mojaloop switch (about half a minute)');
  const kept = await keep({
    name: 'the Mojaloop switch',
    directory: target,
    start: `./run.sh start && node onboard.js ${currency}`,
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
    ledger: urlOf('CL_PORT'),
    oracle: urlOf('ORACLE_PORT'),
  };
  return { addresses, stop: () => kept.stop() };
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
