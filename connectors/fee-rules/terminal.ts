/** How commands read files, and tell what went wrong. */
import { readFile, writeFile } from 'node:fs/promises';
import { BadTransaction } from './try-rules';

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** 1: the rules are wrong; 2: a file cannot be read or written. */
  exitCode(code: 1 | 2): void;
}

/** What a person can mend: told without a stack. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

export async function contentOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw new CannotRun(`${file} cannot be read: ${(error as Error).message}`);
  });
}

export async function put(file: string, content: string | Buffer): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    throw new CannotRun(`${file} cannot be written: ${(error as Error).message}`);
  });
}

export async function attempt(terminal: Terminal, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const isTheirs = error instanceof CannotRun || error instanceof BadTransaction;
    if (!isTheirs) throw error;
    terminal.err(`${error.message}\n`);
    terminal.exitCode(2);
  }
}
