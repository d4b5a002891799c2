/** From the rendered NetworkPolicies: who can reach whom. The table in the chart's README is held to it, and so is the design. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findParts } from '../../connectors/common/hub/find-parts';
import { chartFolder } from '../kit/chart/files';
import { elasticsearchPlace, enginePlaces, hubPlaces, kafkaPlace } from '../kit/chart/places';
import { policiesIn, reachable, type Place } from '../kit/chart/reach';
import { render } from '../kit/chart/render';
import { findHelm } from '../kit/stack/toolbox/helm';

const helm = findHelm() ?? '';
const roles = findParts().flatMap((part) => part.roles);
const namesOf = (keep: (role: (typeof roles)[number]) => boolean) =>
  roles.filter(keep).map(({ name }) => name);
const everyRole = Object.fromEntries(roles.map(({ name }) => [name, { enabled: true }]));

const at = (...numbers: number[]) => numbers.map((number) => ({ number }));
const inCluster = (namespace: string): readonly Place[] => [
  kafkaPlace(namespace),
  elasticsearchPlace(namespace),
  { name: 'Fineract', namespace, labels: { app: 'fineract' }, ports: at(8443) },
];
const others: readonly Place[] = [
  { name: 'switch', address: '203.0.113.7', ports: at(443) },
  { name: 'apps', address: '198.51.100.7', ports: at(443) },
  { name: 'identity provider', address: '192.0.2.7', ports: at(443) },
  { name: 'who is on duty', address: '100.64.7.7', ports: at(443, 587) },
  { name: 'another engine', address: '100.64.8.7', ports: at(5010, 5011) },
  { name: 'ingress controller', namespace: 'gateway', labels: {}, ports: [] },
  { name: 'Prometheus', namespace: 'monitoring', labels: {}, ports: at(9090) },
  { name: 'DNS', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: at(53) },
];
const strangers = (namespace: string): readonly Place[] => [
  { name: 'another pod of the namespace', namespace, labels: { app: 'other' }, ports: at(8080) },
  { name: 'a pod elsewhere', namespace: 'elsewhere', labels: {}, ports: at(8080) },
  { name: 'the internet', address: '8.8.8.8', ports: at(443, 80) },
];

interface Reach {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly number[];
}

/** Of all pairs of which one is the hub's or the engine's: of the others these policies say nothing. */
function reachIn(values: object = {}, engineNamespace = 'payments'): readonly Reach[] {
  const files = [join(chartFolder, 'ci/all-values.yaml')];
  const manifests = render(helm, { files, values: { roles: everyRole, ...values } });
  const policies = policiesIn(manifests);
  const ours = [...hubPlaces(manifests), ...enginePlaces(engineNamespace)];
  const all = [...ours, ...inCluster('payments'), ...others, ...strangers('payments')];
  return all.flatMap((from) =>
    all
      .filter((to) => to !== from && (ours.includes(from) || ours.includes(to)))
      .map((to) => ({ from: from.name, to: to.name, ports: reachable(policies, from, to) }))
      .filter(({ ports }) => ports.length > 0),
  );
}

const callersOf = (reach: readonly Reach[], name: string) =>
  reach
    .filter(({ to }) => to === name)
    .map(({ from }) => from)
    .toSorted();

function rowsOf(reach: readonly Reach[]): readonly string[] {
  const froms = [...new Set(reach.map(({ from }) => from))].toSorted();
  return froms.map((from) => {
    const reached = reach
      .filter((one) => one.from === from)
      .map(({ to, ports }) => `${to} ${ports.join(' ')}`)
      .toSorted();
    return `| ${from} | ${reached.join(', ')} |`;
  });
}

