/** The hub killed with -9 in the middle of each step of a payment, and started again. */
import { wrongs } from './money';
import { interruptAll, steps, type Interrupted } from './steps';
import { World } from './world';

let world: World;

beforeAll(async () => {
  world = await World.start();
}, 180_000);

afterAll(async () => {
  await world.stop();
}, 60_000);

describe.each(['before', 'after'] as const)('the hub is killed %s the peer has acted', (moment) => {
  let interrupted: readonly Interrupted[];

  // One kill for all payments: each of them is in the middle of another step.
  beforeAll(async () => {
    interrupted = await interruptAll(world, steps);
    if (moment === 'after') {
      for (const { caught } of interrupted) await caught.act();
      await world.time.rest();
    }
    await world.killHub(() => {
      for (const { caught } of interrupted) caught.cut();
    });
    await world.end(...interrupted.map(({ payment }) => payment));
    await world.time.rest();
  }, 240_000);

  test.each(steps)('$job, $asks: the payment ends right', (step) => {
    const payment = interrupted.find((one) => one.step === step)?.payment;
    expect(world.heard.last(payment?.transactionId ?? '')).toBe(step.ends[moment]);
  });

  test('the money is where it must be', async () => {
    const { stack, heard, payments } = world;
    expect(await wrongs(stack, heard, payments)).toEqual([]);
  });
});
