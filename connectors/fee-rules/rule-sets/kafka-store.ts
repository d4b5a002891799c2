/**
 * Rule sets on a Kafka topic. Each decision is a record under a key of its own, `<id>/<revision>/<uuid>`;
 * of several for one revision the first in the topic counts, for every reader. Keys of their own, because
 * of one key compaction keeps the last record and would delete the very one that counts; and one partition,
 * because only within one there is a first. Compaction, because it keeps what is old. The text stands in
 * the record of the draft only.
 */
import { z } from 'zod';
import { parseJson } from '../../common/json';
import type {
  Following,
  KafkaDoor,
  KafkaRecord,
  TopicSettings,
} from '../../common/doors/kafka/kafka-door';
import type { Clock, Random } from '../../common/runtime';
import { ruleSetLifeSchema, textBytesMax, type RuleSetRecord } from './record';
import type { PutAnswer, RuleSetStore, StoreContents, StoredRuleSet, Unreadable } from './store';

const valueSchema = z.strictObject({ life: ruleSetLifeSchema, text: z.string().optional() });
type Value = z.output<typeof valueSchema>;

/** How long our own record may take to come back. */
const returnTimeoutMs = 15_000;

interface Deps {
  readonly door: KafkaDoor;
  readonly clock: Clock;
  readonly random: Random;
}

export function ruleSetsTopic(name: string): TopicSettings {
  const settings = {
    'cleanup.policy': 'compact',
    // Twice the text: JSON writes a line end as two characters.
    'max.message.bytes': String(2 * textBytesMax),
  };
  return { name, partitions: 1, settings };
}

export function kafkaStore(topic: string, { door, clock, random }: Deps): RuleSetStore {
  const reader = new TopicReader(topic);
  return {
    read: () =>
      reader.contents === undefined
        ? Promise.reject(new Error(`${topic} has not been read yet`))
        : Promise.resolve(reader.contents),
    put: async ({ life, text }) => {
      const key = `${life.ruleSetId}/${life.revision}/${random.uuid()}`;
      const value: Value = life.revision === 1 ? { life, text } : { life };
      const arrived = new AbortController();
      const answer = reader.answerTo(key);
      const tooLate = clock.sleep(returnTimeoutMs, arrived.signal).then(() => {
        throw new Error(`nobody knows whether it was stored: ${topic} does not give it back`);
      });
      // Never twice: a copy further down would count as the first one once the first is compacted away.
      const published = door.publish([{ topic, key, value: JSON.stringify(value) }]);
      try {
        return await Promise.race([published.then(() => answer), tooLate]);
      } finally {
        arrived.abort();
        reader.forget(key);
      }
    },
    follow: (apply) => follow(topic, door, reader, apply),
  };
}

async function follow(
  topic: string,
  door: KafkaDoor,
  reader: TopicReader,
  apply: (contents: StoreContents) => void,
): Promise<Following> {
  await door.ensureTopics([ruleSetsTopic(topic)]);
  const { size } = await door.endOffsets(topic);
  if (size !== 1) throw new Error(`${topic} has ${size} partitions: rule sets need exactly one`);
  // What half a topic says is nothing to go by: `apply` only hears of it when all has been read.
  reader.beginAgain();
  let isCaughtUp = false;
  const following = await door.follow({
    topic,
    apply: (records) => {
      reader.add(records);
      if (isCaughtUp) apply(reader.publish());
    },
  });
  isCaughtUp = true;
  apply(reader.publish());
  return following;
}

/** A record of the topic, by its key. */
type Entry = { readonly value: Value } | { readonly problem: string };

/** What all records together say, in their order: the same for whoever reads them, compacted or not. */
class TopicReader {
  contents: StoreContents | undefined;
  private entries = new Map<string, Entry>();
  private readonly waiting = new Map<string, (answer: PutAnswer) => void>();

  constructor(private readonly topic: string) {}

  beginAgain(): void {
    this.entries = new Map();
  }

  add(records: readonly KafkaRecord[]): void {
    for (const { key = '', value } of records) {
      // The last record of a key is the one that compaction keeps, at its place.
      this.entries.delete(key);
      if (value !== undefined) this.entries.set(key, entryOf(key, value));
    }
  }

  publish(): StoreContents {
    const { contents, standing } = fold(this.entries, this.topic);
    this.contents = contents;
    for (const [key, answer] of this.waiting) {
      if (this.entries.has(key)) answer(standing.has(key) ? 'stored' : 'changed-meanwhile');
    }
    return contents;
  }

  answerTo(key: string): Promise<PutAnswer> {
    return new Promise((resolve) => this.waiting.set(key, resolve));
  }

  forget(key: string): void {
    this.waiting.delete(key);
  }
}

function entryOf(key: string, text: string): Entry {
  const parsed = valueSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      problem: `it is not a rule set: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    };
  }
  const { ruleSetId, revision } = parsed.data.life;
  return key.startsWith(`${ruleSetId}/${revision}/`)
    ? { value: parsed.data }
    : { problem: 'its key is that of another' };
}

/** `standing`: the keys of the records that count. */
function fold(
  entries: ReadonlyMap<string, Entry>,
  topic: string,
): { readonly contents: StoreContents; readonly standing: ReadonlySet<string> } {
  const records = new Map<string, RuleSetRecord>();
  const unreadable: Unreadable[] = [];
  const standing = new Set<string>();
  for (const [key, entry] of entries) {
    if ('problem' in entry) {
      const problem = `${entry.problem}; run a release that knows it, or delete this key from the topic`;
      unreadable.push({ where: `${topic}, key ${key}`, problem });
      continue;
    }
    const { life, text } = entry.value;
    const current = records.get(life.ruleSetId);
    if (life.revision !== (current?.life.revision ?? 0) + 1) continue;
    records.set(life.ruleSetId, { life, text: current?.text ?? text ?? '' });
    standing.add(key);
  }
  const ruleSets = [...records.values()].map((record): StoredRuleSet => ({
    record,
    where: `${topic}, key ${record.life.ruleSetId}`,
  }));
  return { contents: { ruleSets, unreadable }, standing };
}
