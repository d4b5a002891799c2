/** How long ago it was seen what is stuck: who cannot look must not take it that all is well. */
import type { EpochMs } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import { takenAsWork, type Stuck, type Work } from './stuck';

interface SourceText {
  /** What the hub cannot see then, and why. */
  readonly what: string;
  readonly whatToDo: string;
  /** It is missed only once it was seen: a build that does not tell it is none that is dead. */
  readonly isMissedFromStart: boolean;
  /** Where it is seen: while that is away nothing new is known of it, and one thing is told and not two. */
  readonly seenIn: readonly Store[];
}

type Store = 'Kafka' | 'Elasticsearch';

const lookYourself =
  'Until then look yourself: `hub payments list` on the realtime side shows what waits.';
const away = (name: string) => ({
  whatToDo: `See that ${name} answers: \`hub doctor on-call\` says what is wrong. ${lookYourself}`,
  isMissedFromStart: true,
  seenIn: [],
});

export const sources = {
  Kafka: {
    what: 'what waits for a decision: Kafka does not answer',
    ...away('Kafka'),
  },
  Elasticsearch: {
    what: 'whether money is held for too long: Elasticsearch does not answer',
    ...away('Elasticsearch'),
  },
  indexer: {
    what: 'whether money is held for too long: Elasticsearch answers, and the role indexer does not bring it what happens',
    whatToDo: `See that the role indexer runs, and what its log says. ${lookYourself}`,
    isMissedFromStart: true,
    seenIn: ['Kafka', 'Elasticsearch'],
  },
  'decision-relay': {
    what: 'what waits for a decision: Kafka answers, and the role decision-relay tells it nothing',
    whatToDo: `See that the role decision-relay runs, and reaches the engine and Kafka. ${lookYourself}`,
    isMissedFromStart: false,
    seenIn: ['Kafka'],
  },
} as const satisfies Readonly<Record<string, SourceText>>;
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
      const { what, whatToDo, isMissedFromStart, seenIn } = sources[source];
      const sinceMs = this.seenAtMs.get(source) ?? (isMissedFromStart ? this.startedAtMs : nowMs);
      const lookedMs = Math.min(nowMs, ...seenIn.map((store) => this.lastSeenMs(store)));
      if (lookedMs - sinceMs <= forMaxMs) return [];
      const matterKey = `unseen:${tenant}:${source}`;
      const since = formatDateTime(sinceMs);
      const taken = takenAsWork(matterKey, since, work);
      return [
        {
          kind: 'unseen',
          ...{ matterKey, since, stuckSinceMs: sinceMs },
          ...(taken && { taken }),
          what: `the hub cannot see ${what}`,
          whatToDo,
        },
      ];
    });
  }

  private lastSeenMs(source: Source): EpochMs {
    return this.seenAtMs.get(source) ?? this.startedAtMs;
  }
}
