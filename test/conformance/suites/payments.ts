import { Decimal } from 'decimal.js';
import { textOfHeard, type Check } from '../../kit/payments/checks';
import type { Heard, Order } from '../../kit/payments/world';
import type { AccountState } from '../../simulators/fineract/control-client';
import { currency, payee, payer, payersBank } from '../bank';
import type { Stage } from '../stage';
import { assertionsOfChecks, type Assertion } from './suite';

/** What an app of the payer does, and what it must hear and find in its account. */
export interface Payment {
  readonly title: string;
  readonly decision?: 'accept' | 'refuse';
  /** What the app hears in the end: `COMMITTED`, `ABORTED (3204)`. */
  readonly outcome: string;
  readonly holds: 0 | 1;
}

const amount = { amount: '100.12', currency };

/** Pays through the channel API as an app of the tenant does. */
export async function playPayment(
  stage: Stage,
  tenant: string,
  { title, decision, outcome, holds }: Payment,
): Promise<{ assertions: Assertion[]; transferId: string }> {
  const look = () => stage.fineract.account(payer.accountId, payersBank);
  const app = await stage.app(tenant);
  const before = await look();
  const heard: Heard[] = [];
  const order: Order = {
    clientCorrelationId: crypto.randomUUID(),
    payeeMsisdn: payee.msisdn,
    amount,
    askPayer: decision !== undefined,
  };
  heard.push(await app.pay(payer.msisdn, order));
  if (decision !== undefined) {
    heard.push(await app.decide(heard[0]?.report.transactionId ?? '', decision));
  }
  const words = [...(decision === undefined ? [] : ['WAITING_FOR_PAYER']), outcome].join(', ');
  const after = await look();
  const paid = outcome === 'COMMITTED' ? amount.amount : '0';
  const assertions = assertionsOfChecks(title, [
    equal(`the app hears ${words}`, words, heard.map(textOfHeard).join(', ')),
    equal('the payer paid', paid, new Decimal(before.ledger).minus(after.ledger).toFixed()),
    equal('nothing is held now', '0', new Decimal(after.onHold).toFixed()),
    equal('so many holds', `${holds}`, `${countOfHolds(after) - countOfHolds(before)}`),
  ]);
  return { assertions, transferId: heard.at(-1)?.report.transferId ?? '' };
}

function countOfHolds({ transactions }: AccountState): number {
  return transactions.filter(({ type }) => type === 'hold').length;
}

export function equal(claim: string, expected: string, found: string): Check {
  return { claim, isTrue: expected === found, found };
}
