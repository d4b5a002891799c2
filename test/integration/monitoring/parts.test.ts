/** Each rule fires on its fault and on no other: parts of roles as they run, and Prometheus' own tool to ask. */
import { differencesOf } from '../../kit/monitoring/watched';
import { canHavePromtool, ensurePromtool } from '../../kit/stack/toolbox/promtool';
import { faultsOfTheAuditTrail } from './audit-trail';
import { faultsOfOnCall } from './on-call';
import { faultsOfParts } from './parts';

const describeWithPromtool = canHavePromtool() ? describe : describe.skip;

describeWithPromtool('with promtool', () => {
  let promtool: string;
  beforeAll(async () => {
    promtool = await ensurePromtool();
  }, 1_800_000);

  const faults = [...faultsOfParts, ...faultsOfOnCall, ...faultsOfTheAuditTrail];
  test.each(faults)('$what', async (fault) => {
    expect(await differencesOf(promtool, fault)).toBe('');
  });
});
