/** Payments by whatever is known of them: a page at a time, or all that fit as one stream. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { PersonTokens } from '../../common/contracts/person-tokens';
import { csvLines, csvText } from '../../common/csv';
import type { FoundDocument } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { Language } from '../../common/words/languages';
import { searchElasticsearch } from '../api/ask-elasticsearch';
import type { OperationsContext } from '../api/context';
import { withoutSecret } from '../api/without-secret';
import { readSearch, type PaymentSearch } from './asked';
import { hasAmountOf } from './amounts';
import { cursorOf, endOf } from '../api/cursor';
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
/** Two batches are in memory, of whole rows: larger ones outlive what V8 clears away cheaply. */
const rowsAtOnce = 200;
const pageDefault = 50;

export function searchHandlers(
  context: OperationsContext,
  streams: Streams,
  tokens: PersonTokens | undefined,
) {
  return {
    searchPayments: small((call) => {
      const search = readSearch(call.body);
      requireTokens(search, tokens);
      const form = call.accepted(['application/json', 'text/csv', 'application/x-ndjson']);
      if (form === 'application/json') return page(context, call, search, tokens);
      const rows = streams.of(call, allRows(context, call, search, tokens));
      return Promise.resolve({
        mediaType: form,
        chunks: form === 'text/csv' ? csvOf(rows, call.language) : lines(rows),
      });
    }),
  };
}

/** @throws Problem */
function requireTokens({ id, party }: PaymentSearch, tokens: PersonTokens | undefined): void {
  if (party !== undefined && id === undefined && tokens === undefined) throw withoutSecret();
}

async function page(
  { elasticsearch, environment, deps }: OperationsContext,
  { parameters: { tenant = '' }, language }: Call,
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
  const told = { nowMs: deps.clock.now(), language };
  const payments = paymentsOf(documents, search).map((one) => rowOf(one, told));
  return { json: { payments, next: end === undefined ? null : cursorOf(searched, end) } };
}

async function* allRows(
  { elasticsearch, environment, deps }: OperationsContext,
  { parameters: { tenant = '' }, signal, language }: Call,
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
    const told = { nowMs: deps.clock.now(), language };
    yield paymentsOf(batch, search).map((one) => rowOf(one, told));
  }
}

function paymentsOf(found: readonly FoundDocument[], search: PaymentSearch): PaymentDocument[] {
  return found
    .map(({ source }) => rowDocumentSchema.parse(source))
    .filter((one) => hasAmountOf(one, search));
}

async function* csvOf(
  batches: AsyncIterable<readonly PaymentRow[]>,
  language: Language,
): AsyncGenerator<string> {
  const headings = csvHeadings(language);
  let isBegun = false;
  for await (const batch of batches) {
    const rows = batch.map((row) => csvRowOf(row, language));
    yield isBegun ? csvLines(rows) : csvText([headings, ...rows]);
    isBegun = true;
  }
  if (!isBegun) yield csvText([headings]);
}

async function* lines(batches: AsyncIterable<readonly PaymentRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('');
}
