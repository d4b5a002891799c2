/** Who a payment is from or for, as a message names them. Pure. */
import { z } from 'zod';
import { namedPartySchema } from '../../common/contracts/fspiop';
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { JournalMessage } from '../../common/contracts/message-journal';
import type { paymentSides } from '../../common/contracts/payment-events';
import { parseJson } from '../../common/json';

export type PartyOf = (typeof paymentSides)[number];
export type NamedParty = z.output<typeof namedPartySchema>;

/** FSPIOP's quotes and requests to pay have it in `partyIdInfo`, an app's order has it as it is. */
const partySchema = z.union([
  z.object({ partyIdInfo: namedPartySchema }).transform(({ partyIdInfo }) => partyIdInfo),
  namedPartySchema,
]);

/** Those whose body names both: the quote first, for it says what the other bank was told. */
const operations: readonly RegExp[] = [
  /^POST \S*\/quotes$/,
  /^POST \S*\/transactionRequests$/,
  /^POST \/channel\/[^/?]+$/,
];

export function messagesThatName(messages: readonly MessageDocument[]): MessageDocument[] {
  return operations.flatMap((one) => messages.filter(({ operation }) => one.test(operation)));
}

/** Undefined: it does not say, or not all of it was kept. */
export function partyIn({ request }: JournalMessage, of: PartyOf): NamedParty | undefined {
  const { body } = request;
  if (body === undefined || body.isBase64 === true || body.isCut === true) return undefined;
  const named = z.object({ [of]: partySchema }).safeParse(parseJson(body.text));
  return named.data?.[of];
}
