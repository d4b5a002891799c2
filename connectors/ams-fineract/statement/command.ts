/** `hub statement`: what Fineract has booked for payments, as `hub reconcile` wants it. */
import { Command } from 'commander';
import type { StatementLine } from '../../common/contracts/ams-statement';
import { NotConfiguredHere } from '../../common/failures';
import type { Clock } from '../../common/runtime';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { formatDateTime, parseDateTime } from '../../common/time';
import type { FineractClient } from '../fineract/client';
import { readBookings } from './read-bookings';
import { reportDefinition } from './report';

export interface StatementDeps {
  readonly clock: Clock;
  /** @throws NotConfiguredHere */
  readonly fineractOf: (tenant: string) => Pick<FineractClient, 'runReport'>;
}

interface Options {
  readonly report?: true;
}

const dayMs = 86_400_000;

export function statementCommand(terminal: Terminal, deps: StatementDeps): Command {
  return new Command('statement')
    .description('prints what Fineract has booked for payments since a day, for hub reconcile')
    .argument('[tenant]', 'the DFSP, as the hub calls it')
    .argument('[since]', 'day such as 2026-11-28, by UTC')
    .option('--report', 'print the report that Fineract needs for it: the body of POST /reports')
    .action((tenant: string | undefined, since: string | undefined, { report }: Options) =>
      attempt(
        terminal,
        async () => {
          if (report === true) {
            terminal.out(`${JSON.stringify(reportDefinition, null, 2)}\n`);
            return;
          }
          if (tenant === undefined || since === undefined) {
            throw new CannotRun('Say the tenant and the day: hub statement lion 2026-11-28');
          }
          for await (const line of statement(deps, tenant, since)) {
            terminal.out(`${JSON.stringify(line)}\n`);
          }
        },
        (error) => error instanceof NotConfiguredHere,
      ),
    );
}

async function* statement(
  { clock, fineractOf }: StatementDeps,
  tenant: string,
  since: string,
): AsyncGenerator<StatementLine> {
  const fromMs = parseDateTime(`${since}T00:00:00Z`);
  if (fromMs === undefined) throw new CannotRun(`${since} is no day such as 2026-11-28`);
  const madeAt = formatDateTime(clock.now());
  yield { kind: 'head', version: 1, tenant, from: formatDateTime(fromMs), madeAt };
  // Fineract's own calendar may be a day behind UTC's.
  const fromDay = formatDateTime(fromMs - dayMs).slice(0, 10);
  let bookings = 0;
  for await (const booking of readBookings(fineractOf(tenant), fromDay)) {
    bookings += 1;
    yield booking;
  }
  yield { kind: 'end', bookings };
}
