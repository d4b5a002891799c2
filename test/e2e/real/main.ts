/** `make e2e-real`: payments between two DFSPs on a real Fineract, over a real Mojaloop switch. See ../README.md. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Check } from '../../kit/payments/checks';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { findFineract, findSwitch } from '../../kit/real/addresses';
import { lookAgain, perform, type Performed } from './perform';
import { withRealParts, type RealParts } from '../../kit/real/real-parts';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { startStage, type Stage, type StageOptions } from './stage';
import { rowsOf, tableOf } from './table';
import { messageOf } from '../../../connectors/common/message-of';

const startedMs = Date.now();
const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const say = (line: string) => {
  print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** A pattern as the only parameter chooses scenarios by their title. */
async function main(): Promise<boolean> {
  stopOnSignals(say);
  const pattern = new RegExp(process.argv[2] ?? '');
  const chosen = scenarios.filter(({ title }) => pattern.test(title));
  const sharedFolder = resolve(projectRoot, process.env['REAL_PARTS_FOLDER'] ?? '../shared');
  const fineract = findFineract(process.env, sharedFolder);
  const mojaloop = findSwitch(process.env, sharedFolder);
  if (fineract.kind === 'missing' || mojaloop.kind === 'missing') {
    const words = [fineract, mojaloop].flatMap((one) => (one.kind === 'missing' ? one.words : []));
    print(`0 passed, 0 failed, ${chosen.length} skipped: ${words.join('; ')}`);
    return true;
  }
  const folder = join(runDirectory(), 'e2e-real');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const host = process.env['HUB_HOST'] ?? '127.0.0.1';
  return withRealParts({ fineract, mojaloop, runDirectory: folder, say }, (parts) =>
    playOn({ ...parts, host, runDirectory: folder, say }, chosen),
  );
}

async function playOn(options: StageOptions, chosen: readonly Scenario[]): Promise<boolean> {
  const stage = await startStage(options);
  try {
    return await performAll(stage, chosen, options.killable);
  } finally {
    await stage.stop();
    say('the hub and its broker are stopped');
  }
}

async function performAll(
  stage: Stage,
  chosen: readonly Scenario[],
  killable: RealParts['killable'],
): Promise<boolean> {
  let skipped = 0;
  const performed: Performed[] = [];
  const wrong: string[] = [];
  for (const [index, scenario] of chosen.entries()) {
    const { title, kills } = scenario;
    if (kills !== undefined && killable[kills] === undefined) {
      skipped += 1;
      say(
        `${index + 1} of ${chosen.length}: skipped, for its ${kills} was not started here: ${title}`,
      );
      continue;
    }
    say(`${index + 1} of ${chosen.length}: ${title}`);
    try {
      const one = await perform(stage, scenario, `e2e-${index + 1}`);
      performed.push(one);
      wrong.push(...wordsOf(one.performance.checks).map((words) => `${title}: ${words}`));
    } catch (error) {
      wrong.push(`${title}: ${messageOf(error)}`);
    }
  }
  print('');
  for (const line of tableOf(rowsOf(performed.map(({ performance }) => performance)))) print(line);
  print('');
  wrong.push(...wordsOf(await lookAgain(performed)), ...wordsOf(await stage.checkEngine()));
  for (const words of wrong) print(`✗ ${words}`);
  const right = performed.filter(({ performance }) => performance.checks.every(isTrue)).length;
  const failed = chosen.length - right - skipped;
  print(`${right} passed, ${failed} failed, ${skipped} skipped`);
  return wrong.length === 0;
}

const isTrue = (check: Check): boolean => check.isTrue;

function wordsOf(checks: readonly Check[]): string[] {
  return checks.filter((check) => !check.isTrue).map(({ claim, found }) => `${claim}: ${found}`);
}

main().then(
  (isRight) => {
    process.exitCode = isRight ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`\n${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
