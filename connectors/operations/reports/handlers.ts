/** Reports: all payments of a time are counted, one after the other, whatever their number. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { csvText, guard } from '../../common/csv';
import type { ColumnScan } from '../../common/doors/elasticsearch/elasticsearch-door';
import { formatDateTime } from '../../common/time';
import { translated } from '../../common/words/languages';
import type { OperationsContext } from '../api/context';
import { instantOf, isReversed, refuseReversed } from '../api/instant';
import { oneOf, range } from '../search/conditions';
import type { Streams } from '../search/streams';
import { elements } from './elements';
import { failures } from './failures';
import { fees, obligations } from './fees';
import { holds } from './holds';
import {
  countedSchema,
  type KnownDiagrams,
  type Report,
  type ReportRow,
  type Told,
} from './report';
import { reportWords } from './report-words';
import { steps } from './steps';
import { timeToSettle } from './time-to-settle';
import { volumes } from './volumes';

const reports: Readonly<Record<string, Report>> = {
  ...{ volumes, failures, steps, elements, 'time-to-settle': timeToSettle },
  ...{ holds, fees, obligations },
};

/** Of a batch. */
const timeoutMs = 60_000;
const documentsAtOnce = 500;
const columnsAtOnce = 2_000;

interface Asked {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly by: readonly string[];
}

export function reportHandlers(
  context: OperationsContext,
  streams: Streams,
  diagrams: KnownDiagrams,
) {
  return {
    makeReport: small(async (call): Promise<Answer> => {
      const { tenant = '', report: name = '' } = call.parameters;
      const report = reports[name];
      if (report === undefined) throw new Problem('unknown-id');
      const asked = readAsked(report, call.parameters);
      const form = call.accepted(['application/json', 'text/csv']);
      const nowMs = context.deps.clock.now();
      const told = { nowMs, language: call.language };
      const counted = await rowsOf(context, call, streams, { report, asked, told });
      const rows = (await report.named?.(counted, diagrams)) ?? counted;
      const columns = report.columns(asked.by);
      if (form === 'text/csv') return { mediaType: form, content: table(columns, rows) };
      const { from = null, to = null } = asked;
      const asOf = formatDateTime(nowMs);
      return { json: { tenant, report: name, from, to, asOf, columns, rows } };
    }),
  };
}

async function rowsOf(
  { elasticsearch, environment }: OperationsContext,
  call: Call,
  streams: Streams,
  { report, asked, told }: { readonly report: Report; readonly asked: Asked; readonly told: Told },
): Promise<readonly ReportRow[]> {
  const { from, to, by } = asked;
  const time =
    from === undefined && to === undefined ? [] : [range('startedAt', { from, before: to })];
  const batches = payments(elasticsearch, environment.PAYMENT_DOCUMENTS_ALIAS, report, {
    filters: [oneOf('tenant', call.parameters['tenant'] ?? ''), ...time, ...report.filters],
    ...{ timeoutMs, signal: call.signal },
  });
  const counting = report.begin(by, told);
  for await (const batch of streams.of(call, batches)) {
    for (const payment of batch) counting.add(countedSchema.parse(payment));
  }
  return counting.rows();
}

async function* payments(
  elasticsearch: OperationsContext['elasticsearch'],
  alias: string,
  { reads }: Report,
  search: Omit<ColumnScan, 'fields'>,
): AsyncGenerator<readonly unknown[]> {
  if ('columns' in reads) {
    const scan = { ...search, fields: reads.columns, documentsAtOnce: columnsAtOnce };
    yield* elasticsearch.scanColumns(alias, scan);
    return;
  }
  const { fields } = reads;
  for await (const documents of elasticsearch.scan(alias, { ...search, fields, documentsAtOnce })) {
    yield documents.map(({ source }) => source);
  }
}

/** @throws Problem */
function readAsked(report: Report, { from, to, by }: Call['parameters']): Asked {
  const split = by === undefined ? [] : by.split(',');
  const unknown = split.find((one) => !report.splits.includes(one));
  if (unknown !== undefined) {
    throw wrong('by', (said) => said.noSplit(unknown, report.splits));
  }
  if (report.isOfNow && (from ?? to) !== undefined) {
    throw wrong(from === undefined ? 'to' : 'from', (said) => said.ofNow);
  }
  const between = { from: timeOf('from', from), to: timeOf('to', to) };
  refuseReversed(isReversed(between.from, between.to), { parameter: 'to' });
  return { ...between, by: [...new Set(split)] };
}

function timeOf(parameter: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : instantOf(text, { parameter });
}

function wrong(parameter: string, say: (said: (typeof reportWords)['en']) => string): Problem {
  const detail = translated(reportWords, say);
  return new Problem('invalid-request', { errors: [{ parameter, detail }] });
}

function table(columns: readonly string[], rows: readonly ReportRow[]): string {
  const cell = (value: ReportRow[string] | undefined): string =>
    typeof value === 'string' ? guard(value) : String(value ?? '');
  return csvText([columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]);
}
