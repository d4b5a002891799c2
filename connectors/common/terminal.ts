import { messageOf } from './message-of';
/** How the commands of `hub` talk to the person who types them. */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** 1: what was asked for is wrong, or is not there; 2: it could not be carried out. */
  exitCode(code: 1 | 2): void;
}

/** What a person can mend: told without a stack. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** Runs a command; `isTheirs` says what else, besides {@link CannotRun}, a person can mend. */
export async function attempt(
  terminal: Terminal,
  action: () => Promise<void>,
  isTheirs: (error: unknown) => boolean = () => false,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof CannotRun) && !isTheirs(error)) throw error;
    terminal.err(`${messageOf(error)}\n`);
    terminal.exitCode(2);
  }
}
