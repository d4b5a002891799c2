/** `make faults-zeebe-bridge`: what is missing on Kafka after many kills. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { runCampaign } from './campaign';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  stopOnSignals(say);
  const folder = join(runDirectory(), 'faults-zeebe-bridge');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { wrong, ...outcome } = await runCampaign({
    kills: Number(process.env['BRIDGE_KILLS'] ?? 50),
    seed: Number(process.env['BRIDGE_SEED'] ?? 1),
    runDirectory: folder,
    say,
  });
  say(JSON.stringify(outcome));
  for (const line of wrong.slice(0, 20)) say(`WRONG ${line}`);
  say(wrong.length === 0 ? 'wrong: nothing' : `wrong: ${wrong.length}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
