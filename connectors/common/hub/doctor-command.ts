/** `hub doctor`: what would keep payments from being made, before there is one. */
import { Argument, Command } from 'commander';
import type { Terminal } from '../terminal';
import { examine, type Line } from './doctor';
import { isOfPayments, type Role } from './role';

interface Options {
  readonly json?: boolean;
}

interface Roles {
  /** Turns names into roles; without a name all of payments are meant. */
  readonly argument: Argument;
  readonly allRoles: readonly Role[];
}

export function doctorCommand(terminal: Terminal, { argument, allRoles }: Roles): Command {
  return new Command('doctor')
    .description(
      'looks at all that these roles will need, with the settings that `hub start` would have; changes nothing',
    )
    .addArgument(argument)
    .option('--json', 'one JSON line a check, for programs')
    .action(async (named: readonly Role[], { json = false }: Options) => {
      const roles = named.length > 0 ? named : allRoles.filter(isOfPayments);
      const counts = { ok: 0, warn: 0, fail: 0 };
      for await (const line of examine(roles, allRoles)) {
        counts[line.status] += 1;
        terminal.out(json ? `${JSON.stringify(line)}\n` : textOf(line));
      }
      if (!json) {
        terminal.out(`\n${counts.ok} ok, ${counts.warn} to look at, ${counts.fail} wrong\n`);
      }
      if (counts.fail > 0) terminal.exitCode(1);
    });
}

function textOf({ status, role, tenant, what, detail, whatToDo }: Line): string {
  const word = ({ ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const)[status];
  const whose = tenant === undefined ? role : `${role}, ${tenant}`;
  const advice = whatToDo === undefined || status === 'ok' ? '' : `\n      -> ${whatToDo}`;
  return `${word}  ${whose}: ${what}: ${detail}${advice}\n`;
}
