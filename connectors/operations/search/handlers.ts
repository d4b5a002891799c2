/** Payments by whatever is known of them: a page at a time, or all that fit as one stream. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { createPersonTokens, type PersonTokens } from '../../common/contracts/person-tokens';
import { csvLines, csvText } from '../../common/csv';
import type { FoundDocument } from '../../common/doors/elasticsearch/elasticsearch-door';
import { searchElasticsearch } from '../api/ask-elasticsearch';
import type { OperationsContext } from '../api/context';
import { readSearch, type PaymentSearch } from './asked';
import { hasAmountOf } from './amounts';
import { cursorOf, endOf } from './cursor';
import { filtersOf, sortOf } from './filters';
import {
  csvHeadings,
  csvRowOf,
  rowDocumentSchema,
  rowFields,
  rowOf,
  type PaymentRow,
} from './rows';
import type { Streams } from './streams';

/** Of a batch of a stream: nobody looks at a clock. */
const batchTimeoutMs = 60_000;
/** Two batches are in memory, of whole rows. */
const rowsAtOnce = 500;
const pageDefault = 50;

export function searchHandlers(context: OperationsContext, streams: Streams) {
  const secret = context.environment.PAYMENT_EVENTS_PERSON_SECRET;
  const tokens = secret === undefined ? undefined : createPersonTokens(secret);
  return {
    searchPayments: small((call) => {
      const search = readSearch(call.body);
      requireTokens(search, tokens);
      const form = call.accepted(['application/json', 'text/csv', 'application/x-ndjson']);
      if (form === 'application/json') return page(context, call, search, tokens);
      const rows = streams.of(call, allRows(context, call, search, tokens));
      return Promise.resolve({
        mediaType: form,
        chunks: form === 'text/csv' ? csvOf(rows) : lines(rows),
      });
    }),
  };
}

/** @throws Problem */
function requireTokens({ id, party }: PaymentSearch, tokens: PersonTokens | undefined): void {
  if (party === undefined || id !== undefined || tokens !== undefined) return;
  throw new Problem('not-set-up', {
    detail:
      'Nobody is found by a number here: set PAYMENT_EVENTS_PERSON_SECRET to that of the role payment-events',
  });
}

async function page(
  { elasticsearch, environment, deps }: OperationsContext,
  { parameters: { tenant = '' } }: Call,
  search: PaymentSearch,
  tokens: PersonTokens | undefined,
): Promise<Answer> {
  const { after, limit = pageDefault } = search;
  const searched = {
    filters: filtersOf(tenant, search, tokens),
    sort: sortOf(search.sort ?? 'newest'),
  };
  const { documents, end } = await searchElasticsearch(
    elasticsearch,
    environment.PAYMENT_DOCUMENTS_ALIAS,
    {
      ...searched,
      ...(after !== undefined && { after: endOf(searched, after) }),
      documentsMax: limit,
      fields: rowFields,
    },
  );
  const payments = paymentsOf(documents, search).map((one) => rowOf(one, deps.clock.now()));
  return { json: { payments, next: end === undefined ? null : cursorOf(searched, end) } };
}

async function* allRows(
  { elasticsearch, environment, deps }: OperationsContext,
  { parameters: { tenant = '' }, signal }: Call,
  search: PaymentSearch,
  tokens: PersonTokens | undefined,
): AsyncGenerator<readonly PaymentRow[]> {
  const batches = elasticsearch.scan(environment.PAYMENT_DOCUMENTS_ALIAS, {
    filters: filtersOf(tenant, search, tokens),
    fields: rowFields,
    // In an order of their own millions come much faster.
    ...(search.sort !== undefined && { sort: sortOf(search.sort) }),
    timeoutMs: batchTimeoutMs,
    documentsAtOnce: rowsAtOnce,
    signal,
  });
  for await (const batch of batches) {
    yield paymentsOf(batch, search).map((one) => rowOf(one, deps.clock.now()));
  }
}

function paymentsOf(found: readonly FoundDocument[], search: PaymentSearch): PaymentDocument[] {
  return found
    .map(({ source }) => rowDocumentSchema.parse(source))
    .filter((one) => hasAmountOf(one, search));
}

async function* csvOf(batches: AsyncIterable<readonly PaymentRow[]>): AsyncGenerator<string> {
  let isBegun = false;
  for await (const batch of batches) {
    const rows = batch.map(csvRowOf);
    yield isBegun ? csvLines(rows) : csvText([csvHeadings, ...rows]);
    isBegun = true;
  }
  if (!isBegun) yield csvText([csvHeadings]);
}

async function* lines(batches: AsyncIterable<readonly PaymentRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('');
}
