/** `hub audit message`: a message of the journal as it was said, from Kafka. */
import { Command } from 'commander';
import { messageDocumentSchema } from '../../common/contracts/message-documents';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import { wholeMessageOf } from '../../common/payment-story/whole-message';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { findIn, type PaymentSearch } from './find-command';

export interface MessageSource extends PaymentSearch {
  readonly kafka: KafkaDoor;
}

export function messageCommand(terminal: Terminal, connect: () => MessageSource): Command {
  return new Command('message')
    .description('prints a message of the journal, headers and bodies included, as it was said')
    .argument('<message id>', 'as "hub audit show" tells it')
    .action((messageId: string) =>
      attempt(terminal, async () => {
        const source = connect();
        try {
          terminal.out(`${JSON.stringify(await messageOf(source, messageId), null, 2)}\n`);
        } finally {
          await source.kafka.close();
          await source.elasticsearch.close();
        }
      }),
    );
}

/** @throws CannotRun */
async function messageOf(source: MessageSource, messageId: string): Promise<object> {
  const [found] = await findIn(source, 'messages', { messageId: [messageId] });
  if (found === undefined) throw new CannotRun('no such message is known in Elasticsearch');
  const message = await wholeMessageOf(source.kafka, messageDocumentSchema.parse(found.source));
  if (message !== undefined) return message;
  throw new CannotRun(
    'Kafka has it no longer: its time is over (MESSAGE_JOURNAL_RETENTION), or a person in it was forgotten',
  );
}
