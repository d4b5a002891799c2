/** Who is in a node of the barebone shape and around it, where, and which NetworkPolicies are between them. */
import { elasticsearchPlace, enginePlaces, hubPlaces, kafkaPlace } from '../chart/places';
import type { Place, Policy } from '../chart/reach';
import type { Manifest } from '../chart/render';
import { enginePorts } from './engine-ports';
import { policiesWith } from './guarded-node';
import type { PodNetwork } from './pod-network';
import {
  inPod,
  namespace,
  outsiders,
  portsAt,
  stranger,
  withPorts,
  type Somebody,
} from './somebody';

/** @param manifests what Helm renders */
export function placesIn(manifests: readonly Manifest[], network: PodNetwork): readonly Somebody[] {
  const located = (pod: string, place: Place) => inPod(network.pod(pod), place);
  const [gateway, broker] = enginePlaces(namespace);
  const { kafka, elasticsearch } = enginePorts;
  return [
    ...hubPlaces(manifests).map((place) => located(place.name, place)),
    located('zeebe-gateway', withPorts(gateway, enginePorts.gateway.rest)),
    located('zeebe', withPorts(broker, enginePorts.broker.rest)),
    located('kafka', { ...kafkaPlace(namespace), ports: portsAt(kafka.broker, kafka.controller) }),
    located('elasticsearch', withPorts(elasticsearchPlace(namespace), elasticsearch.http)),
    stranger(network),
    ...outsiders(network),
  ];
}

/** The one beside Elasticsearch is ours. */
export const policiesOf = (manifests: readonly Manifest[]): readonly Policy[] =>
  policiesWith(manifests, ['barebone/elasticsearch.yaml', 'barebone/kafka.yaml']);
