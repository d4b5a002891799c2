/** Who is in a node of the barebone shape and around it, where, and which NetworkPolicies are between them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { elasticsearchPlace, enginePlaces, hubPlaces, kafkaPlace } from '../chart/places';
import { policiesIn, type Place, type Policy } from '../chart/reach';
import { manifestsIn, type Manifest } from '../chart/render';
import { projectRoot } from '../stack/scripts';
import type { Located } from './network-policies';
import type { NetworkOfPod, PodNetwork } from './pod-network';

/** The launcher leads to where somebody is; outside it is empty. */
export interface Somebody extends Located, Pick<NetworkOfPod, 'launcher'> {}

const namespace = 'payments';

/** Where each engine listens, as in a cluster: each has an address of its own. */
export const enginePorts = {
  kafka: { broker: 9092, controller: 9090 },
  /** The first is the door with TLS, the second what is behind it. */
  elasticsearch: { secure: 9200, http: 9201, transport: 9300 },
  broker: { gateway: 26_500, command: 26_501, internal: 26_502, management: 9600, rest: 8080 },
  gateway: { grpc: 26_500, internal: 26_502, management: 9600, rest: 8080 },
} as const;

/** @param manifests what Helm renders */
export function placesIn(manifests: readonly Manifest[], network: PodNetwork): readonly Somebody[] {
  const inPod = (pod: string, place: Place): Somebody => {
    const { address, launcher } = network.pod(pod);
    return { place, at: address, launcher };
  };
  const [gateway, broker] = enginePlaces(namespace);
  const { kafka, elasticsearch } = enginePorts;
  return [
    ...hubPlaces(manifests).map((place) => inPod(place.name, place)),
    inPod('zeebe-gateway', and(gateway, enginePorts.gateway.rest)),
    inPod('zeebe', and(broker, enginePorts.broker.rest)),
    inPod('kafka', { ...kafkaPlace(namespace), ports: at(kafka.broker, kafka.controller) }),
    inPod('elasticsearch', and(elasticsearchPlace(namespace), elasticsearch.http)),
    // In which nothing runs.
    inPod('stranger', { name: 'a stranger', namespace, labels: { app: 'stranger' }, ports: [] }),
    ...outsiders(network),
  ];
}

const at = (...numbers: readonly number[]) => numbers.map((number) => ({ number }));
const and = (place: Place, ...more: readonly number[]): Place => ({
  ...place,
  ports: [...place.ports, ...at(...more)],
});

function outsiders({ outside }: PodNetwork): readonly Somebody[] {
  const server = (name: string, address: string) => ({ name, address, ports: at(443) });
  const caller = (name: string, itsNamespace: string) => ({
    ...{ name, namespace: itsNamespace, labels: {}, ports: [] },
  });
  const all: readonly (readonly [Place, string])[] = [
    [server('switch', outside.switch), outside.switch],
    [server('apps', outside.apps), outside.apps],
    [server('Fineract of lion', outside.lion), outside.lion],
    [server('Fineract of buffalo', outside.buffalo), outside.buffalo],
    [caller('ingress controller', 'ingress'), outside.ingress],
    [caller('Prometheus', 'monitoring'), outside.monitoring],
  ];
  return all.map(([place, address]) => ({ place, at: address, launcher: [] }));
}

/** Those of the chart, the one beside Elasticsearch, and the one that Strimzi makes. */
export function policiesOf(manifests: readonly Manifest[]): readonly Policy[] {
  const beside = [...shapesOwn('elasticsearch.yaml'), ...shapesOwn('kafka.yaml').map(asStrimzi)];
  return policiesIn([...manifests, ...beside]);
}

const shapesOwn = (file: string): readonly Manifest[] =>
  manifestsIn(readFileSync(join(projectRoot, 'k8s/barebone', file), 'utf8')).map((manifest) => ({
    ...manifest,
    metadata: { ...manifest.metadata, namespace },
  }));

const kafkaSpec = z.object({
  kafka: z.object({
    listeners: z.array(
      z.object({ port: z.int(), networkPolicyPeers: z.array(z.looseObject({})).optional() }),
    ),
  }),
});

/** Of a Kafka: each listener is open to its peers. What brokers and operator have between them is left out. */
function asStrimzi(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Kafka') return manifest;
  const { name } = manifest.metadata;
  const { listeners } = kafkaSpec.parse(manifest.spec).kafka;
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
    metadata: { name: `${name}-network-policy-kafka`, namespace },
    spec: {
      podSelector: {
        matchLabels: {
          'strimzi.io/cluster': name,
          'strimzi.io/kind': 'Kafka',
          'strimzi.io/name': `${name}-kafka`,
        },
      },
      policyTypes: ['Ingress'],
      ingress: listeners.map(({ port, networkPolicyPeers: from }) => ({
        ports: [{ protocol: 'TCP', port }],
        ...(from !== undefined && { from }),
      })),
    },
  };
}
