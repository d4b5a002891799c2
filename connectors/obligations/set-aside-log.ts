/** What could not be charged: counted, and the latest kept for a person to look at. */
import type { KafkaRecord } from '../common/doors/kafka/kafka-door';
import {
  setAsideReasons,
  type SetAside,
  type SetAsideEntry,
  type SetAsideReason,
} from './obligations';
import type { Classified } from './entry-classifier';

const latestMax = 1000;

export class SetAsideLog {
  private readonly counts = new Map<SetAsideReason, number>();
  private latest: SetAsideEntry[] = [];

  add(
    classified: Exclude<Classified, { kind: 'counted' }>,
    { partition, offset }: KafkaRecord,
  ): void {
    const { kind: reason, problem, entryId } = classified;
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    if (reason === 'duplicate') return;
    this.latest.push({ reason, problem, partition, offset, entryId });
    // Not one at a time: to shift a long list is slow.
    if (this.latest.length >= 2 * latestMax) this.latest = this.latest.slice(-latestMax);
  }

  list(): SetAside {
    const counts = setAsideReasons.map((reason) => [reason, this.counts.get(reason) ?? 0] as const);
    return {
      counts: Object.fromEntries(counts) as SetAside['counts'],
      latest: this.latest.slice(-latestMax),
    };
  }
}
