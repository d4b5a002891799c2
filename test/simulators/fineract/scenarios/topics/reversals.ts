import type { Scenario } from '../scenario';
import { account, credit, payer, post, rowId, rows, subStatus, transfer } from './steps';

const reverse = (id: string, body: unknown, note: string): ReturnType<typeof post> =>
  post(`/savingsaccounts/{id:payer}/transactions/${id}?command=reverse`, body, `reverse ${note}`);

const credited = [
  credit('d', 500, 'credit'),
  { ...rows(), remember: { name: 'deposit', find: rowId(1, 'd') } },
];
const reversedTwice = [
  reverse('{deposit}', { isBulk: true }, 'the deposit'),
  account(),
  reverse('{deposit}', { isBulk: true }, 'the deposit again'),
];

export const reversals: readonly Scenario[] = [
  ...(['BLOCK', 'BLOCK_DEBIT', 'BLOCK_CREDIT'] as const).map((wanted): Scenario => ({
    name: `a credit is taken back from an account with ${wanted}`,
    accounts: payer,
    steps: [...credited, subStatus(wanted), ...reversedTwice],
  })),
  {
    name: 'a credit is taken back from a closed client',
    accounts: payer,
    steps: [
      ...credited,
      { act: 'client-active', active: false },
      ...reversedTwice,
      { act: 'client-active', active: true },
      ...reversedTwice,
    ],
  },
  {
    name: 'a credit is taken back when the money is spent',
    accounts: payer,
    steps: [
      ...credited,
      transfer('PREPARE', 'w', 1400, 'hold'),
      transfer('CREATE', 'w', 1400, 'debit'),
      ...reversedTwice,
      credit('more', 400, 'money comes in'),
      ...reversedTwice,
    ],
  },
  {
    name: 'a withdrawal and a deposit are reversed',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'open', 1, 'a hold that stays'),
      transfer('PREPARE', 'w', 100, 'hold'),
      transfer('CREATE', 'w', 100, 'debit'),
      credit('d', 40, 'credit'),
      { ...rows('payer', 'rows before'), remember: { name: 'withdrawal', find: rowId(2) } },
      {
        ...rows('payer', 'rows before, for the other'),
        remember: { name: 'deposit', find: rowId(1, 'd') },
      },
      reverse('{withdrawal}', { isBulk: true }, 'the withdrawal'),
      reverse('{deposit}', { isBulk: true }, 'the deposit'),
      account(),
      rows('payer', 'rows after'),
      reverse('{deposit}', { isBulk: true }, 'the deposit again'),
      credit('d', 40, 'the code stays used'),
      transfer('PREPARE', 'x', 5, 'a hold after reversals'),
      transfer('CREATE', 'x', 5, 'a debit after reversals'),
      rows('payer', 'rows after more'),
      account(),
    ],
  },
  {
    name: 'reversals that are refused',
    accounts: payer,
    steps: [
      credit('d', 500, 'credit'),
      { ...rows(), remember: { name: 'deposit', find: rowId(1, 'd') } },
      transfer('PREPARE', 'h', 1400, 'a hold that needs the credit'),
      reverse('{deposit}', { isBulk: true }, 'a deposit that a hold needs'),
      account(),
      reverse('{deposit}', {}, 'without isBulk'),
      reverse('99999999', { isBulk: true }, 'no such row'),
      post(
        '/savingsaccounts/99999999/transactions/1?command=reverse',
        { isBulk: true },
        'no such account',
      ),
      account(),
    ],
  },
];
