import { Gauge, type Registry } from 'prom-client';
import type { Logger } from '../../common/runtime';
import type { BookChange, IncidentBook } from './incident-book';

/** Tells of each incident once, and keeps count of those that are open. */
export function createIncidentTeller(metrics: Registry, log: Logger) {
  const open = new Gauge({
    name: 'hub_incidents_open',
    help: 'Incidents of the engine that nobody has resolved, by process and type of error',
    labelNames: ['process', 'error_type'],
    registers: [metrics],
  });
  const count = ({ incidents }: IncidentBook): void => {
    open.reset();
    for (const { process, errorType } of incidents) open.inc({ process, error_type: errorType });
  };
  return {
    count,
    tell: ({ book, created, resolved, begunAnew }: BookChange): void => {
      for (const partitionId of begunAnew) {
        log.warn({ partitionId }, "the broker's log has begun anew: its former incidents are gone");
      }
      const isOver = new Set(resolved.map(({ key }) => key));
      for (const { key, message, ...incident } of created) {
        const resolve = `hub incidents resolve ${key}`;
        if (isOver.has(key)) continue;
        log.error(
          { incidentKey: key, ...incident, reason: message, resolve },
          'a process stands still with an incident: mend the cause, then resolve it',
        );
      }
      for (const { key, process, processInstanceKey } of resolved) {
        log.info({ incidentKey: key, process, processInstanceKey }, 'an incident is resolved');
      }
      count(book);
    },
  };
}
