import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { add, compare, type Money } from '../../common/money';
import { feeOf, obstacleTo } from '../accounts';
import type { AmsDeps } from '../ams';
import { carryOut, findOwnHold, type Session } from '../carry-out';
import { refused, tryAgain, valueOf } from '../failures';
import type { Transfer } from '../fineract/client';
import {
  payersSession,
  payersTransfer,
  payersTransferInput,
  requirePayableTransfer,
} from '../payers-transfer';
import { originalOf, requireLeft } from '../refunds';

/** Who serves the payee: a refund goes back to the DFSP that the money came from. */
const input = payersTransferInput.extend({ partyAnswer: variables.partyAnswer.nullish() });
const output = z.object({ transferCode: variables.transferCode });

export const blockFunds = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:block-funds:1'),
  title: "Block the payer's funds",
  summary: "Holds the transfer amount and the payer's fee on the payer's account in Fineract.",
  input,
  output,
  bpmnErrors: {
    REFUSED:
      'The account may not pay this. An attempt before may have held it: release it before giving up.',
    UNAVAILABLE: 'Whether the funds are held is not known: release them before giving up.',
  },
  whenExhausted: 'bpmn-error',
  async run(known, deps, job) {
    const session = payersSession(known.tenant, deps, job);
    requirePayableTransfer(known, session);
    const transfer = payersTransfer(known);
    const { transferCode, accountId, amount } = transfer;
    const original = originalOf(known.payment, known.partyAnswer);
    return session.ams.lanes.alone(accountId, job.signal, async () => {
      if (known.payment.askPayer) await requireAsShown(transfer, session);
      await hold(transfer, session);
      if (original !== undefined) {
        await requireLeft({ original, accountId, amount }, totalOf(transfer), session);
      }
      return { transferCode };
    });
  },
});

/**
 * Nothing here releases: so what one of this payment's keys has held is held still, and a stored 200 proves
 * it. release-block comes after every other end of this step, and no block-funds after that.
 * @throws Refused TryAgain
 */
async function hold(transfer: Transfer, session: Session): Promise<void> {
  const { side, clock } = session;
  const startedAt = clock.now();
  const result = await carryOut({ action: 'hold', transfer }, session, startedAt);
  if (result.outcome === 'done') return;
  const { outcome, problem } = result;
  if (outcome === 'refused') throw refused(problem, side);
  const own = await findOwnHold(transfer, session, startedAt);
  if (own === 'made') return;
  if (own === 'open') throw tryAgain('in-progress', side, 'a key died that may have made the hold');
  throw problem === 'already-done' ? madeBefore() : refused(problem, side);
}

function totalOf({ amount, fspFee }: Transfer): Money {
  return fspFee === undefined ? amount : add(amount, fspFee);
}

/** The code was used by a payment that ended, and this one with the same ids began after it. */
function madeBefore(): Refused {
  return new Refused(
    errorInformation('MODIFIED_REQUEST', 'a payment with this id was made before'),
  );
}

/**
 * Fineract looks at blocks only when it debits: too late for a payer who has promised to pay by then. ams:quote-payer
 * has looked, but while the payer was thinking minutes may have passed. And what the payer has accepted is the most
 * that leaves the account, while CREATE takes what is charged then.
 * @throws Refused TryAgain
 */
async function requireAsShown(transfer: Transfer, { ams, side, job }: Session): Promise<void> {
  const { accountId, amount, fspFee } = transfer;
  const account = valueOf(await ams.fineract.getPayersAccount(accountId, job.signal), side);
  const obstacle = obstacleTo('debit', account);
  if (obstacle !== undefined) throw refused(obstacle, side);
  const shown = fspFee ?? { amount: '0', currency: amount.currency };
  if (compare(feeOf(account, amount), shown) <= 0) return;
  throw new Refused(errorInformation('QUOTE_EXPIRED', "the payer's fee has changed since"));
}
