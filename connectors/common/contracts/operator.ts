/** Variables and messages of payments that wait for a person. */
import { z } from 'zod';
import { key, plain, type PrivacyOf } from './privacy-marks';

/** What an operator can decide about money that waits. */
export const operatorDecisions = ['book', 'release', 'ask-again', 'reverse', 'close'] as const;

/** What a process that waits does when nobody decides: the diagrams' "Time to try again". */
export function doneByItself(choices: readonly string[]): string | undefined {
  return choices.includes('ask-again') ? 'ask-again' : choices[0];
}

/**
 * Why a payment waits for an operator, which tells how its transfer stands. BOOKING_FAILED (payer) and CREDIT_FAILED
 * (payee): the switch has committed it, so it can only be booked. RELEASE_FAILED: it will never be
 * committed. HOLD_UNKNOWN: it was never sent. Both can only be released. Each of them can be closed, where what is to be
 * done was done by hand. OUTCOME_UNKNOWN: nobody knows yet. CREDIT_UNCONFIRMED (payee): nobody knows yet, and the payee was
 * credited on an operator's word. UNDO_FAILED (payee): such a credit is to be taken back, by the switch's ABORTED or by an
 * operator's word, and may have been.
 */
export const operatorReasons = [
  'OUTCOME_UNKNOWN',
  'BOOKING_FAILED',
  'CREDIT_FAILED',
  'CREDIT_UNCONFIRMED',
  'UNDO_FAILED',
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
  operatorDecided: z
    .object({ decisionId: z.string(), wait: z.string() })
    .describe(
      "Which decision was taken last, and for which wait (elementInstanceKey): the decision relay's own.",
    ),
} as const;

/**
 * Variables that a decision may correct where a step stands still, if the step reads them: none names a person, says who
 * pays whom how much, which payment it is, or what the switch has said.
 */
export const mayBeCorrected: readonly string[] = [
  'executionPoint',
  'occurredAt',
  'payeeTimers',
  'switchAhead',
  'timers',
];

export const operatorPrivacy: PrivacyOf<typeof operatorVariables> = {
  operatorReason: key,
  operatorChoices: plain,
  operatorNeededSince: key,
  operatorDecision: key,
  operatorDecided: key,
};
