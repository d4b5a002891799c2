/** Where a person stands on Kafka: by their number, and by what belongs to a payment or look-up of theirs. */
import { spellingsOf } from '../../common/contracts/party-spelling';
import type { PartyId } from '../../common/contracts/fspiop';
import { readJournalMessage, type JournalMessage } from '../../common/contracts/message-journal';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';

type Payment = Pick<PaymentDocument, 'transactionId' | 'transferId' | 'quoteId' | 'steps'>;

/** Every way in which the identifier may be written in JSON, in a URL, or in JSON that stands in JSON. */
function waysToWrite(party: PartyId): string[] {
  const ways = spellingsOf(party).flatMap(({ partyIdentifier: id }) => {
    const inJson = JSON.stringify(id).slice(1, -1);
    return [id, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(id)];
  });
  return [...new Set(ways)];
}

/**
 * All records go through `learn` first: one that names the person may stand after another that has only their name. What
 * names them makes all of its process theirs, or all of its payment; too much rather than too little.
 */
abstract class PersonIn {
  protected readonly ids: Set<string>;
  private readonly words: readonly string[];

  constructor(party: PartyId, payments: readonly Payment[]) {
    const ids = payments.flatMap(({ transactionId, transferId, quoteId }) =>
      [transactionId, transferId, quoteId].filter((id) => id !== undefined),
    );
    const processes = payments.flatMap(({ steps }) =>
      steps.map(({ processInstanceKey }) => processInstanceKey),
    );
    this.ids = new Set([...ids, ...processes]);
    // What names a payment may have its parties in an ILP packet, which is encoded.
    this.words = [...waysToWrite(party), ...ids];
  }

  learn(record: KafkaRecord): void {
    if (!this.names(record)) return;
    for (const id of this.idsOf(record)) this.ids.add(id);
  }

  has(record: KafkaRecord): boolean {
    return this.names(record) || this.idsOf(record).some((id) => this.ids.has(id));
  }

  protected abstract idsOf(record: KafkaRecord): string[];

  private names({ value = '' }: KafkaRecord): boolean {
    return this.words.some((word) => value.includes(word));
  }
}

const instancePattern = /"processInstanceKey":(\d+)/g;

/** The engine's own records: those of one process belong together. */
export class PersonInRecords extends PersonIn {
  protected override idsOf({ value = '' }: KafkaRecord): string[] {
    return [...value.matchAll(instancePattern)]
      .map(([, key = '']) => key)
      .filter((key) => key !== '0');
  }
}

const idFields = [
  'transactionId',
  'transferId',
  'quoteId',
  'processInstanceKey',
  'traceId',
] as const;

/** Messages of the journal: those of one payment, one process or one trace belong together. */
export class PersonInMessages extends PersonIn {
  protected override idsOf(record: KafkaRecord): string[] {
    const message: Partial<JournalMessage> = readJournalMessage(record) ?? {};
    return idFields.flatMap((field) => message[field] ?? []);
  }
}
