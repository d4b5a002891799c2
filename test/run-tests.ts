/**
 * `make test [ARGS='parameters of jest']`: gets what the tests need, and runs them. All of them in two runs: those
 * without a broker on every core, then the others two at a time: each is a broker, a hub and often a browser, and three of them on two
 * cores let timers end that no payment waits for.
 */
import { messageOf } from '../connectors/common/message-of';
import { runJest, runProject } from './run-jest';
import { ensureDistribution } from './kit/stack/toolbox/distribution';
import { ensureJars } from './kit/stack/toolbox/jars';
import { findJava } from './kit/stack/toolbox/java';
import { elasticsearchDistribution } from './kit/stack/toolbox/elasticsearch';
import { kafkaJars } from './kit/stack/toolbox/kafka';
import { zeebeDistribution } from './kit/stack/toolbox/zeebe';

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  findJava();
  await ensureDistribution(zeebeDistribution, say);
  await ensureJars(kafkaJars, say);
  await ensureDistribution(elasticsearchDistribution, say);
  const given = process.argv.slice(2);
  if (given.length > 0) {
    process.exitCode = runJest('chosen', given);
    return;
  }
  const codes = [
    runProject('unit-whole', 'unit', '100%'),
    runProject('integration', 'integration', '2'),
  ];
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
