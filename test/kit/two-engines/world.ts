/** Two real brokers, a hub around each, and one switch that brings whatever it has to the engine that it is not for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, TlsFolder } from '../certificates';
import { deployProcesses, startHubProcess, type HubProcess, type HubSettings } from '../stack/hub';
import { startKafka } from '../stack/kafka';
import { startOrNothing, type Stop } from '../stack/or-nothing';
import { findFreePorts } from '../stack/ports';
import { startStack, type Stack } from '../stack/stack';
import { startZeebe, type Zeebe } from '../stack/zeebe';
import { startCarelessSwitch, type CarelessSwitch } from './careless-switch';

export const engineNames = ['dar-1', 'dodoma-1'] as const;
export type EngineNumber = 0 | 1;

/** `{ since: "2026-11-30T09:00:00Z", until: … }`, as it stands in the file of engines. */
export interface Drained {
  readonly engine: EngineNumber;
  readonly since: Date;
  readonly until?: Date;
}

export interface TwoEngines {
  /** With the first engine, the Fineracts and the switch. */
  readonly stack: Stack;
  readonly careless: CarelessSwitch;
  readonly zeebes: readonly [Zeebe, Zeebe];
  hub(engine: EngineNumber): HubProcess;
  /** Of each, by its number. */
  readonly channels: readonly [string, string];
  /** Writes the file that both look at every two seconds; none: both take what comes. */
  drain(drained?: Drained): void;
  /** Of both hubs together, as far as they are there: `hub_handed_on_total{engine="dar-1",outcome="taken"}` and the like. */
  counted(series: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts all of it, or nothing. */
export function startTwoEngines(folder: string): Promise<TwoEngines> {
  return startOrNothing((stops) => startParts(folder, stops));
}

async function startParts(folder: string, stops: Stop[]): Promise<Omit<TwoEngines, 'stop'>> {
  mkdirSync(folder, { recursive: true });
  const [door0 = 0, door1 = 0, channelDoor0 = 0, channelDoor1 = 0, ...own] = await findFreePorts(7);
  const doors = { mojaloop: [door0, door1], channel: [channelDoor0, channelDoor1] };
  const enginesFile = join(folder, 'engines.yaml');
  const addresses = {
    mojaloop: doors.mojaloop.map((port) => `127.0.0.1:${port}`),
    channel: doors.channel.map((port) => `127.0.0.1:${port}`),
  };
  const drain = (drained?: Drained): void => {
    writeFileSync(enginesFile, enginesYaml(addresses, drained));
  };
  drain();
  const authority = await createAuthority('engines');
  const tls = new TlsFolder({ pair: await authority.issue(), authority });
  stops.push(() => {
    tls.remove();
    return Promise.resolve();
  });
  const kafka = await startKafka();
  stops.push(() => kafka.stop());
  let mojaloops: readonly string[] = [];
  const careless = await startCarelessSwitch(() => mojaloops, engineNames);
  stops.push(() => careless.close());
  const environmentOf = (engine: EngineNumber) => ({
    ENGINE_NAME: engineNames[engine],
    ENGINES_PATH: enginesFile,
    ENGINES_TLS_DIRECTORY: tls.path,
    MOJALOOP_ENGINES_PORT: String(doors.mojaloop[engine]),
    CHANNEL_ENGINES_PORT: String(doors.channel[engine]),
    KAFKA_BROKERS: kafka.brokers,
    MESSAGE_JOURNAL: 'false',
  });
  const runDirectory = join(folder, 'first');
  const stack = await startStack({
    ...{ runDirectory, ports: 'free', hubEnvironment: environmentOf(0) },
    through: (peer, address) => (peer === 'hub' ? careless.url : address),
  });
  stops.push(() => stack.stop());
  const second = await startSecond(
    {
      code: 'source',
      runDirectory: join(folder, 'second'),
      tenantsDirectory: join(runDirectory, 'tenants'),
      environment: environmentOf(1),
    },
    own,
    stops,
  );
  const [first] = stack.hub;
  if (first === undefined) throw new Error('the first engine has no hub');
  mojaloops = [`http://127.0.0.1:${stack.ports.mojaloop}`, second.mojaloop];
  const managements = [first.managementAddress, second.managementAddress];
  return {
    ...{ stack, careless, drain },
    zeebes: [stack.zeebe, second.zeebe],
    hub: (engine) => (engine === 0 ? first : second.hub),
    channels: [stack.channelAddress, second.channel],
    counted: (series) => countedAt(managements, series),
  };
}

/** The same tenants, Fineracts and switch, and an engine of its own. */
async function startSecond(
  settings: Omit<HubSettings, 'zeebeAddress'>,
  [management = 0, channel = 0, mojaloop = 0]: readonly number[],
  stops: Stop[],
) {
  mkdirSync(settings.runDirectory, { recursive: true });
  const zeebe = await startZeebe({ logFile: join(settings.runDirectory, 'zeebe.log') });
  stops.push(() => zeebe.stop());
  const all = { ...settings, zeebeAddress: zeebe.gatewayAddress };
  await deployProcesses(all);
  const hub = await startHubProcess(all, {
    ...{ name: 'hub', roles: ['all'], managementPort: management },
    environment: { CHANNEL_PORT: String(channel), MOJALOOP_PORT: String(mojaloop) },
  });
  stops.push(() => hub.stop());
  return {
    ...{ zeebe, hub },
    managementAddress: hub.managementAddress,
    mojaloop: `http://127.0.0.1:${mojaloop}`,
    channel: `http://127.0.0.1:${channel}`,
  };
}

/** @param doors `127.0.0.1:40123` of each engine, for FSPIOP's messages and for apps' requests */
export function enginesYaml(
  doors: Readonly<Record<'mojaloop' | 'channel', readonly string[]>>,
  drained: Drained | undefined,
): string {
  const lines = engineNames.map((name, number) => {
    const addresses = `address: "https://${doors.mojaloop[number]}", channel: "https://${doors.channel[number]}"`;
    const drainedNow = drained?.engine === number ? `, drained: ${drainedText(drained)}` : '';
    return `  - { name: ${name}, number: ${number}, ${addresses}${drainedNow} }`;
  });
  return `engines:\n${lines.join('\n')}\n`;
}

function drainedText({ since, until }: Drained): string {
  const end = until === undefined ? '' : `, until: "${until.toISOString()}"`;
  return `{ since: "${since.toISOString()}"${end} }`;
}

/** Of all processes together, as far as they are there. */
export async function countedAt(managements: readonly string[], series: string): Promise<number> {
  const texts = await Promise.all(
    managements.map((address) =>
      fetch(`${address}/metrics`).then(
        (answer) => answer.text(),
        () => '',
      ),
    ),
  );
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith(series))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)))
    .reduce((sum, one) => sum + one, 0);
}
