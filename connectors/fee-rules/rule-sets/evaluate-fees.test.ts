import { bookOf, p2pFee } from '../../../test/kit/fee-rules/rule-books';
import { transferRecord } from '../../../test/kit/fee-rules/transfers';
import { evaluateFees } from './evaluate-fees';

const { transaction } = transferRecord('a', '100');
const occasion = {
  transactionId: transaction.transactionId,
  point: 'transfer.committed',
  occurredAtMs: 0,
  transaction,
} as const;

const rules = (count: number) =>
  Array.from({ length: count }, (_, rule) =>
    p2pFee().replace('/* P2P fee */', `/* P2P fee ${rule} */`),
  ).join('');

test('more entries for one transfer than the engine can take are no entries, and not forgotten', () => {
  const outcome = evaluateFees(bookOf(rules(501)), occasion);
  expect(outcome).toMatchObject({ kind: 'missed' });
  expect(outcome.kind === 'missed' && outcome.reason).toMatch(/501 entries .* at most 500/);
  const allowed = evaluateFees(bookOf(rules(500)), occasion);
  expect(allowed.kind === 'evaluated' && allowed.entries.length).toBe(500);
  expect(JSON.stringify(allowed).length).toBeLessThan(500_000);
});
