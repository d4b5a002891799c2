/**
 * The barebone shape of k8s/ on this machine, as plain processes: each told what Helm renders for it and what the shape's
 * files say of the engines, each under its own memory limit and in a network of its own, between which the NetworkPolicies
 * are. DFSPs' Fineracts and the switch are simulators.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { podsOf, type Pods } from '../chart/pods';
import { render, type Manifest } from '../chart/render';
import { createAuthority, type Authority } from '../certificates';
import type { DfspName } from '../stack/dfsps';
import { startElasticsearch } from '../stack/elasticsearch';
import { startKafka } from '../stack/kafka';
import type { Stop } from '../stack/or-nothing';
import { projectRoot } from '../stack/scripts';
import type { TenantSections } from '../stack/tenant-files';
import type { Say } from '../stack/toolbox/distribution';
import { startZeebe } from '../stack/zeebe';
import { placesIn, policiesOf } from './barebone-places';
import { enginePorts } from './engine-ports';
import { guard, type GuardedNode } from './guarded-node';
import { limitMemory, type MemoryLimit, type MemoryUse } from './memory-limit';
import { madeByHand, type Outside, type TokenIssuers } from './made-by-hand';
import { componentOf, runHubJob, startHubPod, type HubPod } from './hub-pod';
import { startOutside } from './outside';
import type { PodNetwork } from './pod-network';
import type { ClusterObjects } from './pod-process';
import { startService } from './service';
import { readShape, type JavaShare, type Shape } from './shape';
import { startTlsFront } from './tls-front/start';
import { startZeebeGateway } from './zeebe-gateway';

export interface BareboneOptions {
  /** Gets logs and data; what it holds is removed. */
  readonly runDirectory: string;
  /** Where `connectors/main.js` of a build lies. */
  readonly hubBuild: string;
  readonly helm: string;
  readonly tenantSections: TenantSections;
  /** Its pods come into being here; it is not removed. */
  readonly network: PodNetwork;
  readonly say?: Say;
}

export interface Barebone extends GuardedNode, Outside {
  /** By way of the ingress controller, as the switch's callbacks come. */
  readonly channelAddress: string;
  /** Behind the door with TLS, for the node alone: what `kubectl port-forward` is in a cluster. */
  readonly elasticsearchAddress: string;
  token(tenant: DfspName): Promise<string>;
  /** What each container uses now, beside what it may. */
  memory(): readonly ContainerMemory[];
  /** Of what does not run here. */
  readonly operatorsMb: number;
  /** Where /livez, /readyz and /metrics of the hub's processes are, by name. */
  readonly management: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface ContainerMemory extends MemoryUse {
  readonly name: string;
  readonly limitMb: number;
}

/** @throws Error where memory cannot be limited, or something does not start; then nothing is left running */
export async function startBarebone(options: BareboneOptions): Promise<Barebone> {
  rmSync(options.runDirectory, { recursive: true, force: true });
  mkdirSync(options.runDirectory, { recursive: true });
  const starting = new Starting(options);
  try {
    return await starting.everything();
  } catch (error) {
    await starting.undo();
    throw error;
  }
}

/** @param values over the shape's own */
export const renderBarebone = (helm: string, values: object = {}): readonly Manifest[] =>
  render(helm, { files: [join(projectRoot, 'k8s/barebone/payment-hub.yaml')], values });

class Starting {
  private readonly undos: Stop[] = [];
  private readonly limits: { name: string; limitMb: number; limit: MemoryLimit }[] = [];
  private readonly shape: Shape = readShape('barebone');
  private readonly say: Say;

  constructor(private readonly options: BareboneOptions) {
    this.say = options.say ?? (() => undefined);
  }

