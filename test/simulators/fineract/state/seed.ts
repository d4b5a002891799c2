import { z } from 'zod';
import { addTransaction } from './balances';
import { Exact, zero } from './decimal';
import { addIdentifier } from './identifiers';
import {
  accountStatuses,
  idTypes,
  nextId,
  subStatuses,
  type Account,
  type Product,
  type Tenant,
} from './model';

const decimal = z
  .union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()])
  .transform((value) => new Exact(value));
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const clientSeed = z.strictObject({
  id: z.number().int().positive().optional(),
  externalId: z.string().optional(),
  firstname: z.string(),
  lastname: z.string(),
  mobileNo: z.string().optional(),
  active: z.boolean().default(true),
});

const identifierSeed = z.strictObject({
  idType: z.enum(idTypes),
  idValue: z.string(),
  subIdOrType: z.string().optional(),
});

export const accountSeed = z.strictObject({
  /** The interoperation API's accountId. */
  externalId: z.string(),
  clientId: z.number().int().positive(),
  currency: z.string().length(3),
  /** Deposited on `activatedOn`. */
  balance: decimal.default(() => zero),
  status: z.enum(accountStatuses).default('ACTIVE'),
  subStatus: z.enum(subStatuses).default('NONE'),
  activatedOn: date.default('2026-01-01'),
  closedOn: date.optional(),
  lockedInUntil: date.optional(),
  minRequiredBalance: decimal.optional(),
  overdraftLimit: decimal.optional(),
  withdrawalFeeForTransfers: z.boolean().default(false),
  charges: z
    .array(z.strictObject({ kind: z.enum(['flat', 'percent']), amount: decimal }))
    .default([]),
  productName: z.string().optional(),
  identifiers: z.array(identifierSeed).default([]),
});

const userSeed = z.strictObject({
  name: z.string(),
  password: z.string(),
  permissions: z.union([z.literal('ALL'), z.array(z.string())]),
});

export const tenantSeed = z.strictObject({
  tenant: z.string().default('default'),
  timezone: z.string().default('Asia/Kolkata'),
  users: z.array(userSeed).default([{ name: 'mifos', password: 'password', permissions: 'ALL' }]),
  clients: z.array(clientSeed).default([]),
  accounts: z.array(accountSeed).default([]),
});

/** What a test or a seed file writes. */
export type TenantSeed = z.input<typeof tenantSeed>;
export type ClientSeed = z.input<typeof clientSeed>;
export type AccountSeed = z.input<typeof accountSeed>;

type ReadTenantSeed = z.output<typeof tenantSeed>;
type ReadClientSeed = z.output<typeof clientSeed>;
type ReadAccountSeed = z.output<typeof accountSeed>;

export function newTenant(seed: ReadTenantSeed, today: string): Tenant {
  const tenant: Tenant = {
    id: seed.tenant,
    timezone: seed.timezone,
    businessDate: undefined,
    hasNonCashPaymentType: true,
    makerChecker: new Set(),
    users: new Map(seed.users.map((user) => [user.name, user])),
    clients: new Map(),
    accounts: new Map(),
    accountsById: new Map(),
    identifiers: new Map(),
    commands: new Map(),
    audits: new Map(),
    reports: new Set(),
    lastIds: { transaction: 0, identifier: 0, command: 0, account: 0, client: 0, product: 0 },
  };
  seed.clients.forEach((client) => addClient(tenant, client));
  seed.accounts.forEach((account) => addAccount(tenant, account, today));
  return tenant;
}

/** Returns the client's id. */
export function addClient(tenant: Tenant, seed: ReadClientSeed): number {
  const id = seed.id ?? tenant.lastIds.client + 1;
  tenant.lastIds.client = Math.max(tenant.lastIds.client, id);
  tenant.clients.set(id, { ...seed, id, externalId: seed.externalId, mobileNo: seed.mobileNo });
  return id;
}

export function addAccount(tenant: Tenant, seed: ReadAccountSeed, today: string): Account {
  if (!tenant.clients.has(seed.clientId))
    throw new RangeError(`account ${seed.externalId}: no client ${seed.clientId}`);
  if (tenant.accounts.has(seed.externalId))
    throw new RangeError(`account ${seed.externalId} exists already`);
  const account: Account = {
    id: nextId(tenant, 'account'),
    externalId: seed.externalId,
    clientId: seed.clientId,
    currency: seed.currency,
    product: newProduct(tenant, seed),
    submittedOn: seed.activatedOn,
    approvedOn: seed.activatedOn,
    activatedOn: seed.activatedOn,
    status: seed.status,
    subStatus: seed.subStatus,
    closedOn: seed.closedOn,
    lockedInUntil: seed.lockedInUntil,
    ledger: seed.balance,
    onHold: undefined,
    identifiers: [],
    transactions: [],
    byCode: new Map(),
    byId: new Map(),
    recalculatedRows: 1,
    version: 0,
  };
  if (!seed.balance.isZero()) {
    addTransaction(tenant, account, {
      type: 'deposit',
      amount: seed.balance,
      date: seed.activatedOn,
      submittedOn: today,
      submittedBy: 'mifos',
      receiptNumber: '',
    });
  }
  tenant.accounts.set(account.externalId, account);
  tenant.accountsById.set(account.id, account);
  seed.identifiers.forEach((identifier) => {
    addIdentifier(tenant, { ...identifier, subIdOrType: identifier.subIdOrType }, account);
  });
  return account;
}

function newProduct(tenant: Tenant, seed: ReadAccountSeed): Product {
  const id = nextId(tenant, 'product');
  return {
    id,
    name: seed.productName ?? `Wallet ${seed.currency}`,
    shortName: `W${seed.currency}`,
    minRequiredBalance: seed.minRequiredBalance,
    overdraftLimit: seed.overdraftLimit,
    withdrawalFeeForTransfers: seed.withdrawalFeeForTransfers,
    charges: seed.charges,
  };
}
