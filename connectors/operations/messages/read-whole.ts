/** Messages word for word, from Kafka: a few at a time. */
import { Problem } from '../../common/api/problems';
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { JournalMessage } from '../../common/contracts/message-journal';
import { inTime } from '../../common/in-time';
import { wholeMessageOf } from '../../common/payment-story/whole-message';
import { translated } from '../../common/words/languages';
import type { OperationsContext } from '../api/context';
import { Places } from '../api/places';
import { messageWords } from './message-words';

/** Kafka gives a reader its turn within some seconds. */
const timeoutMs = 20_000;

export class WholeMessages {
  private readonly places = new Places({
    // Each is a reader of its own at Kafka.
    placesMax: 8,
    detail: translated(messageWords, (said) => said.othersRead),
    retryAfterS: 5,
  });

  constructor(private readonly context: Pick<OperationsContext, 'kafka' | 'deps'>) {}

  /** Undefined: Kafka has it no more. @throws Problem while Kafka gives no answer, or too many are read */
  async read(tenant: string, document: MessageDocument): Promise<JournalMessage | undefined> {
    const { kafka, deps } = this.context;
    const late = () => new Error(`Kafka has not given it in ${timeoutMs} ms`);
    // Who waits no longer has not ended it: the place is free when Kafka is done.
    const reading = this.places.during(tenant, () => wholeMessageOf(kafka, document));
    try {
      return await inTime(deps.clock, timeoutMs, reading, late);
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem('unavailable', {
        detail: translated(messageWords, (said) => said.noKafka),
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    }
  }
}
