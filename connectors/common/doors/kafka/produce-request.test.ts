import fc from 'fast-check';
import kafkajsRequest from 'kafkajs/src/protocol/requests/produce/v7/request';
import { encodeProduce, isPlain, type ProduceRequest } from './produce-request';

const text = fc.string({ unit: 'binary', maxLength: 300 });
const bytes = fc.uint8Array({ maxLength: 2_000 }).map((one) => Buffer.from(one));
const message = fc.record(
  {
    key: fc.option(fc.oneof(text, bytes)),
    value: fc.option(fc.oneof(text, bytes)),
    headers: fc.dictionary(text, text, { maxKeys: 4 }),
  },
  { requiredKeys: ['value'] },
);
const partition = fc.record({
  partition: fc.nat(1_000),
  firstSequence: fc.nat(),
  messages: fc.array(message, { minLength: 1, maxLength: 200 }),
});
const request: fc.Arbitrary<ProduceRequest> = fc.record({
  producerId: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  producerEpoch: fc.nat(32_767),
  acks: fc.constant(-1),
  timeout: fc.nat(),
  topicData: fc.array(
    fc.record({ topic: text, partitions: fc.array(partition, { maxLength: 3 }) }),
    { maxLength: 3 },
  ),
});

afterEach(() => jest.useRealTimers());

test('a request has the bytes that kafkajs would give it', async () => {
  const nowMs = Date.parse('2026-11-28T12:00:00.123Z');
  jest.useFakeTimers({ now: nowMs, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
  await fc.assert(
    fc.asyncProperty(request, async (one) => {
      const theirs = await kafkajsRequest(one).encode();
      expect(encodeProduce(one, nowMs).equals(theirs.buffer)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('so has one with a record of megabytes, and one with many thousands', async () => {
  const nowMs = Date.parse('2026-11-28T12:00:00.123Z');
  jest.useFakeTimers({ now: nowMs, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
  const value = Buffer.alloc(3_000_001, 'x');
  const small = Array.from({ length: 9_000 }, (_, at) => ({ key: `1-${at}`, value: '{}' }));
  for (const messages of [[{ key: 'k', value }], small]) {
    const one = {
      ...{ producerId: '7', producerEpoch: 0, acks: -1 },
      timeout: 30_000,
      topicData: [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages }] }],
    };
    const theirs = await kafkajsRequest(one).encode();
    expect(encodeProduce(one, nowMs).equals(theirs.buffer)).toBe(true);
  }
});

test.each<[string, Partial<ProduceRequest>]>([
  ['of a transaction', { transactionalId: 'lane' }],
  ['that is compressed', { compression: 1 }],
  [
    'whose records have times of their own',
    {
      topicData: [
        { topic: 't', partitions: [{ partition: 0, messages: [{ value: 'v', timestamp: '1' }] }] },
      ],
    },
  ],
])('a request %s is left to kafkajs', (_what, other) => {
  const plain = { producerId: '7', producerEpoch: 0, acks: -1, topicData: [] };
  expect(isPlain(plain)).toBe(true);
  expect(isPlain({ ...plain, ...other })).toBe(false);
});
