/** The rules and dashboards of k8s/monitoring name only what there is: held to the registries of the roles themselves. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerMetrics } from '../kit/monitoring/broker-metrics';
import {
  alertsFile,
  monitoringFolder,
  queriesOfDashboards,
  readAlerts,
  readDashboards,
  selectionsOf,
  type Selection,
} from '../kit/monitoring/queries';
import { allRoles, metricsOf, type KnownMetrics } from '../kit/monitoring/role-metrics';

const alerts = readAlerts();
const queries = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...queriesOfDashboards(),
];
const roles = allRoles();

/** What Prometheus itself adds to what it scrapes, and says of its targets. */
const ofScrapes = ['job', 'instance'];
const own: KnownMetrics = new Map([['up', new Set<string>()]]);

const folder = mkdtempSync(join(tmpdir(), 'role-metrics-'));
const ofRoles = new Map<string, KnownMetrics>();
let known: KnownMetrics;

beforeAll(async () => {
  for (const role of roles) ofRoles.set(role.name, await metricsOf(role, folder));
  known = new Map([
    ...[...ofRoles.values()].flatMap((one) => [...one]),
    ...brokerMetrics(),
    ...own,
  ]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf({ metric, labels }: Selection): string[] {
  const has = known.get(metric);
  if (has === undefined) return [`there is no metric ${metric}`];
  return labels
    .filter((label) => !has.has(label) && !ofScrapes.includes(label))
    .map((label) => `${metric} has no label ${label}`);
}

test.each(queries)('$where asks for metrics and labels that there are', (query) => {
  const selections = selectionsOf(query);
  expect(selections).not.toHaveLength(0);
  expect(selections.flatMap(problemsOf)).toEqual([]);
});

test('a metric or label that nothing has would be seen', () => {
  const problems = (expr: string) => selectionsOf({ where: '', expr }).flatMap(problemsOf);
  expect(problems('sum by (type) (rate(hub_jobs_totals[5m]))')).toEqual([
    'there is no metric hub_jobs_totals',
  ]);
  expect(problems('sum by (kind) (rate(hub_jobs_total{ending="retry"}[5m]))')).toEqual([
    'hub_jobs_total has no label ending',
    'hub_jobs_total has no label kind',
  ]);
  expect(() => problems('sum by (type (hub_jobs_total)')).toThrow('no PromQL');
});

test('every metric of the hub is looked at by a rule or a dashboard, but those that have a reason', () => {
  const asked = new Set(queries.flatMap(selectionsOf).map(({ metric }) => metric));
  const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
  const bases = new Set([...asked].map(base));
  const unseen = [...known.keys()].filter((name) => name.startsWith('hub_')).map(base);
  expect([...new Set(unseen)].filter((name) => !bases.has(name))).toEqual([]);
});

test.each(alerts)('$alert says what to do, here and in the runbook', ({ alert, annotations }) => {
  const { summary, description, runbook } = annotations;
  expect(summary.length).toBeGreaterThan(20);
  expect(description).toMatch(/\.$/);
  const [file, anchor = ''] = runbook.split('#');
  expect(file).toBe('k8s/monitoring/README.md');
  const page = readFileSync(join(monitoringFolder, 'README.md'), 'utf8');
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchorOf(text));
  expect(headings).toContain(anchor);
  expect(page).toContain(alert);
});

/** As pages are shown where the project lives. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

test('names are there once', () => {
  const names = alerts.map(({ alert }) => alert);
  expect(names).toEqual([...new Set(names)]);
  const uids = readDashboards().map(({ uid }) => uid);
  expect(uids).toEqual([...new Set(uids)]);
  expect(readFileSync(alertsFile, 'utf8')).not.toMatch(/\t/);
});

test('each role says whether it can do its work, and how it is', () => {
  for (const [, metrics] of ofRoles) {
    expect([...metrics.keys()]).toEqual(
      expect.arrayContaining(['hub_check_ok', 'process_start_time_seconds']),
    );
  }
  expect(ofRoles.size).toBe(roles.length);
});
