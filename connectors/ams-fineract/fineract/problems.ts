import type { ErrorInformation } from '../../common/contracts/fspiop';
import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';

/** What can be wrong with an answer of Fineract, whatever was asked. */
export type Problem =
  /** No account has the identifier (MSISDN, ...). */
  | 'identifier-unknown'
  | 'account-unknown'
  | 'insufficient-funds'
  /** The account or its client is not active, or the account is blocked. */
  | 'account-closed-off'
  /** A rule of the DFSP forbids the transaction: lock-in, withdrawals not allowed, ... */
  | 'forbidden-by-rule'
  | 'wrong-currency'
  /** The transferCode was used before for the same thing. */
  | 'already-done'
  /** No open hold has this transferCode and total. */
  | 'hold-missing'
  /** There is no such row in the account, or it was reversed. */
  | 'booking-missing'
  /** Fineract does not accept the request as such: our bug. */
  | 'bad-request'
  /** A person has to mend it: credentials, permissions, tenant, address. */
  | 'misconfigured'
  /** 200, but not the answer to the question: maker-checker parked the command, or it is not Fineract. */
  | 'not-understood'
  /** 409: lost against a parallel change of the same account, nothing was done. */
  | 'conflict'
  /** 425: a command with the same Idempotency-Key runs, or died with its server. */
  | 'in-progress'
  | 'unavailable'
  /** 500: nothing was done when Fineract says it, anything when a proxy does. */
  | 'failed'
  /** Time-out or lost connection: the outcome is unknown. */
  | 'no-answer';

/** Whose account it is about, and on the payee's side at which step: the error codes differ. */
export type Side =
  | 'payer'
  /** Whom another DFSP's customer asks for money: that DFSP is told. */
  | 'requested-payer'
  | 'payee-before-transfer'
  | 'payee-transfer';

interface Meaning {
  /** Asking again gives the same answer: nothing was done, and nothing will be. */
  readonly final: boolean;
  /** An operator must see it: the payment ends, but the next one will fail too. */
  readonly alarm: boolean;
  /** FSPIOP API Definition 7.6. One name serves all sides unless they differ. */
  readonly error: FspiopErrorName | Readonly<Record<Side, FspiopErrorName>>;
}

/** "Party not found" is for who has named the party: a payer's own app has not, nor has a transfer. */
const notFound: Meaning = {
  final: true,
  alarm: false,
  error: {
    payer: 'PAYER_ERROR',
    'requested-payer': 'PARTY_NOT_FOUND',
    'payee-before-transfer': 'PARTY_NOT_FOUND',
    'payee-transfer': 'PAYEE_FSP_REJECTED_TXN',
  },
};

const meanings: Record<Problem, Meaning> = {
  'identifier-unknown': notFound,
  'account-unknown': notFound,
  'insufficient-funds': refusal('PAYER_LIMIT_ERROR', 'PAYEE_LIMIT_ERROR'),
  'account-closed-off': refusal('PAYER_BLOCKED_ERROR', 'GENERIC_PAYEE_BLOCKED_ERROR'),
  'forbidden-by-rule': refusal('PAYER_PERMISSION_ERROR', 'PAYEE_PERMISSION_ERROR'),
  'wrong-currency': refusal('PAYER_UNSUPPORTED_CURRENCY', 'PAYEE_UNSUPPORTED_CURRENCY'),
  'already-done': { final: true, alarm: false, error: 'MODIFIED_REQUEST' },
  'hold-missing': { final: true, alarm: false, error: 'INTERNAL_SERVER_ERROR' },
  'booking-missing': { final: true, alarm: false, error: 'INTERNAL_SERVER_ERROR' },
  'bad-request': { final: true, alarm: true, error: 'INTERNAL_SERVER_ERROR' },
  misconfigured: { final: false, alarm: true, error: 'INTERNAL_SERVER_ERROR' },
  'not-understood': { final: false, alarm: true, error: 'INTERNAL_SERVER_ERROR' },
  conflict: { final: false, alarm: false, error: 'SERVICE_CURRENTLY_UNAVAILABLE' },
  'in-progress': { final: false, alarm: false, error: 'SERVER_TIMED_OUT' },
  unavailable: { final: false, alarm: false, error: 'SERVICE_CURRENTLY_UNAVAILABLE' },
  failed: { final: false, alarm: false, error: 'INTERNAL_SERVER_ERROR' },
  'no-answer': { final: false, alarm: false, error: 'SERVER_TIMED_OUT' },
};

export const allProblems = Object.keys(meanings) as readonly Problem[];

export function isFinal(problem: Problem): boolean {
  return meanings[problem].final;
}

export function isAlarm(problem: Problem): boolean {
  return meanings[problem].alarm;
}

export function errorFor(problem: Problem, side: Side): ErrorInformation {
  const { error } = meanings[problem];
  return errorInformation(typeof error === 'string' ? error : error[side]);
}

function refusal(payer: FspiopErrorName, payee: FspiopErrorName): Meaning {
  return {
    final: true,
    alarm: false,
    error: {
      payer,
      'requested-payer': payer,
      'payee-before-transfer': payee,
      'payee-transfer': payee,
    },
  };
}
