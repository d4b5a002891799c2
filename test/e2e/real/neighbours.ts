import { textOfHeard } from '../../kit/payments/checks';
import { amount, paid, scenario, type Play, type Scenario } from './scenario';
import type { RealWorld } from './stage';

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

/** Not those whose positions at the switch are looked at. */
const others = { payer: 'jackal', payee: 'leopard', payerBalance: '1000' } as const;

/** Three payments of others, of which the last is looked at, may take as long as three undisturbed, and a second. */
const besideSloth =
  (disturb: (world: RealWorld) => Promise<void>, after: (world: RealWorld) => void): Play =>
  async (world, clientCorrelationId) => {
    const timed = async (id: string) => timedPayment(await world.another(others), id);
    // The first one finds everything cold.
    await timed(`${clientCorrelationId}-cold`);
    const undisturbed = await timed(`${clientCorrelationId}-alone`);
    await disturb(world);
    const disturbed = [
      await timed(`${clientCorrelationId}-beside-1`),
      await timed(`${clientCorrelationId}-beside-2`),
      await timedPayment(world, clientCorrelationId),
    ];
    after(world);
    const boundMs = 3 * undisturbed.tookMs + 1_000;
    const times = disturbed.map(({ tookMs }) => sayMs(tookMs)).join(', ');
    const words = `alone ${sayMs(undisturbed.tookMs)}, disturbed ${times}, bound ${sayMs(boundMs)}`;
    world.say(words);
    if (disturbed.some(({ tookMs }) => tookMs > boundMs)) throw new Error(words);
    return disturbed.slice(-1).map(({ heard }) => heard);
  };

/** So many that they would take every place that one process has for jobs of one type. */
const slothsPayments = 60;
const slothsHungAtLeast = 5;

export const neighbours: readonly Scenario[] = [
  scenario(
    'other tenants’ time bounded: one tenant’s Fineract hangs',
    {},
    paid(),
    besideSloth(
      async (world) => {
        const hangs = world.doors.fineractDoor.hang(slothsHungAtLeast);
        await world.slothPays(slothsPayments, '1');
        await hangs;
      },
      ({ doors }) => doors.fineractDoor.open(),
    ),
  ),
  scenario(
    'other tenants’ time bounded: one tenant’s app hangs when it is called back',
    {},
    paid(),
    besideSloth(
      async (world) => {
        const hangs = world.doors.appDoor.hang(slothsHungAtLeast);
        await world.slothPays(slothsPayments, '1001');
        await hangs;
      },
      ({ doors }) => doors.appDoor.open(),
    ),
  ),
];
