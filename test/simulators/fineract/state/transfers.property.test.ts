import * as fc from 'fast-check';
import { bookingOf, transfer, type TransferAction } from './interoperation';
import { execute } from './commands';
import { ledgerOfRows, openHolds, withdrawable } from './balances';
import { Exact, zero } from './decimal';
import type { Account, Tenant, User } from './model';
import { newTenant, tenantSeed } from './seed';

const now = Date.parse('2026-11-21T10:00:00Z');
const user: User = { name: 'mifos', password: 'password', permissions: 'ALL' };

interface Random {
  readonly action: TransferAction;
  readonly role: 'PAYER' | 'PAYEE';
  readonly account: string;
  readonly code: string;
  readonly amount: string;
  readonly key: string | undefined;
}

/** Few accounts, codes and amounts, so that commands meet. */
const command = (amounts: readonly string[]): fc.Arbitrary<Random> =>
  fc.record({
    action: fc.constantFrom('PREPARE', 'CREATE', 'RELEASE'),
    role: fc.constantFrom('PAYER', 'PAYER', 'PAYEE'),
    account: fc.constantFrom('A', 'B'),
    code: fc.constantFrom('c1', 'c2', 'c3'),
    amount: fc.constantFrom(...amounts),
    key: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4'), { nil: undefined, freq: 2 }),
  });

const wholeCents = ['0', '0.01', '10', '10.25', '99.99', '250'];
const parts = [...wholeCents, '10.005', '10.015', '100.555'];

function newBank(): Tenant {
  const account = { clientId: 1, currency: 'TZS', balance: '300' };
  const charged = {
    ...account,
    externalId: 'B',
    charges: [{ kind: 'flat' as const, amount: '1.50' }],
  };
  const clients = [{ id: 1, firstname: 'Asha', lastname: 'Mwinyi' }];
  return newTenant(
    tenantSeed.parse({ clients, accounts: [{ ...account, externalId: 'A' }, charged] }),
    '2026-11-21',
  );
}

interface Done {
  readonly status: number;
  readonly code: string | undefined;
  readonly fromCache: boolean;
}

function send(bank: Tenant, sent: Random): Done {
  const body = {
    transactionCode: 't',
    transferCode: sent.code,
    accountId: sent.account,
    transactionRole: sent.role,
    amount: { amount: sent.amount, currency: 'TZS' },
  };
  const request = {
    actionName: sent.action,
    entityName: 'INTERTRANSFER',
    user,
    idempotencyKey: sent.key,
    bodyText: JSON.stringify(body),
    url: '/interoperation/transfers',
    path: '/interoperation/transfers',
    nowMillis: now,
  };
  const answer = execute(bank, request, (read) =>
    transfer(bank, sent.action, read, bookingOf(bank, user, now), now),
  );
  const read = JSON.parse(answer.body ?? '{}') as {
    errors?: readonly { userMessageGlobalisationCode: string }[];
  };
  const code = read.errors?.[0]?.userMessageGlobalisationCode;
  return { status: answer.status, code, fromCache: answer.servedFromCache === true };
}

function accountOf(bank: Tenant, externalId: string): Account {
  const account = bank.accounts.get(externalId);
  if (account === undefined) throw new Error(`no account ${externalId}`);
  return account;
}

function pictureOf(bank: Tenant): string {
  return JSON.stringify(
    [...bank.accounts.values()].map(({ ledger, onHold, transactions }) => ({
      ledger,
      onHold,
      transactions,
    })),
  );
}

type DebitState = 'NONE' | 'HELD' | 'RELEASED' | 'COMMITTED';

