import type { Call, Scenario } from '../scenario';
import { account, credit, payer, rows, transfer, type Action } from './steps';

/** How a transferCode gets into each state, as a debit. */
const debitStates: Readonly<Record<string, readonly Call[]>> = {
  NONE: [],
  HELD: [transfer('PREPARE', 'c', 100, 'becomes HELD')],
  RELEASED: [
    transfer('PREPARE', 'c', 100, 'becomes HELD'),
    transfer('RELEASE', 'c', 100, 'becomes RELEASED'),
  ],
  COMMITTED: [
    transfer('PREPARE', 'c', 100, 'becomes HELD'),
    transfer('CREATE', 'c', 100, 'becomes COMMITTED'),
  ],
  'COMMITTED after RELEASED': [
    transfer('PREPARE', 'c', 100, 'becomes HELD'),
    transfer('RELEASE', 'c', 100, 'becomes RELEASED'),
    transfer('CREATE', 'c', 100, 'still debits'),
  ],
};

const actions: readonly Action[] = ['PREPARE', 'CREATE', 'RELEASE'];

/** Every cell of the debit's table, each from a fresh account. */
const debitCells = Object.entries(debitStates).flatMap(([state, steps]) =>
  actions.map((action): Scenario => ({
    name: `debit: ${action} in ${state}`,
    accounts: payer,
    steps: [...steps, { ...transfer(action, 'c', 100, `in ${state}`) }, account()],
  })),
);

const creditStates: Readonly<Record<string, readonly Call[]>> = {
  NONE: [],
  CREDITED: [credit('c', 100, 'becomes CREDITED')],
};

const asPayee = { transactionRole: 'PAYEE' };

const creditCells = Object.entries(creditStates).flatMap(([state, steps]) =>
  actions.map((action): Scenario => ({
    name: `credit: ${action} in ${state}`,
    accounts: payer,
    steps: [...steps, transfer(action, 'c', 100, `as payee in ${state}`, asPayee), account()],
  })),
);

const others: readonly Scenario[] = [
  {
    name: 'a code that repeats with another amount',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'c', 100, 'first'),
      transfer('PREPARE', 'c', 50, 'other amount'),
      transfer('CREATE', 'c', 50, 'other total'),
      transfer('CREATE', 'c', 100, 'same total'),
      transfer('CREATE', 'c', 50, 'again, other amount'),
      credit('d', 100, 'first'),
      credit('d', 7, 'again, other amount'),
      account(),
    ],
  },
  {
    name: 'one code as debit and credit, and on two accounts',
    accounts: { payer: { balance: '1000' }, other: { balance: '500' } },
    steps: [
      credit('c', 100, 'credit first'),
      transfer('PREPARE', 'c', 30, 'then a debit'),
      transfer('CREATE', 'c', 30, 'then a debit'),
      credit('c', 100, 'credit again'),
      transfer('PREPARE', 'c', 40, 'other account', { accountId: '{run}-other' }),
      transfer('RELEASE', 'c', 40, 'other account', { accountId: '{run}-other' }),
      account(),
      account('other'),
      rows(),
      rows('other'),
    ],
  },
  {
    name: 'two orders of many codes',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'a', 100, 'first hold'),
      transfer('PREPARE', 'b', 200, 'second hold'),
      account('payer', 'two holds'),
      transfer('CREATE', 'b', 200, 'second before first'),
      transfer('RELEASE', 'a', 100, 'first'),
      transfer('CREATE', 'a', 100, 'released code'),
      transfer('RELEASE', 'b', 200, 'committed code'),
      account(),
      rows(),
    ],
  },
];

export const states: readonly Scenario[] = [...debitCells, ...creditCells, ...others];
