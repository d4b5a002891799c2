import { Counter, Gauge, type Registry } from 'prom-client';
import type { ExecutionPoint, FeeTransaction } from '../../common/contracts/fees';
import type { Logger } from '../../common/runtime';

/** Which payment, and where in it. */
interface Missed {
  readonly tenant: string;
  readonly transaction: FeeTransaction;
  readonly executionPoint: ExecutionPoint;
}

/** Tells operators that payments go on without their fees, and when that is over. */
export interface MissedAlarm {
  /** The rules could be used, so whatever was wrong is mended. */
  evaluated(): void;
  /** First try, or one of those that follow. */
  missed(evaluation: Missed, reason: string): void;
}

export function createMissedAlarm(metrics: Registry, log: Logger): MissedAlarm {
  const registers = [metrics];
  const evaluations = new Counter({
    name: 'hub_fee_evaluations_total',
    help: 'Evaluations of the fee rules by outcome; one that is missed is tried again',
    labelNames: ['outcome'],
    registers,
  });
  const failing = new Gauge({
    name: 'hub_fee_evaluations_failing',
    help: '1 when the last evaluation of the fee rules was missed, else 0',
    registers,
  });
  return {
    evaluated: () => {
      evaluations.inc({ outcome: 'evaluated' });
      failing.set(0);
    },
    missed: ({ tenant, transaction: { transactionId }, executionPoint }, reason) => {
      evaluations.inc({ outcome: 'missed' });
      failing.set(1);
      log.error(
        { tenant, transactionId, executionPoint, reason },
        'fee rules could not be evaluated: the payment goes on, and the process missed-fees makes it up once the rule sets are mended',
      );
    },
  };
}
