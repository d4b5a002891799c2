/** The short version of `make hunt`. */
import { Hunter } from '../faults/simulation/hunt/hunter';
import { Tally } from '../faults/simulation/hunt/tally';

const schedules = 200;

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
