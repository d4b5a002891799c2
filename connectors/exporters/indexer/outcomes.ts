import type { OperationOutcome } from '../../common/doors/elasticsearch/elasticsearch-door';
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

/** Of what was written at one time, its outcomes in the same order. */
export function refusedWrites(
  written: readonly { readonly record: KafkaRecord }[],
  outcomes: readonly OperationOutcome[],
): readonly Refused[] {
  return written.flatMap(({ record }, at) => {
    const outcome = outcomes[at];
    return outcome?.kind === 'refused' ? [{ record, reason: outcome.type }] : [];
  });
}
