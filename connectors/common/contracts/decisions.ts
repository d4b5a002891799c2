/** What operators decide, and what became of it, on Kafka. Version 1: fields may be added, none changes its meaning. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../json';
import { operatorDecisions, operatorReasons } from './operator';

/** What the processes offer, and what sets a process that stands still going. */
export const decisionWords = [...operatorDecisions, 'retry'] as const;
export type DecisionWord = (typeof decisionWords)[number];

export const sides = ['payer', 'payee'] as const;

const id = z.string().min(1).max(128);

/** Of whom and what a decision is: a payment by one of its ids, or an incident. */
const subject = {
  tenant: z.string().min(1).max(32),
  side: z.enum(sides).optional().describe('Where one tenant has both sides of a payment waiting.'),
  transferId: id.optional(),
  transactionId: id.optional(),
  incidentKey: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe('Of a process that stands still: for `retry`, and for nothing else.'),
  reason: z
    .enum(operatorReasons)
    .optional()
    .describe(
      'Of a payment: why it waits, as whoever decides has seen it. For another reason the same word means something else, so it is refused.',
    ),
  decision: z.enum(decisionWords),
  who: z.string().trim().min(1).max(128).describe('Who decides, as their employer knows them.'),
};

/** One record of `payment-hub.operator-decisions`, key decisionId. */
export const decisionSchema = z
  .object({
    version: z.literal(1),
    decisionId: z.uuid().describe('Made anew for each decision: the same id is the same decision.'),
    ...subject,
    why: z.string().trim().min(1).max(512).describe('Kept with the decision. Names no customer.'),
    when: z.iso.datetime({ offset: true }),
    approves: z
      .uuid()
      .optional()
      .describe('decisionId of the other person’s same decision, which this one lets be done.'),
    variables: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('With `retry`: corrected variables of the step, by name.'),
  })
  .superRefine((decision, context) => {
    const named = [decision.transferId ?? decision.transactionId, decision.incidentKey];
    const isRetry = decision.decision === 'retry';
    if (named.filter((one) => one !== undefined).length !== 1) {
      context.addIssue('names a payment (transferId or transactionId) or an incidentKey');
    } else if (isRetry !== (decision.incidentKey !== undefined)) {
      context.addIssue('retry is for an incident, all else for a payment');
    }
    if (decision.variables !== undefined && !isRetry) {
      context.addIssue('variables are for retry only');
    }
  });
export type OperatorDecision = z.output<typeof decisionSchema>;

/**
 * `accepted`: it is being done. `needs-approval`: nothing is done until another person approves. The others are final,
 * and the first final one stands: `applied`; `refused`: nothing was done; `uncertain`: a part was done, or the relay was
 * stopped while it was doing it, and the process has gone on since.
 */
export const decisionResults = [
  'accepted',
  'needs-approval',
  'applied',
  'refused',
  'uncertain',
] as const;

/** One record of `payment-hub.operator-decision-answers`, key decisionId. */
export const decisionAnswerSchema = z.object({
  version: z.literal(1),
  decisionId: z
    .string()
    .nullable()
    .describe('Null where the record was not to be read: see digest.'),
  digest: z.string().describe('SHA-256 (hex) of the value of the record that is answered.'),
  result: z.enum(decisionResults),
  why: z.string().describe('What happened and what to do, for the person who decided: English.'),
  said: z
    .object({ phrase: z.string(), about: z.array(z.string()) })
    .optional()
    .describe('Which sentence `why` is, and of what: by it others tell it in other languages.'),
  at: z.iso.datetime(),
  subject: z
    .object({
      ...subject,
      variablesDigest: z
        .string()
        .optional()
        .describe('Of the corrected variables: whoever approves them has seen the same.'),
    })
    .optional()
    .describe('What was decided, by whom.'),
  approvedBy: z.string().optional(),
  approvedByDecisionId: z.string().optional(),
  wait: z
    .object({ key: z.string(), choices: z.array(z.string()) })
    .optional()
    .describe("The relay's own: for which wait of the process it was accepted."),
});
export type DecisionAnswer = z.output<typeof decisionAnswerSchema>;

/** The same for the same variables, in whatever order they were written. */
export const variablesDigestOf = ({
  variables,
}: Pick<OperatorDecision, 'variables'>): string | undefined =>
  variables === undefined ? undefined : digestOf(canonicalJson(variables));

export const isFinal = ({ result }: Pick<DecisionAnswer, 'result'>): boolean =>
  result === 'applied' || result === 'refused' || result === 'uncertain';

/** By it the writer of a decision knows the answer to just this record. */
export const digestOf = (value: string): string => createHash('sha256').update(value).digest('hex');
