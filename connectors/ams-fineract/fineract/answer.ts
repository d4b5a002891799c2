import { z } from 'zod';
import { TransportError, type HttpResponse } from '../../common/runtime';
import { parseLosslessJson } from '../../common/lossless-json';
import { withoutByteOrderMark } from '../../common/utf8';
import type { Problem } from './problems';

export type Answer<Value> =
  { readonly ok: true; readonly value: Value; readonly fromCache: boolean } | NotOk;

export interface NotOk {
  readonly ok: false;
  readonly problem: Problem;
  /** Fineract repeats what it stored under the Idempotency-Key. */
  readonly fromCache: boolean;
  /** Status and codes, for the log: no personal data. */
  readonly detail: string;
  /** Another try is in vain before that: requests to this Fineract are held back. */
  readonly notBeforeMs?: number;
}

/** Every code of Fineract that means something particular to us; compared whole, never by its text. */
const problemByCode: ReadonlyMap<string, Problem> = new Map<string, Problem>([
  ['error.msg.interop.account.not.found', 'identifier-unknown'],
  ['error.msg.saving.account.id.invalid', 'account-unknown'],
  ['error.msg.savingsaccount.transaction.insufficient.account.balance', 'insufficient-funds'],
  [
    'error.msg.savingsaccount.transaction.insufficient.account.balance.withdraw',
    'insufficient-funds',
  ],
  ['error.msg.interop.transaction.not.allowed', 'account-closed-off'],
  // Where a row is to be reversed.
  ['error.msg.client.not.active.exception', 'account-closed-off'],
  ['error.msg.saving.account.blocked.transaction.not.allowed', 'account-closed-off'],
  ['error.msg.savings.account.debit.transaction.not.allowed', 'account-closed-off'],
  ['error.msg.savings.account.credit.transaction.not.allowed', 'account-closed-off'],
  [
    'error.msg.savingsaccount.transaction.withdrawals.blocked.during.lockin.period',
    'forbidden-by-rule',
  ],
  ['error.msg.accounttransfer.different.currencies', 'wrong-currency'],
  // Swapped in Fineract: a second PREPARE is told "committed", a second CREATE "on hold".
  ['error.msg.interop.transfer.already.committed', 'already-done'],
  ['error.msg.interop.transfer.already.on.hold', 'already-done'],
  ['error.msg.interop.onhold.transfer.missing', 'hold-missing'],
  // Fineract's own spelling. Of a row that is reversed already, too.
  ['error.msg.saving.account.trasaction.id.invalid', 'booking-missing'],
  ['error.msg.data.integrity.issue', 'bad-request'],
  ['error.msg.not.authorized', 'misconfigured'],
]);

const errorBodySchema = z.object({
  userMessageGlobalisationCode: z.string().optional(),
  errors: z.array(z.object({ userMessageGlobalisationCode: z.string().optional() })).optional(),
});

/** The field of an answer that fits the schema and yet is not an answer to what was asked. */
export type WrongIn<Value> = (value: Value) => string | undefined;

/** `schema` sees every number as a string: see parseLosslessJson. */
export function readAnswer<Value>(
  response: HttpResponse,
  schema: z.ZodType<Value>,
  wrongIn: WrongIn<Value> = () => undefined,
): Answer<Value> {
  const fromCache = response.headers['x-served-from-cache'] === 'true';
  const body = parseOrUndefined(response.body);
  if (response.status === 200) {
    const parsed = schema.safeParse(body);
    const wrong = parsed.success
      ? wrongIn(parsed.data)
      : parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    if (parsed.success && wrong === undefined) return { ok: true, value: parsed.data, fromCache };
    return { ok: false, problem: 'not-understood', fromCache, detail: `200, wrong: ${wrong}` };
  }
  const codes = codesOf(body);
  return {
    ok: false,
    problem: problemOf(response.status, codes),
    fromCache,
    detail: [String(response.status), ...codes].join(' '),
  };
}

export function readFailure(failure: TransportError): NotOk {
  return {
    ok: false,
    problem: failure.notSent ? 'unavailable' : 'no-answer',
    fromCache: false,
    detail: failure.message,
    ...(failure.notBeforeMs !== undefined && { notBeforeMs: failure.notBeforeMs }),
  };
}

function parseOrUndefined(body: string): unknown {
  try {
    return parseLosslessJson(withoutByteOrderMark(body));
  } catch {
    // An HTML page of Tomcat or a proxy: what counts is its status.
    return undefined;
  }
}

/** The specific codes first. One fault can come many times over. */
function codesOf(body: unknown): readonly string[] {
  const parsed = errorBodySchema.safeParse(body);
  if (!parsed.success) return [];
  const { errors = [], userMessageGlobalisationCode } = parsed.data;
  const all = [
    ...errors.map((one) => one.userMessageGlobalisationCode),
    userMessageGlobalisationCode,
  ];
  return [...new Set(all.filter((code) => code !== undefined))];
}

function problemOf(status: number, codes: readonly string[]): Problem {
  for (const code of codes) {
    const problem = problemByCode.get(code);
    if (problem !== undefined) return problem;
  }
  // Without a code of Fineract's, 400 is the unknown tenant, 403 a firewall, 404 the wrong address.
  const fromFineract = codes.length > 0;
  switch (status) {
    case 400:
      return fromFineract ? 'bad-request' : 'misconfigured';
    case 403:
      return fromFineract ? 'forbidden-by-rule' : 'misconfigured';
    case 401:
    case 404:
    case 405:
      return 'misconfigured';
    case 409:
      return 'conflict';
    case 425:
      return 'in-progress';
    case 429:
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      if (status >= 500) return 'failed';
      return status >= 400 ? 'bad-request' : 'not-understood';
  }
}
