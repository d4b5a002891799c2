import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { projectRoot } from './kit/stack/scripts';
import { runDirectory } from './kit/stack/settings';

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Files that could not even be loaded. */
  numRuntimeErrorTestSuites: z.number(),
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
type Result = z.infer<typeof resultSchema>;

/**
 * Runs jest to its end, says `N passed, N failed[, N skipped]` after a line for each that failed, and leaves those
 * lines in `.run/<name>-summary`, where .ci/run finds them. Returns the exit code.
 */
export function runJest(
  name: 'chosen' | 'integration' | 'unit' | 'unit-whole',
  parameters: readonly string[],
): number {
  mkdirSync(runDirectory(), { recursive: true });
  const resultFile = join(runDirectory(), `${name}-results.json`);
  const summaryFile = join(runDirectory(), `${name}-summary`);
  for (const file of [resultFile, summaryFile]) rmSync(file, { force: true });
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
  const summary = summarise(resultFile);
  writeFileSync(summaryFile, `${summary}\n`);
  process.stdout.write(`${summary}\n`);
  return status ?? 1;
}

function summarise(resultFile: string): string {
  if (!existsSync(resultFile)) return '0 passed, 1 failed';
  const result = resultSchema.parse(JSON.parse(readFileSync(resultFile, 'utf8')));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  const counts = `${result.numPassedTests} passed, ${failed} failed`;
  return [...failures(result), `${counts}${skipped > 0 ? `, ${skipped} skipped` : ''}`].join('\n');
}

/** One line each: of a file that could not be loaded there is no test to name. */
function failures({ testResults }: Result): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = relative(projectRoot, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`failed: ${file}`];
      return failed.map(
        ({ fullName, failureMessages: [why = ''] }) =>
          `failed: ${file}: ${fullName}: ${inOneLine(why)}`,
      );
    });
}

/** Enough to tell one cause from another where only the last lines of a long run are to be had. */
function inOneLine(failure: string): string {
  const [said = ''] = stripVTControlCharacters(failure).split(/\n\s+at /);
  return said.replace(/\s+/g, ' ').slice(0, 600);
}
