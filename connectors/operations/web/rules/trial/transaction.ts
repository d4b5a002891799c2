/** A transaction to try, made of a form's fields: each value goes where rules look for it first. */
import type { Dictionary } from '../api';

export type FieldValues = Readonly<Record<string, string>>;

/** By the paths of the dictionary that everybody has; others begin empty. */
const sample: FieldValues = {
  'Transaction.transactionId': 'try-1',
  'Transaction.payer.partyIdInfo.fspId': 'lion',
  'Transaction.payee.partyIdInfo.fspId': 'buffalo',
  'Transaction.payer.accountType': 'Wallet',
  'Transaction.payee.accountType': 'Wallet',
  'Transaction.amount.amount': '1000',
  'Transaction.amount.currency': 'TZS',
  'Transaction.transactionType.scenario': 'TRANSFER',
  'Transaction.transactionType.initiator': 'PAYER',
  'Transaction.transactionType.initiatorType': 'CONSUMER',
};

export function sampleValues({ fields }: Dictionary): FieldValues {
  return Object.fromEntries(fields.map(({ path }) => [path, sample[path] ?? '']));
}

interface Tree {
  [step: string]: string | Tree;
}

/** What is empty is left out: a transaction that lacks it is another than one that has it empty. */
export function transactionOf(
  { fields }: Dictionary,
  values: FieldValues,
  completedTimestamp: string,
): { transactionId: string } {
  const transaction: Tree & { transactionId: string } = { transactionId: '' };
  for (const { path, source } of fields) {
    const value = values[path] ?? '';
    if (value !== '' && source !== undefined) put(transaction, source, value);
  }
  if (completedTimestamp !== '') transaction['completedTimestamp'] = completedTimestamp;
  return transaction;
}

function put(tree: Tree, [step, ...rest]: readonly string[], value: string): void {
  if (step === undefined) return;
  if (rest.length === 0) {
    tree[step] = value;
    return;
  }
  const branch = tree[step];
  const next = typeof branch === 'object' ? branch : {};
  tree[step] = next;
  put(next, rest, value);
}
