/** Who can reach whom, as a cluster that enforces NetworkPolicies would have it. */
import { BlockList } from 'node:net';
import type { Manifest } from './render';

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}
interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly protocol?: string; readonly port: number | string }[];
}
export interface Policy {
  readonly namespace: string;
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** A kind of pod, or somebody outside of the cluster. */
export interface Place {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly address?: string;
  /** What it listens on. */
  readonly ports: readonly Port[];
}

interface Port {
  readonly name?: string;
  readonly number: number;
  /** TCP by default. */
  readonly protocol?: 'UDP';
}

export function policiesIn(manifests: readonly Manifest[]): readonly Policy[] {
  return manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata, spec }) => ({
      namespace: metadata.namespace ?? 'default',
      ...(spec as unknown as Omit<Policy, 'namespace'>),
    }));
}

/** The ports of `to` that `from` reaches over TCP, by number: both sides must allow it. */
export function reachable(policies: readonly Policy[], from: Place, to: Place): readonly number[] {
  return openPorts(policies, from, to)
    .filter(({ protocol }) => protocol === undefined)
    .map(({ number }) => number);
}

/** The same, over whichever protocol. */
export function openPorts(policies: readonly Policy[], from: Place, to: Place): readonly Port[] {
  return to.ports.filter(
    (port) =>
      allows(policies, { subject: from, direction: 'Egress', other: to, to, port }) &&
      allows(policies, { subject: to, direction: 'Ingress', other: from, to, port }),
  );
}

interface Question {
  readonly subject: Place;
  readonly direction: 'Ingress' | 'Egress';
  readonly other: Place;
  readonly to: Place;
  readonly port: Port;
}

/** No policy for a direction: everything goes. Else what one of them lets through. */
function allows(policies: readonly Policy[], question: Question): boolean {
  const { subject, direction } = question;
  const own = policies.filter(
    (policy) =>
      policy.namespace === subject.namespace &&
      policy.policyTypes.includes(direction) &&
      matches(policy.podSelector, subject.labels),
  );
  if (own.length === 0) return true;
  return own.some((policy) => {
    const rules = (direction === 'Ingress' ? policy.ingress : policy.egress) ?? [];
    return rules.some((rule) => ruleAllows(rule, policy.namespace, question));
  });
}

function ruleAllows(rule: Rule, namespace: string, { direction, other, port }: Question): boolean {
  const peers = direction === 'Ingress' ? rule.from : rule.to;
  const isPeer = peers === undefined || peers.some((peer) => isOf(peer, namespace, other));
  const { ports } = rule;
  const isPort =
    ports === undefined ||
    ports.some(
      (one) =>
        (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP') &&
        (typeof one.port === 'number' ? one.port === port.number : one.port === port.name),
    );
  return isPeer && isPort;
}

function isOf({ podSelector, namespaceSelector, ipBlock }: Peer, namespace: string, place: Place) {
  if (ipBlock !== undefined) return place.address !== undefined && isWithin(ipBlock, place.address);
  if (place.namespace === undefined) return false;
  // Every namespace has its name as this label.
  const ofNamespace = { 'kubernetes.io/metadata.name': place.namespace };
  const isThere =
    namespaceSelector === undefined
      ? place.namespace === namespace
      : matches(namespaceSelector, ofNamespace);
  return isThere && (podSelector === undefined || matches(podSelector, place.labels));
}

function matches(selector: Selector, labels: Place['labels'] = {}): boolean {
  const unknown = Object.keys(selector).filter((key) => key !== 'matchLabels');
  if (unknown.length > 0) throw new Error(`selectors with ${unknown.join()} are not understood`);
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function isWithin({ cidr, except = [] }: NonNullable<Peer['ipBlock']>, address: string): boolean {
  const within = (block: string) => {
    const [network = '', bits = ''] = block.split('/');
    const list = new BlockList();
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
    return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  };
  return within(cidr) && !except.some(within);
}
