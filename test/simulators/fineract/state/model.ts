import type { Exact } from './decimal';

export const accountStatuses = [
  'SUBMITTED_AND_PENDING_APPROVAL',
  'APPROVED',
  'ACTIVE',
  'CLOSED',
] as const;
export type AccountStatus = (typeof accountStatuses)[number];

export const subStatuses = [
  'NONE',
  'INACTIVE',
  'DORMANT',
  'ESCHEAT',
  'BLOCK',
  'BLOCK_CREDIT',
  'BLOCK_DEBIT',
] as const;
export type SubStatus = (typeof subStatuses)[number];

export const idTypes = [
  'MSISDN',
  'EMAIL',
  'PERSONAL_ID',
  'BUSINESS',
  'DEVICE',
  'ACCOUNT_ID',
  'IBAN',
  'ALIAS',
  'BBAN',
] as const;
export type IdType = (typeof idTypes)[number];

export interface Client {
  readonly id: number;
  readonly externalId: string | undefined;
  readonly firstname: string;
  readonly lastname: string;
  readonly mobileNo: string | undefined;
  active: boolean;
}

/** `flat`: an amount. `percent`: of the amount withdrawn. */
export interface Charge {
  readonly kind: 'flat' | 'percent';
  readonly amount: Exact;
}

export type TransactionType = 'deposit' | 'withdrawal' | 'withdrawalFee' | 'hold' | 'release';

export interface Transaction {
  readonly id: number;
  readonly type: TransactionType;
  readonly entry: 'CREDIT' | 'DEBIT';
  readonly amount: Exact;
  readonly date: string;
  readonly submittedOn: string;
  readonly submittedBy: string;
  readonly createdMillis: number;
  /** The interoperation's transferCode; '' for an operator's own deposit. */
  readonly receiptNumber: string | undefined;
  readonly viaInteroperation: boolean;
  readonly note: string | undefined;
  /** Of a mirror row: the row that it takes back. */
  readonly reverses: number | undefined;
  /** Withdrawal that a fee row belongs to. */
  readonly feeOf: number | undefined;
  reversed: boolean;
  releaseTransactionId: number | undefined;
  runningBalance: Exact;
}

export interface Account {
  readonly id: number;
  readonly externalId: string;
  readonly clientId: number;
  readonly currency: string;
  readonly product: Product;
  readonly submittedOn: string;
  readonly approvedOn: string;
  readonly activatedOn: string;
  status: AccountStatus;
  subStatus: SubStatus;
  closedOn: string | undefined;
  lockedInUntil: string | undefined;
  ledger: Exact;
  /** Sum of open holds as Fineract keeps it: unrounded amounts in, rounded ones out. */
  onHold: Exact | undefined;
  readonly identifiers: Identifier[];
  readonly transactions: Transaction[];
  /** By transferCode: what the duplicate checks look for. */
  readonly byCode: Map<string, TransferRows>;
  readonly byId: Map<number, Transaction>;
  /** Up to this index running balances are sums over the rows; later rows keep what they were given. */
  recalculatedRows: number;
  /** Grows with each change: the optimistic lock. */
  version: number;
}

export interface TransferRows {
  readonly hold?: Transaction;
  readonly withdrawal?: Transaction;
  readonly deposit?: Transaction;
}

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly shortName: string;
  readonly minRequiredBalance: Exact | undefined;
  readonly overdraftLimit: Exact | undefined;
  readonly withdrawalFeeForTransfers: boolean;
  readonly charges: readonly Charge[];
}

export interface Identifier {
  readonly id: number;
  readonly idType: IdType;
  readonly idValue: string;
  readonly subIdOrType: string | undefined;
  readonly accountId: string;
}

export interface User {
  readonly name: string;
  readonly password: string;
  /** `ALL`, or codes such as PREPARE_INTERTRANSFER. */
  readonly permissions: 'ALL' | readonly string[];
}

/** A row of m_portfolio_command_source: what an Idempotency-Key finds, and what /audits shows. */
export interface StoredCommand {
  readonly id: number;
  readonly actionName: string;
  readonly entityName: string;
  readonly maker: string;
  readonly madeOnMillis: number;
  readonly commandAsJson: string;
  readonly url: string;
  /** Undefined while the command is in progress, for ever after a crash. */
  result: { readonly status: number; readonly body: string } | undefined;
}

export interface Tenant {
  readonly id: string;
  readonly timezone: string;
  businessDate: string | undefined;
  /** Without a non-cash payment type every CREATE fails. */
  hasNonCashPaymentType: boolean;
  /** Commands (PREPARE_INTERTRANSFER) that wait for a checker, unless the user has ALL. */
  readonly makerChecker: Set<string>;
  readonly users: Map<string, User>;
  readonly clients: Map<number, Client>;
  readonly accounts: Map<string, Account>;
  readonly accountsById: Map<number, Account>;
  readonly identifiers: Map<string, Identifier[]>;
  readonly commands: Map<string, StoredCommand>;
  readonly audits: Map<number, StoredCommand>;
  /** Names of those that were defined. */
  readonly reports: Set<string>;
  readonly lastIds: Record<
    'transaction' | 'identifier' | 'command' | 'account' | 'client' | 'product',
    number
  >;
}

export function nextId(tenant: Tenant, kind: keyof Tenant['lastIds']): number {
  tenant.lastIds[kind] += 1;
  return tenant.lastIds[kind];
}
