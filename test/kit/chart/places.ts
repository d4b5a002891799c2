/** The kinds of pods that policies tell apart, by the labels that their operators and charts give them. */
import { podsOf } from './pods';
import type { Place } from './reach';
import type { Manifest } from './render';

const at = (...numbers: readonly number[]) => numbers.map((number) => ({ number }));
/** Over it gateway and brokers tell each other who is there. */
const gossip = { number: 26_502, protocol: 'UDP' } as const;

export function hubPlaces(manifests: readonly Manifest[]): readonly Place[] {
  return podsOf(manifests).map(({ labels, namespace, containers }) => ({
    name: labels['app.kubernetes.io/component'] ?? '',
    namespace,
    labels,
    ports: (containers[0]?.ports ?? []).map(({ name, containerPort }) => ({
      name,
      number: containerPort,
    })),
  }));
}

/** As Camunda's chart has them. */
export const enginePlaces = (namespace: string): readonly [Place, Place] => [
  {
    name: 'gateway',
    namespace,
    labels: { 'app.kubernetes.io/component': 'zeebe-gateway' },
    ports: [...at(26_500, 26_502, 9600), gossip],
  },
  {
    name: 'broker',
    namespace,
    labels: { 'app.kubernetes.io/component': 'zeebe-broker' },
    ports: [...at(26_501, 26_502, 9600), gossip],
  },
];

/** As Strimzi has it. */
export const kafkaPlace = (namespace: string): Place => ({
  name: 'Kafka',
  namespace,
  labels: {
    'strimzi.io/cluster': 'hub',
    'strimzi.io/kind': 'Kafka',
    'strimzi.io/name': 'hub-kafka',
  },
  ports: at(9092, 9093),
});

/** As ECK has it. */
export const elasticsearchPlace = (namespace: string): Place => ({
  name: 'Elasticsearch',
  namespace,
  labels: {
    'common.k8s.elastic.co/type': 'elasticsearch',
    'elasticsearch.k8s.elastic.co/cluster-name': 'hub',
  },
  ports: at(9200, 9300),
});