  async everything(): Promise<Barebone> {
    const manifests = renderBarebone(this.options.helm);
    const pods = podsOf(manifests);
    const deployments = pods.filter(({ kind }) => kind === 'Deployment');
    const { network, runDirectory } = this.options;
    const node = guard(network, placesIn(manifests, network), policiesOf(manifests));
    const ingress = await this.ingress();
    this.say('starting Kafka, Elasticsearch, Zeebe and its gateway, a switch and two Fineracts');
    const authority = await createAuthority('Elasticsearch of a test');
    const [kafka, elasticsearch, engine, outside] = await allOrNothing([
      this.kafka(),
      this.elasticsearch(authority),
      this.engine(),
      startOutside(
        { runDirectory, callbackUrl: ingress.mojaloop, world: network.outside },
        this.undos,
      ),
    ]);
    const services = {
      'hub-kafka-bootstrap:9092': kafka,
      'hub-es-http:9200': elasticsearch.secure,
      'zeebe-zeebe-gateway:26500': engine,
    };
    const { objects, issuers } = this.objects(authority, outside);
    this.say('starting the hub: what pays, what operators work with, and hub deploy');
    await allOrNothing(deployments.map((one) => this.hub(one, services, objects)));
    await this.deploy(pods, services, objects);
    return {
      channelAddress: ingress.channel,
      elasticsearchAddress: elasticsearch.plain,
      ...outside,
      ...node,
      token: (tenant) => issuers[tenant].sign(86_400),
      memory: () =>
        this.limits.map(({ name, limitMb, limit }) => ({ name, limitMb, ...limit.read() })),
      operatorsMb: this.shape.operatorsMb,
      management: Object.fromEntries(
        deployments.map((one) => [
          componentOf(one),
          `http://${this.hostOf(componentOf(one))}:5000`,
        ]),
      ),
      stop: () => this.undo(),
    };
  }

  /** The newest first: the hub before what it needs to end its work. */
  async undo(): Promise<void> {
    for (const one of this.undos.splice(0).reverse()) await one();
    for (const { limit } of this.limits.splice(0)) limit.remove();
  }

  private hostOf(pod: string): string {
    return this.options.network.pod(pod).address;
  }

  /** A proxy of TCP, which pods see as what is in the ingress controller's namespace. */
  private async ingress(): Promise<{ channel: string; mojaloop: string }> {
    const { ingress } = this.options.network.outside;
    const urls = [5001, 5002].map(async (port) => {
      const service = await startService([`${this.hostOf('realtime')}:${port}`], { from: ingress });
      this.undos.push(() => service.close());
      return `http://${service.address}`;
    });
    const [channel = '', mojaloop = ''] = await Promise.all(urls);
    return { channel, mojaloop };
  }

  private limited(name: string, limitMb: number): readonly string[] {
    // A container that starts again is under the limit that it had.
    const known = this.limits.find((one) => one.name === name);
    const { launcher: intoNetwork } = this.options.network.pod(name);
    if (known !== undefined) return [...known.limit.launcher, ...intoNetwork];
    const limit = limitMemory(name, limitMb);
    this.limits.push({ name, limitMb, limit });
    return [...limit.launcher, ...intoNetwork];
  }

  private java(name: string, share: JavaShare) {
    const launcher = this.limited(name, share.memoryLimitMb);
    return { javaOptions: share.javaOptions, launcher, host: this.hostOf(name) };
  }

  private async kafka(): Promise<string> {
    const { kafka } = this.shape;
    const started = await startKafka({
      ...this.java('kafka', kafka),
      ...{ settings: kafka.settings, ports: enginePorts.kafka },
      dataDirectory: join(this.options.runDirectory, 'kafka'),
      logFile: join(this.options.runDirectory, 'kafka.log'),
      say: this.say,
    });
    this.undos.push(() => started.stop());
    return started.brokers;
  }

