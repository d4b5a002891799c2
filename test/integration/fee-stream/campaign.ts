import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaDoor, OutgoingRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { topicSettings } from '../../../connectors/fee-rules/stream/settings';
import { startKafka } from '../../kit/stack/kafka';
import { startScript } from '../../kit/stack/scripts';
import { openDoor } from '../../kit/kafka';
import { audit, type Books } from './books';
import { partitions, topics } from './topics';
import { randomOf, Traffic } from './traffic';

export interface CampaignOptions {
  readonly transfers: number;
  /** Of handlers and of the broker, each by kill -9. */
  readonly kills: number;
  readonly seed: number;
  readonly runDirectory: string;
  readonly say: (line: string) => void;
}

export interface Outcome extends Books {
  readonly killed: Readonly<Record<'first' | 'second' | 'broker', number>>;
}

/** Small, so that hardly a moment is without an open transaction. */
const chunk = 10;
/** A kill that finds nobody at work proves nothing. */
const atWorkWithinMs = 25_000;
const settleMs = 180_000;
/** A charge too many would come late: that long after the last one that is wanted. */
const surplusMs = 5_000;

/** Two handlers and a broker are killed over and over while transfers come in. */
export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const { kills, seed, runDirectory, say } = options;
  const kafka = await startKafka({ logFile: `${runDirectory}/kafka.log`, say });
  const door = openDoor(kafka);
  const handlers: Record<'first' | 'second', Handler> = {
    first: new Handler('first', kafka.brokers, runDirectory),
    second: new Handler('second', kafka.brokers, runDirectory),
  };
  try {
    await door.ensureTopics([
      ...topicSettings(topics, partitions),
      { name: topics.switch ?? '', partitions, settings: {} },
    ]);
    await Promise.all([handlers.first.start(), handlers.second.start()]);
    const killed = { first: 0, second: 0, broker: 0 };
    const feeding = feed(door, options);
    const random = randomOf(seed + 1);
    for (let kill = 1; kill <= kills; kill += 1) {
      await someWork(door);
      await sleep(random() * 1_500);
      const victim = (['first', 'second', 'broker'] as const)[Math.floor(random() * 3)] ?? 'broker';
      killed[victim] += 1;
      say(`kill ${kill} of ${kills}: ${victim}`);
      if (victim === 'broker') await kafka.restart();
      else await handlers[victim].restart();
    }
    feeding.stop();
    await feeding.ended;
    const books = await settle(door, say);
    return { ...books, killed };
  } finally {
    await Promise.all([handlers.first.kill(), handlers.second.kill()]);
    await door.close();
    await kafka.stop();
  }
}

/** Resolves when entries have been written since the call, or after a while. */
async function someWork(door: KafkaDoor): Promise<void> {
  const deadline = Date.now() + atWorkWithinMs;
  let before: number | undefined;
  while (Date.now() < deadline) {
    const now = await writtenSoFar(door);
    before ??= now;
    if (now !== undefined && before !== undefined && now > before) return;
    await sleep(50);
  }
}

/** Undefined while the broker does not answer. */
async function writtenSoFar(door: KafkaDoor): Promise<number | undefined> {
  try {
    const ends = await door.endOffsets(topics.entries);
    return [...ends.values()].reduce((sum, end) => sum + end, 0);
  } catch {
    return undefined;
  }
}

class Handler {
  private running: Awaited<ReturnType<typeof startScript>> | undefined;

  constructor(
    private readonly name: string,
    private readonly brokers: string,
    private readonly runDirectory: string,
  ) {}

  async start(): Promise<void> {
    this.running = await startScript({
      name: `handler-${this.name}`,
      script: 'test/integration/fee-stream/handler/main.ts',
      args: [],
      runDirectory: this.runDirectory,
      environment: { KAFKA_BROKERS: this.brokers },
      readiness: 'at-once',
      appendToLog: true,
    });
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async kill(): Promise<void> {
    await this.running?.kill();
  }
}

/** At even pace, for as long as the kills go on, and until all transfers are out. */
function feed(door: KafkaDoor, { transfers, kills, seed }: CampaignOptions) {
  const traffic = new Traffic(seed);
  const pauseMs = Math.min(1_000, (kills * 8_000) / (transfers / chunk));
  let isHurried = false;
  const run = async (): Promise<void> => {
    for (let sent = 0; sent < transfers; sent += chunk) {
      await insist(door, traffic.make(Math.min(chunk, transfers - sent)));
      if (!isHurried) await sleep(pauseMs);
    }
  };
  return { stop: () => (isHurried = true), ended: run() };
}

/** A repeat may write twice what was written before: the audit counts what stands on the topic. */
async function insist(door: KafkaDoor, records: readonly OutgoingRecord[]): Promise<void> {
  for (;;) {
    try {
      await door.publish(records);
      return;
    } catch {
      await sleep(200);
    }
  }
}

async function settle(door: KafkaDoor, say: CampaignOptions['say']): Promise<Books> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const books = await audit(door);
    if (books.missing === 0) break;
    say(`${books.missing} are still to come`);
    if (Date.now() > deadline) return books;
    await sleep(2_000);
  }
  await sleep(surplusMs);
  return audit(door);
}
