/** The shapes of k8s/: what the chart makes of their values, kept as files, and what the engines beside it are told. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { readEngineList } from '../../connectors/common/engines/engine-list';
import { findParts } from '../../connectors/common/hub/find-parts';
import { exporterSettings as exporterOfIncidents } from '../../connectors/decision-relay/incidents/broker-exporter';
import { exporterSettings as exporterOfRecords } from '../../connectors/exporters/zeebe-bridge/broker-exporter';
import { environmentOf, mebibytes, podsOf } from '../kit/chart/pods';
import { policiesIn, reachable, type Place } from '../kit/chart/reach';
import {
  manifestsIn,
  render,
  renderText,
  shapes,
  valuesOfShape,
  type Manifest,
  type Shape,
} from '../kit/chart/render';
import { findHelm } from '../kit/stack/toolbox/helm';

const helm = findHelm() ?? '';
const describeWithHelm = helm === '' ? describe.skip : describe;
const folder = join(__dirname, '../../k8s');
const roles = findParts().flatMap((part) => part.roles);
const rolesIn = (manifests: readonly Manifest[]) =>
  podsOf(manifests)
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ containers }) => containers.flatMap(({ args }) => args.slice(1)));

const optionsOf = (shape: Shape) => ({ files: valuesOfShape(shape) });
const rendered = (shape: Shape) => render(helm, optionsOf(shape));

interface Resources {
  readonly limits: { readonly memory: string };
}
interface EngineValues {
  readonly zeebe: {
    readonly image: { readonly tag: string };
    readonly clusterSize: number;
    readonly partitionCount: number;
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly resources: Resources;
  };
  readonly zeebeGateway: {
    readonly image: { readonly tag: string };
    readonly replicas: number;
    readonly resources: Resources;
  };
}
const engineValues = (shape: string) =>
  parse(readFileSync(join(folder, shape, 'zeebe.yaml'), 'utf8')) as EngineValues;
const withEngine = shapes.filter((shape) => existsSync(join(folder, shape, 'zeebe.yaml')));
const documents = (shape: string, file: string) =>
  existsSync(join(folder, shape, file))
    ? manifestsIn(readFileSync(join(folder, shape, file), 'utf8'))
    : [];

/** Rules and dashboards are held to k8s/monitoring elsewhere: here each change of theirs would be told again. */
function withoutMonitoring(text: string): string {
  return text
    .split(/^---\n/m)
    .filter((document) => !/^kind: (ConfigMap|PrometheusRule)$/m.test(document))
    .join('---\n');
}

describeWithHelm('the chart with the values of a shape', () => {
  test.each(shapes)(
    'makes of %s what is kept (else: UPDATE_GOLDEN=yes, and look at the difference)',
    (shape) => {
      const golden = join(__dirname, 'golden', `${shape.replace('/', '-')}.yaml`);
      const text = withoutMonitoring(renderText(helm, optionsOf(shape)));
      if (process.env['UPDATE_GOLDEN'] === 'yes') writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, 'utf8'));
    },
  );

  test('has every role in the least shape and in the middle one, and in the full one each where it belongs', () => {
    const all = roles.map(({ name }) => name).toSorted();
    expect(rolesIn(rendered('barebone')).toSorted()).toEqual(all);
    expect(rolesIn(rendered('minimal')).toSorted()).toEqual(all);
    const apart = [...rolesIn(rendered('full/site')), ...rolesIn(rendered('full/operations'))];
    expect([...new Set(apart)].toSorted()).toEqual(all);
  });

  test('is, for a site, of the engine whose doors the sample of engines names', () => {
    const engines = readFileSync(join(folder, 'sample/engines.yaml'), 'utf8');
    const { address, channel } = readEngineList(engines, 'east').own;
    const hosts = rendered('full/site')
      .filter(({ kind, metadata }) => kind === 'TLSRoute' && metadata.name.endsWith('engines'))
      .map(({ spec }) => `https://${String(spec?.['hostnames'])}`);
    expect(hosts.toSorted()).toEqual([address, channel].toSorted());
  });

  test('has no engine to reach in the cluster of operators', () => {
    const manifests = rendered('full/operations');
    const told = podsOf(manifests).flatMap(({ containers }) =>
      containers.flatMap((container) => Object.keys(environmentOf(container))),
    );
    expect(told.filter((name) => name.startsWith('ZEEBE_'))).toEqual([]);
    expect(manifests.filter(({ kind }) => kind === 'Job')).toEqual([]);
  });

  test('takes less than 4 GiB in the least shape, all limits together, operators and the deploying Job too', () => {
    const hub = podsOf(rendered('barebone')).flatMap(({ replicas, containers }) =>
      containers.map(({ resources }) => replicas * mebibytes(resources.limits?.['memory'] ?? '')),
    );
    const { zeebe, zeebeGateway } = engineValues('barebone');
    const limitsIn = (text: string) =>
      [...text.matchAll(/limits: \{[^}]*memory: ([^ },]+)/g)].map(([, size = '']) =>
        mebibytes(size),
      );
    const ofOthers = ['kafka.yaml', 'elasticsearch.yaml', 'operators.yaml'].flatMap((file) =>
      limitsIn(readFileSync(join(folder, 'barebone', file), 'utf8')),
    );
    // One Kafka, one Elasticsearch, two operators: none of them has a second replica.
    expect(ofOthers).toHaveLength(4);
    const engine = [
      zeebe.clusterSize * mebibytes(zeebe.resources.limits.memory),
      zeebeGateway.replicas * mebibytes(zeebeGateway.resources.limits.memory),
    ];
    const total = [...hub, ...engine, ...ofOthers].reduce((sum, one) => sum + one, 0);
    expect(total).toBeGreaterThan(3000);
    expect(total).toBeLessThan(4096);
  });
});

