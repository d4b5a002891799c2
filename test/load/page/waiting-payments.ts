/** Payments that wait for a person, as a relay tells of them on Kafka: so many at once, and then one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  matterKey,
  waitingPaymentSchema,
  type PaymentMatter,
} from '../../../connectors/common/contracts/back-office';
import { decisionTopicsEnvironment } from '../../../connectors/common/contracts/decision-topics';
import { operatorMatters } from '../../../connectors/common/contracts/operator-matters';
import type { OutgoingRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import type { PageStack } from './page-stack';
import { tenant, type Replayed } from '../operations/replayed-payments';

const { BACK_OFFICE_TOPIC: topic } = decisionTopicsEnvironment.parse({});
const batchSize = 1_000;
const reason = 'BOOKING_FAILED';
const { verdict, what, advice } = operatorMatters[reason];

type Kafka = Pick<PageStack['kafka'], 'publish'>;

/** Each of them of another payment that Elasticsearch knows, while there are some: the first has waited longest. */
export class WaitingPayments {
  private told = 0;
  private settled = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly samples: readonly Replayed[],
    private readonly fromMs = Date.now() - 86_400_000,
  ) {}

  async tell(count: number): Promise<void> {
    for (let left = count; left > 0; left -= batchSize) {
      const matters = Array.from({ length: Math.min(left, batchSize) }, () => this.next());
      await this.kafka.publish(matters.map(recordOf));
    }
  }

  /** Of the oldest each time one is settled, and behind the newest one comes: as many wait as before. */
  async move(perSecond: number, isOver: () => boolean): Promise<number> {
    const everyMs = 1_000 / perSecond;
    const startedMs = performance.now();
    let moved = 0;
    while (!isOver()) {
      const gone = { ...this.matterAt(this.settled), state: 'settled' as const };
      this.settled += 1;
      await this.kafka.publish([recordOf(gone), recordOf(this.next())]);
      moved += 2;
      await sleep(Math.max(0, startedMs + (moved / 2) * everyMs - performance.now()));
    }
    return moved;
  }

  private next(): PaymentMatter {
    this.told += 1;
    return this.matterAt(this.told - 1);
  }

  private matterAt(at: number): PaymentMatter {
    const { document } = this.samples[at % this.samples.length] ?? {};
    const since = new Date(this.fromMs + at * 1_000).toISOString();
    return {
      ...{ kind: 'payment', version: 1, state: 'waiting', since, toldAt: since },
      ...{ reason, verdict, what, whatToDo: advice, choices: ['book', 'close'] },
      ...{ tenant, side: 'payer', errorInformation: null, elementId: 'awaitOperator' },
      processInstanceKey: String(4_503_599_627_370_000 + at),
      transactionId: document?.transactionId ?? `transaction-${at}`,
      transferId: `waiting-transfer-${at}`,
      amount: { amount: String(100 + (at % 900)), currency: 'TZS' },
    };
  }
}

function recordOf(matter: PaymentMatter): OutgoingRecord {
  return {
    ...{ topic, key: matterKey(matter) },
    value: JSON.stringify(waitingPaymentSchema.parse(matter)),
  };
}
