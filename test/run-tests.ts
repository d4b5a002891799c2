/** `make test`: gets what the tests need, and runs jest with the parameters that it is given. */
import { messageOf } from '../connectors/common/message-of';
import { runJest } from './run-jest';
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
  process.exitCode = runJest('test', process.argv.slice(2));
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
