/** charts/payment-hub as Helm 3 and Helm 4 render it. Skipped by name where npm cannot give them. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { readEnvironment, requireKnownNames } from '../../connectors/common/config/environment';
import { findParts } from '../../connectors/common/hub/find-parts';
import { settingsOf } from '../../connectors/common/hub/read-configuration';
import { chartFolder } from '../kit/chart/files';
import { environmentOf, podsOf, type Pods } from '../kit/chart/pods';
import { knownValues, lint, render, valuesOfShape, type Manifest } from '../kit/chart/render';
import { findHelms } from '../kit/stack/toolbox/helm';

const root = join(__dirname, '../..');
const all = join(chartFolder, 'ci/all-values.yaml');
const engineOnly = join(chartFolder, 'ci/engine-values.yaml');
const roles = findParts().flatMap((part) => part.roles);
const schemas = settingsOf(roles).map(({ schema }) => schema);
const auditKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

const everyRole = Object.fromEntries(roles.map(({ name }) => [name, { enabled: true }]));
const deployments = (manifests: readonly Manifest[]) =>
  podsOf(manifests).filter(({ kind }) => kind === 'Deployment');
const rolesOf = ({ containers }: Pods) => containers.flatMap(({ args }) => args.slice(1));

/** What a process will read: files of Secrets become what may stand in them. */
function settingsIn(pods: Pods): Record<string, string> {
  const rendered = Object.entries(environmentOf(pods.containers[0] ?? fail(pods.id)));
  return Object.fromEntries(
    rendered.map(([name, value]) =>
      name.endsWith('_FILE') && value.startsWith('/etc/payment-hub/')
        ? [
            name.replace(/_FILE$/, ''),
            name.includes('SIGNING_KEY') ? auditKey.toString() : 'x'.repeat(32),
          ]
        : [name, value],
    ),
  );
}

function fail(message: string): never {
  throw new Error(message);
}

