import type { SwitchAddresses } from '../../kit/real/addresses';
import type { Ear } from '../../kit/real/ear';
import { startDearQuotes } from './dear-quotes';
import type { Door } from './door';
import { startHangingDoor, type HangingDoor } from './hanging-door';
import { startLateDoor, type LateDoor } from './late-door';
import { startValve, type Valve } from './valve';

/** What stands between the hub and the real parts, for the DFSPs that ask for it. */
export interface Doors {
  readonly valve: Valve;
  readonly lateDoor: LateDoor;
  readonly fineractDoor: HangingDoor;
  /** Before the app that hears outcomes. */
  readonly appDoor: HangingDoor;
  /** Before the hub's POST /quotes. */
  readonly dearQuotes: Door;
}

interface BehindThem {
  readonly host: string;
  readonly switch: SwitchAddresses;
  readonly fineractUrl: string;
  readonly ear: Ear;
  readonly hubUrl: string;
}

export async function openDoors(parts: BehindThem, stops: (() => Promise<void>)[]): Promise<Doors> {
  const kept = <One extends { close(): Promise<void> }>(one: One): One => {
    stops.push(() => one.close());
    return one;
  };
  const local = '127.0.0.1';
  return {
    valve: kept(await startValve(parts.switch.transfers)),
    lateDoor: kept(await startLateDoor(local, parts.switch.transfers)),
    fineractDoor: kept(await startHangingDoor(local, parts.fineractUrl)),
    appDoor: kept(await startHangingDoor(local, parts.ear.url)),
    // The switch calls it.
    dearQuotes: kept(await startDearQuotes(parts.host, parts.hubUrl)),
  };
}
