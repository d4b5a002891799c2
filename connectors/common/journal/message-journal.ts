/** Takes what roles say and hear, and writes it to disk in small batches; from there it goes to Kafka. */
import type { JournalSettings } from '../contracts/message-journal';
import type { KafkaDoor } from '../doors/kafka/kafka-door';
import type { Clock, Logger, Random } from '../runtime';
import type { Exchange, Half, Journal } from './exchange';
import { journalMessageOf } from './message';
import type { JournalMetrics, Lost } from './metrics';
import { Sender } from './sender';
import { Spool, SpoolFull } from './spool';

interface JournalDeps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: JournalMetrics;
}

/** What a kill of the process loses at most: what came within so long, and is no more than this. */
const writtenAfterMs = 100;
const heldBytesMax = 8 * 1024 * 1024;

/** Written as one: longer than that no other work of the process waits. */
const batchBytesMax = 256 * 1024;
const alarmEveryMs = 60_000;
/** Headers, times and ids of one, roughly. */
const exchangeBytes = 2_048;

export class MessageJournal implements Journal {
  private readonly spool: Spool;
  private readonly process: string;
  private readonly closing = new AbortController();
  private readonly stopping = new AbortController();
  private readonly writing: Promise<void>;
  private held: { readonly exchange: Exchange; readonly bytes: number }[] = [];
  private heldBytes = 0;
  private count = 0;
  private wake: () => void = () => undefined;
  private quietUntilMs = 0;

  constructor(
    private readonly deps: JournalDeps,
    private readonly settings: JournalSettings,
  ) {
    const { MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder, MESSAGE_JOURNAL_SPOOL_BYTES_MAX: max } =
      settings;
    this.process = deps.random.uuid();
    this.spool = new Spool(folder, max, deps);
    this.writing = this.write();
    void new Sender({ ...deps, spool: this.spool }, settings).run(this.stopping.signal);
  }

  note(exchange: Exchange): void {
    const bytes = exchangeBytes + sizeOf(exchange.request) + sizeOf(exchange.answer);
    if (this.heldBytes + bytes > heldBytesMax) {
      this.lose('memory', 1);
      return;
    }
    this.held.push({ exchange, bytes });
    this.heldBytes += bytes;
    this.wake();
  }

  /** All that was noted is on disk then, or lost and counted; what Kafka did not take in time is sent by the next start. */
  async close(graceMs: number): Promise<void> {
    this.closing.abort();
    this.wake();
    await this.writing;
    const over = new AbortController();
    await Promise.race([this.spool.emptied(), this.deps.clock.sleep(graceMs, over.signal)]);
    over.abort();
    this.stopping.abort();
    await this.spool.close();
  }

  private async write(): Promise<void> {
    const { clock } = this.deps;
    for (;;) {
      while (this.held.length > 0) await this.writeBatch();
      if (this.closing.signal.aborted) return;
      await new Promise<void>((wake) => (this.wake = wake));
      await clock.sleep(writtenAfterMs, this.closing.signal);
    }
  }

  private async writeBatch(): Promise<void> {
    const lines: string[] = [];
    let size = 0;
    let taken = 0;
    let takenBytes = 0;
    for (const { exchange, bytes } of this.held) {
      if (size > batchBytesMax) break;
      taken += 1;
      takenBytes += bytes;
      const line = this.lineOf(exchange);
      if (line === undefined) continue;
      lines.push(line);
      size += line.length;
    }
    this.held = this.held.slice(taken);
    try {
      if (lines.length > 0) await this.spool.append(lines);
    } catch (error) {
      this.lose(error instanceof SpoolFull ? 'spool-full' : 'disk', lines.length, error);
    }
    this.heldBytes -= takenBytes;
    this.deps.metrics.waiting(this.spool.waitingBytes);
  }

  private lineOf(exchange: Exchange): string | undefined {
    const { ENGINE_NAME: engine, MESSAGE_JOURNAL_BODY_BYTES_MAX: bodyBytesMax } = this.settings;
    try {
      this.count += 1;
      const messageId = `${this.process}-${this.count}`;
      return JSON.stringify(journalMessageOf(messageId, exchange, { engine, bodyBytesMax }));
    } catch (error) {
      this.lose('defect', 1, error);
      return undefined;
    }
  }

  /** Once a minute at most: whoever lost one will lose more. */
  private lose(why: LostHere, count: number, error?: unknown): void {
    const { metrics, clock, log } = this.deps;
    metrics.lost(why, count);
    if (clock.now() < this.quietUntilMs) return;
    this.quietUntilMs = clock.now() + alarmEveryMs;
    const { MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder } = this.settings;
    log.error({ why, folder, error }, `ALARM: ${whatToDo[why]}. Payments go on`);
  }
}

/** The rest the sender loses. */
type LostHere = Exclude<Lost, 'torn' | 'too-large'>;

const whatToDo: Readonly<Record<LostHere, string>> = {
  memory:
    'messages are missing from the journal: they come faster than the disk of MESSAGE_JOURNAL_SPOOL_DIRECTORY takes them',
  'spool-full':
    'messages are missing from the journal: as many wait for Kafka as may. Mend Kafka, or raise MESSAGE_JOURNAL_SPOOL_BYTES_MAX',
  disk: 'messages are missing from the journal: MESSAGE_JOURNAL_SPOOL_DIRECTORY takes nothing. Make room there, or give this process the right to write',
  defect: 'a message could not be put into the journal: a defect of the hub',
};

function sizeOf(half: Half | undefined): number {
  return half?.body?.length ?? 0;
}
