import { KnownPayees } from './known-payees';

const party = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier }) as const;

function knownAt() {
  let nowMs = 0;
  const payees = new KnownPayees({ now: () => nowMs, sleep: () => Promise.resolve() });
  return { payees, pass: (durationMs: number) => (nowMs += durationMs) };
}

test('the account of a payee is known for a minute after the look-up, under each spelling', () => {
  const { payees, pass } = knownAt();
  payees.lookedUp(party('255700000001'), 'A');
  pass(59_999);
  expect(payees.accountOf(party('+255700000001'))).toBe('A');
  pass(1);
  expect(payees.accountOf(party('255700000001'))).toBeUndefined();
});

test('the latest look-up counts, and of too many payees the one that was looked up first is forgotten', () => {
  const { payees } = knownAt();
  for (let index = 0; index < 10_000; index += 1) payees.lookedUp(party(String(index)), 'A');
  payees.lookedUp(party('0'), 'B');
  payees.lookedUp(party('one more'), 'C');
  expect(['0', '1', '2', 'one more'].map((id) => payees.accountOf(party(id)))).toEqual([
    'B',
    undefined,
    'A',
    'C',
  ]);
});
