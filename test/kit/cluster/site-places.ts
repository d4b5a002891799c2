/** Who is in a node of a site of the full shape and around it, where, and which NetworkPolicies are between them. */
import { enginePlaces, hubPlaces, kafkaPlace } from '../chart/places';
import type { Policy } from '../chart/reach';
import type { Manifest } from '../chart/render';
import { enginePorts } from './engine-ports';
import { guard, policiesWith, type GuardedNode } from './guarded-node';
import type { PodNetwork } from './pod-network';
import {
  inPod,
  namespace,
  outsiders,
  portsAt,
  serverAt,
  stranger,
  withPorts,
  type Somebody,
} from './somebody';

export interface SiteNetwork {
  readonly pods: PodNetwork;
  /** By the names of all engines: where their doors for each other are. */
  readonly doors: Readonly<Record<string, string>>;
}

/** The channel is there twice. */
export const podNamesOf = (component: string): readonly string[] =>
  component === 'channel' ? [`${component}-0`, `${component}-1`] : [component];

/** Its listeners: the first with all pods of the site, without its TLS here; on the second nobody listens. */
const listeners = { tls: 9093, mirror: 9094 };

/** How Kafka is started there. */
export function kafkaIn(network: PodNetwork) {
  const { address: host, launcher } = network.pod('kafka');
  return { host, launcher, ports: { ...enginePorts.kafka, broker: listeners.tls } };
}

/** How a broker is: its gateway is in it, and by its address a pod of its own all the same. */
export function brokerIn(network: PodNetwork) {
  const { broker, gateway } = zeebeIn(network);
  const { address: host, launcher } = broker;
  return { host, launcher, gatewayHost: gateway.address, ports: enginePorts.broker };
}

const zeebeIn = (network: PodNetwork) => ({
  broker: network.pod('zeebe'),
  gateway: network.podWithin('zeebe', 'zeebe-gateway'),
});

/** @param manifests what Helm renders */
export const guardSite = (manifests: readonly Manifest[], network: SiteNetwork): GuardedNode =>
  guard(network.pods, placesIn(manifests, network), policiesOfSite(manifests));

/** @param manifests what Helm renders */
export const policiesOfSite = (manifests: readonly Manifest[]): readonly Policy[] =>
  policiesWith(manifests, ['full/site/kafka.yaml']);

function placesIn(
  manifests: readonly Manifest[],
  { pods, doors }: SiteNetwork,
): readonly Somebody[] {
  const { broker, gateway } = zeebeIn(pods);
  const [gatewayPlace, brokerPlace] = enginePlaces(namespace);
  const kafkaPorts = portsAt(...Object.values(listeners), enginePorts.kafka.controller);
  return [
    ...hubPlaces(manifests).flatMap((place) =>
      podNamesOf(place.name).map((name) => inPod(pods.pod(name), { ...place, name })),
    ),
    inPod(gateway, withPorts(gatewayPlace, enginePorts.gateway.rest)),
    inPod(broker, withPorts(brokerPlace, enginePorts.broker.rest)),
    inPod(pods.pod('kafka'), { ...kafkaPlace(namespace), ports: kafkaPorts }),
    stranger(pods),
    ...outsiders(pods),
    ...Object.entries(doors).map(([name, address]) =>
      serverAt(`doors of ${name}`, address, 5010, 5011),
    ),
  ];
}
