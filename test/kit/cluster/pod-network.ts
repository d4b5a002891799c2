/**
 * The network of a node, as many a cluster has it: each pod is in a network namespace of Linux with an address of its own, and
 * what pods say to anybody is routed by the node, whose rules of nft decide. The node is a namespace, too, so that this machine's
 * own routing and filters stay as they are. Who is outside is in the machine's namespace, at an address for each.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isAlive } from '../stack/toolbox/lock';
import { nftRules } from './network-policies';

/** Addresses by which rules know who is not a pod here: where such peers are, by k8s/barebone/payment-hub.yaml. */
export interface Outside {
  /** The node itself, which looks whether pods are ready. The system takes this one unless told otherwise. */
  readonly kubelet: string;
  readonly ingress: string;
  readonly monitoring: string;
  readonly switch: string;
  readonly apps: string;
  readonly lion: string;
  readonly buffalo: string;
}

export interface NetworkOfPod {
  readonly address: string;
  /** Put before a command, it runs in the pod's namespace. */
  readonly launcher: readonly string[];
}

export interface PodNetwork {
  readonly outside: Outside;
  /** Makes it when it is asked for first. */
  pod(name: string): NetworkOfPod;
  /** @param rules of nft; without any nothing reaches anybody, but the node its pods */
  enforce(rules: string): void;
  remove(): void;
}

const prefix = 'payment-hub-';
const namespaces = '/run/netns';
/** Runs at a time; each has a number that is in its addresses. */
const numbers = 250;

const ip = (line: string) =>
  execFileSync('ip', line.split(' '), { encoding: 'utf8', stdio: 'pipe' });

/**
 * Not `ip netns exec`: it gives its command another /sys, in which a JVM and Node find no memory limit. This one leaves all else
 * as it is, the wish to end with the parent too.
 */
const inside = (namespace: string) => ['nsenter', `--net=${namespaces}/${namespace}`, '--'];

function run([command = '', ...parameters]: readonly string[], input = ''): void {
  execFileSync(command, parameters, { input, stdio: 'pipe' });
}

/** Namespaces and rules can be made here, by this user. */
export function canMakeNetworks(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const trial = `${prefix}${process.pid}-trial`;
  try {
    ip(`netns add ${trial}`);
    try {
      run([...inside(trial), 'nft', '-f', '-'], nftRules([], [], '10.64.0.254'));
    } finally {
      ip(`netns delete ${trial}`);
    }
    return true;
  } catch {
    // No ip or nft, or not ours to make.
    return false;
  }
}

/** @throws Error where `canMakeNetworks` is false; then nothing is left */
export function makePodNetwork(): PodNetwork {
  removeAbandoned();
  const network = new Network(freeNumber());
  try {
    network.make();
  } catch (error) {
    network.remove();
    throw error;
  }
  return network;
}

/** Of runs at a time each begins to look elsewhere. */
function freeNumber(): number {
  const taken = new Set(namesOfRuns().map(({ number }) => number));
  const all = Array.from({ length: numbers }, (_, n) => ((process.pid + n) % numbers) + 1);
  const free = all.find((number) => !taken.has(number));
  if (free === undefined) throw new Error(`there are ${numbers} networks: ip netns list`);
  return free;
}

class Network implements PodNetwork {
  readonly outside: Outside;
  private readonly pods = new Map<string, NetworkOfPod>();
  private readonly link = `hub-${process.pid}`;
  private readonly node: string;
  private readonly nodeAddress: string;

  constructor(private readonly number: number) {
    this.node = this.namespaceOf('node');
    this.nodeAddress = this.address(1);
    this.outside = {
      kubelet: this.address(254),
      ingress: this.address(253),
      monitoring: this.address(252),
      switch: `203.0.113.${number}`,
      apps: `198.51.100.${number}`,
      lion: `10.20.${number}.2`,
      buffalo: `10.20.${number}.3`,
    };
  }

  /** The node, closed, and the way to it from the machine. */
  make(): void {
    ip(`netns add ${this.node}`);
    run([...inside(this.node), 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    this.enforce(nftRules([], [], this.outside.kubelet));
    ip(`link add ${this.link} type veth peer name machine netns ${this.node}`);
    ip(`link set ${this.link} up`);
    ip(`-n ${this.node} link set machine up`);
    ip(`-n ${this.node} address add ${this.nodeAddress}/32 dev machine`);
    for (const address of Object.values(this.outside)) {
      ip(`address add ${address}/32 dev ${this.link}`);
      ip(`-n ${this.node} route add ${address}/32 dev machine`);
    }
    ip(`route add ${this.nodeAddress}/32 dev ${this.link}`);
    ip(`route add ${this.address(0)}/24 via ${this.nodeAddress} src ${this.outside.kubelet}`);
  }

  pod(name: string): NetworkOfPod {
    const known = this.pods.get(name);
    if (known !== undefined) return known;
    const namespace = this.namespaceOf(name);
    const index = this.pods.size + 2;
    const address = this.address(index);
    const made = { address, launcher: inside(namespace) };
    this.pods.set(name, made);
    ip(`netns add ${namespace}`);
    ip(`link add eth0 netns ${namespace} type veth peer name pod-${index} netns ${this.node}`);
    ip(`-n ${this.node} link set pod-${index} up`);
    ip(`-n ${this.node} route add ${address}/32 dev pod-${index}`);
    ip(`-n ${namespace} link set lo up`);
    ip(`-n ${namespace} link set eth0 up`);
    ip(`-n ${namespace} address add ${address}/32 dev eth0`);
    ip(`-n ${namespace} route add ${this.nodeAddress}/32 dev eth0`);
    ip(`-n ${namespace} route add default via ${this.nodeAddress}`);
    return made;
  }

  enforce(rules: string): void {
    run([...inside(this.node), 'nft', '-f', '-'], rules);
  }

  remove(): void {
    for (const { name, pid } of namesOfRuns()) if (pid === process.pid) remove(name);
    removeLink(process.pid);
  }

  private address(last: number): string {
    return `10.64.${this.number}.${last}`;
  }

  private namespaceOf(name: string): string {
    return `${prefix}${process.pid}-${this.number}-${name}`;
  }
}

interface NameOfRun {
  readonly name: string;
  readonly pid: number;
  readonly number: number;
}

function namesOfRuns(): readonly NameOfRun[] {
  return namesOfNamespaces().flatMap((name) => {
    const [, pid, number] = new RegExp(`^${prefix}(\\d+)-(\\d+)-`).exec(name) ?? [];
    return pid === undefined ? [] : [{ name, pid: Number(pid), number: Number(number) }];
  });
}

function namesOfNamespaces(): readonly string[] {
  try {
    return readdirSync(namespaces);
  } catch {
    // The folder comes with the first of them.
    return [];
  }
}

/** Of runs that were killed. */
function removeAbandoned(): void {
  for (const { name, pid } of namesOfRuns()) {
    if (isAlive(pid)) continue;
    remove(name);
    removeLink(pid);
  }
}

/** Links and rules go with it, once the last process in it has ended. */
function remove(namespace: string): void {
  try {
    ip(`netns delete ${namespace}`);
  } catch {
    // Somebody else was first.
  }
}

/** Its addresses and routes go with it. */
function removeLink(pid: number): void {
  try {
    ip(`link delete hub-${pid}`);
  } catch {
    // It went with the node's namespace.
  }
}
