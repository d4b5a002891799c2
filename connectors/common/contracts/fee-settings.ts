import { z } from 'zod';
import { durationMs, durationPattern } from '../time';

export const duration = () =>
  z.string().regex(durationPattern, 'is not a duration such as P1D or PT1H').transform(durationMs);

/** What several roles must agree on: each takes its own of it into its environment. */
export const sharedSettings = z.object({
  FEE_HORIZON: duration()
    .refine((ms) => ms >= 86_400_000, 'is shorter than a day')
    .prefault('P35D')
    .describe(
      'How old a transfer may be for its fees to be charged: for so long rule sets are kept ready and ids of ledger entries remembered',
    ),
  FEE_TRANSFERS_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.transfers')
    .describe('Topic of transfers as plain records (`TransferRecord`)'),
  FEE_ENTRIES_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.fee-entries')
    .describe('Topic of the ledger entries, key transactionId'),
});
