import { RecentAccounts, textOfQuote } from './recent-accounts';

function quotedAt() {
  let nowMs = 0;
  const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
  const accounts = new RecentAccounts(clock, textOfQuote);
  return { accounts, pass: (durationMs: number) => (nowMs += durationMs) };
}

const quote = (quoteId: string, partyIdentifier = '255700000001') => ({
  quoteId,
  payee: { partyIdType: 'MSISDN' as const, partyIdentifier },
});

test('the account of a quote is known for a minute', () => {
  const { accounts, pass } = quotedAt();
  accounts.remember(quote('q'), 'A');
  pass(59_999);
  expect(accounts.accountOf(quote('q'))).toBe('A');
  pass(1);
  expect(accounts.accountOf(quote('q'))).toBeUndefined();
});

test('another spelling of the payee, and another payee under the same quoteId, change nothing', () => {
  const { accounts } = quotedAt();
  accounts.remember(quote('q'), 'A');
  accounts.remember(quote('q', '+255700000001'), 'B');
  accounts.remember(quote('q', '255700000002'), 'C');
  expect(accounts.accountOf(quote('q'))).toBe('A');
  expect(accounts.accountOf(quote('other'))).toBeUndefined();
});

test('the latest counts, and of too many quotes the first is forgotten', () => {
  const { accounts } = quotedAt();
  for (let index = 0; index < 10_000; index += 1) accounts.remember(quote(String(index)), 'A');
  accounts.remember(quote('0'), 'B');
  accounts.remember(quote('one more'), 'C');
  const known = ['0', '1', '2', 'one more'].map((id) => accounts.accountOf(quote(id)));
  expect(known).toEqual(['B', undefined, 'A', 'C']);
});
