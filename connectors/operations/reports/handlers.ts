/** Reports: all payments of a time are counted, one after the other, whatever their number. */
import type { Answer, Call } from '../../common/api/call';
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import { csvText, guard } from '../../common/csv';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { instantOf } from '../api/instant';
import { oneOf, range } from '../search/conditions';
import type { Streams } from '../search/streams';
import { failures } from './failures';
import { fees, obligations } from './fees';
import { holds } from './holds';
import { countedSchema, type Report, type ReportRow } from './report';
import { timeToSettle } from './time-to-settle';
import { volumes } from './volumes';

const reports: Readonly<Record<string, Report>> = {
  ...{ volumes, failures, 'time-to-settle': timeToSettle, holds, fees, obligations },
};

/** Of a batch. */
const timeoutMs = 60_000;
const documentsAtOnce = 1_000;

interface Asked {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly by: readonly string[];
}

export function reportHandlers(context: OperationsContext, streams: Streams) {
  return {
    makeReport: small(async (call): Promise<Answer> => {
      const { tenant = '', report: name = '' } = call.parameters;
      const report = reports[name];
      if (report === undefined) throw new Problem('unknown-id');
      const asked = readAsked(report, call.parameters);
      const form = call.accepted(['application/json', 'text/csv']);
      const nowMs = context.deps.clock.now();
      const rows = await rowsOf(context, call, streams, { report, asked, nowMs });
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
  {
    report,
    asked,
    nowMs,
  }: { readonly report: Report; readonly asked: Asked; readonly nowMs: number },
): Promise<readonly ReportRow[]> {
  const { from, to, by } = asked;
  const time =
    from === undefined && to === undefined ? [] : [range('startedAt', { from, before: to })];
  const batches = elasticsearch.scan(environment.PAYMENT_DOCUMENTS_ALIAS, {
    filters: [oneOf('tenant', call.parameters['tenant'] ?? ''), ...time, ...report.filters],
    fields: report.fields,
    ...{ timeoutMs, documentsAtOnce, signal: call.signal },
  });
  const counting = report.begin(by, nowMs);
  for await (const batch of streams.of(call, batches)) {
    for (const { source } of batch) counting.add(countedSchema.parse(source));
  }
  return counting.rows();
}

/** @throws Problem */
function readAsked(report: Report, { from, to, by }: Call['parameters']): Asked {
  const split = by === undefined ? [] : by.split(',');
  const unknown = split.find((one) => !report.splits.includes(one));
  if (unknown !== undefined) {
    const known = report.splits.length === 0 ? 'nothing' : report.splits.join(', ');
    throw wrong('by', `${unknown} is nothing that this report is split by: it takes ${known}`);
  }
  if (report.isOfNow && (from ?? to) !== undefined) {
    throw wrong(from === undefined ? 'to' : 'from', 'must not be there: this report is of now');
  }
  return { from: timeOf('from', from), to: timeOf('to', to), by: [...new Set(split)] };
}

function timeOf(parameter: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : instantOf(text, { parameter });
}

function wrong(parameter: string, detail: string): Problem {
  return new Problem('invalid-request', { errors: [{ parameter, detail }] });
}

function table(columns: readonly string[], rows: readonly ReportRow[]): string {
  const cell = (value: ReportRow[string] | undefined): string =>
    typeof value === 'string' ? guard(value) : String(value ?? '');
  return csvText([columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]);
}
