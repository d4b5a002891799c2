/**
 * The barebone shape as plain processes, from what Helm renders and the shape's own files, each under its memory limit and in a
 * network namespace of its own, between which the rendered NetworkPolicies stand: not in a cluster, and with simulators around
 * it. Skipped by name where limits or namespaces cannot be had (root and nft), or Helm cannot.
 */
import { join } from 'node:path';
import { renderBarebone } from '../../kit/cluster/barebone';
import { policiesOf } from '../../kit/cluster/barebone-places';
import { canLimitMemory } from '../../kit/cluster/memory-limit';
import { mostMemoryWhile } from '../../kit/cluster/most-memory';
import { startPayingBarebone, type PayingBarebone } from '../../kit/cluster/paying-barebone';
import type { Pay } from '../../kit/payments/paying';
import { canMakeNetworks } from '../../kit/cluster/pod-network';
import { buildQuickly } from '../../kit/cluster/quick-build';
import { allowedIn, linesOf, reachedIn, type Reached } from '../../kit/cluster/reached';
import { until } from '../../kit/faults/engine-time';
import { projectRoot } from '../../kit/stack/scripts';
import { findHelm } from '../../kit/stack/toolbox/helm';

const helm = findHelm();
const canRun = helm !== undefined && canLimitMemory() && canMakeNetworks();

const folder = join(projectRoot, '.run', `barebone-${process.pid}`);
const payments = 60;
/** Not a rate: two cores that others use too, with engines that have just begun, take as long as they take. */
const underWay = 5;
const patienceMs = 120_000;
const startMs = 300_000;

/** @returns why the others were not paid */
async function payAtATime(limit: number, pay: Pay): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  let next = 0;
  const customers = Array.from({ length: limit }, async () => {
    while (next < payments) {
      next += 1;
      await pay(next).catch((error: unknown) => errors.push(error));
    }
  });
  await Promise.all(customers);
  return errors;
}

const hub = ['realtime', 'operations', 'deploy'];

(canRun ? describe : describe.skip)('the barebone shape, each container in its own limits', () => {
  let running: PayingBarebone;
  beforeAll(async () => {
    const hubBuild = join(folder, 'build');
    buildQuickly(hubBuild);
    const runDirectory = join(folder, 'run');
    running = await startPayingBarebone({ ...{ runDirectory, hubBuild }, helm: helm ?? '' });
  }, startMs);
  afterAll(() => running.stop(), 60_000);

  test('pays, lets operators find what was paid, and takes less than 4 GiB', async () => {
    const { result: errors, most } = await mostMemoryWhile(running.barebone, async () => {
      const refused = await payAtATime(underWay, running.pay);
      const isFound = async () => (await running.found()) === 2 * running.committed();
      await until('operators find each side of each payment', isFound, patienceMs);
      return refused;
    });
    expect(errors).toEqual([]);
    expect(running.committed()).toBe(payments);
    await running.checkMoney();
    expect(most.containers.map(({ name, kills }) => ({ name, kills }))).toEqual(
      most.containers.map(({ name }) => ({ name, kills: 0 })),
    );
    expect(most.containers.map(({ name }) => name).toSorted()).toEqual([
      'deploy',
      'elasticsearch',
      'kafka',
      'operations',
      'realtime',
      'zeebe',
      'zeebe-gateway',
    ]);
    expect(most.totalMb + running.barebone.operatorsMb).toBeLessThan(4096);
  }, 240_000);

  describe('by connections out of each pod and from each neighbour outside', () => {
    let reached: readonly Reached[] = [];
    beforeAll(async () => {
      reached = await reachedIn(running.barebone.places);
    }, 60_000);
    const reachedBy = (name: string) => reached.filter(({ from }) => from === name);
    const whoReaches = (name: string, port: number) =>
      reached.filter((one) => one.to === name && one.port === port).map(({ from }) => from);

    test('everybody reaches whom the rendered policies name, and nobody else', () => {
      const { policies, places } = running.barebone;
      expect(linesOf(reached)).toEqual(linesOf(allowedIn(policies, places)));
    });

    test('what operators work with reaches Kafka and Elasticsearch: no engine, no Fineract, no switch', () => {
      expect(linesOf(reachedBy('operations'))).toEqual([
        'operations reaches Elasticsearch 9200',
        'operations reaches Kafka 9092',
      ]);
    });

    test('what pays reaches the engine’s gateway, Kafka and who is paid with, and nothing of the operators', () => {
      expect(linesOf(reachedBy('realtime'))).toEqual([
        'realtime reaches Fineract of buffalo 443',
        'realtime reaches Fineract of lion 443',
        'realtime reaches Kafka 9092',
        'realtime reaches apps 443',
        'realtime reaches gateway 26500',
        'realtime reaches switch 443',
      ]);
    });

    test('the brokers’ commands are the gateway’s alone to give, and the gateway is spoken to by what pays and deploys', () => {
      expect(whoReaches('broker', 26_501)).toEqual(['gateway']);
      expect(whoReaches('gateway', 26_500).toSorted()).toEqual(['deploy', 'realtime']);
    });

    test('neither Kafka, Elasticsearch nor a stranger reaches the hub or an engine', () => {
      const ours = new Set([...hub, 'gateway', 'broker']);
      for (const name of ['Kafka', 'Elasticsearch', 'a stranger']) {
        expect(linesOf(reachedBy(name).filter(({ to }) => ours.has(to)))).toEqual([]);
      }
      expect(whoReaches('Elasticsearch', 9201)).toEqual([]);
    });
  });

  test('without the chart’s policies operators do reach the gateway: they are what keeps them out', async () => {
    const { barebone } = running;
    const open = policiesOf(renderBarebone(helm ?? '', { networkPolicy: { enabled: false } }));
    barebone.enforce(open);
    const reached = await reachedIn(barebone.places);
    expect(linesOf(reached)).toEqual(linesOf(allowedIn(open, barebone.places)));
    expect(linesOf(reached)).toContain('operations reaches gateway 26500');
    expect(linesOf(reached)).toContain('a stranger reaches broker 26501');
  }, 60_000);
});
