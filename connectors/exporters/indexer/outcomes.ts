import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';

/** A record of which nothing could be made; the reason quotes nothing of it. */
export interface Refused {
  readonly record: KafkaRecord;
  readonly reason: string;
}

export interface Applied {
  /** Documents that Elasticsearch has taken. */
  readonly written: number;
  readonly refused: readonly Refused[];
}
