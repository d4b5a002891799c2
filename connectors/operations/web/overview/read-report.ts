/** Reports of the API. Each counts all payments of its time, so the page asks for one after the other. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { dataOf, operations } from '../api/clients';
import type { ReportRow } from './figures';
import { InTurn } from './in-turn';

/** What is wanted first of those that a view shows: each takes seconds of many payments. */
const order = [
  'volumes',
  'failures',
  'holds',
  'time-to-settle',
  'steps',
  'elements',
  'fees',
  'obligations',
] as const;
export type ReportName = (typeof order)[number];

export interface AskedReport {
  readonly tenant: string;
  readonly report: ReportName;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: string | undefined;
}

export interface Report {
  readonly asOf: string;
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
}

/** A minute at a million payments: nobody has it counted again by coming back. */
const staleTimeMs = 60_000;

const turns = new InTurn();

export function useReport(asked: AskedReport): UseQueryResult<Report> {
  const { tenant, report, from, to, by } = asked;
  return useQuery({
    queryKey: [tenant, 'reports', report, from, to, by],
    queryFn: ({ signal }) =>
      turns.ask(order.indexOf(report), () => dataOf(readReport(asked, signal)), signal),
    staleTime: staleTimeMs,
    refetchOnWindowFocus: false,
  });
}

function readReport({ tenant, report, from, to, by }: AskedReport, signal: AbortSignal) {
  const query = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(by !== undefined && by !== '' && { by }),
  };
  return operations.GET('/tenants/{tenant}/reports/{report}', {
    params: { path: { tenant, report }, query },
    headers: { Accept: 'application/json' },
    signal,
  });
}
