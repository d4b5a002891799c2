/** What the chart makes for others' operators: KEDA, Prometheus, Grafana, Gateway API and ingress controllers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { groupOfIndexer } from '../../connectors/common/contracts/payment-documents';
import { groupOfPaymentEvents } from '../../connectors/exporters/payment-events/stream';
import { chartFolder } from '../kit/chart/files';
import { render, type Manifest } from '../kit/chart/render';
import { findHelm } from '../kit/stack/toolbox/helm';

const helm = findHelm() ?? '';
const files = [join(chartFolder, 'ci/all-values.yaml')];
const monitoring = join(__dirname, '../../k8s/monitoring');

const rendered = (values: object = {}): readonly Manifest[] => render(helm, { files, values });
const ofKind = (kind: string, manifests = rendered()) =>
  manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, role: string, manifests = rendered()) =>
  ofKind(kind, manifests).find(({ metadata }) => metadata.name === `hub-payment-hub-${role}`);

interface Trigger {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}
const triggersOf = (role: string, manifests = rendered()) =>
  (named('ScaledObject', role, manifests)?.spec?.['triggers'] ?? []) as readonly Trigger[];

(helm === '' ? describe.skip : describe)('scaling', () => {
  test('goes by CPU and jobs under way for roles with jobs, each by its own pods', () => {
    const [cpu, jobs] = triggersOf('fee-rules');
    expect(cpu?.type).toBe('cpu');
    expect(jobs?.metadata['query']).toContain('hub_jobs_in_flight{job="payment-hub"');
    const [, pattern = ''] = /pod=~"([^"]+)"/.exec(jobs?.metadata['query'] ?? '') ?? [];
    const pods = new RegExp(`^${pattern}$`);
    expect(pods.test('hub-payment-hub-fee-rules-6c9f8d7b5-x2x4z')).toBe(true);
    expect(pods.test('hub-payment-hub-fee-rules-stream-6c9f8d7b5-x2x4z')).toBe(false);
  });

  test('goes by how far a group is behind for roles that read Kafka: the groups that they have', () => {
    const groups = (role: string) =>
      triggersOf(role)
        .filter(({ type }) => type === 'kafka')
        .map(({ metadata }) => metadata['consumerGroup']);
    expect(groups('payment-events')).toEqual([groupOfPaymentEvents('main')]);
    expect(groups('indexer')).toEqual(
      ['zeebe-record-main', 'payment-hub-payments', 'payment-hub-messages'].map(groupOfIndexer),
    );
    expect(triggersOf('payment-events').at(-1)?.metadata).toEqual({
      bootstrapServers: 'hub-kafka-bootstrap:9093',
      consumerGroup: groupOfPaymentEvents('main'),
      topic: 'payment-hub.engine-records.main',
      lagThreshold: '50000',
      tls: 'enable',
      sasl: 'scram_sha512',
    });
    expect(ofKind('TriggerAuthentication').map(({ spec }) => spec)).toEqual([
      {
        env: [{ parameter: 'username', name: 'KAFKA_SASL_USERNAME', containerName: 'hub' }],
        secretTargetRef: [
          { parameter: 'password', name: 'payment-hub', key: 'password' },
          { parameter: 'ca', name: 'hub-cluster-ca-cert', key: 'ca.crt' },
        ],
      },
    ]);
  });

  test('leaves the number of processes to who scales, and single roles alone', () => {
    expect(named('HorizontalPodAutoscaler', 'channel')).toBeDefined();
    expect(named('Deployment', 'channel')?.spec).not.toHaveProperty('replicas');
    expect(named('Deployment', 'audit-log')?.spec?.['replicas']).toBe(1);
    expect(named('ScaledObject', 'audit-log')).toBeUndefined();
  });
});

(helm === '' ? describe.skip : describe)('monitoring', () => {
  test('is scraped as the job that the alert rules know', () => {
    const [monitor] = ofKind('PodMonitor');
    expect(JSON.stringify(monitor?.spec)).toContain(
      '{"targetLabel":"job","replacement":"payment-hub"}',
    );
  });

  test('has the alert rules and dashboards of k8s/monitoring, word for word', () => {
    const rules = parse(readFileSync(join(monitoring, 'alerts.yaml'), 'utf8')) as unknown;
    expect(ofKind('PrometheusRule').map(({ spec }) => spec)).toEqual([rules]);
    const dashboards = ofKind('ConfigMap').flatMap(({ data = {} }) => Object.entries(data));
    expect(dashboards.map(([name]) => name)).toEqual(
      readdirSync(join(monitoring, 'dashboards')).map((name) => `payment-hub-${name}`),
    );
    for (const [name, content] of dashboards) {
      const file = join(monitoring, 'dashboards', name.replace('payment-hub-', ''));
      expect(JSON.parse(content)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    }
  });
});

(helm === '' ? describe.skip : describe)('routes', () => {
  test('pass FSPIOP through to the hub, which asks for certificates itself, and all else by HTTP', () => {
    expect(named('TLSRoute', 'mojaloop')?.spec).toEqual({
      parentRefs: [{ name: 'public', sectionName: 'fspiop' }],
      hostnames: ['fspiop.example'],
      rules: [{ backendRefs: [{ name: 'hub-payment-hub-mojaloop', port: 5002 }] }],
    });
    expect(named('HTTPRoute', 'channel')?.spec).toMatchObject({ hostnames: ['api.example'] });
    const without = () => rendered({ roles: { mojaloop: { serverTls: '' } } });
    expect(without).toThrow('roles.mojaloop.serverTls must be set');
  });

  test('pass what other engines hand on through to the doors, by their own host names', () => {
    const hosts = {
      engines: { host: 'east.engines' },
      'channel-engines': { host: 'east.channels' },
    };
    const manifests = rendered({ gateway: { hosts } });
    const to = (door: string) => {
      const spec = named('TLSRoute', door, manifests)?.spec;
      return [spec?.['parentRefs'], spec?.['hostnames'], spec?.['rules']];
    };
    const parents = [{ name: 'public', sectionName: 'fspiop' }];
    const backend = (name: string, port: number) => [{ backendRefs: [{ name, port }] }];
    expect(to('engines')).toEqual([
      parents,
      ['east.engines'],
      backend('hub-payment-hub-engines', 5010),
    ]);
    expect(to('channel-engines')).toEqual([
      parents,
      ['east.channels'],
      backend('hub-payment-hub-channel-engines', 5011),
    ]);
    const alone = { configMap: '', tlsSecret: '' };
    expect(() => rendered({ engines: alone, gateway: { hosts } })).toThrow(
      'gateway.hosts.channel-engines: no role has this door',
    );
    expect(() => rendered({ gateway: { hosts, tlsParents: [] } })).toThrow(
      'no gateway is named in gateway.tlsParents',
    );
  });

  test('alone lead to a door: what opens its role to the switch does not open it', () => {
    const service = { type: 'LoadBalancer', annotations: { example: 'public' } };
    const manifests = rendered({ roles: { mojaloop: { service } } });
    const serviceOf = (name: string) => {
      const found = named('Service', name, manifests);
      return [found?.spec?.['type'], found?.metadata.annotations];
    };
    expect(serviceOf('mojaloop')).toEqual(['LoadBalancer', service.annotations]);
    expect(serviceOf('engines')).toEqual(['ClusterIP', undefined]);
  });

  test('that pass TLS through have host names of their own', () => {
    const hosts = { engines: { host: 'fspiop.example' } };
    expect(() => rendered({ gateway: { hosts } })).toThrow(
      'gateway.hosts.mojaloop.host: it is that of engines',
    );
    expect(() => rendered({ gateway: { hosts: { engines: { host: 'a', path: '/x' } } } })).toThrow(
      'gateway.hosts.engines.path: nobody sees a path',
    );
  });

  test('of the doors may belong to a gateway of their own', () => {
    const hosts = { engines: { host: 'east.engines' } };
    const enginesParents = [{ name: 'private', sectionName: 'engines' }];
    const manifests = rendered({ gateway: { hosts, enginesParents } });
    expect(named('TLSRoute', 'engines', manifests)?.spec?.['parentRefs']).toEqual(enginesParents);
    expect(named('TLSRoute', 'mojaloop', manifests)?.spec?.['parentRefs']).toEqual([
      { name: 'public', sectionName: 'fspiop' },
    ]);
  });

  test('name services that are there, in every layout', () => {
    for (const layout of ['each', 'halves', 'one']) {
      const manifests = rendered({ layout });
      const services = ofKind('Service', manifests).map(({ metadata }) => metadata.name);
      const routes = ['Ingress', 'HTTPRoute', 'TLSRoute'].flatMap((kind) =>
        ofKind(kind, manifests),
      );
      const text = JSON.stringify(routes.map(({ spec }) => spec));
      const names = [...text.matchAll(/"name":"(hub-[^"]+)"/g)].map(([, name = '']) => name);
      expect(names).toHaveLength(5);
      expect(names.filter((name) => !services.includes(name))).toEqual([]);
    }
  });

  test('of roles that are not there are refused', () => {
    const values = { roles: { operations: { enabled: false } } };
    expect(() => rendered(values)).toThrow('gateway.hosts.operations: the role is not enabled');
  });
});
