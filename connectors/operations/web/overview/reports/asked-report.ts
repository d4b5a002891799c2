/** Which report the address asks for. Pure. */
import type { Range } from '../range';
import type { AskedReport, ReportName } from '../read-report';

export const reportNames: readonly ReportName[] = [
  ...(['volumes', 'failures', 'steps', 'elements', 'time-to-settle'] as const),
  ...(['holds', 'fees', 'obligations'] as const),
];

export const splits = ['hour', 'day', 'month', 'state', 'useCase', 'counterpart'] as const;
export type Split = (typeof splits)[number];

/** As the API has it: what a report is not split by, it refuses. */
export const splitsOf: Readonly<Record<ReportName, readonly Split[]>> = {
  ...{ volumes: splits, failures: splits, steps: splits, elements: splits },
  ...{ 'time-to-settle': splits, holds: [], fees: [], obligations: [] },
};

export const isOfNow = (report: ReportName) => report === 'holds';

export function reportIn(query: URLSearchParams): ReportName {
  return reportNames.find((one) => one === query.get('report')) ?? 'volumes';
}

export function splitsIn(query: URLSearchParams): readonly Split[] {
  const asked = (query.get('by') ?? '').split(',');
  return splitsOf[reportIn(query)].filter((one) => asked.includes(one));
}

export function askedReport(tenant: string, query: URLSearchParams, range: Range): AskedReport {
  const report = reportIn(query);
  const time = isOfNow(report) ? {} : { from: range.from, to: range.to };
  return { tenant, report, ...time, by: splitsIn(query).join() };
}

/** Of the API. */
export function pathOf({ tenant, report, from, to, by }: AskedReport): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, by })) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const asked = query.size === 0 ? '' : `?${query.toString()}`;
  return `/tenants/${encodeURIComponent(tenant)}/reports/${report}${asked}`;
}

/** `volumes-lion-2026-11-01-2026-11-30.csv` */
export function fileNameOf({ tenant, report, from, to }: AskedReport, ending: string): string {
  const days = [from?.slice(0, 10), to && new Date(Date.parse(to) - 1).toISOString().slice(0, 10)];
  return `${[report, tenant, ...days.filter((one) => one !== undefined)].join('-')}.${ending}`;
}
