/** Whether one person may decide alone: the section `operators` of a tenant's file. */
import { z } from 'zod';
import type { DecisionWord } from '../../common/contracts/decisions';
import { amountPattern, compare, type Money } from '../../common/money';

export const operatorsSection = z
  .strictObject({
    /** `above`: by currency the most that one person may decide alone. Of another currency, and of an unknown amount, none. */
    secondPerson: z
      .union([
        z.enum(['never', 'always']),
        z.strictObject({
          above: z.record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(amountPattern)),
        }),
      ])
      .default('never'),
  })
  .prefault({});
export type OperatorsSection = z.output<typeof operatorsSection>;

/** To ask the switch once more, or to let a step try again as it stands, moves no money. */
export function needsSecondPerson(
  { secondPerson }: OperatorsSection,
  decision: { readonly word: DecisionWord; readonly correctsVariables: boolean },
  amount: Money | undefined,
): boolean {
  const endsMatter = ['book', 'release', 'reverse', 'close'].includes(decision.word);
  if (!endsMatter && !decision.correctsVariables) return false;
  if (typeof secondPerson === 'string') return secondPerson === 'always';
  const limit = amount && secondPerson.above[amount.currency];
  if (amount === undefined || limit === undefined) return true;
  return compare(amount, { ...amount, amount: limit }) > 0;
}
