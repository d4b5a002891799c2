import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectKafka } from '../../connectors/common/doors/kafka/connect-kafka';
import { kafkaEnvironment } from '../../connectors/common/doors/kafka/environment';
import type { KafkaDoor, KafkaRecord } from '../../connectors/common/doors/kafka/kafka-door';
import type { Logger } from '../../connectors/common/runtime';
import type { Kafka } from './stack/kafka';
import { silentLog } from './mojaloop';

export function openDoor(
  { brokers }: Pick<Kafka, 'brokers'>,
  log: Logger = silentLog,
  metrics = new Registry(),
): KafkaDoor {
  const settings = kafkaEnvironment.parse({ KAFKA_BROKERS: brokers });
  return connectKafka(settings, { clock: systemClock, random: systemRandom, log, metrics });
}

/** A topic that no other test knows. */
export async function makeTopic(
  door: KafkaDoor,
  {
    partitions = 1,
    settings = {},
  }: { partitions?: number; settings?: Record<string, string> } = {},
): Promise<string> {
  const name = `test.${randomUUID()}`;
  await door.ensureTopics([{ name, partitions, settings }]);
  return name;
}

/** All that is committed in a topic now, partition by partition. */
export async function contentOf(door: KafkaDoor, topic: string): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  for (const [partition, toOffset] of await door.endOffsets(topic)) {
    for await (const record of door.read({ topic, partition, fromOffset: 0, toOffset })) {
      records.push(record);
    }
  }
  return records;
}

export async function eventually(isSo: () => boolean | Promise<boolean>, withinMs = 30_000) {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${withinMs} ms: ${isSo.toString()}`);
    await systemClock.sleep(20);
  }
}
