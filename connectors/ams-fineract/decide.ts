import type { Problem } from './fineract/problems';

/** hold: PREPARE PAYER. debit: CREATE PAYER. release: RELEASE. credit: CREATE PAYEE. */
export type Action = 'hold' | 'debit' | 'release' | 'credit';

/** What is known about a command besides Fineract's answer to it. */
export interface Known {
  /** 1 for the first Idempotency-Key; more when the keys before it are used up. */
  readonly keyNumber: number;
  /** The answer is what Fineract stored under the key. */
  readonly fromCache: boolean;
  /** How long this attempt has been asking Fineract, in milliseconds. */
  readonly waitedMs: number;
  /** Several attempts were made before this one. */
  readonly patienceOver: boolean;
}

export type Decision =
  | 'done'
  /** Certainly not done, and trying again cannot change it. */
  | 'refused'
  /** The answer alone does not tell: another key may have done it. Look for the effect itself. */
  | 'check-outcome'
  /** Later, with the same key: it finds out what happened, or does it. */
  | 'again'
  /** Once more with the same key, in this attempt, when the answer has had time to settle. */
  | 'wait'
  /** This key is used up and nothing was done under it. The transferCode keeps the next one safe. */
  | 'next-key';

export const settleAfterMs = {
  /** Fineract tries a conflicting command for about 3 s (waits of 1 s and 2 s), saying 409 meanwhile. */
  conflict: 4_000,
  /** A command that is in progress for longer, after several attempts, has died with its server. */
  'in-progress': 20_000,
} as const;

/** What Fineract's answer to a command means for the command. */
export function decide(action: Action, problem: Problem | undefined, known: Known): Decision {
  switch (problem) {
    case undefined:
      return 'done';
    case 'already-done':
      // Of a second hold Fineract says the same whether the first one is open, released or booked, and
      // whoever made it: only an own key's answer tells. Of a second booking, the ledger does.
      return action === 'release' ? 'refused' : 'check-outcome';
    case 'hold-missing':
      return action === 'release' ? 'check-outcome' : refused(action, known);
    case 'conflict':
      // Only an answer given first hand is final at once.
      return known.fromCache ? waitOrNextKey(problem, known) : 'next-key';
    case 'failed':
      // A stored 500 is repeated for ever; one that is not stored may come from a proxy.
      return known.fromCache ? 'next-key' : 'again';
    case 'in-progress':
      return known.patienceOver ? waitOrNextKey(problem, known) : 'again';
    case 'identifier-unknown':
    case 'account-unknown':
    case 'insufficient-funds':
    case 'account-closed-off':
    case 'forbidden-by-rule':
    case 'booking-missing':
    case 'wrong-currency':
    case 'bad-request':
      return refused(action, known);
    case 'misconfigured':
    case 'not-understood':
    case 'unavailable':
    case 'no-answer':
      return 'again';
  }
}

function waitOrNextKey(problem: keyof typeof settleAfterMs, { waitedMs }: Known): Decision {
  return waitedMs < settleAfterMs[problem] ? 'wait' : 'next-key';
}

function refused(action: Action, { keyNumber, fromCache }: Known): Decision {
  if (action !== 'hold') {
    // What the switch has decided must be done in the end: a stored refusal is old, and an operator may have
    // mended its cause since. A refused hold stays refused, so that none can come late.
    // A fresh one says nothing of what an earlier job may have done under its own keys.
    return fromCache ? 'next-key' : 'check-outcome';
  }
  // Fineract checks the account, and for a hold the funds, before it looks for duplicates: with a second
  // key, "insufficient" can mean that the hold made under the first one has taken the money.
  return keyNumber === 1 ? 'refused' : 'check-outcome';
}
