export interface LoggedMessage {
  readonly sequence: number;
  /** When it arrived or left. */
  readonly atMs: number;
  /** `in`: from a DFSP to the switch. `out`: from the switch to a DFSP. */
  readonly direction: 'in' | 'out';
  readonly fsp: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The HTTP answer's status; undefined when none came. */
  readonly status: number | undefined;
}

const messagesMax = 10_000;

/** The last messages that passed; older ones are forgotten. */
export class MessageLog {
  private readonly messages: LoggedMessage[] = [];
  private next = 1;

  add(message: Omit<LoggedMessage, 'sequence'>): void {
    this.messages.push({ sequence: this.next++, ...message });
    // In lumps, because taking one off the front of a long array costs as much as taking many.
    if (this.messages.length >= 2 * messagesMax) this.messages.splice(0, messagesMax);
  }

  after(sequence: number): readonly LoggedMessage[] {
    return this.messages.filter((message) => message.sequence > sequence);
  }

  clear(): void {
    this.messages.length = 0;
  }
}
