/** `hub payments ...`: payments that wait for a person, seen and decided straight at the engine. */
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { operatorMatters } from '../../common/contracts/operator-matters';
import { operatorDecisions } from '../../common/contracts/operator';
import { thereIsNo } from '../../common/nearest';
import { attempt, type Terminal } from '../../common/terminal';
import {
  decideLine,
  errorText,
  readWaiting,
  waitingMax,
  waitingS,
  type Decision,
  type Waiting,
  type WaitingPayment,
} from '../waiting/waiting-payment';
import { withEngine, type EngineDeps } from './engine';

interface Options {
  readonly json?: boolean;
  readonly tenant?: string;
}

interface DecideOptions extends Options {
  readonly by: string;
  readonly reason?: string;
}

export function paymentsCommand(terminal: Terminal, deps: EngineDeps): Command {
  const command = new Command('payments').description('payments that wait for a person');
  const sub = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--tenant <tenant>', 'only payments of this tenant')
      .option('--json', 'one JSON line a payment, for programs');
  const id = [
    '<id>',
    'transferId, transactionId or job key, as `hub payments list` shows',
  ] as const;
  sub('list', 'shows them, the oldest first').action((options: Options) =>
    attempt(terminal, () =>
      withEngine(deps, async ({ openJobs }) => {
        list(await readWaiting(openJobs, true), options, deps.clock.now(), terminal);
      }),
    ),
  );
  sub('show', 'tells all that is known of one, and what can be decided')
    .argument(...id)
    .action((key: string, options: Options) =>
      attempt(terminal, () =>
        withEngine(deps, async ({ openJobs }) => {
          const found = named(await readWaiting(openJobs, true), key, options, terminal);
          for (const [index, payment] of found.entries()) {
            if (index > 0 && options.json !== true) terminal.out('\n');
            show(payment, options, deps.clock.now(), terminal);
          }
        }),
      ),
    );
  sub('decide', 'ends the wait of one')
    .argument(...id)
    .argument('<decision>', operatorDecisions.join(', '))
    .option('--by <name>', 'who decides it', userOfMachine())
    .option('--reason <text>', 'why: kept with the decision in the records of the engine')
    .action((key: string, word: string, options: DecideOptions) =>
      attempt(terminal, () => decide(key, word, options, terminal, deps)),
    );
  return command;
}

/** A container may run under a number that has no name. */
function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function list(
  { payments, unreadable, isCut }: Waiting,
  { json, tenant }: Options,
  nowMs: number,
  terminal: Terminal,
): void {
  const shown = payments.filter((one) => tenant === undefined || one.tenant === tenant);
  for (const payment of shown) {
    const { transferId, reason, choices } = payment;
    const age = `waits ${duration(waitingS(payment, nowMs))}`;
    const line = [payment.tenant, transferId, reason, age, `can: ${choices.join(', ')}`].join('  ');
    terminal.out(json === true ? jsonLine(payment) : `${line}\n`);
  }
  if (shown.length === 0 && json !== true) terminal.out('No payment waits for a person.\n');
  for (const key of unreadable) {
    terminal.err(
      `Job ${key} waits for a person too, but its variables are not as they should be.\n`,
    );
  }
  if (isCut) terminal.err(`There may be more: only ${waitingMax} are looked at.\n`);
}

function show(payment: WaitingPayment, { json }: Options, nowMs: number, terminal: Terminal): void {
  if (json === true) {
    terminal.out(jsonLine(payment));
    return;
  }
  const { what, advice } = operatorMatters[payment.reason];
  const rows: readonly (readonly [string, string])[] = [
    ['tenant', payment.tenant],
    ['transferId', payment.transferId],
    ['transactionId', payment.transactionId],
    ['process instance', `${payment.processInstanceKey}, at ${payment.elementId}`],
    ['job', payment.jobKey],
    ['waits since', `${payment.since} (${duration(waitingS(payment, nowMs))})`],
    ['reason', `${payment.reason}: ${what}`],
    ["the switch's word", payment.verdict ?? 'none'],
    ['error', errorText(payment) ?? 'none'],
    ['to do', advice],
    ['decide by', decideLine(payment)],
  ];
  for (const [name, value] of rows) terminal.out(`${name.padEnd(18)}${value}\n`);
}

