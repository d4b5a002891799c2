/** Tokens of persons who were forgotten: no document gets one of them again, whatever is told or made anew. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor, TopicSettings } from '../../common/doors/kafka/kafka-door';
import { replicated } from '../../common/contracts/replication';
import type { IndexerSettings } from './settings';

export type IsForgotten = (token: string) => boolean;

/** Key: the token. Kept for as long as there is a document. */
export function forgottenTopic(
  settings: Pick<IndexerSettings, 'INDEXER_FORGOTTEN_TOPIC' | 'INDEXER_SET_ASIDE_REPLICATION'>,
): TopicSettings {
  const topic = {
    name: settings.INDEXER_FORGOTTEN_TOPIC,
    partitions: 1,
    settings: { 'cleanup.policy': 'compact' },
  };
  return replicated(topic, settings.INDEXER_SET_ASIDE_REPLICATION);
}

/** Resolves once all who were forgotten until now are known. */
export async function followForgotten(
  kafka: KafkaDoor,
  topic: string,
): Promise<{ readonly isForgotten: IsForgotten; readonly followed: FollowedTopics }> {
  const tokens = new Set<string>();
  const followed = new FollowedTopics(kafka, {
    topic,
    enter: ({ key }) => {
      if (key !== undefined) tokens.add(key);
    },
  });
  await followed.start();
  return { isForgotten: (token) => tokens.has(token), followed };
}

export function withoutForgotten(
  document: PaymentDocument,
  isForgotten: IsForgotten,
): PaymentDocument {
  const without = (party: PaymentDocument['payer']): PaymentDocument['payer'] => {
    const { token, ...rest } = party;
    return token !== undefined && isForgotten(token) ? rest : party;
  };
  return { ...document, payer: without(document.payer), payee: without(document.payee) };
}
