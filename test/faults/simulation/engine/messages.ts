/** Messages that wait, by the engine's rules: see bpmn/README.md, "What Zeebe 8.5 does". */
import type { Variables } from './scope';

export interface StoredMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string;
  readonly variables: Variables;
  /** By the engine's clock. */
  readonly deadline: number;
  /** The processes that have had it: once each. */
  readonly takenBy: Set<string>;
}

export type NewMessage = Omit<StoredMessage, 'takenBy' | 'deadline'> & {
  readonly timeToLiveMs: number;
};

/** The engine clears old messages away once a minute, and knows their ids for so long. */
const clearedEveryMs = 60_000;

export class MessageStore {
  private readonly byKey = new Map<string, StoredMessage[]>();

  constructor(
    private readonly now: () => number,
    /** When the engine clears next, for a message that has just ended. */
    private readonly clearedAfterMs: () => number = () => clearedEveryMs,
  ) {}

  /** `duplicate`: its id is known for this name and key. */
  add({ timeToLiveMs, ...message }: NewMessage): StoredMessage | 'duplicate' {
    const key = keyOf(message.name, message.correlationKey);
    const known = (this.byKey.get(key) ?? []).filter(
      ({ deadline }) => deadline + this.clearedAfterMs() > this.now(),
    );
    const { messageId } = message;
    if (messageId !== '' && known.some((one) => one.messageId === messageId)) return 'duplicate';
    const stored = { ...message, deadline: this.now() + timeToLiveMs, takenBy: new Set<string>() };
    if (timeToLiveMs > 0) this.byKey.set(key, [...known, stored]);
    return stored;
  }

  /** The oldest that still lives and that this process has not had. */
  find(name: string, correlationKey: string, processId: string): StoredMessage | undefined {
    return (this.byKey.get(keyOf(name, correlationKey)) ?? []).find(
      ({ deadline, takenBy }) => deadline > this.now() && !takenBy.has(processId),
    );
  }
}

function keyOf(name: string, correlationKey: string): string {
  return `${name}\n${correlationKey}`;
}
