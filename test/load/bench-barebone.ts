/**
 * `make barebone`: the barebone shape of k8s/ as plain processes under its memory limits and policies, payments arriving at a rate:
 * what it takes at 10 a second, and the highest rate that it holds. RATES=10,20,30 DURATION_S=60
 */
import { join } from 'node:path';
import { messageOf } from '../../connectors/common/message-of';
import { mostMemoryWhile, type MostMemory } from '../kit/cluster/most-memory';
import { paced, type Paced } from '../kit/cluster/paced';
import { startPayingBarebone, type PayingBarebone } from '../kit/cluster/paying-barebone';
import { projectRoot } from '../kit/stack/scripts';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { requireHelm } from '../kit/stack/toolbox/helm';
import { percentile } from './closed-loop';
import { othersCpuMs } from './process-usage';

const rates = (process.env['RATES'] ?? '10,15,20,30,40,60,80').split(',').map(Number);
const seconds = Number(process.env['DURATION_S'] ?? '60');
/** A rate is held when 99 of 100 are paid within so long, and no more than five seconds' worth is left under way. */
const heldWithinMs = 10_000;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  stopOnSignals(say);
  const helm = requireHelm();
  const running = await startPayingBarebone({
    runDirectory: join(runDirectory(), 'barebone'),
    hubBuild: process.env['HUB_BUILD'] ?? join(projectRoot, 'dist'),
    ...{ helm, say },
  });
  try {
    say('warming up: 10 s at 5 a second');
    await paced(5, 10, running.pay);
    await climb(running);
    await running.checkMoney();
    say(`\nEach of ${running.committed()} payments was paid once.`);
  } finally {
    await running.stop();
    say('everything is stopped');
  }
}

/** Rate after rate, until one is not held. */
async function climb(running: PayingBarebone): Promise<void> {
  let highest = 0;
  for (const rate of rates) {
    const othersBefore = othersCpuMs();
    const { result, most } = await mostMemoryWhile(running.barebone, () =>
      paced(rate, seconds, running.pay),
    );
    const isHeld = tell(rate, result);
    tellMemory(most, running.barebone.operatorsMb);
    say(
      `  CPU of others meanwhile: ${((othersCpuMs() - othersBefore) / result.durationMs).toFixed(2)} cores`,
    );
    if (!isHeld) break;
    highest = rate;
  }
  say(`\nThe highest rate held: ${highest} payments a second.`);
}

function tell(rate: number, { count, latenciesMs, errors, waitingAtEnd, durationMs }: Paced) {
  const [p50 = 0, p99 = 0] = [0.5, 0.99].map((fraction) => percentile(latenciesMs, fraction));
  const done = (latenciesMs.length * 1000) / durationMs;
  const isHeld = errors.length === 0 && p99 < heldWithinMs && waitingAtEnd <= 5 * rate;
  say(
    `\n${rate} a second for ${seconds} s: ${count} payments, ${errors.length} failed, ${done.toFixed(1)} a second done, ` +
      `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${waitingAtEnd} under way at the end: ${isHeld ? 'held' : 'not held'}`,
  );
  for (const error of errors.slice(0, 3)) say(`  ${messageOf(error)}`);
  return isHeld;
}

function tellMemory({ containers, totalMb }: MostMemory, operatorsMb: number): void {
  for (const { name, limitMb, workingSetMb, residentMb, kills } of containers) {
    const cells = [workingSetMb, residentMb, limitMb].map((mb) => mb.toFixed(0).padStart(7));
    say(`  ${name.padEnd(16)}${cells.join('')} MiB${kills > 0 ? `, killed ${kills} times` : ''}`);
  }
  say(
    `  together, at the worst moment: ${totalMb.toFixed(0)} MiB, and ${operatorsMb} MiB for the two operators`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
