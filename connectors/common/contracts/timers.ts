/** How long processes wait, as ISO 8601 durations. */
import { z } from 'zod';
import { durationMs, durationPattern } from '../time';

const durationSchema = z
  .string()
  // Aborts: what compares durations cannot read another text.
  .regex(durationPattern, { abort: true, error: 'is not a duration such as PT30S' });

/**
 * A payment that waits for an operator tries again by itself after pauses that double from askTransferState
 * up to this. Absent in payments that began before it was invented: PT15M.
 */
const operatorPauseMaxSchema = durationSchema.optional();

/** As a tenant sets it: neither without a pause nor for days out of sight. */
export const operatorPauseMaxSetting = durationSchema
  .refine(
    (text) => durationMs(text) >= 60_000 && durationMs(text) <= 86_400_000,
    'must be from PT1M to P1D',
  )
  .default('PT15M');

/** How long the payer's process waits, fixed when it starts. From the tenant's configuration. */
export const timersSchema = z.object({
  partyLookup: durationSchema,
  quote: durationSchema,
  payerDecision: durationSchema,
  /** From POST /transfers to the moment when the switch is asked. Longer than transferExpiry. */
  transferAnswer: durationSchema,
  /** expiration of POST /transfers, from the moment of asking. */
  transferExpiry: durationSchema,
  /** After the transfer's expiration: from then on "not found" is a verdict. */
  switchSweep: durationSchema,
  /** Between two questions to the switch, and how long each waits for an answer. */
  askTransferState: durationSchema,
  operatorPauseMax: operatorPauseMaxSchema,
  /** From POST /transactionRequests to the moment when the request expires. Absent where nobody asks. */
  requestToPay: durationSchema.optional(),
  /** From the payment's end: for so long its channel hears how it ended. The channel's dedupe window. */
  remembered: durationSchema.optional(),
});
export type Timers = z.infer<typeof timersSchema>;

/** How long the payee's processes wait and are remembered. From the tenant's configuration. */
export const payeeTimersSchema = z.object({
  /** From our answer to the moment when the switch is asked. */
  transferConfirmation: durationSchema,
  /** Between two questions to the switch, and how long each waits for an answer. */
  askTransferState: durationSchema,
  operatorPauseMax: operatorPauseMaxSchema,
  /** From its arrival: for so long a repeated POST gets the same answer, and a GET the state. */
  quoteRetention: durationSchema,
  transferRetention: durationSchema,
});
