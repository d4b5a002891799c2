import type { Scenario } from '../scenario';
import { account, payer, subStatus, transfer, usd } from './steps';

const nobody = { accountId: '{run}-nobody' };
const pending = { accountId: '{run}-pending' };
const unknownCurrency = { amount: 1, currency: 'XXQ' };

/** Two faults in one call: the answer tells which check comes first. */
export const order: readonly Scenario[] = [
  {
    name: 'checks before the account',
    accounts: payer,
    limitedUser: [],
    steps: [
      {
        ...transfer('PREPARE', 'o', 1, 'bad action and bad password'),
        path: '/interoperation/transfers?action=NOPE',
        headers: { authorization: 'Basic bm86bm8=' },
      },
      {
        ...transfer('PREPARE', 'o', 1, 'bad action and no permission', {}, { user: 'limited' }),
        path: '/interoperation/transfers?action=NOPE',
      },
      transfer(
        'PREPARE',
        'o',
        1,
        'no permission and unknown field',
        { foo: 1 },
        { user: 'limited' },
      ),
      {
        ...transfer('PREPARE', 'o', 1, 'no permission and malformed JSON', {}, { user: 'limited' }),
        body: undefined,
        rawBody: '{"a":',
      },
      transfer('PREPARE', 'ok', 1, 'takes a key', {}, { key: '{run}:ok' }),
      transfer(
        'PREPARE',
        'ok',
        1,
        'used key, no permission',
        {},
        { key: '{run}:ok', user: 'limited' },
      ),
      transfer(
        'PREPARE',
        'ok',
        1,
        'used key, unknown field and account',
        { foo: 1, ...nobody },
        { key: '{run}:ok' },
      ),
      transfer('PREPARE', 'o', 1, 'unknown field and unknown account', { foo: 1, ...nobody }),
      transfer('PREPARE', 'o', 1, 'unknown field and missing role', {
        foo: 1,
        transactionRole: undefined,
      }),
      transfer('PREPARE', 'o', -1, 'negative amount and bad expiration', { expiration: 'soon' }),
      transfer('PREPARE', 'o', -1, 'negative amount and unknown role', { transactionRole: 'X' }),
    ],
  },
  {
    name: 'checks of the account',
    accounts: { payer: { balance: '100' }, pending: { status: 'SUBMITTED_AND_PENDING_APPROVAL' } },
    steps: [
      transfer('PREPARE', 'o', unknownCurrency, 'unknown account and unknown currency', nobody),
      transfer('PREPARE', 'o', unknownCurrency, 'unknown currency and inactive', pending),
      transfer('PREPARE', 'o', usd(1), 'mismatch and inactive', pending),
      transfer('PREPARE', 'o', 1, 'inactive and fee in dollars', { ...pending, fspFee: usd(1) }),
      transfer('PREPARE', 'o', 9999, 'fee in dollars and insufficient', { fspFee: usd(1) }),
      transfer('PREPARE', 'o', 9999, 'commission in dollars and insufficient', {
        fspCommission: usd(1),
      }),
      transfer('PREPARE', 'o', 1, 'fee and commission in dollars', {
        fspFee: usd(1),
        fspCommission: usd(1),
      }),
      transfer('PREPARE', 'ok', 1, 'a hold'),
      transfer('PREPARE', 'ok', 9999, 'insufficient and duplicate'),
    ],
  },
  {
    name: 'checks of CREATE',
    accounts: { payer: { balance: '100' } },
    steps: [
      transfer('PREPARE', 'ok', 1, 'a hold'),
      transfer('CREATE', 'ok', 1, 'booked'),
      transfer('PREPARE', 'held', 1, 'a hold'),
      subStatus('BLOCK_DEBIT'),
      transfer('CREATE', 'ok', 1, 'duplicate and blocked'),
      transfer('CREATE', 'none', 1, 'no hold and blocked'),
      transfer('CREATE', 'none', 9999, 'no hold and insufficient'),
      transfer('CREATE', 'held', 2, 'other total and blocked'),
      transfer('CREATE', 'held', 1, 'blocked'),
      transfer('CREATE', 'held', 1, 'commission in dollars and blocked', { fspCommission: usd(1) }),
      transfer('CREATE', 'ok', 1, 'duplicate, commission in dollars', { fspCommission: usd(1) }),
      account(),
    ],
  },
];
