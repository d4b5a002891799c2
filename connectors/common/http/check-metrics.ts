import { Gauge, type Registry } from 'prom-client';
import { inTime } from '../in-time';
import type { Clock } from '../runtime';
import type { HealthCheck } from './management-server';

/** A scrape that waits for longer is given up by Prometheus, with all that the process has to tell. */
const answerWithinMs = 3_000;

/** What /readyz says, for whoever is to be called when it says no: looked at with each scrape. */
export function showChecks(metrics: Registry, checks: readonly HealthCheck[], clock: Clock): void {
  const isOk = async (one: HealthCheck): Promise<boolean> => {
    const late = () => new Error(`${one.name} gave no answer`);
    return inTime(clock, answerWithinMs, one.check(), late).then(
      () => true,
      () => false,
    );
  };
  new Gauge({
    name: 'hub_check_ok',
    help: '1: what the roles of this process need to do their work answers; 0: /readyz says why not',
    labelNames: ['check'],
    registers: [metrics],
    async collect() {
      const results = await Promise.all(
        checks.map(async (one) => [one.name, await isOk(one)] as const),
      );
      // Several roles may look at the same: it is as well as the least of them finds it.
      for (const { name } of checks) {
        const all = results.filter(([other]) => other === name);
        this.set({ check: name }, all.every(([, ok]) => ok) ? 1 : 0);
      }
    },
  });
}
