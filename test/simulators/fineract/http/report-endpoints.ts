import { isJsonObject } from '../state/fields';
import { notAuthorized, notFound } from '../state/errors';
import { bookingsReport } from '../state/bookings-report';
import { get, run, type Call, type Endpoint } from './endpoint';

/** Of reports that were defined; each of them answers as that of `hub statement` does on a real one. */
export const reportEndpoints: readonly Endpoint[] = [
  {
    route: 'reports',
    method: 'POST',
    path: 'reports',
    answer: (call) => run(call, 'CREATE', 'REPORT', (body) => define(call, body)),
  },
  get('runreports', 'runreports/:name', runReport),
];

function define({ tenant }: Call, body: unknown): object {
  const name = isJsonObject(body) ? body['reportName'] : undefined;
  tenant.reports.add(String(name));
  return { resourceId: 200 + tenant.reports.size };
}

function runReport({ tenant, user, params, query }: Call): object {
  const name = decodeURIComponent(params['name'] ?? '');
  if (!tenant.reports.has(name)) {
    throw notFound('error.msg.report.name.not.found', 'Reporting meta-data entry not found.');
  }
  if (user.permissions !== 'ALL' && !user.permissions.includes(`READ_${name}`)) {
    throw notAuthorized(`Not authorised to run report: ${name}`);
  }
  const parameter = (one: string) => query.get(`R_${one}`) ?? '';
  return bookingsReport(tenant, {
    after: Number(parameter('after')),
    from: parameter('from'),
    limit: Number(parameter('limit')),
  });
}
