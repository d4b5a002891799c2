import { Registry } from 'prom-client';
import type { Logger } from '../runtime';
import { MissingSettings } from './missing-settings';

function watched() {
  let nowMs = 0;
  const lines: string[] = [];
  const write =
    (level: string) =>
    ({ missing }: { missing?: string }) =>
      void lines.push(`${level} ${String(missing)}`);
  const log = { info: write('info'), error: write('error') } as unknown as Logger;
  const metrics = new Registry();
  const clock = { now: () => nowMs };
  const settings = new MissingSettings({ clock, log, metrics, random: { fraction: () => 1 } });
  return {
    lines,
    asked: (missing: string) => settings.asked(missing),
    pass: (ms: number) => (nowMs += ms),
    gauge: async () => {
      const metric = await metrics.getSingleMetric('hub_missing_settings')?.get();
      return metric?.values[0]?.value;
    },
  };
}

test('what is missing is told once, and is counted for as long as jobs ask for it', async () => {
  const { asked, pass, lines, gauge } = watched();
  for (let round = 0; round < 20; round += 1) {
    asked('the tenant lion');
    asked('the tenant buffalo');
    pass(30_000);
  }
  expect(lines).toEqual(['error the tenant lion', 'error the tenant buffalo']);
  expect(await gauge()).toBe(2);
  pass(120_000);
  expect(await gauge()).toBe(0);
  expect(lines.slice(2)).toEqual(['info the tenant lion', 'info the tenant buffalo']);
  asked('the tenant lion');
  expect(lines.at(-1)).toBe('error the tenant lion');
});

test('a job stays away for a second at first, for half a minute at most', () => {
  const { asked, pass } = watched();
  const waits = Array.from({ length: 12 }, () => {
    const waitMs = asked('the tenant lion');
    pass(waitMs);
    return waitMs;
  });
  expect(waits[0]).toBe(1_000);
  expect(waits).toEqual(waits.toSorted((left, right) => left - right));
  for (let round = 0; round < 30; round += 1) pass(asked('the tenant lion'));
  expect(asked('the tenant lion')).toBe(30_000);
});

test('names without end neither fill the memory nor the log', async () => {
  const { asked, lines, gauge } = watched();
  for (let name = 0; name < 3_000; name += 1) asked(`the tenant t${name}`);
  expect(lines).toHaveLength(1_000);
  expect(await gauge()).toBe(1_000);
  expect(asked('the tenant t2999')).toBe(1_000);
});
