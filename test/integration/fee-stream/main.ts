/** `make faults-fee-rules`: what is wrong in the books after many kills. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { runCampaign } from './campaign';

const startedMs = Date.now();
const say = (line: string) => {
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
};

async function main(): Promise<void> {
  stopOnSignals(say);
  const folder = join(runDirectory(), 'faults-fee-rules');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { killed, transfers, poison, entries, setAside, owed, wrong } = await runCampaign({
    transfers: Number(process.env['FEE_TRANSFERS'] ?? 30_000),
    kills: Number(process.env['FEE_KILLS'] ?? 50),
    seed: Number(process.env['FEE_SEED'] ?? 1),
    runDirectory: folder,
    say,
  });
  say(
    `killed: handlers ${killed.first} and ${killed.second} times, the broker ${killed.broker} times`,
  );
  say(`${transfers} transfers made ${entries} entries, ${owed} hundredths in all`);
  say(`${poison} messages that are no transfers: ${setAside} set aside`);
  for (const line of wrong.slice(0, 20)) say(`WRONG ${line}`);
  say(wrong.length === 0 ? 'wrong: nothing' : `wrong: ${wrong.length}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
