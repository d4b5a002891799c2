/**
 * `make brokers`: RATE (2) payments a second for SECONDS (240) on a site of the full shape, told what Helm renders for it, with
 * its three brokers, each partition on all three. The broker that leads most of them is killed, and comes back; then the two
 * others at once, and come back. Told is for how long no payment came to its end; then the books are looked at.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBrokerCluster, type BrokerCluster } from '../../kit/cluster/broker-cluster';
import { madeByHand } from '../../kit/cluster/made-by-hand';
import { startOutside } from '../../kit/cluster/outside';
import { paced } from '../../kit/cluster/paced';
import { Site } from '../../kit/cluster/site';
import { checkMoneyOnceBooked, listenForOutcomes, openAccounts } from '../../kit/payments/paying';
import { payeeTimers } from '../../kit/payments/payment';
import { startKafka } from '../../kit/stack/kafka';
import { startOrNothing } from '../../kit/stack/or-nothing';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { requireHelm } from '../../kit/stack/toolbox/helm';
import { App, type Asked } from '../engines/app';

const rate = Number(process.env['RATE'] ?? 2);
const seconds = Number(process.env['SECONDS'] ?? 240);
const awayMs = 20_000;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** What was done, and when. */
interface Deed {
  readonly what: string;
  readonly atMs: number;
}

function startWorld(callbackOfApp: string) {
  const folder = join(runDirectory(), 'brokers');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const helm = requireHelm();
  return startOrNothing(async (stops) => {
    const kafka = await startKafka({ dataDirectory: join(folder, 'kafka') });
    stops.push(() => kafka.stop());
    const configMaps: Record<string, Record<string, string>> = {};
    const secrets: Record<string, Record<string, string>> = {};
    let cluster: BrokerCluster | undefined;
    const site = await Site.prepare({
      ...{ name: 'dar-1', number: 0, runDirectory: folder, helm, kafkaBrokers: kafka.brokers },
      ...{ hubBuild: join(projectRoot, 'dist'), settings: {}, objects: { configMaps, secrets } },
      isAlone: true,
      startEngine: async (options) => (cluster = await startBrokerCluster(options)),
    });
    stops.push(() => site.stop());
    const callbackUrl = `http://${site.services.mojaloop.address}`;
    const outside = await startOutside(
      { runDirectory: join(folder, 'outside'), callbackUrl },
      stops,
    );
    const callbacks = { allowed: [callbackOfApp], default: callbackOfApp };
    const made = madeByHand({
      folder: join(folder, 'made-by-hand'),
      sections: { channel: { callbacks }, mojaloop: { payeeTimers } },
      outside,
    });
    Object.assign(configMaps, made.objects.configMaps);
    Object.assign(secrets, made.objects.secrets);
    await site.startHub();
    if (cluster === undefined) throw new Error('there are no brokers');
    const channel = `http://${site.services.channel.address}`;
    return { ...outside, cluster, channel, token: await made.issuers.lion.sign(86_400) };
  });
}

async function main(): Promise<void> {
  stopOnSignals(say);
  const outcomes = await listenForOutcomes();
  const world = await startWorld(outcomes.url);
  const channels = [world.channel, world.channel] as const;
  const app = new App({ channels, isReady: () => Promise.resolve(true) }, world.token, outcomes);
  const stack = {
    ...world,
    channelAddress: world.channel,
    token: () => Promise.resolve(world.token),
  };
  try {
    await openAccounts(stack);
    await paced(rate, 15, async (index) => {
      await app.pay(index);
    });
    const asked: Asked[] = [];
    const [result, deeds] = await Promise.all([
      paced(rate, seconds, async (index) => void asked.push(await app.pay(index))),
      meanwhile(world.cluster),
    ]);
    for (const error of result.errors.slice(0, 5)) say(`  ${String(error)}`);
    tell(asked, deeds);
    await checkMoneyOnceBooked(stack, () => outcomes.committed());
    const paid = asked.filter(({ end }) => end === 'COMMITTED').length;
    say(
      `\nof ${result.count} payments ${paid} were paid, once each, and ${asked.length - paid} called off`,
    );
    process.exitCode = result.errors.length === 0 && asked.length === result.count ? 0 : 1;
  } finally {
    app.close();
    await world.stop();
    await outcomes.close();
  }
}

async function meanwhile(cluster: BrokerCluster): Promise<readonly Deed[]> {
  const deeds: Deed[] = [];
  const did = (what: string) => {
    deeds.push({ what, atMs: Date.now() });
    say(what);
  };
  await sleep((seconds * 1_000) / 6);
  const { brokers } = cluster;
  const led = await cluster.leads();
  const first = led.indexOf(Math.max(...led));
  await brokers[first]?.kill();
  did(`the broker that led ${led[first] ?? 0} of 3 partitions is killed`);
  await sleep((seconds * 1_000) / 6);
  await brokers[first]?.restart();
  did('it is back');
  await sleep((seconds * 1_000) / 6);
  const others = brokers.filter((_, index) => index !== first);
  await Promise.all(others.map((one) => one.kill()));
  did('the two others are killed');
  await sleep(awayMs);
  await Promise.all(others.map((one) => one.restart()));
  did('they are back');
  return deeds;
}

/** The longest time in which no payment came to its end, after each deed and before the first. */
function tell(asked: readonly Asked[], deeds: readonly Deed[]): void {
  const ends = asked.map(({ endedAtMs }) => endedAtMs).toSorted((left, right) => left - right);
  const from = [{ what: 'before', atMs: ends[0] ?? 0 }, ...deeds];
  for (const [index, { what, atMs }] of from.entries()) {
    const untilMs = from[index + 1]?.atMs ?? Infinity;
    const gaps = ends
      .map((end, at) => ({ end, gapMs: end - (ends[at - 1] ?? end) }))
      // Of a pause that began in it.
      .filter(({ end, gapMs }) => end - gapMs >= atMs - 1_000 && end - gapMs < untilMs - 1_000);
    const most = Math.max(0, ...gaps.map(({ gapMs }) => gapMs));
    say(`${what}: no payment ended for ${(most / 1_000).toFixed(1)} s at most`);
  }
  const held = asked.filter(({ refusals }) => refusals.length > 0).length;
  say(`${held} of ${asked.length} payments were told to come again first`);
}

main().catch((error: unknown) => {
  say(String((error as Error).stack));
  process.exitCode = 1;
});
