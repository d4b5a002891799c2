import { z } from 'zod';

/** An incident of the engine that nobody has resolved: a process stands still until somebody does. */
export const incidentSchema = z.object({
  key: z.string(),
  partitionId: z.string(),
  /** ISO 8601, by the engine's clock. */
  createdAt: z.string(),
  errorType: z.string(),
  message: z.string(),
  process: z.string(),
  /** `NO_CATCH_EVENT_FOUND` where an error found nothing that catches it. */
  elementId: z.string(),
  processInstanceKey: z.string(),
  jobKey: z.string().optional(),
  elementInstanceKey: z.string().optional(),
  /** Of the payment, as far as the message of the hub's own workers tells. */
  tenant: z.string().optional(),
  transactionId: z.string().optional(),
  transferId: z.string().optional(),
  quoteId: z.string().optional(),
});
export type Incident = z.output<typeof incidentSchema>;

/** The words are a worker's. All others are the engine's own, which quote values: of those no payment or step is believed. */
export function isWorkers({ errorType }: Pick<Incident, 'errorType'>): boolean {
  return errorType === 'JOB_NO_RETRIES';
}

/** What GET /incidents answers. */
export const openIncidentsSchema = z.object({
  /** When the role began to keep them: what is older may be missing. */
  since: z.string(),
  /** When the engine did what the broker's exporter told of last; null: it has told of nothing yet. */
  toldUntil: z.string().nullable(),
  incidents: z.array(incidentSchema),
  /** Open ones that were too many to be kept. */
  notKept: z.number().int(),
});
export type OpenIncidents = z.output<typeof openIncidentsSchema>;
