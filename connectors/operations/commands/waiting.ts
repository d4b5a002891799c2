/** `hub waiting`: what waits for a person, as the back office topic tells it. */
import { Command } from 'commander';
import { attempt, type Terminal } from '../../common/terminal';
import { matterText } from './matter-text';
import { readMatters, withTopics, type TopicsDeps } from './topics';

interface Options {
  readonly tenant?: string;
  readonly json?: boolean;
}

export function waitingCommand(terminal: Terminal, deps: TopicsDeps): Command {
  return new Command('waiting')
    .description('what waits for a person, and why: payments, and processes that stand still')
    .option('--tenant <tenant>', 'only what is of this tenant')
    .option('--json', 'one JSON line each, for programs')
    .action(({ tenant, json }: Options) =>
      attempt(terminal, () =>
        withTopics(deps, async (open) => {
          const matters = (await readMatters(open)).filter(
            (matter) => tenant === undefined || matter.tenant === tenant,
          );
          for (const matter of matters) {
            terminal.out(
              json === true ? `${JSON.stringify(matter)}\n` : matterText(matter, deps.clock.now()),
            );
          }
          if (matters.length === 0 && json !== true) terminal.out('Nothing waits for a person.\n');
        }),
      ),
    );
}
