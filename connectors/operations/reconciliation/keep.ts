import {
  isAsSettled,
  keyOfRecord,
  KnownReconciliations,
  reconciliationsTopic,
  saidOf,
  type Difference,
  type KnownDifference,
  type RecordOf,
  type ReconciliationRecord,
} from '../../common/contracts/reconciliations';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import { CannotRun } from '../../common/terminal';
import { formatDateTime } from '../../common/time';
import type { Cut } from './facts';
import type { Found } from './reconcile';
import type { Summary } from './show';

const recordsAtOnce = 500;

/** So many are no work list: one of the files is a wrong one. Whoever reads the topic has all that is kept in memory. */
const differencesMax = 10_000;

export interface Keeping {
  readonly kafka: KafkaDoor;
  readonly topic: string;
}

/**
 * Keeps what one comparison finds, and says of what it does not find any more that it is gone: once all is compared, and all or
 * nothing.
 */
export class Keeper {
  private readonly found = new Map<string, Difference>();
  private foundCount = 0;
  /** Known differences of which nothing was proven: they stand. */
  private readonly unproven = new Set<string>();
  private readonly known: ReadonlyMap<string, KnownDifference>;
  private readonly knownTransfers: ReadonlySet<string | null>;
  private waiting: ReconciliationRecord[] = [];

  private constructor(
    private readonly keeping: Keeping,
    known: readonly KnownDifference[],
    private readonly cut: Cut,
    private readonly comparedAt: string,
  ) {
    this.known = new Map(known.map((one) => [one.difference.differenceId, one]));
    this.knownTransfers = new Set(known.map(({ difference }) => difference.transferId));
  }

  static async open(keeping: Keeping, cut: Cut, nowMs: number): Promise<Keeper> {
    const { kafka, topic } = keeping;
    await kafka.ensureTopics([reconciliationsTopic({ RECONCILIATIONS_TOPIC: topic })]);
    const reconciliations = new KnownReconciliations();
    const followed = new FollowedTopics(kafka, {
      topic,
      enter: ({ value }) => {
        reconciliations.enter(value);
      },
    });
    await followed.start();
    await followed.stop();
    const known = reconciliations.differences(cut.tenant).filter(({ state }) => state !== 'gone');
    return new Keeper(keeping, known, cut, formatDateTime(nowMs));
  }

  note(one: Found): void {
    if (one.kind === 'out-of-reach' && this.knownTransfers.has(one.payment.transferId)) {
      this.unproven.add(one.payment.transferId);
    }
    if (one.kind !== 'difference') return;
    this.foundCount += 1;
    if (this.foundCount > differencesMax) this.found.clear();
    else this.found.set(one.difference.differenceId, one.difference);
  }

  /**
   * @param withPositions whether positions were compared
   * @throws CannotRun when it is too many
   */
  async end(summary: Summary, withPositions: boolean): Promise<void> {
    if (this.foundCount > differencesMax) {
      throw new CannotRun(
        `${this.foundCount} differences are no work list: at most ${differencesMax} of a day are kept, so nothing was. See whether a file is of another day or DFSP; without --keep all are printed`,
      );
    }
    const { comparedAt } = this;
    const { tenant, date, fromMs, untilMs } = this.cut;
    for (const difference of this.found.values()) {
      await this.write({
        ...{ record: 'difference', version: 1, state: 'open' },
        ...{ ...this.knownOf(difference), comparedAt, difference },
      });
    }
    for (const { difference, since } of this.known.values()) {
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

  /** What has changed since it was settled waits anew, and is nobody's. */
  private knownOf(difference: Difference): Pick<RecordOf<'difference'>, 'since' | 'formerly'> {
    const before = this.known.get(difference.differenceId);
    if (before === undefined) return { since: this.comparedAt };
    const { since, settlement, formerly } = before;
    if (settlement === null) return { since, ...(formerly && { formerly }) };
    const { by, why, at, of = saidOf(before.difference) } = settlement;
    const settled = { by, why, at, of };
    if (isAsSettled(settled, difference)) return { since };
    return { since: this.comparedAt, formerly: settled };
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
