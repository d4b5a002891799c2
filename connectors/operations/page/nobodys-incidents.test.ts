import type { Matter } from '../../common/contracts/back-office';
import { silentLog } from '../../../test/kit/parts/channel';
import { NobodysIncidents } from './nobodys-incidents';

const incident = (incidentKey: string) => ({ kind: 'incident', incidentKey }) as Matter;

/** What Elasticsearch says, and a clock whose waits are over when the test says so. */
function world() {
  const own = new Map<string, string[]>();
  const told: string[] = [];
  const waits: (() => void)[] = [];
  let asked = 0;
  const incidents = new NobodysIncidents({
    ownMatters: (tenant) => {
      asked += 1;
      const matters = (own.get(tenant) ?? []).map(incident);
      return Promise.resolve({ matters, isLeftOut: false });
    },
    watched: () => ['lion', 'buffalo'],
    tell: (tenant) => told.push(tenant),
    clock: {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          waits.push(resolve);
          signal?.addEventListener('abort', () => resolve());
        }),
    },
    log: silentLog,
  });
  const pass = async (): Promise<void> => {
    waits.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { own, told, pass, incidents, asked: () => asked };
}

test('an incident that names no tenant is told to whom it is found to be of, and to nobody else', async () => {
  const { own, told, pass, incidents } = world();
  own.set('lion', ['1']);
  incidents.enter({ incidentKey: '1', isWaiting: true });
  await pass();
  expect(told).toEqual(['lion']);
  incidents.enter({ incidentKey: '1', isWaiting: false });
  expect(told).toEqual(['lion', 'lion']);
  await incidents.stop();
});

test('one whose payment is not there yet is asked about again, some times', async () => {
  const { own, told, pass, incidents, asked } = world();
  incidents.enter({ incidentKey: '1', isWaiting: true });
  await pass();
  expect(told).toEqual([]);
  own.set('buffalo', ['1']);
  await pass();
  expect(told).toEqual(['buffalo']);
  await pass();
  const soFar = asked();
  await pass();
  expect(asked()).toBe(soFar);
  await incidents.stop();
});

test('one that is over before it was found was seen by nobody, and nobody is told', async () => {
  const { told, pass, incidents } = world();
  incidents.enter({ incidentKey: '1', isWaiting: true });
  incidents.enter({ incidentKey: '1', isWaiting: false });
  await pass();
  expect(told).toEqual([]);
  await incidents.stop();
});
