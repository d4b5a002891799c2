/**
 * Who owes whom a fee in which use case, by the sample of rules that operators begin with: from what a channel asks for to
 * the ledger entry. What customers are charged is their own DFSP's, which the AMS says.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useCases, type UseCaseName } from '../../connectors/common/contracts/use-cases';
import { compileRules } from '../../connectors/fee-rules/engine/compile';
import { Evaluator } from '../../connectors/fee-rules/engine/evaluator';
import { standardDictionary } from '../../connectors/fee-rules/language/dictionary';
import { loadRules } from '../../connectors/fee-rules/language/load';

const sample = join(__dirname, '../../k8s/sample/fee-rules/use-cases.rules');

function evaluatorOf(text: string): Evaluator {
  const { ruleSet, problems } = loadRules(text, standardDictionary);
  expect(problems).toEqual([]);
  if (ruleSet === undefined) throw new Error('the sample was refused');
  return new Evaluator(compileRules(ruleSet));
}

let evaluator: Evaluator;
beforeAll(() => {
  evaluator = evaluatorOf(readFileSync(sample, 'utf8'));
});

/** Of 100,000 shillings from a customer of lion to one of buffalo. */
function feesOf(transactionType: object, payeeFsp = 'buffalo'): readonly string[] {
  const transaction = {
    transactionId: 't1',
    payer: { partyIdInfo: { fspId: 'lion' } },
    payee: { partyIdInfo: { fspId: payeeFsp } },
    amount: { amount: '100000', currency: 'TZS' },
    transactionType,
  };
  const { entries } = evaluator.evaluate({ point: 'transfer.committed', at: 0, transaction });
  return entries.map(
    ({ ledgerEntryType, debtor, creditor, amount }) =>
      `${debtor} owes ${creditor} ${amount} ${ledgerEntryType}`,
  );
}

/** FSPIOP 5.3, all of it. */
const expected: readonly (readonly [type: string, fees: readonly string[]])[] = [
  ['TRANSFER PAYER CONSUMER', ['buffalo owes lion 600 INTERCHANGE_FEE']],
  ['TRANSFER PAYEE CONSUMER', ['buffalo owes lion 600 INTERCHANGE_FEE']],
  ['DEPOSIT PAYER AGENT', ['buffalo owes lion 500 AGENT_COMMISSION']],
  ['WITHDRAWAL PAYER CONSUMER', ['lion owes buffalo 1000 AGENT_COMMISSION']],
  ['WITHDRAWAL PAYEE AGENT', ['lion owes buffalo 1000 AGENT_COMMISSION']],
  ['WITHDRAWAL PAYEE DEVICE', ['lion owes buffalo 1500 ATM_FEE']],
  ['PAYMENT PAYER CONSUMER', ['buffalo owes lion 1200 MERCHANT_FEE']],
  ['PAYMENT PAYEE BUSINESS', ['buffalo owes lion 1000 MERCHANT_FEE']],
  ['PAYMENT PAYEE DEVICE', ['buffalo owes lion 1000 MERCHANT_FEE']],
  ['REFUND PAYER BUSINESS', []],
  ['REFUND PAYER AGENT', []],
  ['REFUND PAYER CONSUMER', []],
  ['REFUND PAYER DEVICE', []],
];
const feesByType = new Map(expected);

test.each(expected)('of %s: %j', (type, fees) => {
  const [scenario, initiator, initiatorType] = type.split(' ');
  expect(feesOf({ scenario, initiator, initiatorType })).toEqual(fees);
});

test.each(Object.keys(useCases) as UseCaseName[])(
  '%s has its fee, and none within one DFSP',
  (name) => {
    const { transactionType } = useCases[name];
    const { scenario, initiator, initiatorType } = transactionType;
    const fees = feesOf(transactionType);
    expect(fees).toEqual(feesByType.get(`${scenario} ${initiator} ${initiatorType}`));
    expect(feesOf(transactionType, 'lion')).toEqual([]);
  },
);
