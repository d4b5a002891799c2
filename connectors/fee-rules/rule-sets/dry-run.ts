/** What other rules would have charged for transfers that were made: who pays whom what, before and after. */
import type { FeeEntry, TransferRecord } from '../../common/contracts/fees';
import type { Evaluator } from '../engine/evaluator';
import { evaluateFees, type FeeOccasion } from './evaluate-fees';
import { add, negate, parseExact, showExact, type Exact } from '../../common/decimal/exact';
import type { RuleBook } from './rule-book';

/** How many transfers are told of one by one; all are counted. */
const listedMax = 1_000;

/** Who owes whom, of which kind; amounts are decimals, `difference` is after minus before. */
export interface DryRunTotal {
  readonly debtor: string;
  readonly creditor: string;
  readonly currency: string;
  readonly ledgerEntryType: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
}

export interface ChangedTransfer {
  readonly transferId: string;
  readonly occurredAt: string;
  readonly before: readonly Charge[];
  readonly after: readonly Charge[];
}

/** What matters to those who pay: by which rule is another matter. */
export type Charge = Pick<
  FeeEntry,
  'ledgerEntryType' | 'debtor' | 'creditor' | 'amount' | 'currency'
>;

export interface DryRunReport {
  readonly transfers: number;
  readonly changed: number;
  /** Of their time there are rules that cannot be used, so they stand in no total. */
  readonly notEvaluated: number;
  /** In the order of currency, type, debtor and creditor. */
  readonly totals: readonly DryRunTotal[];
  /** The first thousand of those that changed. */
  readonly changedTransfers: readonly ChangedTransfer[];
}

/** One rule set for all times, whatever is in force. */
export function bookOf(evaluator: Evaluator): RuleBook {
  const rules = { kind: 'in-force', ruleSetId: evaluator.ruleSetId, evaluator } as const;
  return { at: () => rules };
}

/** Takes transfers one by one, so that whoever has many can do other things in between. */
export class DryRun {
  private transfers = 0;
  private changed = 0;
  private notEvaluated = 0;
  private readonly totals = new Map<string, { charge: Charge; before: Exact; after: Exact }>();
  private readonly changedTransfers: ChangedTransfer[] = [];

  constructor(
    private readonly before: RuleBook,
    private readonly after: RuleBook,
  ) {}

  add({ transferId, executionPoint, occurredAt, transaction }: TransferRecord): void {
    this.transfers += 1;
    const occasion = {
      transactionId: transaction.transactionId,
      point: executionPoint,
      occurredAtMs: Date.parse(occurredAt),
      transaction,
    };
    const before = chargesOf(this.before, occasion);
    const after = chargesOf(this.after, occasion);
    if (before === undefined || after === undefined) {
      this.notEvaluated += 1;
      return;
    }
    for (const charge of before) this.count(charge, 'before');
    for (const charge of after) this.count(charge, 'after');
    if (isSame(before, after)) return;
    this.changed += 1;
    if (this.changedTransfers.length < listedMax) {
      this.changedTransfers.push({ transferId, occurredAt, before, after });
    }
  }

  report(): DryRunReport {
    const { transfers, changed, notEvaluated, changedTransfers } = this;
    const totals = [...this.totals]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { charge, before, after }]) => ({
        debtor: charge.debtor,
        creditor: charge.creditor,
        currency: charge.currency,
        ledgerEntryType: charge.ledgerEntryType,
        before: showExact(before),
        after: showExact(after),
        difference: showExact(add(after, negate(before))),
      }));
    return { transfers, changed, notEvaluated, totals, changedTransfers };
  }

  private count(charge: Charge, side: 'before' | 'after'): void {
    const { currency, ledgerEntryType, debtor, creditor } = charge;
    const key = JSON.stringify([currency, ledgerEntryType, debtor, creditor]);
    const total = this.totals.get(key) ?? { charge, before: nothing, after: nothing };
    total[side] = add(total[side], parseExact(charge.amount));
    this.totals.set(key, total);
  }
}

const nothing: Exact = { coefficient: 0n, decimals: 0 };

/** Undefined when the rules cannot be used. */
function chargesOf(book: RuleBook, occasion: FeeOccasion): readonly Charge[] | undefined {
  const outcome = evaluateFees(book, occasion);
  if (outcome.kind === 'missed') return undefined;
  return outcome.entries.map(({ ledgerEntryType, debtor, creditor, amount, currency }) => ({
    ledgerEntryType,
    debtor,
    creditor,
    amount,
    currency,
  }));
}

function isSame(left: readonly Charge[], right: readonly Charge[]): boolean {
  const texts = (charges: readonly Charge[]) =>
    charges
      .map((charge) => JSON.stringify(charge))
      .toSorted()
      .join();
  return texts(left) === texts(right);
}
