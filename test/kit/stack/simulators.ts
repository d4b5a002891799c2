import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fineractControl, type FineractControl } from '../../simulators/fineract/control-client';
import { SwitchSimulatorClient } from '../../simulators/switch/client';
import { currency, customers, dfspNames, fineractSeed, type DfspName } from './dfsps';
import type { ManagedProcess } from './processes';
import { startScript } from './scripts';

export interface RunningFineract {
  readonly process: ManagedProcess;
  /** Without `/fineract-provider`. */
  readonly address: string;
  readonly control: FineractControl;
}

export interface RunningSwitch {
  readonly process: ManagedProcess;
  readonly url: string;
  readonly client: SwitchSimulatorClient;
}

/** The Fineract of one DFSP, with its customers' accounts. */
export async function startFineract(
  runDirectory: string,
  name: DfspName,
  port: number,
  host = '127.0.0.1',
): Promise<RunningFineract> {
  const seedFile = join(runDirectory, `${name}-seed.json`);
  writeFileSync(seedFile, JSON.stringify(fineractSeed(name), null, 2));
  const process = await startScript({
    name: `fineract-${name}`,
    script: 'test/simulators/fineract/main.ts',
    args: ['--port', String(port), '--host', host, '--tenant', name, '--seed', seedFile],
    runDirectory,
    readiness: 'first-json-line',
  });
  const { address } = z.object({ address: z.string() }).parse(process.firstJson);
  return { process, address, control: fineractControl(address) };
}

/** A switch that knows both DFSPs, which the hub serves at `callbackUrl`, and their customers. */
export async function startSwitch(
  runDirectory: string,
  port: number,
  callbackUrl: string,
  host = '127.0.0.1',
): Promise<RunningSwitch> {
  const process = await startScript({
    name: 'switch',
    script: 'test/simulators/switch/main.ts',
    args: ['--port', String(port), '--host', host],
    runDirectory,
    readiness: 'first-json-line',
  });
  const { url } = z.object({ url: z.string() }).parse(process.firstJson);
  const client = new SwitchSimulatorClient(url);
  await onboard(client, callbackUrl);
  return { process, url, client };
}

async function onboard(client: SwitchSimulatorClient, callbackUrl: string): Promise<void> {
  for (const fspId of dfspNames) {
    await client.addFsp({ fspId, callbackUrl, currency });
    for (const { msisdn } of customers[fspId]) {
      await client.addParty({ partyIdType: 'MSISDN', partyIdentifier: msisdn, fspId });
    }
  }
}
