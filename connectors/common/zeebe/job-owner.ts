import type { BoundWorker } from '../hub/role';
import type { RawJob } from './gateway-protocol';
import { variablesOf } from './job-variables';

/** Whose share of the places a job takes: its tenant's or, where that has several peers, that of one of them. */
export function ownerOf({ definition }: BoundWorker, job: RawJob): string {
  try {
    const variables = variablesOf(job);
    const tenant = typeof variables['tenant'] === 'string' ? variables['tenant'] : '';
    const peer = definition.peerOf?.(variables);
    return peer === undefined ? tenant : `${tenant} ${peer}`;
  } catch {
    // Whoever runs it says what is wrong with it.
    return '';
  }
}
