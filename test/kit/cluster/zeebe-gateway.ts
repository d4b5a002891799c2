import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from '../stack/ports';
import { startProcess, type ManagedProcess } from '../stack/processes';
import { ensureDistribution, type Say } from '../stack/toolbox/distribution';
import { findJava } from '../stack/toolbox/java';
import { zeebeDistribution } from '../stack/toolbox/zeebe';
import { javaOptions } from '../stack/zeebe';

interface GatewayPorts {
  readonly grpc: number;
  readonly management: number;
  /** Where brokers speak to it. */
  readonly internal: number;
  readonly rest: number;
}

export interface GatewayOptions {
  /** Where it listens; 127.0.0.1 by default. */
  readonly host?: string;
  /** Free ports by default. */
  readonly ports?: GatewayPorts;
  /** `127.0.0.1:26502`: where a broker speaks to others. */
  readonly contactPoint: string;
  readonly runDirectory: string;
  readonly javaOptions: readonly string[];
  readonly launcher: readonly string[];
  readonly say?: Say;
}

export interface ZeebeGateway extends ManagedProcess {
  /** `127.0.0.1:26500`: ZEEBE_ADDRESS */
  readonly address: string;
}

/** A gateway by itself, as Camunda's chart has it: the brokers beside it have none in them. */
export async function startZeebeGateway(options: GatewayOptions): Promise<ZeebeGateway> {
  const java = findJava();
  const home = await ensureDistribution(zeebeDistribution, options.say ?? (() => undefined));
  const { host = '127.0.0.1', ports = await findFreeGatewayPorts() } = options;
  const folder = join(options.runDirectory, 'zeebe-gateway');
  mkdirSync(folder, { recursive: true });
  const started = await startProcess({
    name: 'zeebe-gateway',
    command: java.command,
    args: [
      ...javaOptions(java, options.javaOptions),
      ...['-classpath', `${join(home, 'config')}:${join(home, 'lib')}/*`, '-Dapp.name=gateway'],
      ...[`-Dapp.home=${folder}`, `-Dbasedir=${folder}`],
      'io.camunda.zeebe.gateway.StandaloneGateway',
    ],
    launcher: options.launcher,
    environment: gatewaySettings(host, ports, options.contactPoint),
    workingDirectory: folder,
    logFile: join(options.runDirectory, 'zeebe-gateway.log'),
    readiness: { httpOk: `http://${host}:${ports.management}/actuator/health/readiness` },
    readyWithinMs: 300_000,
  });
  return { ...started, address: `${host}:${ports.grpc}` };
}

async function findFreeGatewayPorts(): Promise<GatewayPorts> {
  const [grpc = 0, management = 0, internal = 0, rest = 0] = await findFreePorts(4);
  return { grpc, management, internal, rest };
}

const gatewaySettings = (host: string, ports: GatewayPorts, contactPoint: string) => ({
  ZEEBE_GATEWAY_NETWORK_HOST: host,
  ZEEBE_GATEWAY_NETWORK_PORT: String(ports.grpc),
  ZEEBE_GATEWAY_CLUSTER_HOST: host,
  ZEEBE_GATEWAY_CLUSTER_PORT: String(ports.internal),
  ZEEBE_GATEWAY_CLUSTER_INITIALCONTACTPOINTS: contactPoint,
  SERVER_ADDRESS: host,
  SERVER_PORT: String(ports.rest),
  MANAGEMENT_SERVER_ADDRESS: host,
  MANAGEMENT_SERVER_PORT: String(ports.management),
});
