import type { IncidentMatter } from '../../../connectors/common/contracts/back-office';

/** Since when it stands still, unless a test says otherwise. */
export const standsStillSince = '2026-11-29T10:00:00.000Z';

/** A process that stands still with an error of the engine's own, as the decision relay tells it: it names no payment. */
export function incidentMatter(more: Partial<IncidentMatter> = {}): IncidentMatter {
  return {
    ...{ kind: 'incident', version: 1, state: 'waiting', incidentKey: '7' },
    ...{ since: standsStillSince, toldAt: standsStillSince },
    ...{ what: 'it stands still', whatToDo: 'Mend it.', message: 'Expected a BOOLEAN' },
    ...{ processInstanceKey: '1', elementId: 'x', process: 'payer-transfer', jobKey: null },
    ...{ errorType: 'EXTRACT_VALUE_ERROR', elementInstanceKey: null, jobType: null, variables: [] },
    ...{ tenant: null, transactionId: null, transferId: null },
    ...more,
  };
}
