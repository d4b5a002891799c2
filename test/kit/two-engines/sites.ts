/**
 * The two-engine shape as plain processes: two sites as Helm renders them, a Kafka for each, two DFSPs' Fineracts, and one
 * switch that brings whatever it has to the site that it is not for.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../certificates';
import { madeByHand } from '../cluster/made-by-hand';
import type { ClusterObjects } from '../cluster/pod-process';
import { Site, startOneBroker } from '../cluster/site';
import type { DfspName } from '../stack/dfsps';
import { startKafka } from '../stack/kafka';
import { startOrNothing, type Stop } from '../stack/or-nothing';
import { findFreePorts } from '../stack/ports';
import {
  startFineract,
  startSwitch,
  type RunningFineract,
  type RunningSwitch,
} from '../stack/simulators';
import type { TenantSections } from '../stack/tenant-files';
import { startCarelessSwitch } from './careless-switch';
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
}

export interface TwoSites {
  /** Of each site, by its number: what stands before its channels. */
  readonly channels: readonly [string, string];
  readonly switch: RunningSwitch;
  readonly fineract: Readonly<Record<DfspName, RunningFineract>>;
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
  const outside = await startOutside(options.folder, careless.url, stops);
  const { objects, issuers } = madeByHand({
    folder: join(options.folder, 'made-by-hand'),
    sections: options.tenantSections,
    outside,
  });
  const configMaps: Record<string, Record<string, string>> = { ...objects.configMaps };
  const secrets = { ...objects.secrets, 'engines-tls': await tlsOfEngines() };
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
    ...outside,
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
  { folder, helm, builds, dedupeWindowS }: TwoSitesOptions,
  engine: EngineNumber,
  objects: ClusterObjects,
  stops: Stop[],
): Promise<Site> {
  const name = engineNames[engine];
  const runDirectory = join(folder, name);
  mkdirSync(runDirectory, { recursive: true });
  const kafka = await startKafka({ dataDirectory: join(runDirectory, 'kafka') });
  stops.push(() => kafka.stop());
  const site = await Site.prepare({
    ...{ name, number: engine, runDirectory, helm, objects },
    settings: { CHANNEL_DEDUPE_WINDOW_S: dedupeWindowS },
    hubBuild: builds.first,
    kafkaBrokers: kafka.brokers,
    startEngine: startOneBroker,
  });
  stops.push(() => site.stop());
  return site;
}

export async function startOutside(folder: string, callbackUrl: string, stops: Stop[]) {
  const runDirectory = join(folder, 'outside');
  mkdirSync(runDirectory, { recursive: true });
  const [ofSwitch = 0, ofLion = 0, ofBuffalo = 0] = await findFreePorts(3);
  const started = await startSwitch(runDirectory, ofSwitch, callbackUrl);
  stops.push(() => started.process.stop());
  const lion = await startFineract(runDirectory, 'lion', ofLion);
  stops.push(() => lion.process.stop());
  const buffalo = await startFineract(runDirectory, 'buffalo', ofBuffalo);
  stops.push(() => buffalo.process.stop());
  return { switch: started, fineract: { lion, buffalo } };
}

async function tlsOfEngines(): Promise<Readonly<Record<string, string>>> {
  const authority = await createAuthority('engines');
  const { certificate, key } = await authority.issue();
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
