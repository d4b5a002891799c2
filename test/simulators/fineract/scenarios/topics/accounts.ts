import type { AccountSetup, Scenario, Step } from '../scenario';
import { account, credit, payer, quote, request, rows, subStatus, transfer, usd } from './steps';

const everyCall: readonly Step[] = [
  account('payer', 'the account'),
  quote(10, 'as payer'),
  quote(10, 'as payee', { transactionRole: 'PAYEE' }),
  request(10, 'of the payer'),
  transfer('PREPARE', 'c', 10, 'hold'),
  transfer('CREATE', 'c', 10, 'debit'),
  credit('c', 10, 'credit'),
  transfer('RELEASE', 'c', 10, 'release'),
];

const inactive = (name: string, setup: AccountSetup): Scenario => ({
  name,
  accounts: { payer: setup },
  steps: [...everyCall, rows()],
});

export const accounts: readonly Scenario[] = [
  inactive('an account awaiting approval', { status: 'SUBMITTED_AND_PENDING_APPROVAL' }),
  inactive('an account awaiting activation', { status: 'APPROVED' }),
  inactive('a closed account', { status: 'CLOSED', closedOn: '2026-01-02' }),
  ...(['BLOCK', 'BLOCK_DEBIT', 'BLOCK_CREDIT'] as const).map((wanted): Scenario => ({
    name: `an account with ${wanted}`,
    accounts: payer,
    steps: [
      transfer('PREPARE', 'before', 10, 'hold before the block'),
      subStatus(wanted),
      ...everyCall,
      transfer('CREATE', 'before', 10, 'debit of the hold before'),
      account('payer', 'a failed debit keeps the hold'),
      transfer('RELEASE', 'before', 10, 'release of the hold before'),
      rows(),
      subStatus('NONE'),
      transfer('PREPARE', 'after', 10, 'hold after the block'),
      transfer('CREATE', 'after', 10, 'debit after the block'),
      account(),
    ],
  })),
  {
    name: 'a closed client',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'before', 10, 'hold while active'),
      { act: 'client-active', active: false },
      ...everyCall,
      transfer('CREATE', 'before', 10, 'debit of the hold before'),
      transfer('RELEASE', 'before', 10, 'a hold of a closed client cannot be released'),
      { act: 'client-active', active: true },
      transfer('RELEASE', 'before', 10, 'once the client is back'),
      account(),
    ],
  },
  {
    name: 'an account in its lock-in period',
    accounts: { payer: { balance: '1000', lockedInUntil: '2031-01-01' } },
    steps: [
      quote(10, 'as payer'),
      transfer('PREPARE', 'c', 10, 'hold'),
      transfer('CREATE', 'c', 10, 'without date format'),
      transfer('CREATE', 'c', 10, 'with date format', { locale: 'en', dateFormat: 'yyyy-MM-dd' }),
      account('payer', 'hold stays'),
      transfer('RELEASE', 'c', 10, 'release'),
      credit('d', 10, 'credit'),
    ],
  },
  {
    name: 'currencies that do not fit',
    accounts: payer,
    steps: (['PREPARE', 'CREATE', 'RELEASE'] as const).flatMap((action) => [
      transfer(action, 'c', usd(1), 'dollars'),
      transfer(
        action,
        'c',
        { amount: 1, currency: 'KES' },
        'shillings that the tenant does not permit',
      ),
      transfer(action, 'c', { amount: 1, currency: 'XXQ' }, 'no such currency'),
      transfer(action, 'c', { amount: 1, currency: 'tzs' }, 'lower case'),
      transfer(action, 'c', 1, 'fee in dollars', { fspFee: usd(1) }),
      transfer(action, 'c', 1, 'commission in dollars', { fspCommission: usd(1) }),
      transfer(action, 'c', 1, 'account unknown', { accountId: '{run}-nobody' }),
    ]),
  },
  {
    name: 'currencies that do not fit a credit, a quote, a request',
    accounts: payer,
    steps: [
      credit('c', usd(1), 'dollars'),
      credit('c', { amount: 1, currency: 'XXQ' }, 'no such currency'),
      credit('c', 1, 'fee in dollars', { fspFee: usd(1) }),
      credit('c', 1, 'commission in dollars', { fspCommission: usd(1) }),
      credit('d', 1, 'account unknown', { accountId: '{run}-nobody' }),
      quote(usd(1), 'dollars'),
      quote({ amount: 1, currency: 'XXQ' }, 'no such currency'),
      quote({ amount: 1, currency: 'tzs' }, 'lower case'),
      quote(1, 'fees in dollars', { fees: usd(1) }),
      quote(1, 'account unknown', { accountId: '{run}-nobody' }),
      quote(1, 'internal id is no accountId', { accountId: '{id:payer}' }),
      request(usd(1), 'dollars'),
      request({ amount: 1, currency: 'XXQ' }, 'no such currency'),
    ],
  },
  {
    name: 'a tenant without a non-cash payment type',
    accounts: payer,
    steps: [
      { act: 'non-cash-payment-type', present: false },
      transfer('PREPARE', 'c', 10, 'succeeds'),
      transfer('PREPARE', 'c', 10, 'duplicate'),
      transfer('CREATE', 'c', 10, 'fails'),
      transfer('CREATE', 'c', 10, 'fails again'),
      credit('d', 10, 'fails'),
      { act: 'non-cash-payment-type', present: true },
      account('payer', 'hold stays'),
      transfer('CREATE', 'c', 10, 'with the payment type back'),
      account(),
    ],
  },
];
