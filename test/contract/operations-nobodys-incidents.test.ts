/** Whose an incident is that names no tenant: by the documents of payments, and what is nobody's is counted. */
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { matterKey, type IncidentMatter } from '../../connectors/common/contracts/back-office';
import { KnownMatters } from '../../connectors/common/contracts/known-matters';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { paymentTemplate } from '../../connectors/exporters/indexer/payment-index';
import { operationsEnvironment } from '../../connectors/operations/api/settings';
import {
  ownMattersOf,
  showIncidentsOfNobody,
} from '../../connectors/operations/following/own-matters';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { silentLog } from '../kit/mojaloop';
import { tokenEnvironment } from '../kit/parts/described-api';
import { incidentMatter, standsStillSince } from '../kit/parts/incident-matter';

const alias = 'payment-hub-payments';
const since = standsStillSince;
let nowMs: number;
let matters: KnownMatters;
let elasticsearch: MemoryElasticsearch;
let registry: Registry;
const http = createAxiosTransport();
afterAll(() => {
  http.close();
});

function context() {
  const clock = { ...systemClock, now: () => nowMs };
  const deps = { clock, random: systemRandom, http, log: silentLog };
  const environment = readEnvironment(operationsEnvironment, tokenEnvironment('OPERATIONS'));
  return { deps, environment, elasticsearch: elasticsearch.door(deps), topics: { matters } };
}

beforeEach(() => {
  nowMs = Date.parse(since) + 6 * 60_000;
  matters = new KnownMatters();
  elasticsearch = new MemoryElasticsearch();
  registry = new Registry();
  showIncidentsOfNobody(registry, context());
});

function standsStill(number: number, more: Partial<IncidentMatter> = {}): void {
  const incident = incidentMatter({ incidentKey: String(number), ...more });
  matters.enter(matterKey(incident), JSON.stringify(incident));
}

async function documentOf(tenant: string, ...incidentKeys: readonly string[]): Promise<void> {
  const door = elasticsearch.door(context().deps);
  await door.ensureTemplate(paymentTemplate(alias, {}));
  const incidents = incidentKeys.map((incidentKey) => ({ incidentKey }));
  const transactionId = `of ${tenant} ${incidentKeys.join(' ')}`;
  const source = { tenant, side: 'payer', transactionId, incidents };
  const place = { index: `${alias}-2026-11`, id: `${tenant}.payer.${transactionId}` };
  await door.bulk([{ kind: 'index', ...place, source: JSON.stringify(source) }]);
}

const ofNobody = async () =>
  (await registry.getSingleMetric('hub_incidents_of_nobody')?.get())?.values[0]?.value;
const ofTenant = async (tenant: string) =>
  (await ownMattersOf(context())(tenant)).matters.map(
    (one) => one.kind === 'incident' && one.incidentKey,
  );

test('of more than 500 each is looked for', async () => {
  for (let number = 0; number < 1_200; number += 1) standsStill(number);
  await documentOf('lion', '3', '700', '1199');
  expect(await ofTenant('lion')).toEqual(['3', '700', '1199']);
  expect(await ofTenant('buffalo')).toEqual([]);
  expect(await ofNobody()).toBe(1_197);
});

test('that no document names is shown to no tenant, and counted', async () => {
  standsStill(1);
  standsStill(2);
  standsStill(3, { tenant: 'buffalo' });
  await documentOf('lion', '2');
  expect(await ofTenant('lion')).toEqual(['2']);
  expect(await ofTenant('buffalo')).toEqual(['3']);
  expect(await ofNobody()).toBe(1);
});

test('is nobody’s only once the indexer has had its time', async () => {
  standsStill(1);
  nowMs = Date.parse(since) + 4 * 60_000;
  expect(await ofNobody()).toBe(0);
});

test('is not called nobody’s while Elasticsearch does not answer', async () => {
  standsStill(1);
  elasticsearch.isDown = true;
  expect(await ofNobody()).toBe(0);
  elasticsearch.isDown = false;
  expect(await ofNobody()).toBe(1);
});

describe('whoever asks for a list', () => {
  /** How long each search had, while each takes so long. */
  const asked: number[] = [];
  function ownOf({ searchMs = 0 } = {}) {
    asked.length = 0;
    const working = context();
    const { elasticsearch: door } = working;
    const search: typeof door.search = (alias, page) => {
      asked.push(page.timeoutMs);
      nowMs += searchMs;
      return door.search(alias, page);
    };
    const own = ownMattersOf({ ...working, elasticsearch: { ...door, search } });
    return async (tenant: string) =>
      (await own(tenant)).matters.map((one) => one.kind === 'incident' && one.incidentKey);
  }

  test('waits for one look of two seconds, and the next one goes on from there', async () => {
    for (let number = 0; number < 10_000; number += 1) standsStill(number);
    for (const key of ['3', '1700', '9999']) await documentOf('lion', key);
    const own = ownOf({ searchMs: 900 });
    expect(await own('lion')).toEqual(['3']);
    expect(asked).toEqual([2_000, 1_100, 200]);
    expect(await own('lion')).toEqual(['3', '1700']);
    expect(asked).toHaveLength(6);
  });

  test('does not have looked for again what was looked for some seconds ago', async () => {
    for (let number = 0; number < 600; number += 1) standsStill(number);
    const own = ownOf();
    expect([await own('lion'), await own('lion')]).toEqual([[], []]);
    expect(asked).toHaveLength(2);
    await documentOf('lion', '3');
    expect(await own('buffalo')).toEqual([]);
    expect(asked).toHaveLength(4);
    nowMs += 31_000;
    expect(await own('lion')).toEqual(['3']);
  });

  test('sees one that has just come as soon as its payment’s document is there', async () => {
    standsStill(1, { since: new Date(nowMs).toISOString() });
    const own = ownOf();
    expect(await own('lion')).toEqual([]);
    await documentOf('lion', '1');
    nowMs += 2_000;
    expect(await own('lion')).toEqual(['1']);
  });

  test('is told once Elasticsearch answers again: a look in vain is none that found nothing', async () => {
    standsStill(1);
    await documentOf('lion', '1');
    const own = ownOf();
    elasticsearch.isDown = true;
    expect(await own('lion')).toEqual([]);
    elasticsearch.isDown = false;
    expect(await own('lion')).toEqual(['1']);
  });
});
