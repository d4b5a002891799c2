/**
 * Which engine begins a request is settled by the brokers, where files of engines may differ and changes overtake requests:
 * one begins only what it has left to no other (DECISIONS.md, 28).
 */
import { correlationKey } from '../../common/contracts/keys';
import type { Clock, EpochMs, Message, MessagePublisher } from '../../common/runtime';
import { oldFileMs, type Whose } from './whose';

/** Messages that no process waits for: their broker keeps each once for its key, and so knows it. */
const notes = {
  /** Somebody here is about to begin it, or has. */
  begun: 'request-begun',
  /** Another engine was told that it is not begun here. */
  left: 'request-left',
} as const;
type Note = (typeof notes)[keyof typeof notes];

/** A request may be noted and begun only by a repeat, which may be repeated for as long again; and be on its way then. */
const notedMs = (rememberedMs: number): number => 2 * rememberedMs + 60_000;
/** For a process that stands still between two commands. */
const spareMs = 30_000;
const doubtedMs = 60 * 60_000;

export interface RightToBeginDeps {
  readonly messages: Pick<MessagePublisher, 'publish'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface RightToBeginTimes {
  /** For how long after its first request an app may repeat it. */
  readonly rememberedMs: number;
  /** Longest time of one command, with its repeats: it comes within it or never. */
  readonly commandMs: number;
}

export interface Begun {
  readonly tenant: string;
  readonly id: string;
  /** Whether a process here has begun with it. */
  readonly isKnown: () => Promise<boolean>;
}

export class RightToBegin {
  /** What was left and noted as begun all the same: since when this process knows. */
  private readonly doubted = new Map<string, EpochMs>();

  constructor(
    private readonly deps: RightToBeginDeps,
    private readonly times: RightToBeginTimes,
  ) {}

  /**
   * Publishes what begins a request. `duplicate`: it has been begun here, or was left to another engine. The note comes
   * before the look: of one who begins and one who leaves at the same time, at least one sees the other.
   *
   * @throws Error where this process has stood still: by now the request may have been left
   */
  async begin(message: Message): Promise<'published' | 'duplicate'> {
    const { correlationKey: key } = message;
    await this.note(notes.begun, key, notedMs(this.times.rememberedMs));
    const lookedAt = this.deps.clock.now();
    if (await this.isNoted(notes.left, key)) return 'duplicate';
    const lookMs = this.deps.clock.now() - lookedAt;
    if (lookMs > this.times.commandMs + spareMs / 2) throw new Error(`a look took ${lookMs} ms`);
    return this.deps.messages.publish(message);
  }

  /** From now on it is not begun here, for long enough. `unsure`: somebody here may be about to, or nobody can tell. */
  async leave(
    begun: Begun,
    { since, ownLacksNotes }: Pick<Whose, 'since' | 'ownLacksNotes'>,
  ): Promise<'begun' | 'left' | 'unsure'> {
    const key = correlationKey(begun.tenant, begun.id);
    const askedAt = this.deps.clock.now();
    await this.note(notes.left, key, oldFileMs);
    const isNoted = await this.isNoted(notes.begun, key);
    if (!isNoted && !ownLacksNotes) return 'left';
    if (await begun.isKnown()) return 'begun';
    return !isNoted || this.isSettled(key, { askedAt, since }) ? 'left' : 'unsure';
  }

  /** What was about to be begun before it was left has come since, or never will. */
  private isSettled(
    key: string,
    { askedAt, since }: Record<'askedAt' | 'since', EpochMs>,
  ): boolean {
    for (const [other, at] of this.doubted) {
      if (askedAt - at > doubtedMs) this.doubted.delete(other);
    }
    const doubtedAt = this.doubted.get(key);
    if (doubtedAt === undefined || doubtedAt < since) {
      this.doubted.set(key, this.deps.clock.now());
      return false;
    }
    // Whoever looked before it was left has had two commands since: the look itself, and what begins it.
    return askedAt - doubtedAt >= 2 * this.times.commandMs + spareMs;
  }

  private note(name: Note, key: string, timeToLiveMs: number) {
    const message = { name, correlationKey: key, messageId: key, timeToLiveMs, variables: {} };
    return this.deps.messages.publish(message);
  }

  /** A message that lives for no time is not kept, and is refused while its like is. */
  private async isNoted(name: Note, key: string): Promise<boolean> {
    return (await this.note(name, key, 0)) === 'duplicate';
  }
}
