/** `make e2e-real`: payments between two DFSPs on a real Fineract, over a real Mojaloop switch. See ../README.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Check } from '../../kit/payments/checks';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { findFineract, findSwitch } from '../../kit/real/addresses';
import { lookAgain, perform, type Performed } from './perform';
import { withResults, type Row } from './results';
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
    return await performAll(stage, chosen, options);
  } finally {
    await stage.stop();
    say('the hub and its broker are stopped');
  }
}

async function performAll(
  stage: Stage,
  chosen: readonly Scenario[],
  parts: RealParts,
): Promise<boolean> {
  let skipped = 0;
  const performed: Performed[] = [];
  const wrong: string[] = [];
  const broken = new Set<string>();
  for (const [index, scenario] of chosen.entries()) {
    const { title } = scenario;
    const lack = lackOf(scenario, parts);
    if (lack !== undefined) {
      skipped += 1;
      say(`${index + 1} of ${chosen.length}: skipped, for ${lack}: ${title}`);
      continue;
    }
    say(`${index + 1} of ${chosen.length}: ${title}`);
    try {
      const one = await perform(stage, scenario, `e2e-${index + 1}`);
      performed.push(one);
      wrong.push(...wordsOf(one.performance.checks).map((words) => `${title}: ${words}`));
    } catch (error) {
      broken.add(title);
      wrong.push(`${title}: ${messageOf(error)}`);
    }
  }
  print('');
  const rows = rowsOf(performed.map(({ performance }) => performance));
  for (const line of tableOf(rows)) print(line);
  writeResults(rows, broken);
  print('');
  wrong.push(...wordsOf(await lookAgain(performed)), ...wordsOf(await stage.checkEngine()));
  for (const words of wrong) print(`✗ ${words}`);
  const right = performed.filter(({ performance }) => performance.checks.every(isTrue)).length;
  const failed = chosen.length - right - skipped;
  print(`${right} passed, ${failed} failed, ${skipped} skipped`);
  return wrong.length === 0;
}

/** Why it cannot be played here. */
function lackOf({ kills, isRequested }: Scenario, parts: RealParts): string | undefined {
  if (kills !== undefined && parts.killable[kills] === undefined) {
    return `its ${kills} was not started here`;
  }
  const { transactionRequests } = parts.switch;
  return isRequested === true && transactionRequests === undefined
    ? 'SWITCH_TRANSACTION_REQUESTS_URL is not set'
    : undefined;
}

/** How long each took is of no interest later. Of what broke off nothing is known any more. */
function writeResults(rows: readonly Row[], broken: ReadonlySet<string>): void {
  const page = join(projectRoot, 'test/e2e/RESULTS.md');
  const [header = [], ...results] = rows.map((row) => row.slice(0, -1));
  const titles = scenarios.map(({ title }) => title).filter((title) => !broken.has(title));
  writeFileSync(page, withResults(readFileSync(page, 'utf8'), header, results, titles));
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
