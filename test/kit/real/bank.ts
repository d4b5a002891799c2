import { z } from 'zod';
import { parseLosslessJson } from '../../../connectors/common/lossless-json';
import type { Account, Booking } from '../payments/world';
import { currency } from '../stack/dfsps';
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
  paymentDetailData: z.object({ receiptNumber: z.string().optional() }).optional(),
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

  /** @param officeId where its clients are kept; default: the head office. */
  constructor(address: FineractAddress, officeId?: number) {
    this.fineract = new RealFineract({
      baseUrl: `${address.baseUrl}/api/v1`,
      user: address.username,
      password: address.password,
      tenant: address.tenant,
      timezone,
      sqlCommand: undefined,
      ...(officeId !== undefined && { officeId }),
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

  /** What a clerk books by hand. The receipt number says what for. */
  async book(
    booked: BankAccount,
    command: 'deposit' | 'withdrawal',
    amount: string,
    receiptNumber: string,
  ): Promise<void> {
    const path = `/savingsaccounts/${this.savingsIdOf(booked)}/transactions?command=${command}`;
    const transactionDate = this.worldOf(booked).today;
    const how = { paymentTypeId: 1, locale: 'en', dateFormat: 'yyyy-MM-dd', transactionDate };
    await this.call('POST', path, { ...how, transactionAmount: amount, receiptNumber });
  }

  /** Takes back the debit or credit that was booked with this receipt number. */
  async reverse(booked: BankAccount, receiptNumber: string): Promise<void> {
    const savingsId = this.savingsIdOf(booked);
    const path = `/savingsaccounts/${savingsId}?associations=transactions`;
    const { transactions } = accountSchema.parse(await this.call('GET', path));
    const row = transactions.find(
      (one) => one.paymentDetailData?.receiptNumber === receiptNumber && !one.reversed,
    );
    if (row === undefined) throw new Error(`nothing was booked for ${receiptNumber}`);
    const reverse = `/savingsaccounts/${savingsId}/transactions/${row.id}?command=reverse`;
    await this.call('POST', reverse, { isBulk: true });
  }

  /** As the hub does: PREPARE holds, CREATE books. */
  async transfer(
    action: 'PREPARE' | 'CREATE',
    transactionRole: 'PAYER' | 'PAYEE',
    { accountId }: BankAccount,
    amount: string,
    transferCode: string,
  ): Promise<void> {
    await this.call('POST', `/interoperation/transfers?action=${action}`, {
      ...{ transferCode, transactionCode: transferCode, accountId, transactionRole },
      amount: { amount, currency },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
      ...{ locale: 'en', dateFormat: 'yyyy-MM-dd' },
    });
  }

  private savingsIdOf(one: BankAccount): string {
    return String(this.worldOf(one).accountIds[account]);
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
