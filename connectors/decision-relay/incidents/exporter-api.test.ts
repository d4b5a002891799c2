import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen, type ListeningServer } from '../../common/http/server';
import { createExporterApi } from './exporter-api';
import { openIncidentsSchema } from './incident';
import { IncidentStore } from './incident-store';

const now = '2026-11-28T00:00:00.000Z';
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };

let folder = '';
let server: ListeningServer;
let told: string[];

async function start(): Promise<void> {
  const store = await IncidentStore.open(join(folder, 'kept/incidents.json'), now);
  const app = createExporterApi(store, log, ({ created }) => {
    told.push(...created.map(({ key }) => key));
  });
  server = await listen(app, { name: 'incidents', host: '127.0.0.1', port: 0 });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'incidents-'));
  told = [];
  await start();
});
afterEach(async () => {
  await server.close(0);
  rmSync(folder, { recursive: true });
});

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const bulk = (body: string) =>
  fetch(url('/_bulk'), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
const open = async () => openIncidentsSchema.parse(await (await fetch(url('/incidents'))).json());

function record(key: number, intent = 'CREATED'): string {
  const value = {
    ...{ errorType: 'IO_MAPPING_ERROR', errorMessage: 'no', bpmnProcessId: 'payer-transfer' },
    ...{ processInstanceKey: 1, elementId: 'x', jobKey: -1 },
  };
  const about = { partitionId: 1, position: key, timestamp: 1_795_000_000_000 + key };
  const kind = { recordType: 'EVENT', valueType: 'INCIDENT', intent };
  return `{"index":{}}\n${JSON.stringify({ ...about, key, ...kind, value })}\n`;
}

test("the exporter's calls are answered as it wants them", async () => {
  for (const path of ['/_component_template/zeebe-record', '/zeebe-record*/_settings?x=true']) {
    const response = await fetch(url(path), { method: 'PUT', body: '{}' });
    expect([response.status, await response.json()]).toEqual([200, { acknowledged: true }]);
  }
  const response = await bulk(record(1));
  expect([response.status, await response.json()]).toEqual([200, { errors: false, items: [] }]);
});

test('what was taken is there after a restart, and is told once however often it comes', async () => {
  await bulk(record(1) + record(2));
  await bulk(record(1) + record(2));
  await server.close(0);
  await start();
  await bulk(record(2));
  expect((await open()).incidents.map(({ key }) => key)).toEqual(['1', '2']);
  expect(told).toEqual(['1', '2']);
});

test('nothing is taken that could not be written down: the broker is to send it again', async () => {
  rmSync(join(folder, 'kept'), { recursive: true });
  expect((await bulk(record(1))).status).toBe(503);
  expect(await open()).toMatchObject({ incidents: [], toldUntil: null, since: now });
  expect(told).toEqual([]);
});

test('a file of something else is not written over', async () => {
  const path = join(folder, 'other.json');
  writeFileSync(path, '{"mine": true}');
  await expect(IncidentStore.open(path, now)).rejects.toThrow(
    'DECISION_RELAY_INCIDENTS_FILE: ' + path + ' does not hold what this role has written there',
  );
});
