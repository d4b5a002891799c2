import { z } from 'zod';
import { openHolds, withdrawable } from '../state/balances';
import { accountStatuses, subStatuses, type Account, type Tenant } from '../state/model';
import { localDate } from '../state/clock';
import {
  accountSeed,
  addAccount,
  addClient,
  clientSeed,
  tenantSeed,
  type AccountSeed,
  type ClientSeed,
  type TenantSeed,
} from '../state/seed';
import type { Bank, RecordedCall } from './bank';
import { faultSeed, type Fault } from './faults';

export const controlBase = '/simulator/';

/** What GET /simulator/state says of one account; amounts are decimal strings. */
export interface AccountState {
  readonly accountId: string;
  readonly status: string;
  readonly subStatus: string;
  readonly currency: string;
  readonly ledger: string;
  /** Ledger less open holds, less the minimum, plus the overdraft. */
  readonly available: string;
  readonly onHold: string;
  readonly openHolds: readonly { readonly transferCode: string; readonly amount: string }[];
  readonly transactions: readonly TransactionState[];
}

export interface TransactionState {
  readonly id: number;
  readonly type: 'deposit' | 'withdrawal' | 'withdrawalFee' | 'hold' | 'release';
  readonly amount: string;
  /** Undefined for what did not come over the interoperation API. */
  readonly transferCode: string | undefined;
  readonly reversed: boolean;
  readonly isReversal: boolean;
}

export interface TenantState {
  readonly tenant: string;
  readonly accounts: readonly AccountState[];
}

export type { AccountSeed, ClientSeed, Fault, RecordedCall, TenantSeed };

const accountChange = z.strictObject({
  tenant: z.string().optional(),
  accountId: z.string(),
  status: z.enum(accountStatuses).optional(),
  subStatus: z.enum(subStatuses).optional(),
  lockedInUntil: z.string().nullable().optional(),
});
export type AccountChange = z.input<typeof accountChange>;

const clientChange = z.strictObject({
  tenant: z.string().optional(),
  clientId: z.number(),
  active: z.boolean(),
});
export type ClientChange = z.input<typeof clientChange>;

const tenantChange = z.strictObject({
  tenant: z.string().optional(),
  /** yyyy-MM-dd; null: the clock's. */
  businessDate: z.string().nullable().optional(),
  hasNonCashPaymentType: z.boolean().optional(),
  /** PREPARE_INTERTRANSFER, ...: parked for a checker unless the user may do everything. */
  makerChecker: z.array(z.string()).optional(),
  users: tenantSeed.shape.users.unwrap().optional(),
});
export type TenantChange = z.input<typeof tenantChange>;

const optionsChange = z.strictObject({
  /** Commands on one account that overlap by this much: one wins, the others answer 409. Null: off. */
  conflictWindowMs: z.number().int().positive().nullable(),
});
export type OptionsChange = z.input<typeof optionsChange>;

const newAccounts = z.strictObject({
  tenant: z.string().optional(),
  clients: z.array(clientSeed).default([]),
  accounts: z.array(accountSeed).default([]),
});
const stuckKey = z.strictObject({ tenant: z.string().optional(), idempotencyKey: z.string() });

export class UnknownControl extends Error {}

type Handler = (bank: Bank, body: unknown, query: URLSearchParams) => unknown;

const handlers: Readonly<Record<string, Handler>> = {
  'GET state': (bank, _body, query) =>
    tenantState(tenantOf(bank, query.get('tenant') ?? undefined)),
  'GET calls': (bank) => bank.calls,
  'POST reset': (bank) => {
    bank.reset();
  },
  'POST seed': (bank, body) => {
    const seeds: readonly unknown[] = Array.isArray(body) ? body : [body];
    seeds.forEach((seed) => bank.seed(seed));
  },
  'POST accounts': addToTenant,
  'PUT account': changeAccount,
  'PUT client': changeClient,
  'PUT tenant': changeTenant,
  'PUT options': (bank, body) => {
    bank.conflictWindowMs = optionsChange.parse(body).conflictWindowMs ?? undefined;
  },
  'POST stuck-key': stickKey,
  'GET faults': (bank) => bank.faults.all,
  'POST faults': (bank, body) => {
    bank.faults.add(faultSeed.parse(body));
  },
  'DELETE faults': (bank) => {
    bank.faults.clear();
  },
};

