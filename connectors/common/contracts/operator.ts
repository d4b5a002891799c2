/** Variables and messages of payments that wait for a person. */
import { z } from 'zod';
import { key, plain, type PrivacyOf } from './privacy-marks';

/** What an operator can decide about money that waits. */
export const operatorDecisions = ['book', 'release', 'ask-again'] as const;

/**
 * Why a payment waits for an operator, which tells how its transfer stands. BOOKING_FAILED (payer) and CREDIT_FAILED
 * (payee): the switch has committed it, so it can only be booked. RELEASE_FAILED: it will never be
 * committed. HOLD_UNKNOWN: it was never sent. Both can only be released. OUTCOME_UNKNOWN: nobody knows yet.
 */
export const operatorReasons = [
  'OUTCOME_UNKNOWN',
  'BOOKING_FAILED',
  'CREDIT_FAILED',
  'RELEASE_FAILED',
  'HOLD_UNKNOWN',
] as const;
export type OperatorReason = (typeof operatorReasons)[number];

export const operatorVariables = {
  operatorReason: z.enum(operatorReasons).describe('Why the payment waits for an operator.'),
  operatorChoices: z
    .array(z.enum(operatorDecisions))
    .describe("What the operator may decide: what the switch's verdict leaves open."),
  operatorNeededSince: z
    .string()
    .describe("Since when the payment has waited for this reason, by the engine's clock."),
  operatorDecision: z
    .enum(operatorDecisions)
    .describe('What the operator decided, when one was needed.'),
} as const;

export const operatorPrivacy: PrivacyOf<typeof operatorVariables> = {
  operatorReason: key,
  operatorChoices: plain,
  operatorNeededSince: key,
  operatorDecision: key,
};
