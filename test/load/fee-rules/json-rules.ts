/** The same rules on json-rules-engine: conditions as its documentation has them, fees as by hand. */
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import type {
  ChargedFee,
  Evaluation,
  NoEntry,
} from '../../../connectors/fee-rules/engine/evaluation';
import { charge } from './by-hand';
import type { TariffRule, Transaction } from './tariff';

export function jsonRules(
  rules: readonly TariffRule[],
): (transaction: Transaction) => Promise<Evaluation> {
  const engine = new Engine();
  engine.addOperator('equalInAnyCase', (fact: string, value: string) => {
    return fact.toLowerCase() === value.toLowerCase();
  });
  const order = new Map(rules.map(({ id }, index) => [id, index]));
  for (const rule of rules) {
    engine.addRule({ conditions: conditionsOf(rule), event: { type: rule.id, params: rule } });
  }
  return async (transaction) => {
    const { events } = await engine.run(factsOf(transaction));
    const entries: ChargedFee[] = [];
    const withoutEntry: NoEntry[] = [];
    // It gives no order to rules of one priority.
    const matched = events.toSorted(
      (left, right) => (order.get(left.type) ?? 0) - (order.get(right.type) ?? 0),
    );
    for (const { type, params } of matched) {
      charge(transaction, type, (params as unknown as TariffRule).rate, entries, withoutEntry);
    }
    return { entries, withoutEntry };
  };
}

function factsOf({ payee, payer, amount, transactionType }: Transaction): Record<string, string> {
  return {
    payeeDfsp: payee.partyIdInfo.fspId,
    payerDfsp: payer.partyIdInfo.fspId,
    payeeAccountType: payee.accountType,
    payerAccountType: payer.accountType,
    currency: amount.currency,
    scenario: transactionType.scenario,
    initiator: transactionType.initiator,
    initiatorType: transactionType.initiatorType,
  };
}

function conditionsOf({ currency, scenario, payerDfsp }: TariffRule): TopLevelCondition {
  const inAnyCase = (fact: string, value: string) => ({ fact, operator: 'equalInAnyCase', value });
  const equal = (fact: string, value: string) => ({ fact, operator: 'equal', value });
  return {
    all: [
      { fact: 'payeeDfsp', operator: 'notEqual', value: { fact: 'payerDfsp' } },
      inAnyCase('payeeAccountType', 'Wallet'),
      inAnyCase('payerAccountType', 'Wallet'),
      inAnyCase('initiator', 'PAYER'),
      inAnyCase('initiatorType', 'CONSUMER'),
      inAnyCase('scenario', scenario),
      ...(currency === undefined ? [] : [equal('currency', currency)]),
      ...(payerDfsp === undefined ? [] : [equal('payerDfsp', payerDfsp)]),
    ],
  };
}
