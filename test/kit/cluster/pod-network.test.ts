import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { Place } from '../chart/reach';
import { projectRoot } from '../stack/scripts';
import { knock } from './knock/knock';
import { nftRules } from './network-policies';
import { canMakeNetworks, makePodNetwork, type PodNetwork } from './pod-network';

const placeOf = (name: string, ...numbers: readonly number[]): Place => ({
  ...{ name, namespace: 'shop', labels: {} },
  ports: numbers.map((number) => ({ number })),
});

const dying = `const network = require('./test/kit/cluster/pod-network').makePodNetwork();
network.pod('till');
process.kill(process.pid, 'SIGKILL');`;

const tracesOf = (pid: number) => ({
  hasLink: spawnSync('ip', ['-o', 'link'], { encoding: 'utf8' }).stdout.includes(`hub-${pid}@`),
  hasNamespaces: readdirSync('/run/netns').some((name) => name.startsWith(`payment-hub-${pid}-`)),
});

(canMakeNetworks() ? describe : describe.skip)('a network of pods', () => {
  let network: PodNetwork;
  beforeAll(() => {
    network = makePodNetwork();
  });
  afterAll(() => {
    network.remove();
  });

  test('lets through what its rules name and nothing else, but the node to its pods', async () => {
    const [till, books] = [network.pod('till'), network.pod('books')];
    const { kubelet, apps } = network.outside;
    const open = placeOf('books', 80);
    const everybody = [
      { place: placeOf('till'), at: till.address },
      { place: open, at: books.address },
    ];
    network.enforce(nftRules([], everybody, kubelet));
    const doors = [80, 81].map((port) => ({ at: books.address, port }));
    // Nobody listens: the pod says so itself, which is an answer all the same.
    const [ofTill, ofNode, ofApp] = await Promise.all([
      knock(till, till.address, doors),
      knock({ launcher: [] }, kubelet, doors),
      knock({ launcher: [] }, apps, doors),
    ]);
    expect(ofTill).toEqual(['refused', 'silent']);
    expect(ofNode).toEqual(['refused', 'refused']);
    expect(ofApp).toEqual(['silent', 'silent']);
  });

  test('has in its pods the file systems of the machine, where a memory limit is found', () => {
    const [first, ...rest] = [...network.pod('till').launcher, 'ls', '/sys/fs/cgroup'];
    expect(spawnSync(first, rest, { encoding: 'utf8' }).stdout.trim().split('\n')).toEqual(
      readdirSync('/sys/fs/cgroup').toSorted(),
    );
  });

  test('leaves nothing behind, and takes away what a killed run has left', () => {
    const killed = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', dying], {
      ...{ cwd: projectRoot, encoding: 'utf8' },
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(tracesOf(killed.pid)).toEqual({ hasLink: true, hasNamespaces: true });
    network.remove();
    expect(tracesOf(process.pid)).toEqual({ hasLink: false, hasNamespaces: false });
    makePodNetwork().remove();
    expect(tracesOf(killed.pid)).toEqual({ hasLink: false, hasNamespaces: false });
  });
});
