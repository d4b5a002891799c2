/** The stream handler with rules of its own, as a process that can be killed. */
import { createLogger } from '../../../../connectors/common/observability/logging';
import { systemClock } from '../../../../connectors/common/clock';
import { startFeeStream } from '../../../../connectors/fee-rules/stream/stream';
import { bookOf, fixedSource, p2pFee } from '../../../kit/fee-rules/rule-books';
import { openDoor } from '../../../kit/kafka';
import { groupId, partitions, topics } from '../topics';

async function main(): Promise<void> {
  const log = createLogger('info');
  const door = openDoor({ brokers: process.env['KAFKA_BROKERS'] ?? '' }, log);
  await startFeeStream(
    { door, book: fixedSource(bookOf(p2pFee())), clock: systemClock, log },
    { groupId, topics, partitions },
  );
}

void main();
