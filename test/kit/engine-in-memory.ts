import { withArrival } from '../../connectors/common/contracts/arrival';
import type {
  Asker,
  Message,
  MessagePublisher,
  Question,
  Signal,
} from '../../connectors/common/runtime';

/** Takes messages as Zeebe does, and plays the one running process that a test is about. */
export class EngineInMemory implements Asker, MessagePublisher {
  /** In the order in which they came. */
  readonly calls: string[] = [];
  readonly published: Message[] = [];
  readonly broadcasts: Signal[] = [];
  readonly asked: Question[] = [];
  readonly waits: { readonly questionId: string; readonly timeoutMs: number }[] = [];
  /** What the process answers when it is asked; undefined: there is none. */
  answer: unknown = undefined;
  /** Question id -> what it answers to those who wait; nothing means that time runs out. */
  readonly answers = new Map<string, unknown>();
  /** Holds questions back, and those who wait for an answer, until it resolves. */
  held: Promise<void> = Promise.resolve();
  isDown = false;

  /** A message with an id is taken once for a name and a key; one that lives for no time is not kept. */
  async publish(message: Message): Promise<'published' | 'duplicate'> {
    await this.requireUp();
    this.calls.push(`publish ${message.name}`);
    const twin = this.published.find(
      ({ name, correlationKey, messageId, timeToLiveMs }) =>
        messageId !== undefined &&
        timeToLiveMs > 0 &&
        name === message.name &&
        correlationKey === message.correlationKey &&
        messageId === message.messageId,
    );
    if (twin !== undefined) return 'duplicate';
    this.published.push(message);
    return 'published';
  }

  async broadcast(signal: Signal): Promise<void> {
    await this.requireUp();
    this.calls.push(`broadcast ${signal.name}`);
    this.broadcasts.push(signal);
  }

  async ask(question: Question): Promise<unknown> {
    await this.requireUp();
    this.calls.push(`ask ${question.message.name}`);
    this.asked.push(question);
    await this.held;
    return this.answer;
  }

  async awaitAnswer(questionId: string, timeoutMs: number): Promise<unknown> {
    this.calls.push('await');
    this.waits.push({ questionId, timeoutMs });
    await this.requireUp();
    await this.held;
    return this.answers.get(questionId) ?? this.answers.get(withoutLastUuid(questionId));
  }

  /** Variables of the last message of that name for that key, as workers see them. */
  last(name: string, key: string): object {
    const found = this.published.findLast(
      (message) => message.name === name && message.correlationKey.startsWith(key),
    );
    if (found === undefined) throw new Error(`no ${name} for ${key} came in`);
    return withArrival(found.variables as Readonly<Record<string, unknown>>);
  }

  /** Variables of the last signal of that name. */
  heard(name: string): object {
    const found = this.broadcasts.findLast((signal) => signal.name === name);
    if (found === undefined) throw new Error(`no signal ${name} came in`);
    return found.variables;
  }

  private requireUp(): Promise<void> {
    return this.isDown ? Promise.reject(new Error('UNAVAILABLE')) : Promise.resolve();
  }
}

/** Each request waits under an id that nobody can foresee. */
function withoutLastUuid(questionId: string): string {
  return questionId.replace(/:[0-9a-f-]{36}$/, '');
}