/** `path` is what follows /simulator/. Undefined: nothing to say. Throws UnknownControl, RangeError, ZodError. */
export function control(
  bank: Bank,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
): unknown {
  const handler = handlers[`${method} ${path}`];
  if (handler === undefined) throw new UnknownControl(`no control ${method} /simulator/${path}`);
  return handler(bank, body, query);
}

function tenantOf(bank: Bank, id: string | undefined): Tenant {
  const [first, second] = bank.tenants.values();
  const tenant =
    id === undefined && second === undefined ? first : bank.tenants.get(id ?? 'default');
  if (tenant === undefined) throw new RangeError(`no tenant ${id ?? 'default'}`);
  return tenant;
}

function accountOf(tenant: Tenant, accountId: string): Account {
  const account = tenant.accounts.get(accountId);
  if (account === undefined) throw new RangeError(`no account ${accountId}`);
  return account;
}

function tenantState(tenant: Tenant): TenantState {
  return { tenant: tenant.id, accounts: [...tenant.accounts.values()].map(accountState) };
}

function accountState(account: Account): AccountState {
  return {
    accountId: account.externalId,
    status: account.status,
    subStatus: account.subStatus,
    currency: account.currency,
    ledger: account.ledger.toFixed(),
    available: withdrawable(account).toFixed(),
    onHold: account.onHold?.toFixed() ?? '0',
    openHolds: openHolds(account).map((hold) => ({
      transferCode: hold.receiptNumber ?? '',
      amount: hold.amount.toFixed(),
    })),
    transactions: account.transactions.map((row) => ({
      id: row.id,
      type: row.type,
      amount: row.amount.toFixed(),
      transferCode: row.viaInteroperation ? row.receiptNumber : undefined,
      reversed: row.reversed,
      isReversal: row.reverses !== undefined,
    })),
  };
}

/** Clients first; answers their ids and those of the accounts. */
function addToTenant(bank: Bank, body: unknown): object {
  const seed = newAccounts.parse(body);
  const tenant = tenantOf(bank, seed.tenant);
  const today = tenant.businessDate ?? localDate(bank.clock(), tenant.timezone);
  const clientIds = seed.clients.map((client) => addClient(tenant, client));
  const accountIds = seed.accounts.map((account) => addAccount(tenant, account, today).id);
  return { clientIds, accountIds };
}

function changeAccount(bank: Bank, body: unknown): void {
  const change = accountChange.parse(body);
  const account = accountOf(tenantOf(bank, change.tenant), change.accountId);
  account.status = change.status ?? account.status;
  account.subStatus = change.subStatus ?? account.subStatus;
  if (change.lockedInUntil !== undefined) account.lockedInUntil = change.lockedInUntil ?? undefined;
}

function changeClient(bank: Bank, body: unknown): void {
  const change = clientChange.parse(body);
  const client = tenantOf(bank, change.tenant).clients.get(change.clientId);
  if (client === undefined) throw new RangeError(`no client ${change.clientId}`);
  client.active = change.active;
}

function changeTenant(bank: Bank, body: unknown): void {
  const change = tenantChange.parse(body);
  const tenant = tenantOf(bank, change.tenant);
  if (change.businessDate !== undefined) tenant.businessDate = change.businessDate ?? undefined;
  tenant.hasNonCashPaymentType = change.hasNonCashPaymentType ?? tenant.hasNonCashPaymentType;
  if (change.makerChecker !== undefined) {
    tenant.makerChecker.clear();
    change.makerChecker.forEach((code) => tenant.makerChecker.add(code));
  }
  change.users?.forEach((user) => tenant.users.set(user.name, user));
}

/** As after a crash in the middle of the command: the key answers 425 for ever. */
function stickKey(bank: Bank, body: unknown): void {
  const { tenant, idempotencyKey } = stuckKey.parse(body);
  const commands = [...tenantOf(bank, tenant).commands].filter(([key]) =>
    key.endsWith(`\n${idempotencyKey}`),
  );
  if (commands.length === 0) throw new RangeError(`no command used the key ${idempotencyKey}`);
  commands.forEach(([, command]) => {
    command.result = undefined;
  });
}