describe('the engines of a shape', () => {
  test.each(withEngine)(
    '%s runs the last Zeebe 8.5, which tells records and incidents to the roles that are there',
    (shape) => {
      const { zeebe, zeebeGateway } = engineValues(shape);
      expect([zeebe.image.tag, zeebeGateway.image.tag]).toEqual(['8.5.25', '8.5.25']);
      const told = Object.fromEntries(zeebe.env.map(({ name, value }) => [name, value]));
      expect(told).toMatchObject({
        ...exporterOfRecords('http://hub-payment-hub-zeebe-bridge:5006'),
        ...exporterOfIncidents('http://hub-payment-hub-decision-relay:5004'),
      });
    },
  );

  test.each(shapes)('%s has Kafka as Strimzi 1 knows it, and lets in the hub alone', (shape) => {
    const kafka = documents(shape, 'kafka.yaml');
    expect(kafka.map(({ apiVersion }) => apiVersion)).toEqual(
      kafka.map(() => 'kafka.strimzi.io/v1'),
    );
    const listeners = kafka.flatMap(({ kind, spec }) => {
      const { kafka: brokers } = (spec ?? {}) as {
        kafka?: { listeners: { type: string; networkPolicyPeers?: object[] }[] };
      };
      return kind === 'Kafka' ? (brokers?.listeners ?? []) : [];
    });
    const inner = listeners.filter(({ type }) => type === 'internal');
    expect(inner.length).toBeGreaterThan(0);
    for (const { networkPolicyPeers } of inner) {
      expect(networkPolicyPeers?.[0]).toEqual({
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'payment-hub' } },
      });
    }
  });

  test('no file of the shapes has a mistake that YAML sees', () => {
    for (const shape of shapes) {
      for (const file of ['zeebe.yaml', 'kafka.yaml', 'elasticsearch.yaml', 'payment-hub.yaml']) {
        const path = join(folder, shape, file);
        if (!existsSync(path)) continue;
        for (const { errors } of parseAllDocuments(readFileSync(path, 'utf8'))) {
          expect({ path, errors }).toEqual({ path, errors: [] });
        }
      }
    }
  });
});

describeWithHelm('the services that a shape names are there', () => {
  const place = (manifests: readonly Manifest[], component: string): Place => {
    const pods = podsOf(manifests).find(
      ({ labels }) => labels['app.kubernetes.io/component'] === component,
    );
    const ports = (pods?.containers[0]?.ports ?? []).map(({ name, containerPort }) => ({
      name,
      number: containerPort,
    }));
    return { name: component, namespace: 'payments', labels: pods?.labels ?? {}, ports };
  };
  const broker: Place = {
    name: 'broker',
    namespace: 'payments',
    labels: { 'app.kubernetes.io/component': 'zeebe-broker' },
    ports: [],
  };

  test.each<[Shape, string, number[]]>([
    ['barebone', 'realtime', [5004, 5006]],
    ['minimal', 'zeebe-bridge', [5006]],
    ['full/site', 'decision-relay', [5004]],
  ])(
    'brokers of %s reach the process %s at %j, by the services that their exporters name',
    (shape, component, ports) => {
      const manifests = rendered(shape);
      const services = manifests
        .filter(({ kind }) => kind === 'Service')
        .map(({ metadata }) => metadata.name);
      expect(services).toEqual(
        expect.arrayContaining(['hub-payment-hub-zeebe-bridge', 'hub-payment-hub-decision-relay']),
      );
      const reached = reachable(policiesIn(manifests), broker, place(manifests, component));
      expect(reached.toSorted()).toEqual(ports);
    },
  );
});
