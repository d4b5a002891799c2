import type { Act, Call } from '../scenario';

export const payer = { payer: { balance: '1000' } } as const;
export const tzs = (amount: unknown): object => ({ amount, currency: 'TZS' });
export const usd = (amount: unknown): object => ({ amount, currency: 'USD' });
export const transferType = { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' };

export type Action = 'PREPARE' | 'CREATE' | 'RELEASE';

/** Undefined takes a field out. */
export interface Extra {
  readonly [field: string]: unknown;
}

export interface Sent {
  readonly key?: string;
  readonly user?: 'limited';
}

/** POST transfers as the payer's DFSP does. `note` tells why the step is there. */
export function transfer(
  action: Action,
  code: string,
  amount: unknown,
  note: string,
  extra: Extra = {},
  sent: Sent = {},
): Call {
  return {
    name: `${action} ${code}: ${note}`,
    method: 'POST',
    path: `/interoperation/transfers?action=${action}`,
    body: without({
      transactionCode: 'transaction',
      transferCode: code,
      accountId: '{run}-payer',
      transactionRole: 'PAYER',
      amount: typeof amount === 'object' ? amount : tzs(amount),
      ...extra,
    }),
    ...options(sent),
  };
}

/** CREATE PAYEE. */
export function credit(
  code: string,
  amount: unknown,
  note: string,
  extra: Extra = {},
  sent: Sent = {},
): Call {
  return transfer(
    'CREATE',
    code,
    amount,
    `as payee: ${note}`,
    { transactionRole: 'PAYEE', ...extra },
    sent,
  );
}

export function quote(amount: unknown, note: string, extra: Extra = {}, sent: Sent = {}): Call {
  return {
    name: `quote: ${note}`,
    method: 'POST',
    path: '/interoperation/quotes',
    body: without({
      transactionCode: 'transaction',
      quoteCode: 'quote',
      accountId: '{run}-payer',
      transactionRole: 'PAYER',
      amountType: 'SEND',
      amount: typeof amount === 'object' ? amount : tzs(amount),
      transactionType: transferType,
      ...extra,
    }),
    ...options(sent),
  };
}

export function request(amount: unknown, note: string, extra: Extra = {}, sent: Sent = {}): Call {
  return {
    name: `request: ${note}`,
    method: 'POST',
    path: '/interoperation/requests',
    body: without({
      transactionCode: 'transaction',
      requestCode: 'request',
      accountId: '{run}-payer',
      transactionRole: 'PAYER',
      amount: typeof amount === 'object' ? amount : tzs(amount),
      transactionType: transferType,
      ...extra,
    }),
    ...options(sent),
  };
}

/** Balances after what went before. */
export function account(alias = 'payer', note = 'balances'): Call {
  return get(`/interoperation/accounts/{run}-${alias}`, note);
}

export function rows(alias = 'payer', note = 'rows'): Call {
  return get(`/savingsaccounts/external-id/{run}-${alias}?associations=transactions`, note);
}

export function get(path: string, note: string, changes: Partial<Call> = {}): Call {
  return { name: `GET: ${note}`, method: 'GET', path, ...changes };
}

export function post(path: string, body: unknown, note: string, changes: Partial<Call> = {}): Call {
  return { name: `POST: ${note}`, method: 'POST', path, body, ...changes };
}

export function subStatus(wanted: 'NONE' | 'BLOCK' | 'BLOCK_DEBIT' | 'BLOCK_CREDIT'): Act {
  return { act: 'sub-status', account: 'payer', subStatus: wanted };
}

interface Row {
  readonly id: number;
  readonly reversed: boolean;
  readonly transactionType: { readonly id: number };
  readonly paymentDetailData?: { readonly receiptNumber?: string };
}

/** Finds the newest row of a type (and code) in GET savingsaccounts. */
export function rowId(
  typeId: number,
  receiptNumber?: string,
): (body: unknown) => number | undefined {
  return (body) =>
    (body as { transactions: readonly Row[] }).transactions.find(
      (row) =>
        row.transactionType.id === typeId &&
        !row.reversed &&
        (receiptNumber === undefined || row.paymentDetailData?.receiptNumber === receiptNumber),
    )?.id;
}

function options({ key, user }: Sent): Partial<Call> {
  return {
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    ...(user === undefined ? {} : { user }),
  };
}

function without(body: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
