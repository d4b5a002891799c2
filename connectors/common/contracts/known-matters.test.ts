import { incidentMatter } from '../../../test/kit/parts/incident-matter';
import { matterKey } from './back-office';
import { KnownMatters } from './known-matters';

const dayMs = 86_400_000;
const firstMs = Date.parse('2026-01-01T00:00:00.000Z');

test('what is settled is known for as long as its topic keeps it, and what waits as long as it does', () => {
  const matters = new KnownMatters();
  const tell = (incidentKey: string, state: 'waiting' | 'settled', day: number) => {
    const toldAt = new Date(firstMs + day * dayMs).toISOString();
    const matter = incidentMatter({ incidentKey, state, toldAt, tenant: 'lion' });
    matters.enter(matterKey(matter), JSON.stringify(matter));
  };
  const known = () =>
    matters.ofTenant('lion').map((one) => one.kind === 'incident' && one.incidentKey);
  tell('1', 'waiting', 0);
  tell('2', 'settled', 0);
  tell('3', 'settled', 0);
  tell('4', 'settled', 50);
  // It waits anew.
  tell('3', 'waiting', 60);
  tell('5', 'settled', 90);
  expect(known()).toEqual(['1', '2', '3', '4', '5']);
  tell('6', 'settled', 91);
  expect(known()).toEqual(['1', '3', '4', '5', '6']);
});
