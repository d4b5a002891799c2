/** How long ago it was seen what is stuck: who cannot look must not take it that all is well. */
import type { EpochMs } from '../../common/runtime';
import { formatDateTime, parseDateTime } from '../../common/time';
import type { Stuck, Work } from './stuck';

export const sources = {
  Kafka: 'what waits for a decision',
  Elasticsearch: 'whether money is held for too long',
} as const;
export type Source = keyof typeof sources;

export class Sight {
  private readonly seenAtMs = new Map<Source, EpochMs>();

  constructor(private readonly startedAtMs: EpochMs) {}

  saw(source: Source, atMs: EpochMs): void {
    this.seenAtMs.set(source, atMs);
  }

  /** What has not been seen for longer than that. */
  unseen(tenant: string, nowMs: EpochMs, forMaxMs: number, work: Work): Stuck[] {
    return (Object.keys(sources) as Source[]).flatMap((source) => {
      const sinceMs = this.seenAtMs.get(source) ?? this.startedAtMs;
      if (nowMs - sinceMs <= forMaxMs) return [];
      const matterKey = `unseen:${tenant}:${source}`;
      const since = formatDateTime(sinceMs);
      const owner = work.ownerOf(matterKey, since);
      return [
        {
          kind: 'unseen',
          ...{ matterKey, since, stuckSinceMs: sinceMs },
          ...(owner && { taken: { by: owner.name, atMs: parseDateTime(owner.at) ?? 0 } }),
          what: `the hub cannot see ${sources[source]}: ${source} does not answer`,
          whatToDo: `See that ${source} answers: \`hub doctor on-call\` says what is wrong. Until then look yourself: \`hub payments list\` on the realtime side shows what waits.`,
        },
      ];
    });
  }
}
