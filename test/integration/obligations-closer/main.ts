/** One instance that closes cycles, under a clock that runs fast: for the test that kills it. */
import { Registry } from 'prom-client';
import { startObligations } from '../../../connectors/obligations/start-obligations';
import { openDoor } from '../../kit/kafka';
import { silentLog } from '../../kit/mojaloop';
import { readPlan } from './plan';

async function main(): Promise<void> {
  const plan = readPlan(process.argv[2] ?? '');
  const metrics = new Registry();
  // No JSON: the first line that is says that this is ready.
  const log = { ...silentLog, error: (_: object, message: string) => console.log(message) };
  const door = openDoor({ brokers: plan.brokers }, log, metrics);
  await startObligations({ clock: plan.clock, log, metrics }, door, plan.settings);
  console.log(JSON.stringify({ ready: true }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
