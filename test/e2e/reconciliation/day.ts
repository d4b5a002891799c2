/** A few payments of one day, as they are made every day. */
import type { BankAccount } from '../../kit/real/bank';
import type { Report } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import type { Stage } from './stage';

export interface Day {
  /** transferIds, and what was paid. */
  readonly paid: readonly { readonly transferId: string; readonly amount: string }[];
  /** Aborted by the payee's DFSP, after the switch had them. */
  readonly failed: readonly string[];
  readonly payer: BankAccount;
  readonly payee: BankAccount;
  /** At lion: of somebody who takes no part. */
  readonly other: BankAccount;
}

const paidCount = 10;
const failedCount = 3;
const patienceMs = 120_000;

export async function liveThrough(stage: Stage): Promise<Day> {
  const { lion, buffalo } = stage;
  const [payer, other] = [await lion.open('5000'), await lion.open('5000')];
  const [payee, blocked] = [await buffalo.open('500'), await buffalo.open('500')];
  const order = (id: string, to: BankAccount, amount: string) => ({
    ...{ clientCorrelationId: `${payer.msisdn}-${id}`, payeeMsisdn: to.msisdn },
    amount: { amount, currency },
  });
  const paid: { transferId: string; amount: string }[] = [];
  for (let count = 1; count <= paidCount; count += 1) {
    const amount = `${100 + count}.5`;
    const { report } = await lion.app.pay(payer.msisdn, order(`paid-${count}`, payee, amount));
    paid.push({ transferId: inState('COMMITTED', report), amount });
  }
  // While the payer thinks, the payee's bank lets no money into the account any more.
  const asked: string[] = [];
  for (let count = 1; count <= failedCount + 1; count += 1) {
    const to = count > failedCount ? payee : blocked;
    const asking = { ...order(`asked-${count}`, to, '50'), askPayer: true };
    const { report } = await lion.app.pay(payer.msisdn, asking);
    asked.push(report.transactionId ?? '');
  }
  await buffalo.bank.block(blocked, 'BLOCK_CREDIT');
  const failed: string[] = [];
  for (const transactionId of asked.slice(0, failedCount)) {
    await lion.app.decide(transactionId, 'accept');
    const { report } = await stage.ear.outcomeOf(transactionId, patienceMs);
    failed.push(inState('ABORTED', report));
  }
  // The last one is never decided: it is under way.
  return { paid, failed, payer, payee, other };
}

function inState(state: string, { state: found, transferId, ...rest }: Report): string {
  if (found === state && transferId !== undefined) return transferId;
  throw new Error(`a payment is ${found}, not ${state}: ${JSON.stringify(rest)}`);
}
