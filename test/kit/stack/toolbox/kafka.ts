import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JarSet } from './jars';

/** Apache Kafka with all that it needs at run time, and nothing that Maven would choose by itself. */
export const kafkaJars: JarSet = {
  title: 'Kafka 3.9.2',
  folder: 'kafka-3.9.2',
  jars: JSON.parse(readFileSync(join(__dirname, 'kafka-jars.json'), 'utf8')) as JarSet['jars'],
  megabytes: 47,
};
