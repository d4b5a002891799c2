import {
  keyOfRecord,
  KnownReconciliations,
  reconciliationsTopic,
  type KnownDifference,
  type ReconciliationRecord,
} from '../../common/contracts/reconciliations';
import { FollowedTopic } from '../../common/doors/kafka/followed-topic';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import { formatDateTime } from '../../common/time';
import type { Cut } from './facts';
import type { Found } from './reconcile';
import type { Summary } from './show';

const recordsAtOnce = 500;

export interface Keeping {
  readonly kafka: KafkaDoor;
  readonly topic: string;
}

/** Keeps what one comparison finds, and says of what it does not find any more that it is gone. */
export class Keeper {
  private readonly found = new Set<string>();
  /** Transfers of which nothing was proven: what was found of them stands. */
  private readonly unproven = new Set<string>();
  private waiting: ReconciliationRecord[] = [];

  private constructor(
    private readonly keeping: Keeping,
    private readonly known: readonly KnownDifference[],
    private readonly cut: Cut,
    private readonly comparedAt: string,
  ) {}

  static async open(keeping: Keeping, cut: Cut, nowMs: number): Promise<Keeper> {
    const { kafka, topic } = keeping;
    await kafka.ensureTopics([reconciliationsTopic({ RECONCILIATIONS_TOPIC: topic })]);
    const reconciliations = new KnownReconciliations();
    const followed = new FollowedTopic(kafka, topic, ({ value }) => {
      reconciliations.enter(value);
    });
    await followed.start();
    await followed.stop();
    const known = reconciliations.differences(cut.tenant).filter(({ state }) => state !== 'gone');
    return new Keeper(keeping, known, cut, formatDateTime(nowMs));
  }

  async note(one: Found): Promise<void> {
    if (one.kind === 'out-of-reach') this.unproven.add(one.payment.transferId);
    if (one.kind !== 'difference') return;
    const { difference } = one;
    this.found.add(difference.differenceId);
    const before = this.known.find(
      (all) => all.difference.differenceId === difference.differenceId,
    );
    const since = before?.since ?? this.comparedAt;
    const { comparedAt } = this;
    await this.write({
      ...{ record: 'difference', version: 1, state: 'open' },
      ...{ since, comparedAt, difference },
    });
  }

  /** @param withPositions whether positions were compared */
  async end(summary: Summary, withPositions: boolean): Promise<void> {
    const { comparedAt } = this;
    const { tenant, date, fromMs, untilMs } = this.cut;
    for (const { difference, since } of this.known) {
      const { differenceId, kind, transferId } = difference;
      const isLookedFor =
        difference.date === date &&
        (kind !== 'position-differs' || withPositions) &&
        (transferId === null || !this.unproven.has(transferId));
      if (!isLookedFor || this.found.has(differenceId)) continue;
      await this.write({
        ...{ record: 'difference', version: 1, state: 'gone' },
        ...{ since, comparedAt, difference },
      });
    }
    await this.write({
      ...{ record: 'day', version: 1, tenant, date, comparedAt, ...summary },
      ...{ from: formatDateTime(fromMs), until: formatDateTime(untilMs) },
    });
    await this.flush();
  }

  private async write(record: ReconciliationRecord): Promise<void> {
    this.waiting.push(record);
    if (this.waiting.length >= recordsAtOnce) await this.flush();
  }

  private async flush(): Promise<void> {
    const { kafka, topic } = this.keeping;
    const records = this.waiting.map((record) => {
      return { topic, key: keyOfRecord(record), value: JSON.stringify(record) };
    });
    this.waiting = [];
    if (records.length > 0) await kafka.publish(records);
  }
}
