import type { Incidents } from '../runtime';
import type { Gateway } from './gateway';
import { knowsKey } from './known-key';

export function incidentsAt(gateway: Gateway, timeoutMs: number): Incidents {
  return {
    resolve: async ({ key: incidentKey, jobKey, retries }) => {
      // In this order: without attempts the incident of a job is not found, and attempts alone wake nothing.
      if (jobKey !== undefined) {
        await knowsKey(gateway.call('updateJobRetries', { jobKey, retries }, timeoutMs));
      }
      const isKnown = await knowsKey(gateway.call('resolveIncident', { incidentKey }, timeoutMs));
      return isKnown ? 'resolved' : 'unknown';
    },
  };
}
