/** A real broker's own exporter, two bridges and a real Kafka, each killed once; `make faults-zeebe-bridge` goes on for longer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { runCampaign } from './campaign';
import { findGaps } from './gaps';

jest.setTimeout(600_000);

test('broker, bridges and Kafka are killed under load, and bulks badly answered: no record is missing on Kafka', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zeebe-bridge-kills-'));
  const outcome = await runCampaign({
    kills: 4,
    seed: 1,
    runDirectory: folder,
    say: () => undefined,
  });
  rmSync(folder, { recursive: true });
  expect(outcome.wrong).toEqual([]);
  expect(outcome.killed).toEqual({ bridge: 1, broker: 1, kafka: 1, 'other bridge': 1 });
  expect(outcome.repetitions).toBeGreaterThan(0);
  expect(outcome.kinds).toBeGreaterThan(4);
  expect(outcome.records).toBeGreaterThan(outcome.begun);
});

describe('the search for gaps', () => {
  const record = (position: number, sequence: number, more = ''): KafkaRecord => ({
    ...{ topic: 't', partition: 0, offset: position, key: `1-${position}`, timestampMs: 0 },
    headers: { engine: 'main', 'value-type': 'JOB', 'broker-version': '8.5.8' },
    value: `{"position":${position}${more},"sequence":${sequence}}`,
  });
  const whole = [record(1, 7), record(3, 8), record(4, 8), record(3, 9), record(9, 10)];

  test('takes numbers that repeat and change for what they are', () => {
    expect(findGaps(whole)).toEqual({ records: 4, repetitions: 1, kinds: 1, wrong: [] });
  });

  test.each([
    [
      'a record that is missing',
      whole.slice(0, 2).concat(record(9, 10)),
      '1 JOB: 1 records are missing',
    ],
    ['one that comes as another', [...whole, record(4, 11, ',"a":1')], '1-4 came again as another'],
    ['one that comes too late', [...whole, record(5, 11)], '1-5 came first after later ones'],
  ])('finds %s', (_what, records, wrong) => {
    expect(findGaps(records).wrong).toEqual([expect.stringContaining(wrong)]);
  });
});
