import { z } from 'zod';
import { parseLosslessJson } from '../../../connectors/common/lossless-json';
import type { Account, Booking } from '../payments/world';
import { RealFineract } from '../../simulators/fineract/scenarios/real-target';
import type { AccountSetup, World } from '../../simulators/fineract/scenarios/scenario';
import type { FineractAddress } from './addresses';

export interface BankAccount {
  /** Fineract's externalId, in the interoperation API the accountId. */
  readonly accountId: string;
  readonly msisdn: string;
}

export type Block = 'BLOCK_DEBIT' | 'BLOCK_CREDIT' | 'BLOCK' | 'NONE';

const account = 'wallet';
/** Fineract's own default; nothing here hangs on it. */
const timezone = 'Asia/Kolkata';

const flag = z.boolean();
const transactionSchema = z.object({
  id: z.string(),
  amount: z.string(),
  reversed: flag,
  isReversal: flag.optional(),
  transactionType: z.object({
    code: z.string(),
    deposit: flag,
    withdrawal: flag,
    feeDeduction: flag,
    amountHold: flag,
    amountRelease: flag,
  }),
});
const accountSchema = z.object({
  savingsAmountOnHold: z.string().optional(),
  summary: z.object({ accountBalance: z.string() }),
  transactions: z.array(transactionSchema).default([]),
});

/** What a clerk of a bank on a real Fineract does: open accounts, block them, look at their ledger. */
export class Bank {
  private readonly fineract: RealFineract;
  private readonly worlds = new Map<BankAccount, World>();

  constructor(address: FineractAddress) {
    this.fineract = new RealFineract({
      baseUrl: `${address.baseUrl}/api/v1`,
      user: address.username,
      password: address.password,
      tenant: address.tenant,
      timezone,
      sqlCommand: undefined,
    });
  }

  /** A new client with an account that nobody has used, and a phone number. */
  async open(setup: AccountSetup): Promise<BankAccount> {
    const accounts = { [account]: setup };
    const world = await this.fineract.build({ name: 'end to end', accounts, steps: [] });
    const accountId = `${world.run}-${account}`;
    // Unique because Fineract's number of the account is.
    const msisdn = `255${String(Date.now()).slice(-6)}${String(world.accountIds[account]).padStart(6, '0')}`;
    await this.call('POST', `/interoperation/parties/MSISDN/${msisdn}`, { accountId });
    const opened = { accountId, msisdn };
    this.worlds.set(opened, world);
    return opened;
  }

  async block(blocked: BankAccount, subStatus: Block): Promise<void> {
    await this.fineract.perform({ act: 'sub-status', account, subStatus }, this.worldOf(blocked));
  }

  async look(looked: BankAccount): Promise<Account> {
    const id = this.worldOf(looked).accountIds[account];
    const path = `/savingsaccounts/${String(id)}?associations=transactions`;
    const found = accountSchema.parse(await this.call('GET', path));
    const inOrder = found.transactions.sort((left, right) => Number(left.id) - Number(right.id));
    return {
      ledger: found.summary.accountBalance,
      held: found.savingsAmountOnHold ?? '0',
      bookings: inOrder.map((transaction) => ({
        type: typeOf(transaction),
        amount: transaction.amount,
      })),
    };
  }

  private worldOf(one: BankAccount): World {
    const world = this.worlds.get(one);
    if (world === undefined) throw new Error(`${one.accountId} was not opened here`);
    return world;
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(this.fineract.baseUrl + path, {
      method,
      headers: {
        authorization: this.fineract.authorization,
        'fineract-platform-tenantid': this.fineract.tenant,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return parseLosslessJson(text);
  }
}

/** @throws an Error for what the hub never does: reversals, and types that nobody here knows. */
function typeOf({
  reversed,
  isReversal,
  transactionType,
}: z.output<typeof transactionSchema>): Booking['type'] {
  const { deposit, withdrawal, feeDeduction, amountHold, amountRelease, code } = transactionType;
  if (reversed || isReversal === true) throw new Error(`a booking was reversed: ${code}`);
  if (amountHold) return 'hold';
  if (amountRelease) return 'release';
  if (withdrawal || feeDeduction) return 'debit';
  if (deposit) return 'credit';
  throw new Error(`a booking of an unknown type: ${code}`);
}