/** What each cell of the debit's table may answer; an empty code is success. */
const duplicatePrepare = ['error.msg.interop.transfer.already.committed'];
const duplicateCreate = ['error.msg.interop.transfer.already.on.hold'];
const missing = ['error.msg.interop.onhold.transfer.missing'];
const table: Readonly<Record<DebitState, Readonly<Record<TransferAction, readonly string[]>>>> = {
  NONE: { PREPARE: [''], CREATE: missing, RELEASE: missing },
  HELD: { PREPARE: duplicatePrepare, CREATE: ['', ...missing], RELEASE: [''] },
  RELEASED: { PREPARE: duplicatePrepare, CREATE: ['', ...missing], RELEASE: missing },
  COMMITTED: { PREPARE: duplicatePrepare, CREATE: duplicateCreate, RELEASE: missing },
};
const after: Readonly<Record<TransferAction, DebitState>> = {
  PREPARE: 'HELD',
  CREATE: 'COMMITTED',
  RELEASE: 'RELEASED',
};
const insufficient = 'error.msg.savingsaccount.transaction.insufficient.account.balance';

function rowsOf(account: Account, type: string, code: string): number {
  return account.transactions.filter((row) => row.type === type && row.receiptNumber === code)
    .length;
}

describe('an account under random transfers', () => {
  it('has a ledger of its credits less its debits, and never more than one of each for a code', () => {
    fc.assert(
      fc.property(fc.array(command(parts), { maxLength: 40 }), (commands) => {
        const bank = newBank();
        for (const sent of commands) send(bank, sent);
        for (const account of bank.accounts.values()) {
          expect(account.ledger.toFixed()).toBe(ledgerOfRows(account).toFixed());
          for (const code of ['c1', 'c2', 'c3']) {
            for (const type of ['hold', 'withdrawal', 'deposit']) {
              expect(rowsOf(account, type, code)).toBeLessThanOrEqual(1);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds exactly its open holds, and neither they nor what is left fall below zero, in whole cents', () => {
    fc.assert(
      fc.property(fc.array(command(wholeCents), { maxLength: 40 }), (commands) => {
        const bank = newBank();
        for (const sent of commands) {
          send(bank, sent);
          const account = accountOf(bank, sent.account);
          const open = openHolds(account).reduce((sum, hold) => sum.plus(hold.amount), zero);
          expect((account.onHold ?? zero).toFixed()).toBe(open.toFixed());
          expect(open.isNegative()).toBe(false);
          expect(withdrawable(account).isNegative()).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('drifts by at most half a cent a hold when amounts have three decimals', () => {
    fc.assert(
      fc.property(fc.array(command(parts), { maxLength: 40 }), (commands) => {
        const bank = newBank();
        for (const sent of commands) send(bank, sent);
        for (const account of bank.accounts.values()) {
          const holds = account.transactions.filter((row) => row.type === 'hold').length;
          const open = openHolds(account).reduce((sum, hold) => sum.plus(hold.amount), zero);
          const drift = (account.onHold ?? zero).minus(open).abs();
          expect(drift.lessThanOrEqualTo(new Exact('0.005').times(holds))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('answers every debit from the cell of its table that the answers so far lead to', () => {
    fc.assert(
      fc.property(fc.array(command(parts), { maxLength: 40 }), (commands) => {
        const bank = newBank();
        const states = new Map<string, DebitState>();
        for (const sent of commands.filter((one) => one.role === 'PAYER')) {
          const id = `${sent.account} ${sent.code}`;
          const state = states.get(id) ?? 'NONE';
          const { status, code = '', fromCache } = send(bank, { ...sent, key: undefined });
          expect(fromCache).toBe(false);
          expect([...table[state][sent.action], insufficient]).toContain(code);
          if (status === 200) states.set(id, after[sent.action]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing when it refuses or answers from its cache', () => {
    fc.assert(
      fc.property(fc.array(command(parts), { maxLength: 40 }), (commands) => {
        const bank = newBank();
        const changed = commands.filter((sent) => {
          const before = pictureOf(bank);
          const { status, fromCache } = send(bank, sent);
          return (status !== 200 || fromCache) && pictureOf(bank) !== before;
        });
        expect(changed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
