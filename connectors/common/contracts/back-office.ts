/** What waits for a person, on Kafka: all that is needed to decide, and nothing of who pays whom. Version 1. */
import { z } from 'zod';
import { sides } from './decisions';
import { moneySchema } from './fspiop';
import { parseJson } from '../json';
import { operatorDecisions, operatorReasons } from './operator';
import { verdicts } from './operator-matters';

/** While it waits the record is told anew each day; `settled` when it waits no more. */
const matter = {
  version: z.literal(1),
  state: z.enum(['waiting', 'settled']),
  since: z.string().describe("Since when it has waited, by the engine's clock."),
  toldAt: z.iso.datetime().describe('When this record was made: later is newer.'),
  what: z.string().describe('What has happened.'),
  whatToDo: z.string(),
  decided: z
    .object({ decisionId: z.string(), decision: z.string() })
    .optional()
    .describe('What was decided of it last.'),
  processInstanceKey: z.string(),
  elementId: z.string(),
};

export const waitingPaymentSchema = z.object({
  kind: z.literal('payment'),
  ...matter,
  tenant: z.string(),
  side: z.enum(sides),
  transactionId: z.string(),
  transferId: z.string(),
  amount: moneySchema.nullable().describe('Null where the process does not know it.'),
  reason: z.enum(operatorReasons),
  verdict: z.enum(verdicts).describe("The switch's word: final, unless UNKNOWN."),
  choices: z.array(z.enum(operatorDecisions)),
  errorInformation: z.object({ errorCode: z.string(), errorDescription: z.string() }).nullable(),
});

export const openIncidentSchema = z.object({
  kind: z.literal('incident'),
  ...matter,
  incidentKey: z.string(),
  process: z.string(),
  errorType: z.string(),
  message: z.string(),
  jobKey: z.string().nullable(),
  elementInstanceKey: z.string().nullable(),
  jobType: z.string().nullable().describe('The step, where it is a job that failed.'),
  variables: z
    .array(z.string())
    .describe('Names of those that `retry` may correct: see operator.ts, mayBeCorrected.'),
  tenant: z.string().nullable(),
  transactionId: z.string().nullable(),
  transferId: z.string().nullable(),
});

/** One record of `payment-hub.back-office`, key {@link matterKey}. */
export const backOfficeSchema = z.discriminatedUnion('kind', [
  waitingPaymentSchema,
  openIncidentSchema,
]);
export type PaymentMatter = z.output<typeof waitingPaymentSchema>;
export type IncidentMatter = z.output<typeof openIncidentSchema>;
export type Matter = z.output<typeof backOfficeSchema>;

type Named =
  | Pick<PaymentMatter, 'kind' | 'tenant' | 'side' | 'transferId'>
  | Pick<IncidentMatter, 'kind' | 'incidentKey'>;

export function matterKey(matter: Named): string {
  return matter.kind === 'payment'
    ? `${matter.tenant}:${matter.side}:${matter.transferId}`
    : `incident:${matter.incidentKey}`;
}

/** Whether it is a payment's. */
export function isPaymentKey(key: string): boolean {
  const [, side] = key.split(':');
  return sides.some((one) => one === side);
}

/**
 * Under a key of its own on the same topic: that the relay has looked, told every minute, so that who reads the topic knows whether it
 * is told what waits. What waits is told only when it changes.
 */
const lookSchema = z.object({ kind: z.literal('look'), version: z.literal(1) });
export type Look = z.output<typeof lookSchema>;

export const lookKey = 'look';
export const lookEveryMs = 60_000;

/** Undefined: it is another record. */
export function readLook(value: string | undefined): Look | undefined {
  return lookSchema.safeParse(parseJson(value ?? '')).data;
}
