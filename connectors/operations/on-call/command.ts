/** `hub on-call`: whether a call would arrive, before there is a reason for one. */
import { Command } from 'commander';
import { v5 as uuidV5 } from 'uuid';
import type { Tenants } from '../../common/config/tenants';
import { thereIsNo } from '../../common/nearest';
import type { Clock, HttpTransport } from '../../common/runtime';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { formatDateTime } from '../../common/time';
import { callNamespace } from './call-text';
import { onDuty } from './duty';
import type { OnCallSettings } from './settings';
import { commonWays, waysOf, type SendMail, type Telling, type Way } from './ways';

export interface OnCallCommandDeps {
  readonly clock: Clock;
  readonly http: HttpTransport;
  /** What `hub start on-call` would have. @throws ConfigurationError */
  readonly open: () => {
    readonly tenants: Tenants<OnCallSettings>;
    readonly sendMail: SendMail | undefined;
    readonly timeoutMs: number;
  };
}

interface Options {
  readonly to?: readonly string[];
  readonly all?: true;
}

export function onCallCommand(terminal: Terminal, deps: OnCallCommandDeps): Command {
  const test = new Command('test')
    .description(
      'sends a test message to whoever is on duty now, by each of their ways, and to the webhooks that hear of every call',
    )
    .argument('<tenant>', 'the DFSP, as the hub calls it')
    .option('--to <names...>', 'these people alone, as the tenant’s file calls them')
    .option('--all', 'everybody in the tenant’s file')
    .action((tenant: string, options: Options) =>
      attempt(terminal, () => testCalls(tenant, options, terminal, deps)),
    );
  return new Command('on-call').description('whom the hub calls').addCommand(test);
}

async function testCalls(
  name: string,
  { to, all }: Options,
  terminal: Terminal,
  { open, clock, http }: OnCallCommandDeps,
): Promise<void> {
  const { tenants, sendMail, timeoutMs } = open();
  const settings = tenants.current().get(name)?.settings;
  if (settings === undefined) {
    throw new CannotRun(thereIsNo('tenant', name, [...tenants.current().keys()]));
  }
  const everybody = Object.keys(settings.people);
  const unknown = to?.find((one) => !everybody.includes(one));
  if (unknown !== undefined) throw new CannotRun(thereIsNo('person', unknown, everybody));
  const people = to ?? (all === true ? everybody : onDuty(settings, clock.now()));
  const ways = { clock, http, sendMail, webhookTimeoutMs: timeoutMs };
  // Who is tried by name is tried alone: nobody else is to be rung for it.
  const common = to === undefined ? commonWays(settings, ways) : [];
  const found = [...common, ...waysOf(people, settings, ways)];
  if (found.length === 0) throw new CannotRun('Nobody is on duty now, and there is no webhook');
  const results = await Promise.all(found.map((way) => told(way, testMessage(name, clock.now()))));
  for (const { text } of results) terminal.out(text);
  if (results.some(({ isTaken }) => !isTaken)) terminal.exitCode(1);
}

async function told(way: Way, message: Telling): Promise<{ text: string; isTaken: boolean }> {
  const answer = await way.tell(message, new AbortController().signal);
  return answer.result === 'taken'
    ? { text: `ok    ${way.name}\n`, isTaken: true }
    : { text: `FAIL  ${way.name}: ${answer.why}\n`, isTaken: false };
}

function testMessage(tenant: string, nowMs: number): Telling {
  const timestamp = formatDateTime(nowMs);
  const subject = `${tenant}: this is a test, nothing is stuck`;
  const text = `Somebody has typed \`hub on-call test ${tenant}\`. You would be called this way. Nothing is to be done.\n`;
  const content = {
    type: 'on-call.test',
    timestamp,
    text: `${subject}\n\n${text}`,
    data: { tenant },
  };
  const body = JSON.stringify(content);
  return { callId: uuidV5(body, callNamespace), subject, text, body };
}
