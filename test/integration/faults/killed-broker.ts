import { soon } from './engine-time';
import type { Match } from './gate';
import { wrongs } from './money';
import type { World } from './world';

const atOnce = 6;

interface Moment {
  readonly when: string;
  readonly match: Match;
}

const moments: readonly Moment[] = [
  {
    when: "payers' money is being held",
    match: ({ to, path }) => to === 'lion' && path.endsWith('action=PREPARE'),
  },
  {
    when: 'the switch answers transfers',
    match: ({ to, method, path, headers }) =>
      to === 'hub' &&
      method === 'PUT' &&
      path.startsWith('/transfers/') &&
      headers['fspiop-destination'] === 'lion',
  },
  {
    when: 'payees are being credited',
    match: ({ to, path }) => to === 'buffalo' && path.endsWith('action=CREATE'),
  },
];

/** The broker killed with -9 while several payments are under way, and started again on its data. */
export function describeKilledBroker(worldOf: () => World): void {
  test.each(moments)(
    'all payments end right when the broker is killed while $when',
    async ({ match }) => {
      const world = worldOf();
      const payments = await Promise.all(Array.from({ length: atOnce }, () => world.prepare()));
      const reached = world.gate.catchNext(match);
      for (const payment of payments) await world.request(payment);
      const { pass } = await soon('the moment came', reached);
      await world.killBroker(pass);
      await world.end(...payments);
      expect(await wrongs(world)).toEqual([]);
    },
    180_000,
  );

  test('a request that comes while the broker is down is one payment when it is sent again', async () => {
    const world = worldOf();
    const payment = await world.prepare();
    const refused: number[] = [];
    await world.killBroker(async () => {
      refused.push((await world.request(payment)).status);
    });
    const { status } = await world.request(payment);
    await world.end(payment);
    expect([...refused, status]).toEqual([503, 202]);
    expect(await wrongs(world)).toEqual([]);
  }, 180_000);
}
