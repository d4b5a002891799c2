/**
 * `make conformance`: Mojaloop's testing toolkit against the hub, both ways. A pattern as the only parameter
 * chooses suites by their name; the README's table is written when all were played.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportedVersions } from '../../connectors/mojaloop/api/media-type';
import { projectRoot } from '../kit/stack/scripts';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { judge, readDifferences, type Played } from './results';
import { startStage } from './stage';
import { allSuites } from './suites';
import { playSuite, type Suite } from './suites/suite';
import { columnOf, markdownOf, type Row } from './table';
import { messageOf } from '../../connectors/common/message-of';

const startedMs = Date.now();
const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};
const say = (line: string) => {
  print(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

async function main(): Promise<boolean> {
  stopOnSignals(say);
  const pattern = new RegExp(process.argv[2] ?? '');
  const chosen = allSuites.filter(({ name }) => pattern.test(name));
  const rows = [...(await playAll(chosen, false)), ...(await playAll(chosen, true))];
  const placeOf = ({ played }: Row) =>
    allSuites.findIndex(({ name }) => name === played.suite.name);
  rows.sort((left, right) => placeOf(left) - placeOf(right));
  const table = markdownOf(rows);
  print(`\n${table}\n`);
  const isRight = rows.every(({ verdict }) => verdict.wrong.length === 0);
  if (!isRight) print('not as it should be: see the lines with ✗ above');
  else if (chosen.length === allSuites.length) writeReadme(table);
  return isRight;
}

async function playAll(chosen: readonly Suite[], signatures: boolean): Promise<Row[]> {
  const suites = chosen.filter(({ onlySigned = false }) => signatures || !onlySigned);
  const name = `conformance${signatures ? '-signed' : ''}`;
  const folder = join(runDirectory(), name);
  const stage = await startStage({ runDirectory: folder, signatures, say });
  const rows: Row[] = [];
  try {
    for (const version of supportedVersions) {
      for (const suite of suites) {
        const assertions = await playSuite(suite, stage, version);
        rows.push(tell({ suite, version, signatures, assertions }));
      }
    }
  } finally {
    await stage.stop();
  }
  return rows;
}

function tell(played: Played): Row {
  const verdict = judge(played, readDifferences());
  const sign = verdict.wrong.length === 0 ? '✓' : '✗';
  const { suite } = played;
  say(`${sign} ${columnOf(played)}  ${suite.name}: ${verdict.passed} of ${verdict.total}`);
  for (const words of verdict.wrong) print(`            ✗ ${words}`);
  return { played, verdict };
}

function writeReadme(table: string): void {
  const file = join(projectRoot, 'test/conformance/README.md');
  const between = /(<!-- conformance:[^\n]*-->\n)[\s\S]*(<!-- end of conformance -->)/;
  const readme = readFileSync(file, 'utf8');
  writeFileSync(file, readme.replace(between, `$1\n${table}\n\n$2`));
  say('test/conformance/README.md has the table');
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
