import group from 'kafkajs/src/producer/groupMessagesPerPartition';
import type { EachBatchPayload } from 'kafkajs';
import { parseJson } from '../../json';
import { recordsOf, topicMessagesOf } from './records';

const batchOf = (value: Buffer | null) =>
  ({
    batch: {
      topic: 'transfers',
      partition: 0,
      messages: [{ offset: '7', key: Buffer.from('a'), value, timestamp: '1' }],
    },
  }) as unknown as EachBatchPayload;
const valueOf = (value: Buffer | null) => recordsOf(batchOf(value), 0)[0]?.value;

test('a record that is not UTF-8 is no JSON to any reader, and keeps its bytes for who finds it set aside', () => {
  const bytes = Buffer.from('{"note":"Café"}', 'latin1');
  const value = valueOf(bytes);
  expect(value).toBe(`not UTF-8, in base64: ${bytes.toString('base64')}`);
  expect(parseJson(value ?? '')).toBeUndefined();
});

test('a record without a value stays one, and UTF-8 comes out as it went in', () => {
  expect(valueOf(null)).toBeUndefined();
  expect(valueOf(Buffer.from('{"note":"Café"}'))).toBe('{"note":"Café"}');
});

test('kafkajs gets messages by partition as it would make them itself, whether they name one or not', () => {
  const partitionMetadata = [0, 1, 2].map((partitionId) => ({ partitionId, leader: 1 }));
  const partitioner = ({ message }: { message: { partition?: number } }) => message.partition ?? 2;
  const records = Array.from({ length: 50 }, (_, at) => ({
    ...{ topic: 't', key: `k${at}`, value: String(at) },
    partition: at % 3 === 0 ? 1 : 0,
  }));
  const unnamed = { topic: 't', key: 'k', value: 'v' };
  for (const some of [records, [...records, unnamed]]) {
    const [{ topic, messages } = { topic: '', messages: [] }] = topicMessagesOf(some);
    const asked = { topic, partitionMetadata, partitioner };
    expect(group({ ...asked, messages })).toEqual(group({ ...asked, messages: [...messages] }));
  }
});
