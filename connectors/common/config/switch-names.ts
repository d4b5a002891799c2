/** Of a tenant's section `mojaloop`, what a payment's beginning must know: the name of the switch that it goes over. */
import { z } from 'zod';

/** Of a tenant that has only one, set as `switch`. */
export const onlySwitchName = 'switch';

const namedSwitchSchema = z.object({ name: z.string(), currencies: z.array(z.string()) });
export type NamedSwitch = z.output<typeof namedSwitchSchema>;

const fileSchema = z.object({
  mojaloop: z.object({ switches: z.array(namedSwitchSchema).optional() }).optional(),
});

/** @returns undefined for a tenant with one switch, and where the section is wrong, which its own part tells */
export function namedSwitchesIn(file: unknown): readonly NamedSwitch[] | undefined {
  return fileSchema.safeParse(file).data?.mojaloop?.switches;
}

/**
 * Which of the tenant's switches a payment in this currency goes over.
 * @returns undefined where it has none for it
 */
export function switchNameOf(
  { switches }: { readonly switches?: readonly NamedSwitch[] },
  currency: string,
): string | undefined {
  if (switches === undefined) return onlySwitchName;
  return switches.find(({ currencies }) => currencies.includes(currency))?.name;
}
