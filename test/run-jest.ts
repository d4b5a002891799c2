import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
});

/**
 * Runs jest to its end, says `N passed, N failed[, N skipped]` and leaves that line in `.run/<name>-summary`, where
 * .ci/run finds it. Returns the exit code.
 */
export function runJest(name: 'test' | 'unit', parameters: readonly string[]): number {
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
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
