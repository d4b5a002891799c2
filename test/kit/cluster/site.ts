/**
 * A site of the full shape on this machine, as plain processes: each told what Helm renders of k8s/full/site for it, the
 * channel in two. Left out are Kafka's and FSPIOP's certificates.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { podsOf, type Pods } from '../chart/pods';
import { render } from '../chart/render';
import type { ManagedProcess } from '../stack/processes';
import { projectRoot } from '../stack/scripts';
import { startZeebe, type Zeebe } from '../stack/zeebe';
import { componentOf, folderOf, runHubJob, startHubPod, type HubPod } from './hub-pod';
import type { ClusterObjects } from './pod-process';
import { startService, type Service } from './service';
import { readEngine, type Shape } from './shape';

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
}

export interface SiteOptions {
  /** ENGINE_NAME. */
  readonly name: string;
  /** From 0 on: gives its pods addresses of their own. */
  readonly number: number;
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

const replicasOf = (component: string): number => (component === 'channel' ? 2 : 1);
const addressOf = (site: number, index: number): string =>
  `127.${60 + site}.${process.pid % 250}.${index + 2}`;

export class Site {
  private readonly processes: ManagedProcess[] = [];
  private build = '';

  private constructor(
    private readonly options: SiteOptions,
    readonly services: SiteServices,
    private readonly roles: readonly HubPod[],
    private readonly deploy: HubPod,
    private readonly engine: SiteEngine,
  ) {}

  /** Its engine and the addresses of its services; the hub begins with `startHub`. */
  static async prepare(options: SiteOptions): Promise<Site> {
    const all = podsOf(
      render(options.helm, {
        files: [join(projectRoot, 'k8s/full/site/payment-hub.yaml')],
        values: {
          engine: { names: [options.name] },
          kafka: { tls: { enabled: false }, sasl: { username: '' } },
          roles: { mojaloop: { serverTls: '' } },
          gateway: { tlsParents: [] },
          ...(options.isAlone === true && { engines: { configMap: '', tlsSecret: '' } }),
          settings: options.settings,
        },
      }),
    );
    const placed = placeOf(all, options.number);
    const at = (component: string, port: number) =>
      placed
        .filter(({ pods }) => componentOf(pods) === component)
        .map(({ address }) => `${address}:${port}`);
    const engine = await startEngine(options, placed);
    const [channel, channelEngines, engines, mojaloop] = await Promise.all([
      startService(at('channel', 5001)),
      startService(at('channel', 5011)),
      startService(at('mojaloop', 5010)),
      startService(at('mojaloop', 5002)),
    ]);
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
    const address = addressOf(options.number, 200);
    const deploy = { pods: job, name: 'deploy', address, ...common };
    return new Site(options, { channel, channelEngines, engines, mojaloop }, roles, deploy, engine);
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
function placeOf(all: readonly Pods[], site: number) {
  const roles = all.filter(({ kind }) => kind === 'Deployment');
  return roles
    .flatMap((pods) =>
      Array.from({ length: replicasOf(componentOf(pods)) }, (_, n) => ({ pods, n })),
    )
    .map(({ pods, n }, index) => {
      const component = componentOf(pods);
      const name = replicasOf(component) === 1 ? component : `${component}-${n}`;
      return { pods, name, address: addressOf(site, index) };
    });
}

function startEngine(
  { runDirectory, startEngine: start }: SiteOptions,
  placed: readonly { readonly pods: Pods; readonly address: string }[],
): Promise<SiteEngine> {
  const addressOfRole = (component: string) =>
    placed.find(({ pods }) => componentOf(pods) === component)?.address ?? '';
  const shape = readEngine('full/site');
  const environment = Object.entries(shape.zeebe.environment).map(([name, value]) => [
    name,
    value.replace(/hub-payment-hub-([a-z-]+)/, (_, component: string) => addressOfRole(component)),
  ]);
  return start({
    ...{ runDirectory, shape },
    environment: Object.fromEntries(environment) as Record<string, string>,
  });
}

/** In the place of its brokers and gateways, where the machine is small: one broker of as many partitions, and its own gateway. */
export function startOneBroker(options: SiteEngineOptions): Promise<Zeebe> {
  const { runDirectory, shape, environment } = options;
  return startZeebe({
    ...{ environment, javaOptions: shape.zeebe.javaOptions, partitions: shape.zeebe.partitions },
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
  });
}
