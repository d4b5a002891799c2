/**
 * `make test`: gets what the tests need, runs jest with the parameters that it is given, and ends with a
 * line `N passed, N failed, N skipped`, which .ci/run finds in .run/test-summary too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './kit/stack/scripts';
import { runDirectory } from './kit/stack/settings';
import { ensureDistribution } from './kit/stack/toolbox/distribution';
import { ensureJars } from './kit/stack/toolbox/jars';
import { findJava } from './kit/stack/toolbox/java';
import { elasticsearchDistribution } from './kit/stack/toolbox/elasticsearch';
import { kafkaJars } from './kit/stack/toolbox/kafka';
import { zeebeDistribution } from './kit/stack/toolbox/zeebe';

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Files that could not even be loaded. */
  numRuntimeErrorTestSuites: z.number(),
});

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const resultFile = join(runDirectory(), 'test-results.json');
  const summaryFile = join(runDirectory(), 'test-summary');
  mkdirSync(runDirectory(), { recursive: true });
  rmSync(resultFile, { force: true });
  rmSync(summaryFile, { force: true });
  findJava();
  await ensureDistribution(zeebeDistribution, say);
  await ensureJars(kafkaJars, say);
  await ensureDistribution(elasticsearchDistribution, say);
  const { status } = spawnSync(
    process.execPath,
    [
      join(projectRoot, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${resultFile}`,
      ...process.argv.slice(2),
    ],
    // With --json jest tells its progress on standard error and all results again on standard output.
    { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const summary = summarise(resultFile);
  writeFileSync(summaryFile, `${summary}\n`);
  say(summary);
  process.exitCode = status ?? 1;
}

function summarise(resultFile: string): string {
  if (!existsSync(resultFile)) return '0 passed, 1 failed';
  const result = resultSchema.parse(JSON.parse(readFileSync(resultFile, 'utf8')));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
