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
  hasLink: spawnSync('ip', ['-o', 'link'], { encoding: 'utf8' }).stdout.includes(`hub-${pid}-`),
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

  test('gives a pod within another one an address by which rules know it', async () => {
    const [safe, till] = [network.podWithin('books', 'safe'), network.pod('till')];
    const { kubelet } = network.outside;
    expect(safe.launcher).toEqual(network.pod('books').launcher);
    const everybody = [
      { place: placeOf('till'), at: till.address },
      { place: placeOf('books', 80), at: network.pod('books').address },
      { place: placeOf('safe', 81), at: safe.address },
    ];
    network.enforce(nftRules([], everybody, kubelet));
    const doors = [80, 81].map((port) => ({ at: safe.address, port }));
    expect(await knock(till, till.address, doors)).toEqual(['silent', 'refused']);
    const theirs = [{ at: till.address, port: 80 }];
    network.enforce(
      nftRules(
        [],
        [{ place: placeOf('till', 80), at: till.address }, ...everybody.slice(2)],
        kubelet,
      ),
    );
    expect(await knock(safe, safe.address, theirs)).toEqual(['refused']);
    expect(await knock(safe, network.pod('books').address, theirs)).toEqual(['silent']);
  });

  test('has room beside it for another one in the same world, and neither knows the other’s pods', async () => {
    const second = makePodNetwork(network.outside);
    const { kubelet, switch: at } = second.outside;
    const [bank, till] = [second.pod('bank'), network.pod('till')];
    expect(at).toBe(network.outside.switch);
    expect(kubelet).not.toBe(network.outside.kubelet);
    const everybody = [
      { place: placeOf('bank', 80), at: bank.address },
      { place: { name: 'switch', address: at, ports: [{ number: 444 }] }, at },
    ];
    second.enforce(nftRules([], everybody, kubelet));
    const doors = [
      { at, port: 444 },
      { at: network.outside.apps, port: 444 },
      { at: till.address, port: 80 },
    ];
    expect(await knock(bank, bank.address, doors)).toEqual(['refused', 'silent', 'silent']);
    const its = [{ at: bank.address, port: 80 }];
    expect(await knock({ launcher: [] }, at, its)).toEqual(['refused']);
    second.remove();
    // The first one is whole.
    const ofFirst = [{ at: till.address, port: 80 }];
    expect(await knock({ launcher: [] }, network.outside.kubelet, ofFirst)).toEqual(['refused']);
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
