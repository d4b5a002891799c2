/** How things stand, in a few figures: money that waits, the oldest hold, how many payments are made, who answers. */
import { z } from 'zod';
import type { Matter } from '../../common/contracts/back-office';
import { journalPeers } from '../../common/contracts/message-journal';
import { endStates, paymentDocumentSchema } from '../../common/contracts/payment-documents';
import type { DocumentFilter } from '../../common/doors/elasticsearch/elasticsearch-door';
import { messageOf } from '../../common/message-of';
import type { EpochMs } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { statusOf } from '../decisions/status';
import { Sum } from '../reports/report';
import { shareOf } from '../reports/volumes';
import { oneOf, range } from '../search/conditions';
import { sharedByTenant } from './shared-by-tenant';

type Context = Pick<
  OperationsContext,
  'topics' | 'elasticsearch' | 'environment' | 'deps' | 'ownMatters'
>;

/** What Elasticsearch says is some fifteen questions: they are asked once for all who ask at one moment. */
export function summaries(context: Context) {
  const records = sharedByTenant((tenant) =>
    recordsOf(tenant, context.deps.clock.now(), context).catch((error: unknown) => {
      const reason = messageOf(error);
      context.deps.log.warn({ reason }, 'the figures of the work list are not known now');
      return null;
    }),
  );
  return (tenant: string) => summaryOf(tenant, context, records);
}

async function summaryOf(
  tenant: string,
  context: Context,
  recordsNow: (tenant: string) => Promise<Awaited<ReturnType<typeof recordsOf>> | null>,
) {
  const { topics, deps, ownMatters } = context;
  const nowMs = deps.clock.now();
  const [{ matters }, records] = await Promise.all([ownMatters(tenant), recordsNow(tenant)]);
  const notTaken = topics.decisions.ofTenant(tenant).filter((one) => statusOf(one) === 'asked');
  const oldest = notTaken.at(-1);
  return {
    asOf: formatDateTime(nowMs),
    ...atRiskOf(matters),
    notTaken: {
      count: notTaken.length,
      since: oldest === undefined ? null : formatDateTime(oldest.askedMs),
    },
    records,
  };
}

/** All payments that wait for a person: exactly, and never two currencies together. */
export function atRiskOf(matters: readonly Matter[]) {
  const sums = new Map<string, { readonly sum: Sum; payments: number }>();
  let amountsUnknown = 0;
  for (const matter of matters) {
    if (matter.kind !== 'payment' || matter.state !== 'waiting') continue;
    if (matter.amount === null) {
      amountsUnknown += 1;
      continue;
    }
    const { amount, currency } = matter.amount;
    const of = sums.get(currency) ?? { sum: new Sum(), payments: 0 };
    of.sum.add(amount);
    of.payments += 1;
    sums.set(currency, of);
  }
  const atRisk = [...sums]
    .map(([currency, { sum, payments }]) => ({ currency, amount: String(sum), payments }))
    .sort((left, right) => left.currency.localeCompare(right.currency));
  return { atRisk, amountsUnknown };
}

const minuteMs = 60_000;
const weekMs = 7 * 24 * 60 * minuteMs;
/** What is now. */
const recentMs = 15 * minuteMs;
const timeoutMs = 3_000;

/** What Elasticsearch knows. Rejects when it gives no answer. */
async function recordsOf(tenant: string, nowMs: EpochMs, context: Context) {
  const ask = { tenant, nowMs, ...context };
  const [oldestHold, now, weekAgo, engines, ...peers] = await Promise.all([
    oldestHoldOf(ask),
    successOf(ask, nowMs - recentMs, nowMs),
    successOf(ask, nowMs - weekMs - 60 * minuteMs, nowMs - weekMs),
    enginesOf(ask),
    ...journalPeers.map((peer) => peerOf(ask, peer)),
  ]);
  return { oldestHold, success: { now, weekAgo }, peers, ...engines };
}

interface Ask extends Pick<Context, 'elasticsearch' | 'environment'> {
  readonly tenant: string;
  readonly nowMs: EpochMs;
}

const holdSchema = z.object({
  transactionId: z.string(),
  hold: z.object({ since: z.string() }),
  amount: paymentDocumentSchema.shape.amount,
});

