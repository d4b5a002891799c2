import { wrongs } from './money';
import { of, type Payment } from './payments';
import type { World } from './world';

const atOnce = 20;

/** The same request of the channel, many times. */
export function describeRepeats(worldOf: () => World): void {
  const ends = async (world: World, payment: Payment): Promise<void> => {
    await world.end(payment);
    expect(await wrongs(world)).toEqual([]);
  };
  const holdAtBlock = (world: World, payment: Payment) =>
    world.gate.catchNext(of(payment, 'lion', 'POST', { path: 'action=PREPARE' }));

  test(`${atOnce} requests with one clientCorrelationId at once are one payment`, async () => {
    const world = worldOf();
    const payment = await world.prepare();
    const requests = Array.from({ length: atOnce }, () => world.request(payment));
    const expected = { status: 202, transactionId: payment.transactionId };
    expect(await Promise.all(requests)).toEqual(Array(atOnce).fill(expected));
    await ends(world, payment);
  }, 60_000);

  test('another request under the same clientCorrelationId is refused while the first one lives, before and after a kill of the hub', async () => {
    const world = worldOf();
    const payment = await world.prepare();
    const held = holdAtBlock(world, payment);
    await world.request(payment);
    const { cut } = await held;
    const other = { amount: { amount: '7', currency: 'TZS' } };
    const statuses = async () => [
      (await world.request(payment)).status,
      (await world.request(payment, other)).status,
    ];
    const before = await statuses();
    const heldAgain = holdAtBlock(world, payment);
    await world.killHub(cut);
    const after = await statuses();
    await world.time.passUntil('the hold is asked for again', () => world.gate.heldOfHub > 0);
    await (await heldAgain).pass();
    expect([before, after]).toEqual([
      [202, 409],
      [202, 409],
    ]);
    await ends(world, payment);
  }, 120_000);

  test('another request under the clientCorrelationId of a payment that has ended starts none', async () => {
    const world = worldOf();
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    const again = await world.request(payment, { amount: { amount: '7', currency: 'TZS' } });
    await world.time.rest();
    expect(again.transactionId).toBe(payment.transactionId);
    expect(world.heard.of(payment.transactionId)).toHaveLength(1);
    await ends(world, payment);
  }, 60_000);
}
