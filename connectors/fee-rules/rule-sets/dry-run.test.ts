import * as fc from 'fast-check';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import type { TransferRecord } from '../../common/contracts/fees';
import { Evaluator } from '../engine/evaluator';
import { add, negate, parseExact, showExact } from '../../common/decimal/exact';
import { bookOf, DryRun } from './dry-run';
import { loadText } from './load-text';
import { unusableBook } from './make-book';
import type { RuleBook } from './rule-book';

function book(percent: string): RuleBook {
  const text = interchangeFee.replaceAll('0.6%', percent);
  const { compiled } = loadText({ text, compile: true });
  if (compiled === undefined) throw new Error('the rules must load');
  return bookOf(new Evaluator(compiled));
}

const transfer = (number: number, amount: string, currency = 'TZS', payee = 'buffalo') => {
  const record: TransferRecord = {
    transferId: `transfer ${number}`,
    executionPoint: 'transfer.committed',
    occurredAt: '2026-11-21T08:00:00.000Z',
    transaction: {
      transactionId: `transaction ${number}`,
      payer: { partyIdInfo: { fspId: 'lion' }, accountType: 'Wallet' },
      payee: { partyIdInfo: { fspId: payee }, accountType: 'Wallet' },
      amount: { amount, currency },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
  };
  return record;
};

function dryRun(before: RuleBook, after: RuleBook, transfers: readonly TransferRecord[]) {
  const run = new DryRun(before, after);
  for (const one of transfers) run.add(one);
  return run.report();
}

test('shows who would pay whom what, before and after', () => {
  const transfers = [
    transfer(1, '10000'),
    transfer(2, '5000'),
    transfer(3, '100', 'KWD', 'zebra'),
    transfer(4, '100', 'TZS', 'lion'),
  ];
  const owes = { debtor: 'buffalo', creditor: 'lion', ledgerEntryType: 'INTERCHANGE_FEE' };
  expect(dryRun(book('0.6%'), book('0.5%'), transfers)).toEqual({
    transfers: 4,
    changed: 3,
    notEvaluated: 0,
    totals: [
      {
        ...owes,
        debtor: 'zebra',
        currency: 'KWD',
        before: '0.6',
        after: '0.5',
        difference: '-0.1',
      },
      { ...owes, currency: 'TZS', before: '90', after: '75', difference: '-15' },
    ],
    changedTransfers: expect.arrayContaining([
      {
        transferId: 'transfer 1',
        occurredAt: '2026-11-21T08:00:00.000Z',
        before: [{ ...owes, currency: 'TZS', amount: '60' }],
        after: [{ ...owes, currency: 'TZS', amount: '50' }],
      },
    ]) as unknown,
  });
});

test('rules that charge the same under other names change nothing', () => {
  const renamed = loadText({
    text: `@id "other"\n@version 2\n${interchangeFee}`,
    compile: true,
  }).compiled;
  if (renamed === undefined) throw new Error('the rules must load');
  const report = dryRun(book('0.6%'), bookOf(new Evaluator(renamed)), [transfer(1, '10000')]);
  expect(report).toMatchObject({ transfers: 1, changed: 0, changedTransfers: [] });
  expect(report.totals).toMatchObject([{ before: '60', after: '60', difference: '0' }]);
});

test('what cannot be evaluated is counted apart, and no fee is not the same', () => {
  const none: RuleBook = { at: () => ({ kind: 'none' }) };
  const transfers = [transfer(1, '10000')];
  expect(dryRun(none, book('0.6%'), transfers)).toMatchObject({ changed: 1, notEvaluated: 0 });
  expect(dryRun(unusableBook('broken'), book('0.6%'), transfers)).toMatchObject({
    changed: 0,
    notEvaluated: 1,
    totals: [],
  });
});

test('however many change, a thousand are listed and all are counted', () => {
  const transfers = Array.from({ length: 1_200 }, (_, number) => transfer(number, '10000'));
  const { changed, changedTransfers, totals } = dryRun(book('0.6%'), book('1%'), transfers);
  expect([changed, changedTransfers.length]).toEqual([1_200, 1_000]);
  expect(totals).toMatchObject([{ before: '72000', after: '120000', difference: '48000' }]);
});

test('totals are exact whatever the amounts', () => {
  const amounts = fc.tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.nat(4));
  fc.assert(
    fc.property(fc.array(amounts, { maxLength: 20 }), (list) => {
      const exacts = list.map(([coefficient, decimals]) => ({ coefficient, decimals }));
      const sum = exacts.reduce(add, parseExact('0'));
      const units = list.reduce(
        (all, [one, decimals]) => all + one * 10n ** BigInt(4 - decimals),
        0n,
      );
      expect(sum.coefficient * 10n ** BigInt(4 - sum.decimals)).toBe(units);
      expect(parseExact(showExact(sum))).toEqual(sum);
      expect(showExact(add(sum, negate(sum)))).toBe('0');
    }),
  );
});
