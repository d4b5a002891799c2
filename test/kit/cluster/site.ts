/**
 * A site of the full shape on this machine, as plain processes: each told what Helm renders of k8s/full/site for it, the
 * channel in two; each in a network of its own, between which the NetworkPolicies are, where there is one for it. Left out are
 * Kafka's and FSPIOP's certificates.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { podsOf, type Pods } from '../chart/pods';
import { render, type Manifest } from '../chart/render';
import type { ManagedProcess } from '../stack/processes';
import { projectRoot } from '../stack/scripts';
import { startZeebe, type Zeebe } from '../stack/zeebe';
import type { GuardedNode } from './guarded-node';
import { componentOf, folderOf, runHubJob, startHubPod, type HubPod } from './hub-pod';
import type { ClusterObjects } from './pod-process';
import { startService, type Service } from './service';
import { readEngine, type Shape } from './shape';
import { brokerIn, guardSite, podNamesOf, type SiteNetwork } from './site-places';

/** What a site's payments run on. */
export interface SiteEngine {
  /** ZEEBE_ADDRESS. */
  readonly gatewayAddress: string;
  /** kill -9 of all of it. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface SiteEngineOptions {
  readonly runDirectory: string;
  readonly shape: Pick<Shape, 'zeebe' | 'gateway'>;
  /** Of the brokers, as the shape has it; its exporters write to where the roles of this site are. */
  readonly environment: Readonly<Record<string, string>>;
  readonly network?: SiteNetwork | undefined;
}

export interface SiteOptions {
  /** ENGINE_NAME. */
  readonly name: string;
  /** From 0 on: gives its pods addresses of their own, where they have no network. */
  readonly number: number;
  /** Its pods come into being here; it is not removed. Without it all are on addresses of this machine's loopback. */
  readonly network?: SiteNetwork | undefined;
  readonly runDirectory: string;
  readonly helm: string;
  readonly hubBuild: string;
  readonly startEngine: (options: SiteEngineOptions) => Promise<SiteEngine>;
  readonly kafkaBrokers: string;
  /** The only engine: without a file of engines. */
  readonly isAlone?: boolean;
  /** Of all its roles, in the place of the defaults. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly objects: ClusterObjects;
}

/** What another engine and an app reach it by; there before its pods are. */
export interface SiteServices {
  readonly channel: Service;
  readonly channelEngines: Service;
  readonly engines: Service;
  readonly mojaloop: Service;
}

/** @param values over the shape's own, and over what a site here is told */
export const renderSite = (
  { helm, name, isAlone, settings }: Pick<SiteOptions, 'helm' | 'name' | 'isAlone' | 'settings'>,
  values: object = {},
): readonly Manifest[] =>
  render(helm, {
    files: [join(projectRoot, 'k8s/full/site/payment-hub.yaml')],
    values: {
      engine: { names: [name] },
      kafka: { tls: { enabled: false }, sasl: { username: '' } },
      roles: { mojaloop: { serverTls: '' } },
      gateway: { tlsParents: [] },
      ...(isAlone === true && { engines: { configMap: '', tlsSecret: '' } }),
      settings,
      ...values,
    },
  });

type Placed = Pick<HubPod, 'pods' | 'name' | 'address' | 'launcher'>;

export class Site {
  private readonly processes: ManagedProcess[] = [];
  private build = '';

  private constructor(
    private readonly options: SiteOptions,
    /** Where it has a network. */
    readonly node: GuardedNode | undefined,
    readonly services: SiteServices,
    private readonly roles: readonly HubPod[],
    private readonly deploy: HubPod,
    private readonly engine: SiteEngine,
  ) {}

  /** Its engine and the addresses of its services; the hub begins with `startHub`. */
  static async prepare(options: SiteOptions): Promise<Site> {
    const { network } = options;
    const manifests = renderSite(options);
    const node = network && guardSite(manifests, network);
    const all = podsOf(manifests);
    const placed = placeAll(all, options);
    const engine = await startEngine(options, placed);
    const services = await startServices(placed, network);
    const common = {
      ...{ runDirectory: options.runDirectory, objects: options.objects },
      hubBuild: options.hubBuild,
      services: {
        'hub-kafka-bootstrap:9093': options.kafkaBrokers,
        'zeebe-zeebe-gateway:26500': engine.gatewayAddress,
      },
    };
    const roles = placed.map((one) => ({ ...one, ...common }));
    const [job] = all.filter(({ kind }) => kind === 'Job');
    if (job === undefined) throw new Error('there is no Job of hub deploy');
    const deploy = { ...placeOf(job, 'deploy', options, 200), ...common };
    return new Site(options, node, services, roles, deploy, engine);
  }