(helm === '' ? describe.skip : describe)('by the NetworkPolicies that Helm renders', () => {
  const reach = helm === '' ? [] : reachIn();

  test('everybody reaches whom the README says, and nobody else', () => {
    const readme = readFileSync(join(chartFolder, 'README.md'), 'utf8');
    const [, table = ''] =
      /\| From \| May reach \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(readme) ?? [];
    expect(table.trim().split('\n').toSorted()).toEqual(rowsOf(reach).toSorted());
  });

  test('only roles with jobs, and the one that deploys, reach the engine', () => {
    const withJobs = namesOf(({ needs }) => needs.engine === true);
    expect(withJobs.length).toBeGreaterThan(0);
    const metrics = ['Prometheus', 'broker'];
    expect(callersOf(reach, 'gateway')).toEqual([...withJobs, 'deploy', ...metrics].toSorted());
    expect(callersOf(reach, 'broker')).toEqual(['Prometheus', 'gateway'].toSorted());
    const gateways = reach.filter(({ to, ports }) => to === 'gateway' && ports.includes(26_500));
    expect(gateways.map(({ from }) => from).toSorted()).toEqual([...withJobs, 'deploy'].toSorted());
  });

  test('no role of the operators’ half reaches engine, switch, Fineract or a role that pays', () => {
    const realtime = new Set([
      ...namesOf(({ needs }) => needs.engine === true),
      ...['zeebe-bridge', 'gateway', 'broker', 'switch', 'Fineract', 'apps'],
    ]);
    const operating = namesOf(({ name }) => !realtime.has(name));
    expect(operating).toEqual(expect.arrayContaining(['operations', 'indexer', 'obligations']));
    const across = reach.filter(({ from, to }) => operating.includes(from) && realtime.has(to));
    expect(across).toEqual([]);
  });

  test('each peer is spoken to by the one role that it is for', () => {
    expect(callersOf(reach, 'Fineract')).toEqual(['ams-fineract']);
    expect(callersOf(reach, 'switch')).toEqual(['mojaloop']);
    expect(callersOf(reach, 'apps')).toEqual(['channel']);
    expect(callersOf(reach, 'Elasticsearch')).toEqual(
      [...namesOf(({ needs }) => needs.elasticsearch === true), 'channel'].toSorted(),
    );
  });

  test('another engine is reached by channel and FSPIOP role alone, and reaches nothing but their doors for engines', () => {
    expect(callersOf(reach, 'another engine')).toEqual(['channel', 'mojaloop']);
    expect(reach.filter(({ from }) => from === 'another engine')).toEqual([
      { from: 'another engine', to: 'channel', ports: [5011] },
      { from: 'another engine', to: 'mojaloop', ports: [5010] },
    ]);
  });

  test('strangers reach nothing, and nothing reaches them', () => {
    const strange = new Set(strangers('payments').map(({ name }) => name));
    expect(reach.filter(({ from, to }) => strange.has(from) || strange.has(to))).toEqual([]);
  });

  test('Elasticsearch is nothing to a channel that does not ask for past payments', () => {
    const values = {
      roles: { ...everyRole, channel: { settings: { CHANNEL_PAST_PAYMENTS: false } } },
    };
    expect(callersOf(reachIn(values), 'Elasticsearch')).not.toContain('channel');
  });

  test('it is the same with an engine in a namespace of its own', () => {
    const apart = reachIn({ networkPolicy: { engine: { namespace: 'engine' } } }, 'engine');
    expect(apart).toEqual(reach);
  });

  test('two processes, one of each half, keep the line', () => {
    const halves = reachIn({ layout: 'halves' });
    expect(callersOf(halves, 'gateway')).toEqual(['Prometheus', 'broker', 'deploy', 'realtime']);
    expect(callersOf(halves, 'operations')).toEqual(['Prometheus', 'ingress controller']);
  });

  test('without policies the engine is open to anybody: what the tests above see is the policies', () => {
    const open = reachIn({ networkPolicy: { enabled: false } });
    expect(callersOf(open, 'gateway')).toContain('the internet');
    const unguarded = reachIn({ networkPolicy: { engine: { guard: false } } });
    expect(callersOf(unguarded, 'gateway')).toContain('another pod of the namespace');
    expect(callersOf(unguarded, 'gateway')).not.toContain('operations');
  });
});
