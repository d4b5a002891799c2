import { z } from 'zod';
import { duration, sharedSettings } from '../common/contracts/fee-settings';
import type { ClassifierSettings } from './entry-classifier';

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
  ...sharedSettings.pick({ FEE_HORIZON: true, FEE_ENTRIES_TOPIC: true }).shape,
  FEE_ENTRIES_IN_MEMORY_MAX: z.coerce
    .number()
    .int()
    .min(10_000)
    .max(10_000_000)
    .default(200_000)
    .describe(
      'So many ledger entries of each partition are remembered in memory, some 60 bytes each; older ones in files',
    ),
  FEE_ENTRIES_DIRECTORY: z
    .string()
    .min(1)
    .describe(
      'Folder of those files, 48 bytes an entry. On a disk: `/tmp` is memory on many machines',
    ),
  FEE_CYCLES_TOPIC: z.string().default('payment-hub.fee-cycles').describe('Topic of closed cycles'),
  FEE_ACKNOWLEDGEMENTS_TOPIC: z
    .string()
    .default('payment-hub.fee-acknowledgements')
    .describe('Topic of what participants say to their figures'),
});
export const obligationsTopicsEnvironment = obligationsEnvironment.pick({
  FEE_ENTRIES_TOPIC: true,
  FEE_CYCLES_TOPIC: true,
  FEE_ACKNOWLEDGEMENTS_TOPIC: true,
});
export type ObligationsTopicsSettings = z.output<typeof obligationsTopicsEnvironment>;
export type ObligationsSettings = z.output<typeof obligationsEnvironment>;

export function classifierSettingsOf(settings: ObligationsSettings): ClassifierSettings {
  return {
    horizonMs: settings.FEE_HORIZON,
    memory: {
      entriesMax: settings.FEE_ENTRIES_IN_MEMORY_MAX,
      directory: settings.FEE_ENTRIES_DIRECTORY,
    },
  };
}
