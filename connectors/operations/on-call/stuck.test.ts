import type { IncidentMatter } from '../../common/contracts/back-office';
import { KnownWork } from '../../common/contracts/operator-work';
import { incidentMatter } from '../../../test/kit/parts/incident-matter';
import { stuckMatters } from './stuck';

const since = '2026-11-30T02:00:00.000Z';
const standsStill = incidentMatter({
  ...{ since, toldAt: since, transactionId: 'x-1', transferId: 't-1' },
});
const seenBy = (tenant: string, matter: IncidentMatter) =>
  stuckMatters(
    [matter],
    tenant,
    { nowMs: Date.parse(since) + 60_000, limits: { waitingForMax: 1_000 } },
    new KnownWork().of(tenant),
  );

test('what stands still and names no tenant is told to each, without whose payment it is', () => {
  for (const tenant of ['lion', 'buffalo']) {
    const [told] = seenBy(tenant, standsStill);
    expect(told).toMatchObject({ kind: 'incident', what: 'it stands still' });
    expect(told).not.toHaveProperty('transferId');
  }
});

test('what names its tenant is told to that one, with its payment', () => {
  const own = { ...standsStill, tenant: 'lion' };
  expect(seenBy('lion', own)).toMatchObject([{ transferId: 't-1' }]);
  expect(seenBy('buffalo', own)).toEqual([]);
});
