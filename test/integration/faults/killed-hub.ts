import { wrongs } from './money';
import { of } from './payments';
import { lose } from './spoil';
import { interruptAll, steps, type Interrupted } from './steps';
import type { World } from './world';

/** The hub killed with -9 in the middle of each step of a payment, and started again. */
export function describeKilledHub(worldOf: () => World): void {
  describe.each(['before', 'after'] as const)(
    'when the hub is killed in the middle of a step, %s the peer has acted',
    (moment) => {
      let interrupted: readonly Interrupted[];

      // One kill for all payments: each of them is in the middle of another step.
      beforeAll(async () => {
        const world = worldOf();
        interrupted = await interruptAll(world, steps);
        if (moment === 'after') {
          for (const { caught } of interrupted) await caught.act();
          await world.time.rest();
        }
        await world.killHub(() => {
          for (const { caught } of interrupted) caught.cut();
        });
        await world.end(...interrupted.map(({ payment }) => payment));
      }, 240_000);

      test.each(steps)('$job, $asks: the payment ends right', (step) => {
        const payment = interrupted.find((one) => one.step === step)?.payment;
        expect(worldOf().heard.last(payment?.transactionId ?? '')).toBe(step.ends[moment]);
      });

      test('the money is where it must be', async () => {
        expect(await wrongs(worldOf())).toEqual([]);
      });
    },
  );

  test('mojaloop:check-transfer:1, which asks nobody, is done again after a kill', async () => {
    const world = worldOf();
    const payment = await world.prepare();
    const arrived = world.gate.catchNext(of(payment, 'hub', 'POST', { path: '/transfers' }));
    await world.request(payment);
    const { act, cut } = await arrived;
    await act();
    await world.killHub(cut);
    await world.end(payment);
    expect(await wrongs(world)).toEqual([]);
  }, 60_000);

  test('channel:answer-repeat:1, which asks nobody, changes nothing when it is killed', async () => {
    const world = worldOf();
    const payment = await world.prepare();
    const match = of(payment, 'lion', 'POST', { path: 'action=PREPARE' });
    const held = world.gate.catchNext(match);
    await world.request(payment);
    const { cut } = await held;
    const repeated = world.request(payment).catch(() => undefined);
    // The question is with the engine as soon as another request has gone the whole way.
    await world.askPayee(payment);
    lose(world, match);
    await world.killHub(cut);
    await repeated;
    await world.end(payment);
    expect(await wrongs(world)).toEqual([]);
  }, 60_000);
}
