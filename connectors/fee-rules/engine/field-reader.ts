import type { Step } from '../language/dictionary';
import { readField } from './field-value';

export type FieldReader = (transaction: unknown) => string | undefined;

/** Reads what `readField` reads, and the fields that most rules ask for three times as fast. */
export function fieldReader(sources: readonly (readonly Step[])[]): FieldReader {
  const [first, ...others] = sources;
  const quick = quickReaders[JSON.stringify(first)];
  if (quick === undefined) return (transaction) => readField(sources, transaction);
  return (transaction) => {
    const value = quick(transaction as AnyTransaction);
    return typeof value === 'string' && value !== '' ? value : readField(others, transaction);
  };
}

/** What may stand in a transaction is not known: no part of it need be there, or be what it should. */
type AnyTransaction = {
  readonly payee?: AnyParty;
  readonly payer?: AnyParty;
  readonly amount?: { readonly amount?: unknown; readonly currency?: unknown } | null;
  readonly transactionType?: {
    readonly scenario?: unknown;
    readonly initiator?: unknown;
    readonly initiatorType?: unknown;
  } | null;
} | null;
type AnyParty = {
  readonly accountType?: unknown;
  readonly partyIdInfo?: { readonly fspId?: unknown } | null;
} | null;

/**
 * By the steps to the value, as JSON. V8 reads a property whose name stands in the code, and which it meets
 * only there, much faster than one whose name comes out of a variable.
 */
const quickReaders: Readonly<Record<string, (transaction: AnyTransaction) => unknown>> = {
  '["payee","partyIdInfo","fspId"]': (transaction) => transaction?.payee?.partyIdInfo?.fspId,
  '["payer","partyIdInfo","fspId"]': (transaction) => transaction?.payer?.partyIdInfo?.fspId,
  '["payee","accountType"]': (transaction) => transaction?.payee?.accountType,
  '["payer","accountType"]': (transaction) => transaction?.payer?.accountType,
  '["amount","amount"]': (transaction) => transaction?.amount?.amount,
  '["amount","currency"]': (transaction) => transaction?.amount?.currency,
  '["transactionType","scenario"]': (transaction) => transaction?.transactionType?.scenario,
  '["transactionType","initiator"]': (transaction) => transaction?.transactionType?.initiator,
  '["transactionType","initiatorType"]': (transaction) =>
    transaction?.transactionType?.initiatorType,
};
