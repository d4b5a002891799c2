/** `make e2e-real`: payments between two DFSPs on a real Fineract, over a real Mojaloop switch. See ../README.md. */
import { join, resolve } from 'node:path';
import type { Check } from '../../demo/checks';
import { projectRoot } from '../../stack/scripts';
import { runDirectory } from '../../stack/settings';
import { stopOnSignals } from '../../stack/signals';
import { findFineract, findSwitch } from './addresses';
import { lookAgain, perform, type Performed } from './perform';
import { scenarios, type Scenario } from './scenarios';
import { startStage, type Stage } from './stage';
import { tableOf } from './table';

const startedMs = Date.now();
const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const say = (line: string) => {
  print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

async function main(): Promise<boolean> {
  stopOnSignals(say);
  const sharedFolder = resolve(projectRoot, '../shared');
  const fineract = findFineract(process.env, sharedFolder);
  const mojaloop = findSwitch(process.env, sharedFolder);
  const chosen = scenarios.filter(({ title }) => new RegExp(process.argv[2] ?? '').test(title));
  if (fineract.kind !== 'given' || mojaloop.kind !== 'given') throw new Error('not yet');
  const stage = await startStage({
    fineract: fineract.addresses,
    switch: mojaloop.addresses,
    host: process.env['HUB_HOST'] ?? '127.0.0.1',
    runDirectory: join(runDirectory(), 'e2e-real'),
    say,
  });
  try {
    return await performAll(stage, chosen);
  } finally {
    await stage.stop();
    say('everything is stopped');
  }
}

async function performAll(stage: Stage, chosen: readonly Scenario[]): Promise<boolean> {
  const performed: Performed[] = [];
  for (const [index, scenario] of chosen.entries()) {
    say(`${index + 1} of ${chosen.length}: ${scenario.title}`);
    performed.push(await perform(stage, scenario, `e2e-${index + 1}`));
  }
  const performances = performed.map(({ performance }) => performance);
  print('');
  for (const line of tableOf(performances)) print(line);
  print('');
  const late = await lookAgain(performed);
  const wrong = [...performances.flatMap(wrongOf), ...late.map(textOf)];
  for (const line of wrong) print(`✗ ${line}`);
  return wrong.length === 0;
}

function wrongOf({ title, checks }: Performed['performance']): string[] {
  return checks.filter(({ isTrue }) => !isTrue).map((check) => `${title}: ${textOf(check)}`);
}

function textOf({ claim, found }: Check): string {
  return `${claim}: ${found}`;
}

main().then(
  (isRight) => {
    process.exitCode = isRight ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`\n${(error as Error).message}\n`);
    process.exitCode = 1;
  },
);
