import { textOfHeard } from '../../kit/payments/checks';
import { amount, others, paid, scenario, type Play, type Scenario } from './scenario';
import type { Doors } from './doors';
import type { HangingDoor } from './hanging-door';
import type { RealWorld } from './world';

const sayMs = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** From the request until the app has been called back. */
async function timedPayment(world: RealWorld, clientCorrelationId: string) {
  const startedMs = Date.now();
  const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
  const { report } = await world.request(order);
  const heard = await world.outcomeOf(report.transactionId ?? '');
  // What is refused is soon over.
  if (heard.report.state !== 'COMMITTED') throw new Error(`${textOfHeard(heard)}, not COMMITTED`);
  return { heard, tookMs: Date.now() - startedMs };
}

/** So many that they would take every place that one process has for jobs of one type. */
const slothsPayments = 60;
const slothsHungAtLeast = 5;

/** Three payments of others, of which the last is looked at, may take as long as three undisturbed, and a second. */
const besideSloth =
  (amountOfSloth: string, doorOf: (doors: Doors) => HangingDoor): Play =>
  async (world, clientCorrelationId) => {
    const timed = async (id: string) => timedPayment(await world.another(others), id);
    // The first one finds everything cold.
    await timed(`${clientCorrelationId}-cold`);
    const undisturbed = await timed(`${clientCorrelationId}-alone`);
    const door = doorOf(world.doors);
    const hangs = door.hang(slothsHungAtLeast);
    const slothsEnd = await world.slothPays(slothsPayments, amountOfSloth);
    await hangs;
    const disturbed = [
      await timed(`${clientCorrelationId}-beside-1`),
      await timed(`${clientCorrelationId}-beside-2`),
      await timedPayment(world, clientCorrelationId),
    ];
    door.open();
    await slothsEnd();
    const boundMs = 3 * undisturbed.tookMs + 1_000;
    const times = disturbed.map(({ tookMs }) => sayMs(tookMs)).join(', ');
    const words = `alone ${sayMs(undisturbed.tookMs)}, disturbed ${times}, bound ${sayMs(boundMs)}`;
    world.say(words);
    if (disturbed.some(({ tookMs }) => tookMs > boundMs)) throw new Error(words);
    return disturbed.slice(-1).map(({ heard }) => heard);
  };

export const neighbours: readonly Scenario[] = [
  scenario(
    'other tenants’ time bounded: one tenant’s Fineract hangs',
    {},
    paid(),
    besideSloth('1', ({ fineractDoor }) => fineractDoor),
  ),
  scenario(
    'other tenants’ time bounded: one tenant’s app hangs when it is called back',
    {},
    paid(),
    // More than there is: it ends at once, and its app is called back.
    besideSloth('1001', ({ appDoor }) => appDoor),
  ),
];
