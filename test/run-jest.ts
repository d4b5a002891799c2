import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { projectRoot } from './kit/stack/scripts';
import { runDirectory } from './kit/stack/settings';

const resultSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});
type TestFile = z.infer<typeof resultSchema>['testResults'][number];

interface Run {
  readonly status: number;
  /** Undefined where jest did not come to its end. */
  readonly files: readonly TestFile[] | undefined;
}

type Name = 'chosen' | 'integration' | 'unit' | 'unit-whole';

/**
 * Runs jest to its end, says `N passed, N failed[, N skipped]` after a line for each that failed, and leaves those
 * lines in `.run/<name>-summary`, where .ci/run finds them. Returns the exit code.
 */
export function runJest(name: Name, parameters: readonly string[]): number {
  return tell(name, runOnce(name, parameters));
}

/** Of more than these it is no accident of a busy machine. */
const filesAgainMax = 3;

/**
 * As {@link runJest}, for all tests of a project. A machine that stands still for seconds lets timers of brokers and browsers end
 * that no payment waits for: so where few files failed beside others, each runs once more by itself, and its second result counts. What it
 * said first is told all the same, as `failed beside others`.
 */
export function runProject(name: Name, project: string, workers: string): number {
  const chosen = ['--selectProjects', project];
  const first = runOnce(name, [...chosen, `--maxWorkers=${workers}`]);
  const failed = (first.files ?? []).filter(hasFailed);
  if (failed.length === 0 || failed.length > filesAgainMax) return tell(name, first);
  const paths = failed.map((file) => file.name);
  const alone = [...chosen, '--runInBand', '--runTestsByPath', ...paths];
  const again = runOnce(`${name}-again`, alone);
  const others = (first.files ?? []).filter((file) => !hasFailed(file));
  return tell(
    name,
    { status: again.status, files: again.files && [...others, ...again.files] },
    failures(failed).map((line) => `failed beside others: ${line}`),
  );
}

function runOnce(name: string, parameters: readonly string[]): Run {
  mkdirSync(runDirectory(), { recursive: true });
  const resultFile = join(runDirectory(), `${name}-results.json`);
  rmSync(resultFile, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      join(projectRoot, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${resultFile}`,
      // A test that fails in its middle leaves open what it would have closed, and the run would never end.
      '--forceExit',
      ...parameters,
    ],
    // With --json jest tells its progress on standard error and all results again on standard output.
    { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const files = existsSync(resultFile)
    ? resultSchema.parse(JSON.parse(readFileSync(resultFile, 'utf8'))).testResults
    : undefined;
  return { status: status ?? 1, files };
}

function tell(name: Name, { status, files }: Run, before: readonly string[] = []): number {
  const after = files === undefined ? ['0 passed, 1 failed'] : summarise(files);
  const text = `${[...before, ...after].join('\n')}\n`;
  writeFileSync(join(runDirectory(), `${name}-summary`), text);
  process.stdout.write(text);
  return status;
}

function summarise(files: readonly TestFile[]): string[] {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = failures(files);
  const isSkipped = ({ status }: { readonly status: string }) =>
    status === 'pending' || status === 'todo';
  const skipped = tests.filter(isSkipped).length;
  const counts = `${passed} passed, ${failed.length} failed`;
  return [
    ...failed.map((line) => `failed: ${line}`),
    `${counts}${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ];
}

const hasFailed = ({ status }: TestFile): boolean => status === 'failed';

/** One line each: of a file that could not be loaded there is no test to name. */
function failures(files: readonly TestFile[]): string[] {
  return files.filter(hasFailed).flatMap(({ name, assertionResults }) => {
    const file = relative(projectRoot, name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return [file];
    return failed.map(
      ({ fullName, failureMessages: [why = ''] }) => `${file}: ${fullName}: ${inOneLine(why)}`,
    );
  });
}

/** Enough to tell one cause from another where only the last lines of a long run are to be had. */
function inOneLine(failure: string): string {
  const [said = ''] = stripVTControlCharacters(failure).split(/\n\s+at /);
  return said.replace(/\s+/g, ' ').slice(0, 600);
}
