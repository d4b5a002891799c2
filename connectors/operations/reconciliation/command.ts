/** `hub reconcile`: hub, Fineract and switch compared for a day. */
import { tmpdir } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { Clock } from '../../common/runtime';
import { attempt, CannotRun, type Terminal } from '../../common/terminal';
import { parseDateTime } from '../../common/time';
import type { Cut } from './facts';
import { HubPayments } from './hub-payments';
import { Keeper, type Keeping } from './keep';
import { reconcile, type Found, type Sources } from './reconcile';
import { shower, summaryText, type Format, type Summary } from './show';
import { openStatement, type Statement } from './statement-file';
import { readPositions, readTransfers } from './switch-report';

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly connect: () => { readonly elasticsearch: ElasticsearchDoor; readonly alias: string };
  readonly connectKafka: () => Keeping;
}

interface Options {
  readonly ams: string;
  readonly switch: readonly string[];
  readonly switchCovers?: Period;
  readonly positions?: string;
  readonly fsp?: string;
  readonly offset: string;
  readonly csv?: true;
  readonly json?: true;
  readonly keep?: true;
}

interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

const dayMs = 86_400_000;
const collect = (one: string, others: readonly string[]): readonly string[] => [...others, one];

export function reconcileCommand(terminal: Terminal, deps: ReconcileDeps): Command {
  return new Command('reconcile')
    .description('compares what hub, Fineract and switch say of a day; lists what differs')
    .argument('<tenant>', 'the DFSP, as the hub calls it')
    .argument('<date>', 'such as 2026-11-28')
    .requiredOption('--ams <file>', 'what hub statement has printed; - for what is piped in')
    .requiredOption('--switch <csv>', "the switch's report of transfers; any number", collect, [])
    .option(
      '--switch-covers <from/until>',
      'what these reports cover, where it is not the day',
      period,
    )
    .option('--positions <csv>', 'our positions at the switch before and after the day')
    .option('--fsp <fspId>', 'our name at the switch, where it is not that of the tenant')
    .option('--offset <offset>', 'of the time zone by which the day begins, such as +03:00', 'Z')
    .option('--csv', 'the differences as CSV')
    .option('--keep', 'on Kafka, as a work list for the operations API')
    .option('--json', 'one JSON line each, for programs')
    .action((tenant: string, date: string, options: Options) =>
      attempt(terminal, () => run(terminal, deps, { tenant, date }, options)),
    );
}

function period(text: string): Period {
  const [fromMs, untilMs] = text.split('/').map(parseDateTime);
  if (fromMs === undefined || untilMs === undefined || fromMs >= untilMs) {
    throw new InvalidArgumentError('Write 2026-11-27T00:00:00Z/2026-11-29T00:00:00Z.');
  }
  return { fromMs, untilMs };
}

async function run(
  terminal: Terminal,
  { clock, connect, connectKafka }: ReconcileDeps,
  of: { readonly tenant: string; readonly date: string },
  options: Options,
): Promise<void> {
  const statement = await openStatement(options.ams);
  const cut = cutOf(of, options, statement, clock.now());
  const positions = options.positions === undefined ? [] : await readPositions(options.positions);
  const { elasticsearch, alias } = connect();
  const keeping = options.keep === true ? connectKafka() : undefined;
  try {
    const keeper = keeping && (await Keeper.open(keeping, cut, clock.now()));
    const payments = new HubPayments(elasticsearch, alias, of.tenant);
    const sources: Sources = {
      payments: payments.ofDay(cut),
      paymentsOf: (ids) => payments.ofTransfers(ids),
      bookings: statement.bookings,
      transfers: readTransfers(options.switch),
      positions,
    };
    const summary = await tell(terminal, options, cut, sources, keeper);
    await keeper?.end(summary, positions.length > 0);
    if (summary.differences > 0) terminal.exitCode(1);
  } finally {
    await elasticsearch.close();
    await keeping?.kafka.close();
  }
}

/** @throws CannotRun */
function cutOf(
  { tenant, date }: { readonly tenant: string; readonly date: string },
  { fsp: fspId = tenant, offset, switchCovers }: Options,
  { head }: Statement,
  nowMs: number,
): Cut {
  const fromMs = parseDateTime(`${date}T00:00:00${offset}`);
  if (fromMs === undefined) throw new CannotRun(`${date} ${offset} is no day such as 2026-11-28`);
  if (head.tenant !== tenant) throw new CannotRun(`The statement is of ${head.tenant}`);
  const [bookingsSinceMs, madeMs] = [Date.parse(head.from), Date.parse(head.madeAt)];
  if (bookingsSinceMs > fromMs) {
    throw new CannotRun(
      `The statement begins only at ${head.from}: make one that begins a day before`,
    );
  }
  // A day that is not over is compared up to where the statement goes.
  const untilMs = Math.min(fromMs + dayMs, madeMs, nowMs);
  if (untilMs <= fromMs) throw new CannotRun('The statement was made before the day began');
  const report = switchCovers ?? { fromMs, untilMs };
  return { tenant, fspId, date, fromMs, untilMs, bookingsSinceMs, report };
}

async function tell(
  terminal: Terminal,
  { csv, json }: Options,
  cut: Cut,
  sources: Sources,
  keeper: Keeper | undefined,
): Promise<Summary> {
  const format: Format = csv === true ? 'csv' : json === true ? 'json' : 'text';
  const { begin, show, end } = shower(format, cut);
  const counted = { compared: 0, differences: 0, underWay: 0, outOfReach: 0 };
  terminal.out(begin());
  for await (const found of reconcile(sources, cut, tmpdir())) {
    count(counted, found);
    keeper?.note(found);
    terminal.out(show(found));
  }
  terminal.out(end(counted));
  if (format === 'csv') terminal.err(`${summaryText(counted)}\n`);
  return counted;
}

function count(counted: { -readonly [Name in keyof Summary]: number }, found: Found): void {
  if (found.kind === 'difference') counted.differences += 1;
  if (found.kind === 'under-way') counted.underWay += 1;
  if (found.kind === 'out-of-reach') counted.outOfReach += 1;
  if (found.kind === 'end') counted.compared = found.compared;
}
