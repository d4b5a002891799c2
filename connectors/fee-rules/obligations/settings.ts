import { z } from 'zod';
import { durationMs, durationPattern } from '../../common/time';

const duration = () =>
  z.string().regex(durationPattern, 'is not a duration such as P1D or PT1H').transform(durationMs);

/** Settings of a process that builds obligations. */
export const obligationsEnvironment = z.object({
  FEE_CYCLE_LENGTH: duration()
    .refine((ms) => ms >= 60_000, 'is shorter than a minute')
    .prefault('P1D')
    .describe('How long a cycle of fee obligations is: `P1D`, `PT1H`'),
  FEE_CYCLE_ORIGIN: z.iso
    .datetime({ offset: true, precision: 0 })
    .default('2026-01-01T00:00:00Z')
    .describe('When some cycle begins, with its offset from UTC: all others follow from it'),
  FEE_CYCLE_GRACE: duration()
    .prefault('PT10M')
    .describe('How long after its end a cycle waits for entries before it closes'),
  FEE_ENTRY_HORIZON: duration()
    .prefault('P35D')
    .describe(
      'How old an entry may be: for so long ids are remembered, so that none is charged twice',
    ),
  FEE_ENTRIES_TOPIC: z
    .string()
    .default('payment-hub.fee-entries')
    .describe('Topic of the ledger entries'),
  FEE_CYCLES_TOPIC: z.string().default('payment-hub.fee-cycles').describe('Topic of closed cycles'),
  FEE_ACKNOWLEDGEMENTS_TOPIC: z
    .string()
    .default('payment-hub.fee-acknowledgements')
    .describe('Topic of what participants say to their figures'),
});
export type ObligationsSettings = z.output<typeof obligationsEnvironment>;
