import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import { Evaluator } from '../../../connectors/fee-rules/engine/evaluator';
import { standardDictionary } from '../../../connectors/fee-rules/language/dictionary';
import { loadRules } from '../../../connectors/fee-rules/language/load';
import type { RuleBook, RuleBookSource } from '../../../connectors/fee-rules/rule-sets/rule-book';

/** The payee's DFSP pays the payer's this rate of a transfer, unless they are the same. */
export const p2pFee = (rate = '0.6%'): string => `/* P2P fee */
if(
/* Transaction is not an on-us transfer */
(
(
Transaction.payee.partyIdInfo.fspId NEQ Transaction.payer.partyIdInfo.fspId
)
)
AND
/* Transaction is a transfer */
(
(
Transaction.transactionType.scenario EQCI "TRANSFER"
)
)
)
{
result.ledgerEntryType = "INTERCHANGE_FEE";
result.currency = Transaction.amount.currency;
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * ${rate};
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * ${rate} * -1;
};
`;

/** These rules, at all times. */
export function bookOf(text: string): RuleBook {
  const { ruleSet, problems } = loadRules(text, standardDictionary);
  if (ruleSet === undefined) throw new Error(JSON.stringify(problems));
  const evaluator = new Evaluator(compileRules(ruleSet));
  return { at: () => ({ kind: 'in-force', ruleSetId: evaluator.ruleSetId, evaluator }) };
}

/** The same for a {@link BookInMemory}. */
export function always(text: string): RuleBook['at'] {
  const book = bookOf(text);
  return (timeMs) => book.at(timeMs);
}

/** What a test has put in force. */
export class BookInMemory implements RuleBookSource {
  constructor(public at: RuleBook['at']) {}

  current(): RuleBook {
    return { at: this.at };
  }
}

export const unusableBook: RuleBook = {
  at: () => ({ kind: 'unusable', reason: 'the rules are still being loaded' }),
};

export const fixedSource = (book: RuleBook): RuleBookSource => ({ current: () => book });
