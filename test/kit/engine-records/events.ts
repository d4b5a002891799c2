import {
  readEngineRecord,
  type EngineRecord,
} from '../../../connectors/common/contracts/engine-records-topic';
import type { PaymentEvent } from '../../../connectors/common/contracts/payment-events';
import type { KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import type { FoldContext } from '../../../connectors/exporters/payment-events/fold';
import { PartitionFold } from '../../../connectors/exporters/payment-events/partition-fold';
import { createPersonTokens } from '../../../connectors/common/contracts/person-tokens';
import { readRecording } from './recordings';

export const engine = 'main';
export const recordsTopic = `payment-hub.engine-records.${engine}`;
export const personSecret = 'a secret of thirty-two characters or more';
export const context: FoldContext = {
  engine,
  tokens: createPersonTokens(personSecret),
};

/** As they stand on the topic of an engine. */
export function kafkaRecordsOf(documents: readonly string[]): KafkaRecord[] {
  return documents.map((value, offset) => {
    const { partitionId, position, valueType, brokerVersion } = JSON.parse(value) as {
      readonly partitionId: number;
      readonly position: number;
      readonly valueType: string;
      readonly brokerVersion: string;
    };
    return {
      topic: recordsTopic,
      partition: partitionId - 1,
      offset,
      key: `${partitionId}-${position}`,
      value,
      timestampMs: 0,
      headers: { engine, 'value-type': valueType, 'broker-version': brokerVersion },
    };
  });
}

/** The same, as readers of the topic get them. */
export function engineRecordsOf(documents: readonly string[]): EngineRecord[] {
  return kafkaRecordsOf(documents).map((record) => {
    const read = readEngineRecord(record);
    if (read === undefined) throw new Error(`${record.key} is no record of an engine`);
    return read;
  });
}

/** What is told of the payments that were recorded. */
export function eventsOfRecordings(): readonly PaymentEvent[] {
  return (['demo', 'troubles', 'by-hand'] as const).flatMap(
    (name) => new PartitionFold(context).take(kafkaRecordsOf(readRecording(name))).events,
  );
}
