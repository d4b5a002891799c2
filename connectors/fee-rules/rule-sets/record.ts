/** A rule set's life as it is stored: who decided what about it, and when. One record a rule set. */
import { z } from 'zod';
import { instantSchema } from '../../common/contracts/fees';
import { personNameSchema } from '../../common/contracts/person-name';

/** UTF-8 bytes; some 15,000 rules. Twice as much still fits into a Kafka record as JSON. */
export const textBytesMax = 8 * 1024 * 1024;

/** What people call a rule set. */
export const titleSchema = z.string().trim().min(1).max(200);

const decisionSchema = z.strictObject({ by: personNameSchema, at: instantSchema });
export type Decision = z.output<typeof decisionSchema>;

const base = {
  /** SHA-256, in hex, of canonical text, dictionary and currency table. */
  ruleSetId: z.string().regex(/^[0-9a-f]{64}$/),
  /** 1 for the draft, and one more with each decision. */
  revision: z.int().positive(),
  title: titleSchema,
  note: z.string().max(2_000).optional(),
  /** Of the built-in dictionary that the text was checked with. */
  dictionaryVersion: z.int().positive(),
  drafted: decisionSchema,
};
/** From when on, by the transfers' own time. */
const scheduled = decisionSchema.extend({ activeFrom: instantSchema });
/** No longer in force from then on, by the transfers' own time. */
const retired = decisionSchema.extend({ from: instantSchema });

export const ruleSetLifeSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('draft'), ...base }),
  z.strictObject({ step: z.literal('approved'), ...base, approved: decisionSchema }),
  z.strictObject({
    step: z.literal('withdrawn'),
    ...base,
    approved: decisionSchema.optional(),
    withdrawn: decisionSchema,
  }),
  z.strictObject({ step: z.literal('scheduled'), ...base, approved: decisionSchema, scheduled }),
  z.strictObject({
    step: z.literal('retired'),
    ...base,
    approved: decisionSchema,
    scheduled,
    retired,
  }),
]);
export type RuleSetLife = z.output<typeof ruleSetLifeSchema>;

export interface RuleSetRecord {
  readonly life: RuleSetLife;
  /** Canonical, and never changed: the id is its hash. */
  readonly text: string;
}
