/** A node between whose pods, and around them, NetworkPolicies stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { policiesIn, type Policy } from '../chart/reach';
import { manifestsIn, type Manifest } from '../chart/render';
import { projectRoot } from '../stack/scripts';
import { nftRules } from './network-policies';
import type { PodNetwork } from './pod-network';
import { namespace, type Somebody } from './somebody';

export interface GuardedNode {
  /** In pods and outside. */
  readonly places: readonly Somebody[];
  readonly policies: readonly Policy[];
  /** In the place of those that are enforced until then. */
  enforce(policies: readonly Policy[]): void;
}

/** Enforces them. */
export function guard(
  network: PodNetwork,
  places: readonly Somebody[],
  policies: readonly Policy[],
): GuardedNode {
  const enforce = (ones: readonly Policy[]) =>
    network.enforce(nftRules(ones, places, network.outside.kubelet));
  enforce(policies);
  return { places, policies, enforce };
}

/**
 * Those of the chart, those in a shape's files beside it, and the one that Strimzi makes of its Kafka.
 *
 * @param manifests what Helm renders
 * @param files in k8s: `barebone/kafka.yaml`
 */
export function policiesWith(
  manifests: readonly Manifest[],
  files: readonly string[],
): readonly Policy[] {
  const beside = files.flatMap((file) => manifestsOf(file)).map((one) => asStrimzi(one));
  return policiesIn([...manifests, ...beside]);
}

const manifestsOf = (file: string): readonly Manifest[] =>
  manifestsIn(readFileSync(join(projectRoot, 'k8s', file), 'utf8')).map((manifest) => ({
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
