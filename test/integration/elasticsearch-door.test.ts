/** What the door to Elasticsearch promises, on a real node; its double in memory is held to the same. */
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectElasticsearch } from '../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import type {
  BulkLimits,
  ElasticsearchDoor,
} from '../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { elasticsearchEnvironment } from '../../connectors/common/doors/elasticsearch/environment';
import { describeElasticsearchDoor } from '../kit/elasticsearch-door-contract';
import { startElasticsearch, type Elasticsearch } from '../kit/stack/elasticsearch';
import { silentLog } from '../kit/mojaloop';

jest.setTimeout(120_000);

let node: Elasticsearch;
let heard: () => void = () => undefined;
const log = { ...silentLog, warn: () => heard() };

beforeAll(async () => {
  node = await startElasticsearch();
});
afterAll(() => node.stop());

function open(limits?: Partial<BulkLimits>): ElasticsearchDoor {
  const settings = elasticsearchEnvironment.parse({ ELASTICSEARCH_URLS: node.address });
  const deps = { clock: systemClock, random: systemRandom, log, metrics: new Registry() };
  return connectElasticsearch(settings, deps, limits);
}

const refusals = () => new Promise<void>((resolve) => (heard = resolve));

describeElasticsearchDoor(
  {
    open,
    block: async (index, isBlocked) => {
      const settings = { 'index.blocks.read_only_allow_delete': isBlocked ? true : null };
      const response = await fetch(`${node.address}/${index}/_settings`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      });
      expect(response.status).toBe(200);
    },
    refusals,
  },
  { slowMs: 60_000 },
);

test('what was on its way when the node was killed is stored once it is back, and healthy then', async () => {
  const door = open();
  const index = `test-${randomUUID()}`;
  const operations = Array.from({ length: 2_000 }, (_, id) => ({
    kind: 'index' as const,
    index,
    id: String(id),
    version: 1,
    source: `{"text":"${'x'.repeat(2_000)}"}`,
  }));
  const bulks = [0, 500, 1_000, 1_500].map((from) => door.bulk(operations.slice(from, from + 500)));
  const refused = refusals();
  await node.kill();
  await refused;
  await expect(door.checkHealth()).rejects.toThrow();
  await node.restart();
  const outcomes = (await Promise.all(bulks)).flat();
  expect(outcomes).toHaveLength(2_000);
  expect(outcomes.every(({ kind }) => kind === 'stored')).toBe(true);
  const found = await door.read(index, operations);
  expect(found.filter((one) => one !== undefined)).toHaveLength(2_000);
  await door.checkHealth();
  await door.close();
});
