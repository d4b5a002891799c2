/**
 * `make engines`: PAYMENTS (10,000) at RATE (3) a second over two sites of the full shape, each told what Helm renders for it,
 * while the second is drained, upgraded from the build of BASE (a commit; without it from today's own) and returned, and the
 * first is killed with its broker and restored. Where networks can be made each pod has one of its own, and the rendered
 * policies are between them. Each is paid once, in the books of both DFSPs and at the switch; told is who was refused, when,
 * and for how long.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { oldFileMs } from '../../../connectors/channel/engines/whose';
import { percentile } from '../closed-loop';
import { buildOf } from '../builds';
import { paced } from '../../kit/cluster/paced';
import { checkMoneyOnceBooked } from '../../kit/payments/paying';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { requireHelm } from '../../kit/stack/toolbox/helm';
import { App, type Asked, type Refusal } from './app';
import { startPayingSites } from '../../kit/two-engines/paying-sites';
import type { TwoSites } from '../../kit/two-engines/sites';
import { engineNames } from '../../kit/two-engines/world';

const payments = Number(process.env['PAYMENTS'] ?? 10_000);
const rate = Number(process.env['RATE'] ?? 3);
const base = process.env['BASE'];
/** CHANNEL_DEDUPE_WINDOW_S: how long an engine must have been drained before it can be stopped without holding anybody up. */
const windowS = Number(process.env['WINDOW_S'] ?? 300);

/** Files are looked at every two seconds: so long before it is to be so a change is written. */
const announcedMs = 5_000;
const awayMs = 10_000;
/** After its return apps and engines may take it for away for so long. */
const foundAgainMs = 15_000;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** What was done, and until when it may hold somebody up. */
interface Deed {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
}

async function main(): Promise<void> {
  stopOnSignals(say);
  const helm = requireHelm();
  const today = join(projectRoot, 'dist');
  const { world, outcomes, stop } = await startPayingSites({
    ...{ folder: join(runDirectory(), 'engines'), helm, dedupeWindowS: windowS },
    builds: {
      first: base === undefined ? today : join(buildOf(base).root, 'dist'),
      upgraded: today,
    },
  });
  say(
    world.nodes.length > 0
      ? 'each pod is in a network namespace of its own, and the rendered policies are enforced'
      : 'no namespaces can be made here (root, nft): all is in this machine’s own, and no policy is enforced',
  );
  const app = new App(world, await world.token('lion'), outcomes);
  const stack = { ...world, channelAddress: world.channels[0] };
  try {
    await paced(rate, 10, async (index) => {
      await app.pay(index);
    });
    const asked: Asked[] = [];
    const [result, deeds] = await Promise.all([
      paced(rate, payments / rate, async (index) => void asked.push(await app.pay(index))),
      meanwhile(world, (1_000 * payments) / rate),
    ]);
    for (const error of result.errors.slice(0, 5)) say(`  ${String(error)}`);
    say(`stray messages: ${await world.counted('hub_stray_messages_total')}`);
    const isNobodyHeldUp = tell(asked, deeds);
    await checkMoneyOnceBooked(stack, () => outcomes.committed());
    await checkSwitch(world, outcomes.committed());
    const paid = asked.filter(({ end }) => end === 'COMMITTED').length;
    say(
      `\nof ${result.count} payments ${paid} were paid, once each, and ${asked.length - paid} called off, their money given back`,
    );
    const isWhole = result.errors.length === 0 && asked.length === result.count;
    process.exitCode = isWhole && isNobodyHeldUp ? 0 : 1;
  } finally {
    app.close();
    await stop();
  }
}

const killed = `${engineNames[0]} is killed`;

/** The upgrade in the first half of the time, the death in the second. */
async function meanwhile(world: TwoSites, lastsMs: number): Promise<readonly Deed[]> {
  const beganMs = Date.now();
  const at = (part: number) => sleep(Math.max(0, beganMs + part * lastsMs - Date.now()));
  const deeds: Deed[] = [];
  const done = (what: string, fromMs: number, heldUpMs: number) => {
    deeds.push({ what, fromMs, toMs: Date.now() + heldUpMs });
    say(`${((Date.now() - beganMs) / 1_000).toFixed(0)} s: ${what}`);
  };
  await at(0.1);
  const since = new Date(Date.now() + announcedMs);
  world.drain({ engine: 1, since });
  await sleep(announcedMs);
  done(`${engineNames[1]} is drained`, since.getTime(), 60_000);
  // Until no app repeats any more what it had.
  await sleep(windowS * 1_000 + oldFileMs);
  const stoppedMs = Date.now();
  await world.upgradeSecond();
  done(`${engineNames[1]} is upgraded`, stoppedMs, foundAgainMs);
  await at(0.4);
  const until = new Date(Date.now() + announcedMs);
  world.drain({ engine: 1, since, until });
  await sleep(announcedMs);
  done(`${engineNames[1]} is returned`, until.getTime(), 60_000);
  await Promise.all([at(0.7), sleep(windowS * 1_000 + oldFileMs)]);
  const killedMs = Date.now();
  await world.kill(0);
  say(`${((Date.now() - beganMs) / 1_000).toFixed(0)} s: ${killed}`);
  await sleep(awayMs);
  await world.restore(0);
  done(`${killed}, and restored`, killedMs, foundAgainMs);
  return deeds;
}

/** @returns whether none was refused but while an engine was dead, and 99 of 100 waited for less than two seconds */
function tell(asked: readonly Asked[], deeds: readonly Deed[]): boolean {
  const pauses = asked.map(({ pauseMs }) => pauseMs);
  const [p50 = 0, p99 = 0, most = 0] = [0.5, 0.99, 1].map((part) => percentile(pauses, part));
  say(
    `\nuntil a request was taken: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, at most ${(most / 1_000).toFixed(1)} s`,
  );
  const refusals = asked.flatMap((one) => one.refusals);
  const heldUp = asked.filter((one) => one.refusals.length > 0).length;
  say(`${refusals.length} answers "come again" to ${heldUp} of ${asked.length} payments:`);
  const counts = new Map<string, number>();
  for (const refusal of refusals) {
    const key = `${deedOf(refusal, deeds)}: ${refusal.why}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [what, count] of counts) say(`  ${count} x ${what}`);
  for (const { end, endedAtMs } of asked) {
    if (end === 'ABORTED') say(`  called off while: ${deedOf({ atMs: endedAtMs }, deeds)}`);
  }
  const wasOneDead = (one: Refusal) => deedOf(one, deeds).startsWith(killed);
  return refusals.every(wasOneDead) && p99 < 2_000;
}

function deedOf({ atMs }: Pick<Refusal, 'atMs'>, deeds: readonly Deed[]): string {
  const found = deeds.findLast(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
  return found?.what ?? 'nothing was done then';
}

/** @throws Error when the switch knows of another number of committed transfers, or of one that has not ended */
async function checkSwitch(world: TwoSites, paid: number): Promise<void> {
  const transfers = await world.switch.client.transfers();
  const states = new Map<string, number>();
  for (const { state } of transfers) states.set(state, (states.get(state) ?? 0) + 1);
  const told = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  say(`the switch knows ${told}`);
  const hasEnded = [...states.keys()].every((state) => ['COMMITTED', 'ABORTED'].includes(state));
  if (states.get('COMMITTED') !== paid || !hasEnded) {
    throw new Error(`${paid} payments were paid, and the switch knows ${told}`);
  }
}

main().catch((error: unknown) => {
  say(String((error as Error).stack));
  process.exitCode = 1;
});
