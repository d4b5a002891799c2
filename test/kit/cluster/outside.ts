/** Who is outside of a shape, in simulators: a switch, and the Fineracts of both DFSPs. */
import { mkdirSync } from 'node:fs';
import type { Stop } from '../stack/or-nothing';
import { findFreePorts } from '../stack/ports';
import { startFineract, startSwitch } from '../stack/simulators';
import type { Outside } from './made-by-hand';
import type { World } from './pod-network';

export interface OutsideOptions {
  readonly runDirectory: string;
  /** Where the switch brings what it has. */
  readonly callbackUrl: string;
  /** Where each of them is; on free ports of 127.0.0.1 by default. */
  readonly world?: World | undefined;
}

/** The one port by which policies let anybody out; what is spoken over it here is plain HTTP. */
const securePort = 443;

/** @param stops get how each is stopped that has started */
export async function startOutside(
  { runDirectory, callbackUrl, world }: OutsideOptions,
  stops: Stop[],
): Promise<Outside> {
  mkdirSync(runDirectory, { recursive: true });
  const ports = world === undefined ? await findFreePorts(3) : [];
  const [ofSwitch = securePort, ofLion = securePort, ofBuffalo = securePort] = ports;
  const started = await startSwitch(runDirectory, ofSwitch, callbackUrl, world?.switch);
  stops.push(() => started.process.stop());
  const lion = await startFineract(runDirectory, 'lion', ofLion, world?.lion);
  stops.push(() => lion.process.stop());
  const buffalo = await startFineract(runDirectory, 'buffalo', ofBuffalo, world?.buffalo);
  stops.push(() => buffalo.process.stop());
  return { switch: started, fineract: { lion, buffalo } };
}
