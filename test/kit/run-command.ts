import type { Command } from 'commander';
import type { Terminal } from '../../connectors/common/terminal';

/** What a command of `hub` says to the person who types `words`. */
export async function runCommand(make: (terminal: Terminal) => Command, words: readonly string[]) {
  const said = { out: '', err: '', exitCode: 0 };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    exitCode: (code: number) => void (said.exitCode = code),
  };
  await make(terminal).parseAsync(words, { from: 'user' });
  return said;
}
