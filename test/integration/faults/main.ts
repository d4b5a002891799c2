/**
 * `make hunt-real`: storms of random faults on a real broker, seed after seed, until STORMS of them have been. What
 * was done is kept in .run/hunt-real.jsonl: a campaign that was stopped goes on where it was.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wrongs } from '../../kit/faults/money';
import { World } from '../../kit/faults/world';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { storm } from './storm';

const doneSchema = z.object({
  seed: z.number(),
  payments: z.number(),
  seconds: z.number(),
  wrong: z.array(z.string()),
});
type Done = z.output<typeof doneSchema>;

/** The audit looks at all payments of a stack, and a broker grows. */
const stormsOfOneStack = 10;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

function read(file: string): Done[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => doneSchema.parse(JSON.parse(line)));
}

/** What goes wrong in a storm would be found in those after it too. */
async function onOneStack(seeds: readonly number[], onDone: (done: Done) => void): Promise<void> {
  const world = await World.start();
  try {
    for (const seed of seeds) {
      const beganMs = performance.now();
      const before = world.payments.length;
      const wrong = await storm(world, seed).then(
        () => wrongs(world),
        (error: unknown) => [String((error as Error).stack)],
      );
      const seconds = Math.round((performance.now() - beganMs) / 1_000);
      onDone({ seed, payments: world.payments.length - before, seconds, wrong });
      if (wrong.length > 0) return;
    }
  } finally {
    await world.stop();
  }
}

async function main(): Promise<void> {
  stopOnSignals(say);
  const storms = Number(process.env['STORMS'] ?? 250);
  const file = join(runDirectory(), 'hunt-real.jsonl');
  mkdirSync(runDirectory(), { recursive: true });
  const all = read(file);
  if (all.length > 0) say(`${all.length} storms were done before: ${file}`);
  while (all.length < storms) {
    const first = Math.max(0, ...all.map(({ seed }) => seed)) + 1;
    const count = Math.min(stormsOfOneStack, storms - all.length);
    await onOneStack(
      Array.from({ length: count }, (_, index) => first + index),
      (done) => {
        appendFileSync(file, `${JSON.stringify(done)}\n`);
        all.push(done);
        const { seed, payments, seconds, wrong } = done;
        say(`storm ${seed}: ${payments} payments in ${seconds} s, ${wrong.length} wrong`);
      },
    );
  }
  const sum = (of: (done: Done) => number) => all.reduce((total, done) => total + of(done), 0);
  const failed = all.filter(({ wrong }) => wrong.length > 0);
  for (const { seed, wrong } of failed) say(`WRONG in storm ${seed}:\n  ${wrong.join('\n  ')}`);
  const payments = sum((done) => done.payments);
  const minutes = Math.round(sum(({ seconds }) => seconds) / 60);
  say(
    `${all.length} storms, ${payments} payments in ${minutes} minutes; ${failed.length} went wrong`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  say(String((error as Error).stack));
  process.exitCode = 1;
});
