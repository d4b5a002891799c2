/** `make conformance-switch`: the scenarios of a real Mojaloop switch, through the hub. See README.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findSwitch, type Source, type SwitchAddresses } from '../../kit/real/addresses';
import { startPackedSwitch, type PackedSwitch } from '../../kit/real/packed/switch';
import { projectRoot } from '../../kit/stack/scripts';
import { runDirectory } from '../../kit/stack/settings';
import { stopOnSignals } from '../../kit/stack/signals';
import { cacheDirectory } from '../../kit/stack/toolbox/cache';
import { withLock } from '../../kit/stack/toolbox/lock';
import { combinations, type Combination } from './combinations';
import { countsText, linesOf, withCounts } from './report';
import { playRound, type Round } from './round';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios';
import { startStage } from './stage';
import { messageOf } from '../../../connectors/common/message-of';

const startedMs = Date.now();
const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const say = (line: string) => {
  print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

interface Played {
  readonly rounds: readonly Round[];
  /** What the broker says of all rounds together. */
  readonly wrong: readonly string[];
}

interface Choice {
  readonly combinations: readonly Combination[];
  readonly scenarios: readonly Scenario[];
}

/** `<letters of combinations>`, then a pattern of `<id> <title>`; both may be left out. */
function readChoice([letters = '', pattern = '']: readonly string[]): Choice {
  const chosen = combinations.filter(({ letter }) => letters === '' || letters.includes(letter));
  const wanted = new RegExp(pattern);
  return {
    combinations: chosen,
    scenarios: scenarios.filter(({ id, title }) => wanted.test(`${id} ${title}`)),
  };
}

async function main(): Promise<boolean> {
  stopOnSignals(say);
  const parameters = (process.argv[2] ?? '').split(' ').filter((one) => one !== '');
  const choice = readChoice(parameters);
  const sharedFolder = resolve(projectRoot, process.env['REAL_PARTS_FOLDER'] ?? '../shared');
  const mojaloop = findSwitch(process.env, sharedFolder);
  if (mojaloop.kind === 'missing') {
    const count = choice.combinations.length * choice.scenarios.length;
    print(`0 passed, 0 failed, 0 not applicable, ${count} skipped: ${mojaloop.words}`);
    return true;
  }
  const folder = join(runDirectory(), 'conformance-switch');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { rounds, wrong } = await playAll(mojaloop, choice, folder);
  for (const line of rounds.flatMap(linesOf)) print(line);
  const results = rounds.flatMap((round) => round.results);
  print('');
  for (const words of wrong) print(`✗ ${words}`);
  print(countsText(results));
  const isWhole = parameters.length === 0 && results.every(({ outcome }) => outcome !== 'skipped');
  if (isWhole) writeReadme(rounds);
  return wrong.length === 0 && results.every(({ outcome }) => outcome !== 'failed');
}

/** A switch started here is stopped in the end, also when this process is killed. */
async function playAll(
  mojaloop: Exclude<Source<SwitchAddresses>, { kind: 'missing' }>,
  choice: Choice,
  folder: string,
): Promise<Played> {
  if (mojaloop.kind === 'given') {
    const unsigned = choice.combinations.filter(({ isSigned }) => !isSigned);
    say('signatures are left out: they need a switch that is started here');
    return playOn(mojaloop.addresses, undefined, { ...choice, combinations: unsigned }, folder);
  }
  const lock = join(cacheDirectory(), 'real-parts.lock');
  const onWait = (owner: number) => {
    say(`process ${owner} runs the real switch: waiting for it`);
  };
  return withLock(lock, onWait, async () => {
    const packed = await startPackedSwitch(mojaloop.folder, folder, say);
    try {
      return await playOn(packed.addresses, packed, choice, folder);
    } finally {
      await packed.stop();
      say('the switch is stopped');
    }
  });
}

async function playOn(
  addresses: SwitchAddresses,
  packed: PackedSwitch | undefined,
  choice: Choice,
  folder: string,
): Promise<Played> {
  const host = process.env['HUB_HOST'] ?? '127.0.0.1';
  const { combinations: chosen } = choice;
  const stage = await startStage({
    addresses,
    packed,
    host,
    combinations: chosen,
    runDirectory: folder,
    say,
  });
  try {
    const rounds: Round[] = [];
    for (const combination of chosen) {
      rounds.push(await playRound(stage, combination, choice.scenarios, say));
    }
    const checks = await stage.engine.checkEnd();
    const wrong = checks.flatMap(({ claim, isTrue, found }) =>
      isTrue ? [] : [`${claim}: ${found}`],
    );
    return { rounds, wrong };
  } finally {
    await stage.stop();
    say('the hub and its broker are stopped');
  }
}

function writeReadme(rounds: readonly Round[]): void {
  const file = join(projectRoot, 'test/conformance/switch/README.md');
  writeFileSync(file, withCounts(readFileSync(file, 'utf8'), rounds));
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
