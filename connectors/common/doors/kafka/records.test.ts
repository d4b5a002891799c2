import type { EachBatchPayload } from 'kafkajs';
import { parseJson } from '../../json';
import { recordsOf } from './records';

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
