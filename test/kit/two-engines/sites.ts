/**
 * The two-engine shape as plain processes: two sites as Helm renders them, a Kafka for each, two DFSPs' Fineracts, and one
 * switch that brings whatever it has to the site that it is not for. Where there are networks, each site is a node of its own,
 * and between the two are the doors for engines alone.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../certificates';
import type { GuardedNode } from '../cluster/guarded-node';
import { madeByHand, type Outside } from '../cluster/made-by-hand';
import { startOutside } from '../cluster/outside';
import type { PodNetwork } from '../cluster/pod-network';
import type { ClusterObjects } from '../cluster/pod-process';
import { Site, startOneBroker } from '../cluster/site';
import { kafkaIn, type SiteNetwork } from '../cluster/site-places';
import type { DfspName } from '../stack/dfsps';
import { startKafka } from '../stack/kafka';
import { startOrNothing, type Stop } from '../stack/or-nothing';
import type { TenantSections } from '../stack/tenant-files';
import { startCarelessSwitch, type CarelessSwitch } from './careless-switch';
import { countedAt, engineNames, enginesYaml, type Drained, type EngineNumber } from './world';

export interface TwoSitesOptions {
  /** What it holds is removed. */
  readonly folder: string;
  readonly helm: string;
  /** Where `connectors/main.js` of a build lies: which both begin with, and which the second is upgraded to. */
  readonly builds: { readonly first: string; readonly upgraded: string };
  readonly tenantSections: TenantSections;
  /** CHANNEL_DEDUPE_WINDOW_S */
  readonly dedupeWindowS: number;
  /** Of each site, the second in the first one's world. Without them all is in this machine's own. */
  readonly networks?: readonly [PodNetwork, PodNetwork] | undefined;
}

export interface TwoSites extends Outside {
  /** Of each site, where it has a network. */
  readonly nodes: readonly GuardedNode[];
  readonly careless: CarelessSwitch;
  /** Of each site, by its number: what stands before its channels. */
  readonly channels: readonly [string, string];
  token(tenant: DfspName): Promise<string>;
  /** As a load balancer asks: whether a channel there is ready. */
  isReady(engine: EngineNumber): Promise<boolean>;
  /** Changes the ConfigMap that all look at every two seconds; none: both take what comes. */
  drain(drained?: Drained): void;
  /** Stops the second hub, brings the newer processes to its broker, and starts the newer code. */
  upgradeSecond(): Promise<void>;
  /** kill -9 of all its roles and of its broker. */
  kill(engine: EngineNumber): Promise<void>;
  restore(engine: EngineNumber): Promise<void>;
  /** Of all processes together, as far as they are there: `hub_stray_messages_total` and the like. */
  counted(series: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts all of it, or nothing. */
export function startTwoSites(options: TwoSitesOptions): Promise<TwoSites> {
  rmSync(options.folder, { recursive: true, force: true });
  return startOrNothing((stops) => startParts(options, stops));
}

async function startParts(
  options: TwoSitesOptions,
  stops: Stop[],
): Promise<Omit<TwoSites, 'stop'>> {
  let doors: readonly string[] = [];
  const careless = await startCarelessSwitch(() => doors, engineNames);
  stops.push(() => careless.close());
  const outside = await startOutside(
    {
      runDirectory: join(options.folder, 'outside'),
      callbackUrl: careless.url,
      world: options.networks?.[0].outside,
    },
    stops,
  );
  const { objects, issuers } = madeByHand({
    folder: join(options.folder, 'made-by-hand'),
    sections: options.tenantSections,
    outside,
  });
  const configMaps: Record<string, Record<string, string>> = { ...objects.configMaps };
  const secrets = { ...objects.secrets, 'engines-tls': await tlsOfEngines(options) };
  const prepare = (engine: EngineNumber) =>
    prepareSite(options, engine, { configMaps, secrets }, stops);
  const sites = [await prepare(0), await prepare(1)] as const;
  const servicesOf = (kind: 'mojaloop' | 'engines' | 'channel' | 'channelEngines') =>
    sites.map(({ services }) => services[kind].address);
  doors = servicesOf('mojaloop').map((address) => `http://${address}`);
  const addresses = { mojaloop: servicesOf('engines'), channel: servicesOf('channelEngines') };
  const enginesOf = (drained?: Drained) => enginesYaml(addresses, drained);
  configMaps['engines'] = { 'engines.yaml': enginesOf() };
  for (const site of sites) await site.startHub();
  const [first = '', second = ''] = servicesOf('channel').map((address) => `http://${address}`);
  const managements = sites.flatMap((site) => site.managements());
  return {
    ...{ ...outside, careless },
    nodes: sites.flatMap(({ node }) => node ?? []),
    channels: [first, second],
    token: (tenant) => issuers[tenant].sign(86_400),
    isReady: (engine) => isAnyReady(sites[engine].managements('channel')),
    drain: (drained) => {
      const text = enginesOf(drained);
      configMaps['engines'] = { 'engines.yaml': text };
      for (const site of sites) site.writeEngines(text);
    },
    upgradeSecond: () => sites[1].startHub(options.builds.upgraded),
    kill: (engine) => sites[engine].kill(),
    restore: (engine) => sites[engine].restore(),
    counted: (series) => countedAt(managements, series),
  };
}

async function prepareSite(
  options: TwoSitesOptions,
  engine: EngineNumber,
  objects: ClusterObjects,
  stops: Stop[],
): Promise<Site> {
  const { folder, helm, builds, dedupeWindowS } = options;
  const name = engineNames[engine];
  const network = networkOf(options, engine);
  const runDirectory = join(folder, name);
  mkdirSync(runDirectory, { recursive: true });
  const kafka = await startKafka({
    ...(network !== undefined && kafkaIn(network.pods)),
    dataDirectory: join(runDirectory, 'kafka'),
  });
  stops.push(() => kafka.stop());
  const site = await Site.prepare({
    ...{ name, number: engine, network, runDirectory, helm, objects },
    settings: { CHANNEL_DEDUPE_WINDOW_S: dedupeWindowS },
    hubBuild: builds.first,
    kafkaBrokers: kafka.brokers,
    startEngine: startOneBroker,
  });
  stops.push(() => site.stop());
  return site;
}

function networkOf({ networks }: TwoSitesOptions, engine: EngineNumber): SiteNetwork | undefined {
  if (networks === undefined) return undefined;
  const [first, second] = networks;
  const doors = {
    [engineNames[0]]: first.outside.engines,
    [engineNames[1]]: second.outside.engines,
  };
  return { pods: networks[engine], doors };
}

/** For the doors of both. */
async function tlsOfEngines({
  networks,
}: TwoSitesOptions): Promise<Readonly<Record<string, string>>> {
  const hosts = networks?.map(({ outside }) => outside.engines) ?? ['127.0.0.1'];
  const names = hosts.map((value) => ({ type: 'ip' as const, value }));
  const authority = await createAuthority('engines');
  const { certificate, key } = await authority.issue({ names });
  return { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority.certificate };
}

async function isAnyReady(managements: readonly string[]): Promise<boolean> {
  const answers = managements.map((address) =>
    fetch(`${address}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return (await Promise.all(answers)).includes(true);
}
