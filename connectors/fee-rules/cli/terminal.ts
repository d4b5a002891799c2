/** How the commands of the fee rules read files, and tell what went wrong. */
import { readFile, writeFile } from 'node:fs/promises';
import { attempt as attemptCommand, CannotRun, type Terminal } from '../../common/terminal';
import { decodeUtf8 } from '../../common/utf8';
import { BadTransaction } from './try-rules';
import { messageOf } from '../../common/message-of';

export async function contentOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw new CannotRun(`${file} cannot be read: ${messageOf(error)}`);
  });
}

export async function textOf(file: string): Promise<string> {
  const text = decodeUtf8(await contentOf(file));
  if (text === undefined) throw new CannotRun(`${file} is not UTF-8 text: save it as UTF-8`);
  return text;
}

export async function put(file: string, content: string | Buffer): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    throw new CannotRun(`${file} cannot be written: ${messageOf(error)}`);
  });
}

export function attempt(terminal: Terminal, action: () => Promise<void>): Promise<void> {
  return attemptCommand(terminal, action, (error) => error instanceof BadTransaction);
}
