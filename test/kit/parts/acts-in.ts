import {
  operationsActSchema,
  type OperationsAct,
} from '../../../connectors/common/contracts/operations-audit';
import type { OperationsEnvironment } from '../../../connectors/operations/api/settings';
import type { MemoryKafka } from '../memory-kafka';

/** Who asked for what, as the audit has it, in order. */
export function actsIn(
  kafka: MemoryKafka,
  { OPERATIONS_AUDIT_TOPIC: topic }: Pick<OperationsEnvironment, 'OPERATIONS_AUDIT_TOPIC'>,
): OperationsAct[] {
  return kafka
    .partitions(topic)
    .flat()
    .map(({ value }) => operationsActSchema.parse(JSON.parse(value ?? '')));
}
