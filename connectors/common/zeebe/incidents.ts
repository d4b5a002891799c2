import type { Incidents } from '../runtime';
import { commandByKey, type CommandByKeyDeps } from './command-by-key';
import type { Gateway } from './gateway';

export function incidentsAt(gateway: Gateway, deps: CommandByKeyDeps): Incidents {
  return {
    resolve: async ({ key: incidentKey, jobKey, retries }) => {
      // In this order: without attempts the incident of a job is not found, and attempts alone wake nothing.
      if (jobKey !== undefined) {
        const attempts = { jobKey, retries };
        await commandByKey((ms) => gateway.call('updateJobRetries', attempts, ms), deps);
      }
      const incident = { incidentKey };
      const isKnown = await commandByKey(
        (ms) => gateway.call('resolveIncident', incident, ms),
        deps,
      );
      return isKnown ? 'resolved' : 'unknown';
    },
  };
}
