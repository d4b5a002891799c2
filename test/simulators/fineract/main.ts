/**
 * Runs one simulator as a process:
 *   tsx test/simulators/fineract/main.ts [--port 0] [--host 127.0.0.1] [--tenant lion] [--seed seed.json]
 * or by FINERACT_SIMULATOR_PORT, _HOST, _TENANT, _SEED. The seed file holds one tenant or a list of them.
 * Prints one line of JSON, {address, baseUrl}, when it listens. SIGTERM or SIGINT end it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startFineractSimulator } from './simulator';
import type { TenantSeed } from './control-client';

async function main(): Promise<void> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { port: string, host: string, tenant: string, seed: string },
  });
  const setting = (name: 'port' | 'host' | 'tenant' | 'seed'): string | undefined =>
    values[name] ?? process.env[`FINERACT_SIMULATOR_${name.toUpperCase()}`];
  const simulator = await startFineractSimulator({
    port: Number(setting('port') ?? 0),
    host: setting('host') ?? '127.0.0.1',
    seeds: readSeeds(setting('seed'), setting('tenant')),
  });
  console.log(JSON.stringify({ address: simulator.address, baseUrl: simulator.baseUrl }));
  const stop = (): void => {
    void simulator.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** `tenant` renames the seed's tenant, where there is one only. */
function readSeeds(file: string | undefined, tenant: string | undefined): readonly TenantSeed[] {
  const content: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const seeds = (Array.isArray(content) ? content : [content]) as readonly TenantSeed[];
  return tenant === undefined || seeds.length > 1
    ? seeds
    : seeds.map((seed) => ({ ...seed, tenant }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
