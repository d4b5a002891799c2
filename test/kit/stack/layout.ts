import { findFreePorts, requireFreePorts } from './ports';
import type { ZeebePorts } from './zeebe';

/** Every port of a stack, in the order in which they follow the base port. */
const uses = {
  management: 'hub: health and metrics',
  channel: 'hub: channel API',
  mojaloop: 'hub: FSPIOP API',
  mojaloopManagement: 'hub, role mojaloop: health and metrics',
  amsManagement: 'hub, role ams-fineract: health and metrics',
  feeRulesManagement: 'hub, role fee-rules: health and metrics',
  lion: 'Fineract simulator of lion',
  buffalo: 'Fineract simulator of buffalo',
  switch: 'switch simulator',
  zeebeGateway: 'Zeebe: gRPC',
  zeebeManagement: 'Zeebe: health and metrics',
  zeebeCommand: 'Zeebe: commands',
  zeebeInternal: 'Zeebe: between brokers',
  zeebeRest: 'Zeebe: REST API',
  incidents: 'hub: incidents that Zeebe tells of',
  decisionRelayManagement: 'hub, role decision-relay: health and metrics',
  bridge: 'hub: records that Zeebe tells of',
  auditManagement: 'hub, from Zeebe to Elasticsearch: health and metrics',
  operations: 'hub: operations API',
  kafka: 'Kafka',
  kafkaController: 'Kafka: its controller',
  elasticsearch: 'Elasticsearch: HTTP',
  elasticsearchTransport: 'Elasticsearch: between nodes',
  phones: 'what customers’ apps are told',
  issuer: 'who people are at the operators’ page',
  feesManagement: 'hub, fee rules and obligations: health and metrics',
  feeRulesAdministration: 'hub: API of fee rules',
  obligations: 'hub: API of obligations',
} as const;

type Use = keyof typeof uses;
export type StackPorts = Readonly<Record<Use, number>>;

/** `free`: any that nobody uses. A number: that port and those that follow it. */
export type PortChoice = 'free' | number;

/** @throws an Error that names every port that is taken. */
export async function choosePorts(choice: PortChoice): Promise<StackPorts> {
  const names = Object.keys(uses) as Use[];
  if (choice === 'free') {
    const ports = await findFreePorts(names.length);
    return portsByUse(names, (index) => ports[index] ?? 0);
  }
  const ports = portsByUse(names, (index) => choice + index);
  await requireFreePorts(
    names.map((name) => ({ port: ports[name], use: uses[name], setting: 'PORT_BASE' })),
  );
  return ports;
}

function portsByUse(names: readonly Use[], portAt: (index: number) => number): StackPorts {
  return Object.fromEntries(names.map((name, index) => [name, portAt(index)])) as StackPorts;
}

export function zeebePortsOf(ports: StackPorts): ZeebePorts {
  return {
    gateway: ports.zeebeGateway,
    management: ports.zeebeManagement,
    command: ports.zeebeCommand,
    internal: ports.zeebeInternal,
    rest: ports.zeebeRest,
  };
}
