import { describeKafkaDoor } from './kafka-door-contract';
import { MemoryKafka } from './memory-kafka';

describe('Kafka in memory keeps what the door to Kafka promises', () => {
  const kafka = new MemoryKafka(() => Date.now());
  describeKafkaDoor(() => kafka.door());
});
