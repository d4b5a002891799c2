/** One tenant's trouble is not another's: how long a payment of buffalo takes while peers of lion hang. */
import { requestBody, of, type Payment } from './payments';
import { until } from './engine-time';
import type { Match } from './gate';
import { World } from './world';

let world: World;

beforeAll(async () => {
  // Its Fineract has 60 s to answer: whoever waits for a place behind that waits long.
  world = await World.start();
}, 240_000);

afterAll(async () => {
  await world.stop();
}, 60_000);

/** More than all places that jobs of one type have. */
const troubledCount = 70;
/** A place has to be free at once; the rest is for a machine that is busy with other things. */
const boundMs = 15_000;

const anyOf =
  (matches: readonly Match[]): Match =>
  (passage) =>
    matches.some((match) => match(passage));

/** Many payments of lion, all of which stand before the same request, which nobody answers. */
async function getIntoTrouble(requestOf: (payment: Payment) => Match) {
  const troubled: Payment[] = [];
  for (let index = 0; index < troubledCount; index += 1) troubled.push(await world.prepare());
  const isHanging = anyOf(troubled.map(requestOf));
  const { letGo } = world.gate.hold(isHanging);
  await Promise.all(troubled.map((payment) => world.request(payment)));
  const hanging = () => world.gate.passages.filter(isHanging).length;
  await until('as many hang as may', () => hanging() >= 30);
  return { troubled, letGo };
}

/** A payment that buffalo's app waits for. */
async function payFromBuffalo(): Promise<{ state: string | undefined; tookMs: number }> {
  const payment = await world.prepare({ from: 'buffalo' });
  const startedMs = Date.now();
  const response = await fetch(`${world.stack.channelAddress}/channel/transfer`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.stack.token('buffalo')}`,
      'content-type': 'application/json',
      prefer: 'wait=60',
    },
    body: JSON.stringify(requestBody(payment, world.callbackUrl)),
  });
  const { state } = (await response.json()) as { state?: string };
  return { state, tookMs: Date.now() - startedMs };
}

test.each<[string, (payment: Payment) => Match]>([
  ['whose Fineract hangs', (payment) => of(payment, 'lion', 'GET')],
  ['whose app does not answer callbacks', (payment) => of(payment, 'app', 'POST')],
])(
  'the other tenant’s time is bounded beside one %s',
  async (_trouble, requestOf) => {
    const { troubled, letGo } = await getIntoTrouble(requestOf);
    const times: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      const { state, tookMs } = await payFromBuffalo();
      expect(state).toBe('COMMITTED');
      times.push(tookMs);
    }
    process.stdout.write(`buffalo's payments took ${times.join(', ')} ms\n`);
    expect(Math.max(...times)).toBeLessThan(boundMs);
    await letGo('pass');
    await world.end(...troubled);
  },
  200_000,
);
