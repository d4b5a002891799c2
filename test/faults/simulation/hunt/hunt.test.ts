/** The short version of `make hunt`, and the bugs that it must find. */
import { Hunter } from './hunter';
import { mutations } from './mutations';
import { Tally } from './tally';

const schedules = 200;
const schedulesForABug = 60;

let hunter: Hunter;
beforeAll(async () => (hunter = await Hunter.create()), 60_000);

test('whatever goes wrong, no money is lost, doubled or left: and all that can go wrong did', async () => {
  const tally = new Tally(hunter.processes);
  for (let seed = 1; seed <= schedules; seed += 1) tally.add(await hunter.run(seed));
  const [first] = tally.failed;
  expect(first === undefined ? 'all is right' : await hunter.explain(first.seed)).toBe(
    'all is right',
  );
  expect(tally.faultsThatNeverStruck).toEqual([]);
}, 600_000);

describe('a bug that is planted is found', () => {
  test.each(mutations)(
    '$name',
    async (mutation) => {
      const bugged = await hunter.withBug(mutation);
      expect(await firstWrong(bugged, mutation)).toBeLessThanOrEqual(schedulesForABug);
    },
    300_000,
  );
});

async function firstWrong(bugged: Hunter, mutation: (typeof mutations)[number]): Promise<number> {
  let seed = 1;
  while (seed <= schedulesForABug && (await bugged.run(seed, { mutation })).wrong.length === 0) {
    seed += 1;
  }
  return seed;
}
