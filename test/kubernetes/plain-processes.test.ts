/** The barebone shape's processes as they are run without a cluster: what is moved of what Helm renders, and what is not. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, podsOf } from '../kit/chart/pods';
import { render } from '../kit/chart/render';
import { environmentOfImage, plainProcess, writeVolumes } from '../kit/cluster/pod-process';
import { readShape } from '../kit/cluster/shape';
import { findHelm } from '../kit/stack/toolbox/helm';

const root = join(__dirname, '../..');
const helm = findHelm() ?? '';
const folder = mkdtempSync(join(tmpdir(), 'pods-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ofImage = environmentOfImage(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const surroundings = {
  ...{ folder, address: '127.100.0.2' },
  services: { 'hub-kafka-bootstrap:9092': '127.0.0.1:39092' },
};

test('the engines’ limits and heaps are those of the shape’s files', () => {
  const { zeebe, gateway, kafka, elasticsearch, operatorsMb } = readShape('barebone');
  expect([zeebe, gateway, kafka, elasticsearch].map(({ memoryLimitMb }) => memoryLimitMb)).toEqual([
    960, 320, 448, 896,
  ]);
  expect(operatorsMb).toBe(384);
  expect(kafka.javaOptions).toContain('-Xmx192m');
  expect(elasticsearch.javaOptions).toContain('-Xmx384m');
  expect(zeebe.environment['ZEEBE_BROKER_EXPORTERS_BRIDGE_CLASSNAME']).toContain('Elasticsearch');
});

(helm === '' ? describe.skip : describe)('a container of the barebone shape', () => {
  const pods =
    helm === ''
      ? []
      : podsOf(render(helm, { files: [join(root, 'k8s/barebone/payment-hub.yaml')] }));
  const realtime = pods.find(({ name }) => name.endsWith('-realtime'));
  if (realtime === undefined && helm !== '') throw new Error('there is no realtime');

  test('is told what is rendered, and nothing is moved but its paths, services and address', () => {
    for (const one of pods) {
      const { args, environment } = plainProcess(one, ofImage, surroundings);
      const [container] = one.containers;
      if (container === undefined) throw new Error(one.id);
      expect(args).toEqual(container.args);
      const told: Record<string, string> = { ...ofImage, ...environmentOf(container) };
      const movedBack = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          value
            .replace(folder, '')
            .replace('127.0.0.1:39092', 'hub-kafka-bootstrap:9092')
            .replace(/^127\.100\.0\.2$/, '0.0.0.0'),
        ]),
      );
      expect(movedBack).toEqual(told);
    }
  });

  test('listens at its own address, and keeps its files below its own folder', () => {
    if (realtime === undefined) return;
    const { environment, memoryLimitMb } = plainProcess(realtime, ofImage, surroundings);
    expect(memoryLimitMb).toBe(384);
    expect(environment).toMatchObject({
      NODE_ENV: 'production',
      CHANNEL_HOST: '127.100.0.2',
      KAFKA_BROKERS: '127.0.0.1:39092',
      HUB_TENANTS_DIRECTORY: join(folder, 'etc/payment-hub/tenants'),
    });
  });

  test('finds its ConfigMaps and Secrets as files, and starts with nothing of one that is not there', () => {
    if (realtime === undefined) return;
    const configMaps = { tenants: { 'lion.yaml': 'tenant: lion' }, 'fee-rules': {} };
    const secrets = { 'tenant-secrets': { 'lion-ids': 'x' } };
    writeVolumes(realtime, folder, { configMaps, secrets });
    expect(readdirSync(join(folder, 'etc/payment-hub/tenants'))).toEqual(['lion.yaml']);
    expect(readdirSync(join(folder, 'etc/payment-hub/secrets'))).toEqual(['lion-ids']);
    expect(readdirSync(join(folder, 'var/lib/payment-hub'))).toEqual([]);
    expect(() => {
      writeVolumes(realtime, folder, { configMaps, secrets: {} });
    }).toThrow('there is no tenant-secrets');
  });
});