for (const { title, command } of findHelms()) {
  const describeWithHelm = command === undefined ? describe.skip : describe;
  const helm = command ?? '';

  describeWithHelm(title, () => {
    test.each(knownValues())('finds nothing to criticise with %s', (_name, files) => {
      expect(lint(helm, { files })).toContain('1 chart(s) linted, 0 chart(s) failed');
    });

    test('makes a Deployment of its own of every role that there is', () => {
      const pods = deployments(render(helm, { files: [all], values: { roles: everyRole } }));
      expect(pods.map(rolesOf).toSorted()).toEqual(roles.map(({ name }) => [name]).toSorted());
    });

    test('makes one process of each half, or of all', () => {
      const processes = (layout: string) =>
        deployments(render(helm, { files: [all], values: { layout, roles: everyRole } }));
      const halves = processes('halves').map(rolesOf);
      expect(halves).toHaveLength(2);
      expect(halves.flat().toSorted()).toEqual(roles.map(({ name }) => name).toSorted());
      const operations = halves.find((some) => some.includes('operations')) ?? [];
      const works = roles.filter(({ needs }) => needs.engine).map(({ name }) => name);
      expect(operations.filter((name) => works.includes(name))).toEqual([]);
      expect(processes('one').map(rolesOf)).toHaveLength(1);
    });

    test.each(['each', 'halves', 'one'])(
      'tells every process all that it needs, and nothing that it does not know (layout %s)',
      (layout) => {
        const manifests = render(helm, { files: [all], values: { layout, roles: everyRole } });
        const started = deployments(manifests);
        expect(started.length).toBeGreaterThan(0);
        for (const pods of started) {
          const settings = settingsIn(pods);
          expect(() => requireKnownNames(schemas, settings)).not.toThrow();
          const own = roles.filter(({ name }) => rolesOf(pods).includes(name));
          for (const { schema } of settingsOf(own)) {
            expect({
              id: pods.id,
              read: problemsOf(() => readEnvironment(schema, settings)),
            }).toEqual({
              id: pods.id,
              read: undefined,
            });
          }
        }
      },
    );

    test('gives the job that deploys what it needs, once all else is there', () => {
      const job = podsOf(render(helm, { files: [all] })).find(({ kind }) => kind === 'Job');
      expect(job?.containers[0]?.args).toEqual(['deploy', '--wait', '300']);
      const settings = settingsIn(job ?? fail('there is no job'));
      expect(() => requireKnownNames(schemas, settings)).not.toThrow();
      expect(settings).toMatchObject({
        ZEEBE_ADDRESS: 'zeebe-gateway:26500',
        KAFKA_BROKERS: 'hub-kafka-bootstrap:9093',
        PAYMENT_EVENTS_RETENTION: 'P800D',
      });
    });

    test('lets no secret into the environment, and each only where it is needed', () => {
      const manifests = render(helm, { files: [all] });
      const mountsOf = (role: string) => {
        const pods = deployments(manifests).find(({ name }) =>
          name.endsWith(`-payment-hub-${role}`),
        );
        return JSON.stringify(pods?.spec['volumes']);
      };
      expect(mountsOf('channel')).toContain('channel-secrets');
      for (const other of ['fineract-secrets', 'mojaloop-secrets', 'fspiop-tls', '"audit"']) {
        expect(mountsOf('channel')).not.toContain(other);
      }
      expect(mountsOf('operations')).not.toContain('secrets');
      expect(mountsOf('audit-log')).toContain('"name":"audit"');
      expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
      expect(JSON.stringify(podsOf(manifests).map(({ containers }) => containers))).not.toContain(
        'secretKeyRef',
      );
    });

    test('gives each DFSP’s certificates towards its switch to the role that speaks to one, where its file names them', () => {
      const values = { tenants: { tls: { lion: 'lion-switch', buffalo: 'buffalo-switch' } } };
      const pods = deployments(render(helm, { files: [all], values }));
      const mounted = pods.flatMap((one) =>
        one.containers.flatMap(({ volumeMounts = [] }) =>
          volumeMounts
            .filter(({ mountPath }) => mountPath.startsWith('/etc/payment-hub/tls/tenants/'))
            .map(({ mountPath }) => [rolesOf(one), mountPath]),
        ),
      );
      expect(mounted).toEqual([
        [['mojaloop'], '/etc/payment-hub/tls/tenants/buffalo'],
        [['mojaloop'], '/etc/payment-hub/tls/tenants/lion'],
      ]);
    });

    test('runs nothing as root, with rights, or with a token for the cluster', () => {
      for (const layout of ['each', 'one']) {
        const manifests = render(helm, { files: [all], values: { layout } });
        for (const { id, spec, containers } of podsOf(manifests)) {
          expect({ id, ...spec }).toMatchObject({
            id,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          });
          for (const { securityContext, resources } of containers) {
            expect(securityContext).toEqual({
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            });
            expect(Object.keys(resources.limits ?? {})).toEqual(
              expect.arrayContaining(['cpu', 'memory']),
            );
          }
        }
        const account = manifests.find(({ kind }) => kind === 'ServiceAccount');
        expect(account?.automountServiceAccountToken).toBe(false);
        expect(manifests.filter(({ kind }) => /Role/.test(kind))).toEqual([]);
      }
    });

    test('takes an image by its digest, whatever the tag', () => {
      const images = podsOf(
        render(helm, { files: [all], values: { image: { tag: 'latest' } } }),
      ).map(({ containers }) => containers[0]?.image);
      expect(new Set(images)).toEqual(
        new Set([`registry.example/payment-hub@sha256:${'a'.repeat(64)}`]),
      );
    });

    test('has two releases in one namespace that share nothing', () => {
      const [first, second] = ['east', 'west'].map((release) =>
        render(helm, { release, files: [all] }),
      );
      const names = (some: readonly Manifest[] = []) =>
        some.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(names(first).filter((name) => names(second).includes(name))).toEqual([]);
      const selectors = (some: readonly Manifest[] = []) =>
        some
          .filter(({ kind }) => kind === 'Service')
          .map(({ spec }) => JSON.stringify(spec?.['selector']));
      expect(selectors(first).length).toBeGreaterThan(0);
      expect(selectors(first).filter((one) => selectors(second).includes(one))).toEqual([]);
    });

    test('follows several engines with the operations half alone', () => {
      const ofOperations = [join(root, 'k8s/full/operations/payment-hub.yaml')];
      const pods = deployments(render(helm, { files: ofOperations }));
      const engines = pods
        .filter((one) => rolesOf(one).includes('indexer'))
        .map((one) => settingsIn(one)['ENGINE_NAME']);
      expect(engines).toEqual(['east', 'west']);
      expect(pods.filter((one) => settingsIn(one)['ZEEBE_ADDRESS'])).toEqual([]);
      const paying = () => render(helm, { files: ofOperations, values: { half: 'both' } });
      expect(paying).toThrow(/engine\.names: several are for a release with `half: operations`/);
    });

    test('asks one of several engines for its name, for else each would be `main`', () => {
      const site = [join(root, 'k8s/full/site/payment-hub.yaml')];
      expect(() => render(helm, { files: site })).toThrow(/engine\.names must be set/);
      const [east] = deployments(render(helm, { files: valuesOfShape('full/site') }));
      expect(east && settingsIn(east)['ENGINE_NAME']).toBe('east');
      const shut = { networkPolicy: { from: { engines: [] } } };
      expect(() => render(helm, { files: [all], values: shut })).toThrow(
        'networkPolicy.from.engines must be set',
      );
    });

    test('says all that is missing at once', () => {
      const missing = () => render(helm, { values: { roles: { indexer: { enabled: true } } } });
      for (const what of [
        'engine.address must be set',
        'kafka.brokers must be set: indexer',
        'elasticsearch.urls must be set: indexer',
        'tenants.configMap must be set',
        'networkPolicy.to.fineract.peers must be set',
      ]) {
        expect(missing).toThrow(what);
      }
    });

    test.each<[string, object]>([
      ['image.digets', { image: { digets: 'sha256:00' } }],
      ['image.digest', { image: { digest: 'sha256:00' } }],
      ['layout', { layout: 'all' }],
      ['kafka.broker', { kafka: { broker: ['kafka:9092'] } }],
      ['roles.chanel', { roles: { chanel: { enabled: true } } }],
      ['roles.channel.replica', { roles: { channel: { replica: 3 } } }],
      [
        'roles.channel.settings of another role',
        { roles: { channel: { settings: { MOJALOOP_DEFAULT_TENANT: 'lion' } } } },
      ],
      ['settings that nobody knows', { settings: { LOG_LEVL: 'debug' } }],
      ['a setting that a value is for', { settings: { KAFKA_BROKERS: 'kafka:9092' } }],
      [
        'a secret as a plain setting',
        { roles: { 'audit-log': { settings: { AUDIT_LOG_SIGNING_KEY: 'x' } } } },
      ],
      ['replicas that are no number', { roles: { channel: { replicas: 'two' } } }],
      [
        'a peer with two kinds of misspelt selector',
        { networkPolicy: { from: { apps: [{ podSelektor: {} }] } } },
      ],
    ])('refuses what is misspelt: %s', (_what, values) => {
      expect(() => render(helm, { files: [engineOnly] })).not.toThrow();
      expect(() => render(helm, { files: [engineOnly], values })).toThrow(
        /values don't meet the specifications of the schema/,
      );
    });
  });
}

function problemsOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const [three = '', four = ''] = findHelms().map(({ command }) => command);

(three === '' || four === '' ? describe.skip : describe)('Helm 3 and Helm 4', () => {
  test('make the same of it', () => {
    for (const [, files] of knownValues()) {
      expect(render(four, { files })).toEqual(render(three, { files }));
    }
  });
});