async function oldestHoldOf({ elasticsearch, environment, tenant }: Ask) {
  const { documents } = await elasticsearch.search(environment.PAYMENT_DOCUMENTS_ALIAS, {
    filters: [oneOf('tenant', tenant), oneOf('hold.state', 'held')],
    sort: [
      { field: 'hold.since', type: 'date', order: 'ascending' },
      { field: 'transactionId', type: 'keyword', order: 'ascending' },
    ],
    fields: ['transactionId', 'hold', 'amount'],
    ...{ documentsMax: 1, timeoutMs },
  });
  const [first] = documents;
  if (first === undefined) return null;
  const { transactionId, hold, amount = null } = holdSchema.parse(first.source);
  return { transactionId, since: hold.since, amount };
}

/** Of those that ended in that time. */
async function successOf(
  { elasticsearch, environment, tenant }: Ask,
  fromMs: EpochMs,
  toMs: EpochMs,
) {
  const [from, to] = [formatDateTime(fromMs), formatDateTime(toMs)];
  const countOf = (...states: readonly string[]) => {
    const filters = [oneOf('tenant', tenant), oneOf('state', ...states)];
    const ended = range('endedAt', { from, before: to });
    return elasticsearch.count(environment.PAYMENT_DOCUMENTS_ALIAS, {
      filters: [...filters, ended],
      timeoutMs,
    });
  };
  const [paid, ended] = await Promise.all([countOf('paid'), countOf(...endStates)]);
  return { from, to, paid, ended, share: shareOf(paid, ended) };
}

/** What was said to it lately, and how much of that had no answer that helps. */
async function peerOf({ elasticsearch, environment, tenant, nowMs }: Ask, peer: string) {
  const alias = environment.MESSAGE_DOCUMENTS_ALIAS;
  const sent = [oneOf('tenant', tenant), oneOf('peer', peer), oneOf('direction', 'sent')];
  const lately = range('at', { from: formatDateTime(nowMs - recentMs) });
  const answered = oneOf('outcome', 'answered');
  const failing: DocumentFilter = {
    kind: 'any-of',
    filters: [{ kind: 'not', filter: answered }, range('status', { from: 500 })],
  };
  const count = (...filters: readonly DocumentFilter[]) =>
    elasticsearch.count(alias, { filters: [...sent, lately, ...filters], timeoutMs });
  const [requests, failed, last] = await Promise.all([
    count(),
    count(failing),
    elasticsearch.search(alias, {
      filters: [...sent, answered, { kind: 'not', filter: range('status', { from: 500 }) }],
      sort: [
        { field: 'at', type: 'date', order: 'descending' },
        { field: 'messageId', type: 'keyword', order: 'ascending' },
      ],
      fields: ['at'],
      ...{ documentsMax: 1, timeoutMs },
    }),
  ]);
  const [newest] = last.documents;
  const lastAnswerAt = newest === undefined ? null : lastSchema.parse(newest.source).at;
  return { peer, requests, failed, lastAnswerAt };
}

const lastSchema = z.object({ at: z.string() });

/** A bank has one or two. */
const enginesMax = 8;
const engineSchema = z.object({ engine: z.string(), updatedAt: z.string() });

/** Those whose payments have moved within a week, and when the last one has. */
async function enginesOf({ elasticsearch, environment, tenant, nowMs }: Ask) {
  const engines: z.output<typeof engineSchema>[] = [];
  while (engines.length < enginesMax) {
    const known = oneOf('engine', ...engines.map(({ engine }) => engine));
    const { documents } = await elasticsearch.search(environment.PAYMENT_DOCUMENTS_ALIAS, {
      filters: [
        oneOf('tenant', tenant),
        range('updatedAt', { from: formatDateTime(nowMs - weekMs) }),
        ...(engines.length > 0 ? [{ kind: 'not', filter: known } as const] : []),
      ],
      sort: [
        { field: 'updatedAt', type: 'date', order: 'descending' },
        { field: 'transactionId', type: 'keyword', order: 'ascending' },
      ],
      fields: ['engine', 'updatedAt'],
      ...{ documentsMax: 1, timeoutMs },
    });
    const [newest] = documents;
    if (newest === undefined) break;
    engines.push(engineSchema.parse(newest.source));
  }
  const shown = engines
    .map(({ engine, updatedAt }) => ({ engine, lastMovedAt: updatedAt }))
    .sort((left, right) => left.engine.localeCompare(right.engine));
  return { engines: shown, ...(engines.length === enginesMax && { enginesMayBeMore: true }) };
}