  private async elasticsearch(authority: Authority): Promise<{ plain: string; secure: string }> {
    const ports = enginePorts.elasticsearch;
    const started = await startElasticsearch({
      ...this.java('elasticsearch', this.shape.elasticsearch),
      ports,
      dataDirectory: join(this.options.runDirectory, 'elasticsearch'),
      logFile: join(this.options.runDirectory, 'elasticsearch.log'),
      settings: { 'node.store.allow_mmap': 'false' },
      say: this.say,
    });
    this.undos.push(() => started.stop());
    const { address: host, launcher } = this.options.network.pod('elasticsearch');
    const { runDirectory } = this.options;
    const front = await startTlsFront({
      ...{ authority, host, port: ports.secure, behind: ports.http, runDirectory, launcher },
    });
    this.undos.push(() => front.stop());
    return { plain: started.address, secure: `${host}:${ports.secure}` };
  }

  /** @returns the gateway's address */
  private async engine(): Promise<string> {
    const { zeebe, gateway } = this.shape;
    const realtime = this.hostOf('realtime');
    const broker = await startZeebe({
      ...this.java('zeebe', zeebe),
      ports: enginePorts.broker,
      partitions: zeebe.partitions,
      environment: {
        ...asCamundasChart,
        ...Object.fromEntries(
          Object.entries(zeebe.environment).map(([name, value]) => [
            name,
            value.replace(/\/\/hub-payment-hub-[a-z-]+:/, `//${realtime}:`),
          ]),
        ),
      },
      dataDirectory: join(this.options.runDirectory, 'zeebe'),
      logFile: join(this.options.runDirectory, 'zeebe.log'),
      say: this.say,
    });
    this.undos.push(() => broker.stop());
    const started = await startZeebeGateway({
      ...this.java('zeebe-gateway', gateway),
      ports: enginePorts.gateway,
      contactPoint: `${this.hostOf('zeebe')}:${enginePorts.broker.internal}`,
      runDirectory: this.options.runDirectory,
      say: this.say,
    });
    this.undos.push(() => started.stop());
    return started.address;
  }

  private objects(
    authority: Authority,
    outside: Outside,
  ): { objects: ClusterObjects; issuers: TokenIssuers } {
    const { objects, issuers } = madeByHand({
      folder: join(this.options.runDirectory, 'made-by-hand'),
      sections: this.options.tenantSections,
      outside,
    });
    const secrets = {
      ...objects.secrets,
      'hub-es-elastic-user': { elastic: 'a password of a test' },
      'hub-es-http-certs-public': { 'ca.crt': authority.certificate },
    };
    return { objects: { ...objects, secrets }, issuers };
  }

  private async hub(
    pods: Pods,
    services: HubPod['services'],
    objects: ClusterObjects,
  ): Promise<void> {
    const started = await startHubPod(this.pod(pods, services, objects));
    this.undos.push(() => started.stop(30_000));
  }

  private async deploy(
    all: readonly Pods[],
    services: HubPod['services'],
    objects: ClusterObjects,
  ): Promise<void> {
    for (const pods of all.filter(({ kind }) => kind === 'Job')) {
      await runHubJob(this.pod(pods, services, objects));
    }
  }

  private pod(pods: Pods, services: HubPod['services'], objects: ClusterObjects): HubPod {
    const { runDirectory, hubBuild } = this.options;
    const name = componentOf(pods);
    const launcher = (limitMb: number) => this.limited(name, limitMb);
    const address = this.hostOf(name);
    return { pods, name, runDirectory, hubBuild, objects, launcher, address, services };
  }
}

/** What that chart tells a broker unasked, and Zeebe's own sizes in the place of those of tests. */
const asCamundasChart = {
  ZEEBE_BROKER_GATEWAY_ENABLE: 'false',
  ZEEBE_BROKER_THREADS_CPUTHREADCOUNT: '3',
  ZEEBE_BROKER_THREADS_IOTHREADCOUNT: '3',
  ZEEBE_BROKER_DATA_LOGSEGMENTSIZE: '128MB',
};

/** Waits for all, so that what did start can be stopped when another did not. */
async function allOrNothing<Values extends readonly unknown[]>(starts: {
  readonly [Key in keyof Values]: Promise<Values[Key]>;
}): Promise<Values> {
  await Promise.allSettled(starts);
  return Promise.all(starts) as Promise<unknown> as Promise<Values>;
}
