import type { Scenario } from '../scenario';
import { account, payer, quote, rows, rowId, transfer, post, tzs, transferType } from './steps';

export const quotes: readonly Scenario[] = [
  {
    name: 'quotes without charges',
    accounts: payer,
    steps: [
      quote(100, 'as payer'),
      quote(100, 'as payee', { transactionRole: 'PAYEE' }),
      quote(100, 'receive amount', { amountType: 'RECEIVE' }),
      quote(100, 'all optional fields', {
        requestCode: 'r',
        fees: tzs(1),
        note: 'n',
        extensionList: [{ key: 'k', value: 'v' }, { key: 'k2' }],
        locale: 'en',
        dateFormat: 'yyyy-MM-dd',
        transactionType: {
          ...transferType,
          subScenario: 's',
          refundInfo: { a: 1 },
          balanceOfPayments: '123',
        },
      }),
      quote('1,000.00', 'amount as text'),
      quote(100.555, 'three decimals'),
      quote(0, 'zero'),
      quote(1000, 'all there is'),
      quote(1000.01, 'more than there is'),
      quote(999999, 'as payee funds do not matter', { transactionRole: 'PAYEE' }),
      transfer('PREPARE', 'c', 600, 'a hold'),
      quote(500, 'holds count'),
    ],
  },
  {
    name: 'a flat charge that applies to transfers',
    accounts: {
      payer: {
        balance: '1000',
        withdrawalFeeForTransfers: true,
        charges: [{ kind: 'flat', amount: '10' }],
      },
    },
    steps: [
      quote(100, 'with fee'),
      quote(990, 'just enough'),
      quote(991, 'fee not covered'),
      quote(100, 'payee pays none', { transactionRole: 'PAYEE' }),
      transfer('PREPARE', 'c', 100, 'hold without the fee'),
      account(),
      transfer('CREATE', 'c', 100, 'charged beside the amount'),
      account('payer', '110 less'),
      transfer('PREPARE', 'd', 100, 'hold with the fee', { fspFee: tzs(10) }),
      transfer('CREATE', 'd', 100, 'hold with the fee', { fspFee: tzs(10) }),
      account('payer', '110 less'),
      transfer('PREPARE', 'e', 780, 'all there is, no room for the fee'),
      transfer('CREATE', 'e', 780, 'fee not covered'),
      account('payer', 'hold stays'),
      transfer('RELEASE', 'e', 780, 'release'),
      rows(),
    ],
  },
  {
    name: 'a flat charge that does not apply to transfers is charged all the same',
    accounts: { payer: { balance: '1000', charges: [{ kind: 'flat', amount: '10' }] } },
    steps: [
      quote(100, 'says no fee'),
      transfer('PREPARE', 'c', 100, 'hold'),
      transfer('CREATE', 'c', 100, 'charged'),
      account('payer', '110 less'),
    ],
  },
  {
    name: 'a charge in percent',
    accounts: {
      payer: {
        balance: '1000',
        withdrawalFeeForTransfers: true,
        charges: [{ kind: 'percent', amount: '1.5' }],
      },
    },
    steps: [
      quote(333.33, 'unrounded'),
      transfer('PREPARE', 'c', 333.33, 'hold'),
      transfer('CREATE', 'c', 333.33, 'charged rounded'),
      account(),
      rows(),
    ],
  },
  {
    name: 'a withdrawal with a fee is reversed',
    accounts: { payer: { balance: '1000', charges: [{ kind: 'flat', amount: '10' }] } },
    steps: [
      transfer('PREPARE', 'c', 100, 'hold'),
      transfer('CREATE', 'c', 100, 'debit'),
      transfer('PREPARE', 'd', 100, 'hold'),
      transfer('CREATE', 'd', 100, 'debit'),
      { ...rows('payer', 'rows before'), remember: { name: 'c', find: rowId(2, 'c') } },
      {
        ...rows('payer', 'rows before, for the other'),
        remember: { name: 'd', find: rowId(2, 'd') },
      },
      post(
        '/savingsaccounts/{id:payer}/transactions/{c}?command=reverse',
        { isBulk: true },
        'in bulk: with its fee',
      ),
      account(),
      post(
        '/savingsaccounts/{id:payer}/transactions/{c}?command=reverse',
        { isBulk: true },
        'a second time',
      ),
      post(
        '/savingsaccounts/{id:payer}/transactions/{d}?command=reverse',
        { isBulk: false },
        'alone: the fee stays',
      ),
      account(),
      rows('payer', 'rows after'),
      transfer('CREATE', 'c', 100, 'the code stays used'),
      transfer('PREPARE', 'c', 100, 'the code stays used'),
      transfer('RELEASE', 'c', 100, 'the code stays used'),
    ],
  },
];
