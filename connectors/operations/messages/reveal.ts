/** The number of a payment's payer or payee, for an operator who says why. It is nowhere but in messages, and kept nowhere. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { MessageDocument } from '../../common/contracts/message-documents';
import { translated, type Translated } from '../../common/words/languages';
import type { OperationsContext } from '../api/context';
import { findPayment } from '../story/find-payment';
import { messageWords } from './message-words';
import { messagesOf } from './messages-of';
import { messagesThatName, partyIn, type NamedParty, type PartyOf } from './party-in';
import type { WholeMessages } from './read-whole';

/** A request that was repeated says the same: a few are looked at, each of which takes Kafka some seconds. */
const messagesMax = 4;

export function revealHandlers(context: OperationsContext, whole: WholeMessages) {
  return {
    revealParty: small(async ({ parameters: { tenant = '', transactionId = '' }, body }) => {
      const { party: of } = body as { readonly party: PartyOf };
      const messages = messagesThatName(await messagesOfPayment(context, tenant, transactionId));
      const found = await findParty(whole, tenant, messages, of);
      if (found === undefined) throw new Problem('no-longer-kept', { detail: whyNot(messages) });
      const { partyIdType, partyIdentifier, partySubIdOrType } = found;
      return { json: { party: of, partyIdType, partyIdentifier, partySubIdOrType } };
    }),
  };
}

/** Of more than are looked at nobody knows what the rest say. */
function whyNot({ length }: readonly MessageDocument[]): Translated {
  return translated(messageWords, (said) =>
    length <= messagesMax ? said.nobodyNamed : said.nobodyFound(length, messagesMax),
  );
}

async function messagesOfPayment(
  context: OperationsContext,
  tenant: string,
  transactionId: string,
): Promise<readonly MessageDocument[]> {
  const documents = await findPayment(context, tenant, transactionId);
  const found = await Promise.all(documents.map((one) => messagesOf(context, one)));
  return found.flatMap(({ messages }) => messages);
}

async function findParty(
  whole: WholeMessages,
  tenant: string,
  messages: readonly MessageDocument[],
  of: PartyOf,
): Promise<NamedParty | undefined> {
  for (const document of messages.slice(0, messagesMax)) {
    const message = await whole.read(tenant, document);
    // Kafka's word counts: what is another's is not shown, whatever stands in Elasticsearch.
    const party = message?.tenant === tenant ? partyIn(message, of) : undefined;
    if (party !== undefined) return party;
  }
  return undefined;
}