async function decide(
  key: string,
  word: string,
  options: DecideOptions,
  terminal: Terminal,
  deps: EngineDeps,
): Promise<void> {
  const decision = operatorDecisions.find((one) => one === word);
  if (decision === undefined) {
    const unknown = thereIsNo('decision', word, operatorDecisions);
    refuse(`${unknown} Decisions: ${operatorDecisions.join(', ')}`, terminal);
    return;
  }
  await withEngine(deps, async ({ openJobs }) => {
    const payment = only(await readWaiting(openJobs, true), key, options, terminal);
    if (payment === undefined) return;
    const problem = notOpen(payment, decision);
    if (problem !== undefined) {
      refuse(problem, terminal);
      return;
    }
    const { by, reason } = options;
    const operatorNote = { by, ...(reason === undefined ? {} : { reason }) };
    const variables = { operatorDecision: decision, operatorNote };
    const done = await openJobs.complete(payment.jobKey, variables);
    if (done === 'unknown') {
      refuse(
        `Nothing was decided: transfer ${payment.transferId} of ${payment.tenant} has just ceased to wait. ` +
          'Look again: hub payments list',
        terminal,
      );
      return;
    }
    terminal.out(
      options.json === true
        ? jsonLine({ ...payment, decision, by })
        : `${decision} is decided for transfer ${payment.transferId} of ${payment.tenant}. ` +
            'If it does not work, the payment waits again: hub payments list\n',
    );
  });
}

function notOpen({ choices, reason, transferId }: WaitingPayment, decision: Decision) {
  if (choices.includes(decision)) return undefined;
  return (
    `Nothing was decided: ${decision} is not open to transfer ${transferId}, for ` +
    `${operatorMatters[reason].what}. ${operatorMatters[reason].advice} Open are: ${choices.join(', ')}`
  );
}

/** Undefined, and why told, unless it is exactly one. */
function only(
  waiting: Waiting,
  key: string,
  options: Options,
  terminal: Terminal,
): WaitingPayment | undefined {
  const found = named(waiting, key, options, terminal);
  if (found.length < 2) return found[0];
  // Not by the job alone: a process that tries by itself asks with another job each time.
  const areOfTenants = new Set(found.map(({ tenant }) => tenant)).size === found.length;
  const each = found.map(({ jobKey, tenant, reason }) =>
    areOfTenants ? `--tenant ${tenant} (${reason})` : `job ${jobKey} (${tenant}, ${reason})`,
  );
  refuse(
    `Nothing was decided: ${found.length} payments with ${key} wait. Say which: ${each.join(' or ')}`,
    terminal,
  );
  return undefined;
}

/** Told if there is none. */
function named(
  { payments, isCut }: Waiting,
  key: string,
  { tenant }: Options,
  terminal: Terminal,
): WaitingPayment[] {
  const found = payments.filter(
    (one) =>
      [one.jobKey, one.transferId, one.transactionId].includes(key) &&
      (tenant === undefined || one.tenant === tenant),
  );
  if (found.length === 0) {
    const whose = tenant === undefined ? '' : ` of tenant ${tenant}`;
    const unseen = isCut ? ` among the first ${waitingMax}, and there may be more` : '';
    refuse(
      `No payment${whose} with ${key} waits for a person${unseen}. See: hub payments list`,
      terminal,
    );
  }
  return found;
}

function refuse(text: string, terminal: Terminal): void {
  terminal.err(`${text}\n`);
  terminal.exitCode(1);
}

const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
