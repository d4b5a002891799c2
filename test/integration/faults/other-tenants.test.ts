/** One tenant's trouble is not another's: how long buffalo's work takes while peers of lion hang. */
import type { DfspName } from '../../kit/stack/dfsps';
import { of, requestBody, type Account, type Payment } from '../../kit/faults/payments';
import { until } from '../../kit/faults/engine-time';
import type { Match } from '../../kit/faults/gate';
import { World } from '../../kit/faults/world';

let world: World;

beforeAll(async () => {
  // Its Fineract has 60 s to answer: whoever waits for a place behind that waits long.
  world = await World.start();
}, 600_000);

afterAll(async () => {
  await world.stop();
}, 240_000);

/** More than all places that jobs of one type have. */
const troubledCount = 70;
/** A place has to be free at once; the rest is for a machine that is busy with other things. */
const boundMs = 10_000;

const anyOf =
  (matches: readonly Match[]): Match =>
  (passage) =>
    matches.some((match) => match(passage));

/** As many requests as match are held, and nobody answers them, until the function that this gives is called. */
async function untilTheyHang(isHanging: Match, begin: () => Promise<unknown>) {
  const { letGo } = world.gate.hold(isHanging);
  await begin();
  const hanging = () => world.gate.passages.filter(isHanging).length;
  // A tenant's Fineract is asked sixteen things at a time; the jobs behind those hang with them.
  await until('as many hang as may', () => hanging() >= 16);
  return () => letGo('pass');
}

async function prepareMany(): Promise<readonly Payment[]> {
  const many: Payment[] = [];
  for (let index = 0; index < troubledCount; index += 1) many.push(await world.prepare());
  return many;
}

/** The first is not measured: what it waits for is the machine, which has begun so much at once. */
async function timesOf(what: string, work: () => Promise<void>): Promise<number[]> {
  await work();
  const times: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const startedMs = Date.now();
    await work();
    times.push(Date.now() - startedMs);
  }
  process.stdout.write(`${what} took ${times.join(', ')} ms\n`);
  return times;
}

/** The switch asks who a customer is, and the DFSP of that answers. */
async function isFound({ dfsp, msisdn }: Account, asker: DfspName): Promise<void> {
  const answers = () =>
    world.gate.passages.filter(
      ({ to, method, path }) => to === 'switch' && method === 'PUT' && path.includes(msisdn),
    ).length;
  const before = answers();
  await world.callHub({
    method: 'GET',
    path: `/parties/MSISDN/${msisdn}`,
    from: asker,
    to: dfsp,
  });
  await until(`${msisdn} is found`, () => answers() > before);
}

test('the other tenant’s time is bounded beside one whose Fineract hangs', async () => {
  const troubled = await prepareMany();
  const { payee } = await world.prepare();
  const stopHanging = await untilTheyHang(
    anyOf(troubled.map((payment) => of(payment, 'lion', 'GET'))),
    () =>
      Promise.all(
        troubled.map(({ payer: { msisdn } }) =>
          world.callHub({
            method: 'GET',
            path: `/parties/MSISDN/${msisdn}`,
            from: 'buffalo',
            to: 'lion',
          }),
        ),
      ),
  );
  const times = await timesOf("looking up buffalo's customer", () => isFound(payee, 'lion'));
  expect(Math.max(...times)).toBeLessThan(boundMs);
  await stopHanging();
}, 240_000);

test('the other tenant’s time is bounded beside one whose app does not answer callbacks', async () => {
  const troubled = await prepareMany();
  const stopHanging = await untilTheyHang(
    anyOf(troubled.map((payment) => of(payment, 'app', 'POST'))),
    () => Promise.all(troubled.map((payment) => world.request(payment))),
  );
  const times = await timesOf("buffalo's payments", payFromBuffalo);
  expect(Math.max(...times)).toBeLessThan(boundMs);
  // How the troubled ones end is not asked here: seventy at once do not all end on every run (known, not explained yet).
  await stopHanging();
}, 500_000);

/** A payment that buffalo's app waits for. */
async function payFromBuffalo(): Promise<void> {
  const payment = await world.prepare({ from: 'buffalo' });
  const response = await fetch(`${world.stack.channelAddress}/channel/transfer`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.stack.token('buffalo')}`,
      'content-type': 'application/json',
      prefer: 'wait=60',
    },
    body: JSON.stringify(requestBody(payment, world.callbackUrl)),
  });
  expect(await response.json()).toMatchObject({ state: 'COMMITTED' });
}
