/**
 * What goes wrong in the middle of payments, on a real broker: whatever it is, each payment ends one way,
 * its payer hears how, and no money is made, lost or held for ever.
 */
import { describeCallbacks } from './callbacks';
import { describeFineract } from './fineract';
import { describeKilledBroker } from './killed-broker';
import { describeKilledHub } from './killed-hub';
import { describeOperator } from './operator';
import { describeRepeats } from './repeats';
import { World } from './world';

let world: World | undefined;

/** One stack for all of them: each payment has accounts of its own. */
function worldOf(): World {
  if (world === undefined) throw new Error('the world has not started');
  return world;
}

beforeAll(async () => {
  world = await World.start();
}, 240_000);

afterAll(async () => {
  await world?.stop();
}, 60_000);

describeRepeats(worldOf);
describeCallbacks(worldOf);
describeOperator(worldOf);
describeFineract(worldOf);
describeKilledHub(worldOf);
describeKilledBroker(worldOf);
