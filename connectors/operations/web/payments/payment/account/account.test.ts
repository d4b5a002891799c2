import type { Message } from '../../../api/types';
import { askedOf, changesAccount, effectOf } from './account';

const base = '/fineract-provider/api/v1';
const message = (operation: string, more: Partial<Message> = {}): Message => ({
  ...{ messageId: 'm', text: '', direction: 'sent', peer: 'fineract', engine: 'main' },
  ...{ at: '2026-11-28T23:00:39.823Z', tookMs: 1, operation, outcome: 'answered' },
  ...{ status: 200, requestBytes: 0 },
  ...more,
});
const transfer = (action: string, more: Partial<Message> = {}) =>
  message(`POST ${base}/interoperation/transfers?action=${action}`, more);

test.each([
  ['payer', 'PREPARE', undefined, 'payer hold'],
  ['payer', 'CREATE', 'ams:book-funds:1', 'payer debit'],
  ['payer', 'RELEASE', 'ams:release-block:1', 'payer release'],
  ['payee', 'CREATE', 'ams:credit-payee:1', 'payee credit'],
  ['payee', 'CREATE', 'ams:undo-credit:1', 'payee undo'],
] as const)('on the %s’s side %s of %s is: %s', (side, action, jobType, asked) => {
  const more = jobType === undefined ? {} : { jobType };
  expect(askedOf(side, transfer(action, more))).toBe(asked);
});

test('looks change nothing', () => {
  const looks = [
    [`GET ${base}/interoperation/parties/MSISDN/{}`, 'party'],
    [`GET ${base}/interoperation/accounts/{}`, 'look'],
    [`GET ${base}/savingsaccounts/{}/transactions/search`, 'bookings'],
  ] as const;
  for (const [operation, asked] of looks) {
    expect(askedOf('payer', message(operation))).toBe(asked);
    expect(changesAccount(asked)).toBe(false);
  }
});

test('what nobody knows yet is a change, as far as anybody knows', () => {
  expect(changesAccount(askedOf('payer', message('POST /anything')))).toBe(true);
});

test('an answer that did not come, and one that says the server has failed, leave it open', () => {
  const asked = 'payer debit';
  expect(effectOf(asked, transfer('CREATE'))).toBe('done');
  expect(effectOf(asked, transfer('CREATE', { status: 403 }))).toBe('refused');
  expect(effectOf(asked, transfer('CREATE', { status: 500 }))).toBe('unknown');
  expect(effectOf(asked, transfer('CREATE', { status: 409 }))).toBe('already-asked');
  const unanswered = transfer('CREATE', { outcome: 'timeout' });
  delete unanswered.status;
  expect(effectOf(asked, unanswered)).toBe('unknown');
  expect(effectOf(asked, { ...unanswered, outcome: 'held-back' })).toBe('refused');
});
