/** The rules on the whole stack under load: still for an hour while all is well, and called by each fault. */
import { differences, newTimeline } from '../../kit/monitoring/firing';
import type { Scrape } from '../../kit/monitoring/timeline';
import { canHavePromtool, ensurePromtool } from '../../kit/stack/toolbox/promtool';
import { WatchedStack } from './stack';
import { stackFaults } from './stack-faults';

const minuteS = 60;
/** A quarter of an hour, so by `make monitoring` alone; what the parts themselves give is also part of `make test`. */
const isWanted = process.env['MONITORING_FAULTS'] === 'all';
const describeWithPromtool = isWanted && canHavePromtool() ? describe : describe.skip;

describeWithPromtool('with promtool', () => {
  let promtool: string;
  let watched: WatchedStack;
  /** The last that was seen while all was well. */
  let well: readonly Scrape[];

  beforeAll(async () => {
    promtool = await ensurePromtool();
    watched = await WatchedStack.start();
    well = await watched.scrapes(10);
  }, 1_800_000);

  afterAll(() => watched.stop(), 120_000);

  test('over an hour of load without a fault none fires', async () => {
    const hour = newTimeline().phase(well, 60 * minuteS);
    expect(await differences(promtool, hour, { fire: [] })).toBe('');
  });

  test.each(stackFaults)(
    '$what',
    async (fault) => {
      const mend = await fault.hurt(watched);
      const hurt = await watched.scrapes();
      await mend();
      await watched.untilWell();
      const mended = await watched.scrapes();
      const timeline = newTimeline()
        .phase(well, 20 * minuteS)
        .phase(hurt, 25 * minuteS)
        .phase(mended, 30 * minuteS);
      well = mended;
      const atTheEnd = fault.staysBroken === true ? fault.fire : [];
      expect(await differences(promtool, timeline, { ...fault, atTheEnd })).toBe('');
    },
    600_000,
  );
});
