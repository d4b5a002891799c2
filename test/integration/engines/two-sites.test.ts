/**
 * The two-engine shape as plain processes, from what Helm renders and the shape's own files: each site a node by itself, each pod
 * in a network namespace of its own, between which the rendered NetworkPolicies stand: not in a cluster, and with simulators
 * around it. Skipped by name where namespaces cannot be had (root and nft), or Helm cannot.
 */
import { join } from 'node:path';
import type { GuardedNode } from '../../kit/cluster/guarded-node';
import { canMakeNetworks } from '../../kit/cluster/pod-network';
import { buildQuickly } from '../../kit/cluster/quick-build';
import { allowedIn, linesOf, reachedIn, type Reached } from '../../kit/cluster/reached';
import { renderSite } from '../../kit/cluster/site';
import { policiesOfSite } from '../../kit/cluster/site-places';
import { isPod } from '../../kit/cluster/somebody';
import { checkMoneyOnceBooked, payThrough } from '../../kit/payments/paying';
import { projectRoot } from '../../kit/stack/scripts';
import { findHelm } from '../../kit/stack/toolbox/helm';
import { startPayingSites, type PayingSites } from '../../kit/two-engines/paying-sites';
import { engineNames, type EngineNumber } from '../../kit/two-engines/world';

const helm = findHelm();
const canRun = helm !== undefined && canMakeNetworks();

const folder = join(projectRoot, '.run', `two-sites-${process.pid}`);
/** Alone it takes a quarter of it; beside other tests that start brokers, most. */
const startMs = 600_000;
/** At each site, two of them under way at a time. */
const payments = 10;

const otherThan = (engine: EngineNumber): EngineNumber => (engine === 0 ? 1 : 0);

(canRun ? describe : describe.skip)('two sites, each pod in a network of its own', () => {
  let sites: PayingSites;
  beforeAll(async () => {
    const build = join(folder, 'build');
    buildQuickly(build);
    sites = await startPayingSites({
      ...{ folder: join(folder, 'run'), helm: helm ?? '', dedupeWindowS: 300 },
      builds: { first: build, upgraded: build },
    });
  }, startMs);
  afterAll(() => sites.stop(), 60_000);

  const nodeOf = (engine: EngineNumber): GuardedNode => {
    const node = sites.world.nodes[engine];
    if (node === undefined) throw new Error('a site has no network');
    return node;
  };
  /** Under names of their own. */
  const podsOf = (engine: EngineNumber) =>
    nodeOf(engine)
      .places.filter(isPod)
      .map((one) => ({
        ...one,
        place: { ...one.place, name: `${one.place.name} of ${engineNames[engine]}` },
      }));

  async function payAt(engine: EngineNumber): Promise<void> {
    const { world, outcomes } = sites;
    const pay = await payThrough({ ...world, channelAddress: world.channels[engine] }, outcomes);
    for (let index = 0; index < payments; index += 2) {
      const customer = payments * engine + index;
      await Promise.all([pay(customer), pay(customer + 1)]);
    }
  }

  test('payments at each are paid once each, though every answer comes to the wrong one', async () => {
    const { world, outcomes } = sites;
    await Promise.all([payAt(0), payAt(1)]);
    const stack = { ...world, channelAddress: world.channels[0] };
    await checkMoneyOnceBooked(stack, () => outcomes.committed());
    const transfers = await world.switch.client.transfers();
    expect(transfers.map(({ state }) => state)).toEqual(Array(2 * payments).fill('COMMITTED'));
    // An answer about the quote and one about the transfer to the payer's side of each, and two requests to its payee's.
    const misled = world.careless.brought.filter(({ belongsTo }) => belongsTo !== undefined);
    expect(misled.length).toBeGreaterThanOrEqual(2 * payments * 4);
    expect(new Set(misled.map(({ belongsTo }) => belongsTo)).size).toBe(2);
    expect(await world.counted('hub_handed_on_total')).toBeGreaterThanOrEqual(misled.length);
    expect(await world.counted('hub_channel_handed_on_total')).toBeGreaterThan(0);
    expect(await world.counted('hub_stray_messages_total')).toBe(0);
  }, 180_000);

  describe.each([0, 1] as const)(
    'by connections out of each pod and from each neighbour outside, at site %s',
    (engine) => {
      let reached: readonly Reached[] = [];
      beforeAll(async () => {
        reached = await reachedIn(nodeOf(engine).places, podsOf(otherThan(engine)));
      }, 60_000);
      const whoReaches = (name: string, port: number) =>
        reached.filter((one) => one.to === name && one.port === port).map(({ from }) => from);
      const other = engineNames[otherThan(engine)];

      test('everybody reaches whom the rendered policies name, and nobody else, and no pod of the other site', () => {
        const { policies, places } = nodeOf(engine);
        expect(linesOf(reached)).toEqual(linesOf(allowedIn(policies, places)));
      });

      test('of the hub those that hand on reach the other site’s doors, and nobody of the engine does', () => {
        for (const port of [5010, 5011]) {
          // Kafka and a stranger: no policy says whom they may call.
          expect(whoReaches(`doors of ${other}`, port).toSorted()).toEqual([
            ...['Kafka', 'a stranger', 'channel-0', 'channel-1', 'mojaloop'],
          ]);
        }
      });

      test('from the other site’s doors those for engines are reached, and Kafka’s listener for mirrors', () => {
        const its = reached.filter(({ from }) => from === `doors of ${other}`);
        expect(linesOf(its)).toEqual([
          `doors of ${other} reaches Kafka 9094`,
          `doors of ${other} reaches channel-0 5011`,
          `doors of ${other} reaches channel-1 5011`,
          `doors of ${other} reaches mojaloop 5010`,
        ]);
      });

      test('the gateway is spoken to by those with jobs and who deploys, and the broker by nobody', () => {
        expect(whoReaches('gateway', 26_500).toSorted()).toEqual([
          ...['ams-fineract', 'channel-0', 'channel-1', 'decision-relay', 'deploy', 'fee-rules'],
          'mojaloop',
        ]);
        expect(whoReaches('broker', 26_501)).toEqual([]);
      });
    },
  );

  test('without the chart’s policies a stranger does reach a broker: they are what keeps him out', async () => {
    const node = nodeOf(0);
    const values = { networkPolicy: { enabled: false } };
    const site = { helm: helm ?? '', name: engineNames[0], settings: {} };
    const open = policiesOfSite(renderSite(site, values));
    node.enforce(open);
    const reached = await reachedIn(node.places);
    expect(linesOf(reached)).toEqual(linesOf(allowedIn(open, node.places)));
    expect(linesOf(reached)).toContain('a stranger reaches broker 26501');
    expect(linesOf(reached)).toContain(`doors of ${engineNames[1]} reaches gateway 26500`);
  }, 60_000);
});
