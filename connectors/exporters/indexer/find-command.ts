/** `hub audit find` and `hub audit show`: payments in Elasticsearch, found by who was paid, or by their ids. */
import { Command, InvalidArgumentError } from 'commander';
import { partyIdSchema, type PartyId } from '../../common/contracts/fspiop';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import { createPersonTokens } from '../../common/contracts/person-tokens';
import type {
  DocumentSearch,
  ElasticsearchDoor,
  FoundDocument,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { messageOf } from '../../common/message-of';
import { findMessages, messagesMax } from '../../common/payment-story/find-messages';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { headingOf, storyOf } from './story';

export interface PaymentSearch {
  readonly elasticsearch: ElasticsearchDoor;
  readonly alias: string;
  /** Of the documents of messages. */
  readonly messagesAlias: string;
  /** PAYMENT_EVENTS_PERSON_SECRET */
  readonly secret: string | undefined;
}

const timeoutMs = 10_000;
const shownMax = 100;

export function findCommand(terminal: Terminal, connect: () => PaymentSearch): Command {
  return new Command('find')
    .description('lists the payments of a person at a tenant, the newest first')
    .argument('<tenant>', 'the DFSP, as the hub calls it')
    .argument('<party>', 'such as MSISDN/255700000002', parsedParty)
    .action((tenant: string, party: PartyId) =>
      attempt(terminal, () =>
        withSearch(connect, async (search) => {
          if (search.secret === undefined) {
            throw new CannotRun(
              'set PAYMENT_EVENTS_PERSON_SECRET to that of the role payment-events: without it nobody is found by a number',
            );
          }
          const tokens = createPersonTokens(search.secret);
          const token = tokens.tokenOf(tenant, tokens.fingerprintOf(party));
          const sides = await Promise.all(
            ['payer.token', 'payee.token'].map((field) =>
              find(search, { tenant: [tenant], [field]: [token] }),
            ),
          );
          const newestFirst = (left: PaymentDocument, right: PaymentDocument) =>
            right.startedAt.localeCompare(left.startedAt);
          tell(terminal, sides.flat().sort(newestFirst), (one) => [headingOf(one)]);
        }),
      ),
    );
}

export function showCommand(terminal: Terminal, connect: () => PaymentSearch): Command {
  return new Command('show')
    .description('tells the story of a payment, from each side that the hub knows')
    .argument('<transaction id>')
    .option('--brief', 'what was said to switch, Fineract and app only counted, between two steps')
    .action((transactionId: string, { brief }: { readonly brief?: true }) =>
      attempt(terminal, () =>
        withSearch(connect, async (search) => {
          const detail = brief === true ? 'in-brief' : 'each';
          const documents = await find(search, { transactionId: [transactionId] });
          const stories = new Map<PaymentDocument, readonly string[]>();
          for (const one of documents) {
            const { messages, isCut } = await findMessages(
              (where) => findIn(search, 'messages', where),
              one,
            );
            if (isCut) {
              terminal.err(`Not all that was said is told: more than ${messagesMax} messages.\n`);
            }
            stories.set(one, storyOf(one, messages, detail));
          }
          tell(terminal, documents, (one) => stories.get(one) ?? []);
        }),
      ),
    );
}

/** As people write a party. @throws InvalidArgumentError */
export function parsedParty(text: string): PartyId {
  const [partyIdType, partyIdentifier, partySubIdOrType] = text.split('/').map(decodeURIComponent);
  const parsed = partyIdSchema.safeParse({ partyIdType, partyIdentifier, partySubIdOrType });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Write the type of the id and the id: MSISDN/255700000002.');
}

async function withSearch(
  connect: () => PaymentSearch,
  run: (search: PaymentSearch) => Promise<void>,
): Promise<void> {
  const search = connect();
  try {
    await run(search);
  } finally {
    await search.elasticsearch.close();
  }
}

type Where = DocumentSearch['where'];

async function find(search: PaymentSearch, where: Where): Promise<PaymentDocument[]> {
  const found = await findIn(search, 'payments', where);
  return found.map(({ source }) => paymentDocumentSchema.parse(source));
}

/** @throws CannotRun */
export function findIn(
  { elasticsearch, alias, messagesAlias }: PaymentSearch,
  what: 'payments' | 'messages',
  where: Where,
): Promise<readonly FoundDocument[]> {
  const search =
    what === 'payments'
      ? { where, newestBy: 'startedAt', documentsMax: shownMax, timeoutMs }
      : { where, newestBy: 'at', documentsMax: messagesMax, timeoutMs };
  const place = what === 'payments' ? alias : messagesAlias;
  return elasticsearch.find(place, search).catch((error: unknown) => {
    throw new CannotRun(`Elasticsearch does not answer: ${messageOf(error)}`);
  });
}

function tell(
  terminal: Terminal,
  documents: readonly PaymentDocument[],
  linesOf: (document: PaymentDocument) => readonly string[],
): void {
  if (documents.length === 0) {
    terminal.err('No such payment is known in Elasticsearch.\n');
    terminal.exitCode(1);
  }
  for (const one of documents) terminal.out(`${linesOf(one).join('\n')}\n`);
  if (documents.length >= shownMax) terminal.err(`Only the newest ${shownMax} are shown.\n`);
}
