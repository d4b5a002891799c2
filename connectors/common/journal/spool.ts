/**
 * Messages on disk until Kafka has them: files of lines, written at their end only. A file is a segment once it is closed; who has
 * sent one removes it. Several processes may share a folder: what one has not touched for a minute it has left behind.
 */
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, EpochMs, Random } from '../runtime';
import { Turns } from '../turns';

const segmentBytesMax = 1024 * 1024;
const leftBehindAfterMs = 60_000;
const closedAfterMs = 20_000;

const closedName = /^\d{15}-[0-9a-f-]{36}-\d+\.lines$/;
const openName = /^\d{15}-[0-9a-f-]{36}-\d+\.open$/;

export interface Segment {
  readonly path: string;
  readonly bytes: number;
}

interface OpenSegment extends Segment {
  readonly file: FileHandle;
  readonly touchedMs: EpochMs;
}

/** Nothing more may wait here. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull';
}

export class Spool {
  private readonly turns = new Turns();
  private readonly process: string;
  private segments: Segment[] = [];
  private current: OpenSegment | undefined;
  private count = 0;
  private bytes = 0;
  private lookedAtMs = -Infinity;
  private heard: (() => void)[] = [];
  private awaitingEmpty: (() => void)[] = [];

  constructor(
    private readonly folder: string,
    private readonly bytesMax: number,
    private readonly deps: { readonly clock: Clock; readonly random: Random },
  ) {
    this.process = deps.random.uuid();
  }

  get waitingBytes(): number {
    return this.bytes;
  }

  /** Lines are whole once it resolves, and survive the process. @throws SpoolFull, or what the disk says */
  append(lines: readonly string[]): Promise<void> {
    return this.turns.take(async () => {
      const data = Buffer.from(`${lines.join('\n')}\n`);
      if (this.bytes + data.length > this.bytesMax) throw new SpoolFull();
      const nowMs = this.deps.clock.now();
      // Before another process can take it for left behind.
      if (nowMs - (this.current?.touchedMs ?? nowMs) > closedAfterMs) await this.closeCurrent();
      const { path, file, bytes } = (this.current ??= await this.begin());
      await writeWhole(file, data, bytes);
      this.bytes += data.length;
      this.current = { path, file, bytes: bytes + data.length, touchedMs: nowMs };
      if (this.current.bytes >= segmentBytesMax) await this.closeCurrent();
      for (const wake of this.heard.splice(0)) wake();
    });
  }

  /** The oldest that is to be sent; waits until there is one, and undefined once `signal` aborts. */
  async next(signal: AbortSignal): Promise<Segment | undefined> {
    while (!signal.aborted) {
      const segment = await this.turns.take(() => this.oldest());
      if (segment !== undefined) return segment;
      await this.somethingNew(signal);
    }
    return undefined;
  }

  /** Its lines, and whether the last one breaks off; none where another process has sent it. */
  async read({ path }: Segment): Promise<{ readonly lines: string[]; readonly isTorn: boolean }> {
    const lines = ((await unlessGone(readFile(path, 'utf8'))) ?? '').split('\n');
    const rest = lines.pop() ?? '';
    return { lines, isTorn: rest !== '' };
  }

  /** Once it is sent. */
  remove(segment: Segment): Promise<void> {
    return this.turns.take(async () => {
      await rm(segment.path, { force: true });
      this.segments = this.segments.filter((one) => one !== segment);
      this.bytes -= segment.bytes;
      if (this.bytes === 0) for (const wake of this.awaitingEmpty.splice(0)) wake();
    });
  }

  /** Once all that waits here is sent. */
  async emptied(): Promise<void> {
    if (this.bytes > 0) await new Promise<void>((wake) => this.awaitingEmpty.push(wake));
  }

  /** What is there stays for the next start. */
  close(): Promise<void> {
    return this.turns.take(() => this.closeCurrent());
  }

  private async begin(): Promise<OpenSegment> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const touchedMs = this.deps.clock.now();
    const name = `${String(touchedMs).padStart(15, '0')}-${this.process}-${this.count++}.open`;
    const path = join(this.folder, name);
    return { path, bytes: 0, touchedMs, file: await open(path, 'w', 0o600) };
  }

  private async closeCurrent(): Promise<void> {
    const { current } = this;
    if (current === undefined) return;
    this.current = undefined;
    const { file, bytes } = current;
    const path = current.path.replace(/\.open$/, '.lines');
    try {
      // What a full disk took of a line that counts as lost.
      await file.truncate(bytes);
    } finally {
      await file.close();
    }
    // Where it is gone, another process has sent it.
    await unlessGone(rename(current.path, path));
    this.segments.push({ path, bytes });
  }

  private async oldest(): Promise<Segment | undefined> {
    if (this.segments.length === 0) await this.takeOver();
    if (this.segments.length === 0) await this.closeCurrent();
    return this.segments[0];
  }

  /** What nobody has touched for a while: of a process that was killed, or does not get it sent. */
  private async takeOver(): Promise<void> {
    const nowMs = this.deps.clock.now();
    if (nowMs - this.lookedAtMs < leftBehindAfterMs) return;
    this.lookedAtMs = nowMs;
    for (const name of ((await unlessGone(readdir(this.folder))) ?? []).sort()) {
      if (name.includes(this.process) || !(closedName.test(name) || openName.test(name))) continue;
      const path = join(this.folder, name);
      const there = await unlessGone(stat(path));
      if (there === undefined || nowMs - there.mtimeMs < leftBehindAfterMs) continue;
      this.segments.push({ path, bytes: there.size });
      this.bytes += there.size;
    }
  }

  /** Another line, or time to look for what others have left behind. */
  private async somethingNew(signal: AbortSignal): Promise<void> {
    if (this.current !== undefined || this.segments.length > 0) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const heard = new Promise<void>((wake) => this.heard.push(wake));
    await Promise.race([heard, this.deps.clock.sleep(leftBehindAfterMs, either)]);
    over.abort();
  }
}

/** At this place: a line that broke off before, on a full disk, is written over. */
async function writeWhole(file: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let at = 0; at < data.length;) {
    const { bytesWritten } = await file.write(data, at, data.length - at, position + at);
    at += bytesWritten;
  }
}

async function unlessGone<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
