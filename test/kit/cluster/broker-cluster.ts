/** Zeebe as a shape's zeebe.yaml has it: so many brokers, each partition on as many of them, gateways before them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from '../stack/ports';
import { startZeebe, type Zeebe, type ZeebePorts } from '../stack/zeebe';
import { startOrNothing, type Stop } from '../stack/or-nothing';
import { startService } from './service';
import type { SiteEngine, SiteEngineOptions } from './site';
import { startZeebeGateway } from './zeebe-gateway';

export interface BrokerCluster extends SiteEngine {
  readonly brokers: readonly Zeebe[];
  /** How many partitions each broker leads. */
  leads(): Promise<readonly number[]>;
}

/** Starts all of it, or nothing. */
export function startBrokerCluster(options: SiteEngineOptions): Promise<BrokerCluster> {
  return startOrNothing((stops) => startParts(options, stops));
}

async function startParts(
  options: SiteEngineOptions,
  stops: Stop[],
): Promise<Omit<BrokerCluster, 'stop'>> {
  const {
    runDirectory,
    shape: { zeebe: engine, gateway },
  } = options;
  const ports = await portsOf(engine.brokers);
  const contactPoint = ports.map(({ internal }) => `127.0.0.1:${internal}`).join(',');
  // None is ready before most of them are there.
  const brokers = await Promise.all(
    ports.map((own, node) => startBroker(options, { own, node, contactPoint })),
  );
  stops.push(async () => {
    await Promise.all(brokers.map((one) => one.stop()));
  });
  const gateways = [];
  for (let number = 0; number < gateway.replicas; number += 1) {
    const folder = join(runDirectory, `gateway-${number}`);
    mkdirSync(folder, { recursive: true });
    const started = await startZeebeGateway({
      ...{ contactPoint, runDirectory: folder, launcher: [] },
      javaOptions: gateway.javaOptions,
    });
    stops.push(() => started.stop());
    gateways.push(started.address);
  }
  const service = await startService(gateways);
  stops.push(() => service.close());
  return {
    gatewayAddress: service.address,
    brokers,
    leads: () => Promise.all(brokers.map((one) => leadsOf(one))),
    kill: async () => {
      await Promise.all(brokers.map((one) => one.kill()));
    },
    restart: async () => {
      await Promise.all(brokers.map((one) => one.restart()));
    },
  };
}

async function portsOf(brokers: number): Promise<readonly ZeebePorts[]> {
  const all = await findFreePorts(5 * brokers);
  return Array.from({ length: brokers }, (_, node) => {
    const [gateway = 0, management = 0, command = 0, internal = 0, rest = 0] = all.slice(5 * node);
    return { gateway, management, command, internal, rest };
  });
}

function startBroker(
  { shape: { zeebe: engine }, environment, runDirectory }: SiteEngineOptions,
  at: { readonly own: ZeebePorts; readonly node: number; readonly contactPoint: string },
): Promise<Zeebe> {
  const { own, node, contactPoint } = at;
  return startZeebe({
    javaOptions: engine.javaOptions,
    partitions: engine.partitions,
    ports: own,
    environment: {
      ...environment,
      ZEEBE_BROKER_GATEWAY_ENABLE: 'false',
      ZEEBE_BROKER_CLUSTER_NODEID: String(node),
      ZEEBE_BROKER_CLUSTER_CLUSTERSIZE: String(engine.brokers),
      ZEEBE_BROKER_CLUSTER_REPLICATIONFACTOR: String(engine.replicationFactor),
      ZEEBE_BROKER_CLUSTER_INITIALCONTACTPOINTS: contactPoint,
    },
    dataDirectory: join(runDirectory, `zeebe-${node}`),
    logFile: join(runDirectory, `zeebe-${node}.log`),
  });
}

/** GET /actuator/partitions. @throws Error while it is away */
async function leadsOf({ managementAddress }: Zeebe): Promise<number> {
  const answer = await fetch(`${managementAddress}/actuator/partitions`);
  const partitions = (await answer.json()) as Readonly<Record<string, { readonly role: string }>>;
  return Object.values(partitions).filter(({ role }) => role === 'LEADER').length;
}
