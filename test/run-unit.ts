/**
 * `make unit [ARGS='path ... [options of jest]']`: the tests that need no Java, no broker and no minutes. What
 * tsc, ESLint and the like check is `make lint`; both together, and the rest, are `make test`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './kit/stack/scripts';
import { runJest } from './run-jest';

const given = process.argv.slice(2);
const firstOption = given.findIndex((one) => one.startsWith('-'));
const paths = firstOption === -1 ? given : given.slice(0, firstOption);
const options = given.slice(paths.length);

/** Left out unless they are named: they start processes, take huge inputs or wait for real time. */
const slow = [
  'connectors/obligations/entry-memory',
  'test/contract/command-line',
  'test/contract/described-apis-fuzz',
  'test/contract/fee-rules-administration-(rule-sets|trials)',
  'test/contract/mojaloop-(fuzz|slow-clients)',
  'test/kit/stack/processes',
  'test/simulators',
];
const never = 'test/tidy/';
/** A folder of slow tests, or what is no folder, such as a part of a file's name. */
const names = (path: string, one: string): boolean =>
  new RegExp(one).test(path) || !existsSync(join(projectRoot, path));
const leftOut = [never, ...slow.filter((one) => !paths.some((path) => names(path, one)))];
const pattern = `^(?!.*(${leftOut.join('|')})).*(${paths.join('|')})`;
const parameters = [
  ...['--selectProjects', 'unit', '--testPathPatterns', pattern, '--maxWorkers=100%'],
  ...options,
];
process.exitCode = options.some((one) => one.startsWith('--watch'))
  ? watch()
  : runJest('unit', parameters);

/** Jest speaks with the person at the terminal, so it gets the terminal. */
function watch(): number {
  const jest = join(projectRoot, 'node_modules/jest/bin/jest.js');
  const { status } = spawnSync(process.execPath, [jest, ...parameters], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  return status ?? 1;
}
