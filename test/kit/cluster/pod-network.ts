/**
 * The network of a node, as many a cluster has it: each pod is in a network namespace of Linux with an address of its own, and
 * what pods say to anybody is routed by the node, whose rules of nft decide. The node is a namespace, too, so that this machine's
 * own routing and filters stay as they are. Who is outside is in the machine's namespace, at an address for each.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isAlive } from '../stack/toolbox/lock';
import { nftRules } from './network-policies';

/** Who is outside of every node: where such peers are, by payment-hub.yaml of the shapes. */
export interface World {
  readonly switch: string;
  readonly apps: string;
  readonly lion: string;
  readonly buffalo: string;
}

/** Addresses by which rules know who is not a pod here. */
export interface Outside extends World {
  /** The node itself, which looks whether pods are ready. The system takes this one unless told otherwise. */
  readonly kubelet: string;
  readonly ingress: string;
  readonly monitoring: string;
  /** Where other engines come in, and where this one's are called. */
  readonly engines: string;
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
  /** The same, in another one's namespace and with an address of its own: for a process that is two pods elsewhere. */
  podWithin(other: string, name: string): NetworkOfPod;
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

/**
 * @param world of a network that is there already, which this one is to have around it, too
 * @throws Error where `canMakeNetworks` is false; then nothing is left
 */
export function makePodNetwork(world?: World): PodNetwork {
  removeAbandoned();
  const network = new Network(freeNumber(), world);
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

interface WiredPod extends NetworkOfPod {
  readonly namespace: string;
  /** The node's end of what leads to it. */
  readonly device: string;
}

class Network implements PodNetwork {
  readonly outside: Outside;
  private readonly pods = new Map<string, WiredPod>();
  /** On the link of this network; those of a world that was there already are on another one's. */
  private readonly own: readonly string[];
  private readonly link: string;
  private readonly node: string;
  private readonly nodeAddress: string;

  constructor(
    private readonly number: number,
    known: World | undefined,
  ) {
    this.link = linkOf({ pid: process.pid, number });
    this.node = this.namespaceOf('node');
    this.nodeAddress = this.address(1);
    const around = {
      kubelet: this.address(254),
      ingress: this.address(253),
      monitoring: this.address(252),
      engines: `10.30.${number}.2`,
    };
    const world = {
      switch: `203.0.113.${number}`,
      apps: `198.51.100.${number}`,
      lion: `10.20.${number}.2`,
      buffalo: `10.20.${number}.3`,
    };
    this.own = Object.values(known === undefined ? { ...around, ...world } : around);
    this.outside = { ...world, ...known, ...around };
  }

  /** The node, closed, and the way to it from the machine. */
  make(): void {
    const { kubelet } = this.outside;
    ip(`netns add ${this.node}`);
    run([...inside(this.node), 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    this.enforce(nftRules([], [], kubelet));
    ip(`link add ${this.link} type veth peer name machine netns ${this.node}`);
    ip(`link set ${this.link} up`);
    ip(`-n ${this.node} link set machine up`);
    ip(`-n ${this.node} address add ${this.nodeAddress}/32 dev machine`);
    for (const address of this.own) ip(`address add ${address}/32 dev ${this.link}`);
    ip(`-n ${this.node} route add ${kubelet}/32 dev machine`);
    // Who is outside is behind it, on whichever link.
    ip(`-n ${this.node} route add default via ${kubelet}`);
    ip(`route add ${this.nodeAddress}/32 dev ${this.link}`);
    ip(`route add ${this.address(0)}/24 via ${this.nodeAddress} src ${kubelet}`);
  }

  pod(name: string): WiredPod {
    const known = this.pods.get(name);
    if (known !== undefined) return known;
    const namespace = this.namespaceOf(name);
    const device = `pod-${this.pods.size}`;
    ip(`netns add ${namespace}`);
    ip(`link add eth0 netns ${namespace} type veth peer name ${device} netns ${this.node}`);
    ip(`-n ${this.node} link set ${device} up`);
    ip(`-n ${namespace} link set lo up`);
    ip(`-n ${namespace} link set eth0 up`);
    const made = this.locate(name, { namespace, device });
    ip(`-n ${namespace} route add ${this.nodeAddress}/32 dev eth0`);
    ip(`-n ${namespace} route add default via ${this.nodeAddress} src ${made.address}`);
    return made;
  }

  podWithin(other: string, name: string): NetworkOfPod {
    return this.pods.get(name) ?? this.locate(name, this.pod(other));
  }

  enforce(rules: string): void {
    run([...inside(this.node), 'nft', '-f', '-'], rules);
  }

  remove(): void {
    for (const { name, pid, number } of namesOfRuns()) {
      if (pid === process.pid && number === this.number) remove(name);
    }
    removeLink(this.link);
  }

  /** At the next address. */
  private locate(name: string, { namespace, device }: Omit<WiredPod, keyof NetworkOfPod>) {
    const address = this.address(this.pods.size + 2);
    const made = { address, launcher: inside(namespace), namespace, device };
    this.pods.set(name, made);
    ip(`-n ${namespace} address add ${address}/32 dev eth0`);
    ip(`-n ${this.node} route add ${address}/32 dev ${device}`);
    return made;
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

/** 15 characters at most, as Linux has it. */
const linkOf = ({ pid, number }: Omit<NameOfRun, 'name'>) => `hub-${pid}-${number}`;

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
  for (const run of namesOfRuns()) {
    if (isAlive(run.pid)) continue;
    remove(run.name);
    removeLink(linkOf(run));
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
function removeLink(link: string): void {
  try {
    ip(`link delete ${link}`);
  } catch {
    // It went with the node's namespace.
  }
}
