/** Each rule fires on its fault and on no other: parts of roles as they run, and Prometheus' own tool to ask. */
import { differences } from '../../kit/monitoring/firing';
import { readAlerts } from '../../kit/monitoring/queries';
import { differencesOf } from '../../kit/monitoring/watched';
import { canHavePromtool, ensurePromtool } from '../../kit/stack/toolbox/promtool';
import { faultsOfTheAuditTrail } from './audit-trail';
import { faultsByHand, timelinesOf } from './by-hand';
import { faultsOfOnCall } from './on-call';
import { faultsOfParts } from './parts';
import { stackFaults } from './stack-faults';

const faultsWatched = [...faultsOfParts, ...faultsOfOnCall, ...faultsOfTheAuditTrail];
const describeWithPromtool = canHavePromtool() ? describe : describe.skip;

describeWithPromtool('with promtool', () => {
  let promtool: string;
  beforeAll(async () => {
    promtool = await ensurePromtool();
  }, 1_800_000);

  test.each(faultsWatched)('$what', async (fault) => {
    expect(await differencesOf(promtool, fault)).toBe('');
  });

  test.each(faultsByHand)('$what (series by hand)', async (fault) => {
    const { fire, mayFire = [] } = fault;
    const [calm, whole] = timelinesOf(fault);
    expect(await differences(promtool, calm, { fire: [], mayFire })).toBe('');
    expect(await differences(promtool, whole, { fire, mayFire })).toBe('');
  });
});

test('there is a fault for every rule', () => {
  const faults = [...faultsWatched, ...faultsByHand, ...stackFaults];
  const called = new Set(faults.flatMap(({ fire }) => fire));
  const rules = readAlerts().map(({ alert }) => alert);
  expect(rules.filter((alert) => !called.has(alert))).toEqual([]);
  expect([...called].filter((alert) => !rules.includes(alert))).toEqual([]);
});