  /** Deploys its processes, too. @param build of another one than before */
  async startHub(build = this.options.hubBuild): Promise<void> {
    await this.stopHub();
    await this.startRoles(build, [runHubJob({ ...this.deploy, hubBuild: build })]);
  }

  /** Whatever has started is there to be stopped when another has not. */
  private async startRoles(hubBuild: string, beside: readonly Promise<void>[] = []): Promise<void> {
    const starting = this.roles.map(async (pod) => {
      this.processes.push(await startHubPod({ ...pod, hubBuild }));
    });
    const all = [...beside, ...starting];
    await Promise.allSettled(all);
    await Promise.all(all);
    this.build = hubBuild;
  }

  async stopHub(): Promise<void> {
    await Promise.all(this.processes.splice(0).map((one) => one.stop(30_000)));
  }

  /** kill -9 of all roles and of the engine. */
  async kill(): Promise<void> {
    await Promise.all([...this.processes.splice(0).map((one) => one.kill()), this.engine.kill()]);
  }

  async restore(): Promise<void> {
    await this.engine.restart();
    // Its processes are deployed already.
    await this.startRoles(this.build);
  }

  /** /readyz and /metrics of each. */
  managements(component?: string): readonly string[] {
    return this.roles
      .filter(({ pods }) => component === undefined || componentOf(pods) === component)
      .map(({ address }) => `http://${address}:5000`);
  }

  /** The ConfigMap `engines`, in each pod that has it, now and after a restart. */
  writeEngines(text: string): void {
    for (const pod of this.roles) {
      if (!['channel', 'mojaloop'].includes(componentOf(pod.pods))) continue;
      writeFileSync(join(folderOf(pod), 'etc/payment-hub/engines/engines.yaml'), text);
    }
  }

  async stop(): Promise<void> {
    await this.stopHub();
    await this.engine.stop();
    const { channel, channelEngines, engines, mojaloop } = this.services;
    const services = [channel, channelEngines, engines, mojaloop];
    await Promise.all(services.map((one) => one.close()));
  }
}

/** Each pod of each role, with an address of its own. */
function placeAll(all: readonly Pods[], options: SiteOptions): readonly Placed[] {
  return all
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap((pods) => podNamesOf(componentOf(pods)).map((name) => ({ pods, name })))
    .map(({ pods, name }, index) => placeOf(pods, name, options, index));
}

/** @param index of its address on the loopback */
function placeOf(
  pods: Pods,
  name: string,
  { number, network }: SiteOptions,
  index: number,
): Placed {
  if (network === undefined) {
    return { pods, name, address: `127.${60 + number}.${process.pid % 250}.${index + 2}` };
  }
  const { address, launcher } = network.pods.pod(name);
  return { pods, name, address, launcher: () => launcher };
}

async function startServices(
  placed: readonly Placed[],
  network: SiteNetwork | undefined,
): Promise<SiteServices> {
  const outside = network?.pods.outside;
  const from = outside?.ingress;
  const to = (component: string, port: number) =>
    placed
      .filter(({ pods }) => componentOf(pods) === component)
      .map(({ address }) => `${address}:${port}`);
  const door = (port: number) =>
    outside === undefined ? {} : { host: outside.engines, port, from: outside.engines };
  const [channel, channelEngines, engines, mojaloop] = await Promise.all([
    startService(to('channel', 5001), { from }),
    startService(to('channel', 5011), door(5011)),
    startService(to('mojaloop', 5010), door(5010)),
    startService(to('mojaloop', 5002), { from }),
  ]);
  return { channel, channelEngines, engines, mojaloop };
}

function startEngine(
  { runDirectory, network, startEngine: start }: SiteOptions,
  placed: readonly Placed[],
): Promise<SiteEngine> {
  const addressOfRole = (component: string) =>
    placed.find(({ pods }) => componentOf(pods) === component)?.address ?? '';
  const shape = readEngine('full/site');
  const environment = Object.entries(shape.zeebe.environment).map(([name, value]) => [
    name,
    value.replace(/hub-payment-hub-([a-z-]+)/, (_, component: string) => addressOfRole(component)),
  ]);
  return start({
    ...{ runDirectory, shape, network },
    environment: Object.fromEntries(environment) as Record<string, string>,
  });
}

/** In the place of its brokers and gateways, where the machine is small: one broker of as many partitions, and its own gateway. */
export function startOneBroker(options: SiteEngineOptions): Promise<Zeebe> {
  const { runDirectory, shape, environment, network } = options;
  return startZeebe({
    ...(network !== undefined && brokerIn(network.pods)),
    ...{ environment, javaOptions: shape.zeebe.javaOptions, partitions: shape.zeebe.partitions },
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
  });
}
