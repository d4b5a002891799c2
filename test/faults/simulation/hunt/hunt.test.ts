/** The short version of `make hunt`, and the bugs that it must find. On all cores: see campaign.ts. */
import { campaign, type Campaign } from './campaign';
import { mutations } from './mutations';

const schedules = 1_500;
const schedulesForABug = 60;

let done: Campaign;
beforeAll(async () => {
  const names = mutations.map(({ name }) => name);
  done = await campaign(1, schedules, { names, schedulesMax: schedulesForABug });
}, 900_000);

test('whatever goes wrong, no money is lost, doubled or left', () => {
  expect(done.schedules).toBe(schedules);
  expect(done.failed.map(([, story]) => story)).toEqual([]);
});

test('each kind of fault did strike', () => {
  expect(done.faultsThatNeverStruck).toEqual([]);
});

test('so many bugs are planted', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(30);
});

test.each(mutations.map(({ name }) => name))('a bug that is planted is found: %s', (name) => {
  expect(done.found.get(name)).toBeLessThanOrEqual(schedulesForABug);
});
