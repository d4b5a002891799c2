/** What the door to Kafka promises, on a real broker; its double in memory is held to the same. */
import { describeKafkaDoor } from '../kit/kafka-door-contract';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { openDoor } from '../kit/kafka';

jest.setTimeout(120_000);

let kafka: Kafka;

beforeAll(async () => {
  kafka = await startKafka();
});
afterAll(() => kafka.stop());

describeKafkaDoor(() => openDoor(kafka));
