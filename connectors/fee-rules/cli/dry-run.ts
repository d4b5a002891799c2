import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { transferRecordSchema } from '../../common/contracts/fees';
import { parseJson } from '../../common/json';
import { decodeUtf8 } from '../../common/utf8';
import { compileRules } from '../engine/compile';
import { Evaluator } from '../engine/evaluator';
import { ruleSetOf, type Options } from './rule-options';
import { bookOf, DryRun, type Charge, type DryRunReport } from '../rule-sets/dry-run';
import type { RuleBook } from '../rule-sets/rule-book';
import { CannotRun, type Terminal } from '../../common/terminal';
import { attempt } from './terminal';

interface DryRunOptions extends Options {
  readonly before?: string;
  readonly after: string;
}

export function addDryRun(command: Command, terminal: Terminal): void {
  command
    .command('dry-run')
    .description('shows who would pay whom what for past transfers, by other rules')
    .argument('<transfers>', 'one JSON transfer a line, as on the topic payment-hub.transfers')
    .option('--before <file>', 'the rules there were; without it there were none')
    .requiredOption('--after <file>', 'the rules there would be')
    .option('--json', 'for programs')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((transfers: string, options: DryRunOptions) =>
      attempt(terminal, async () => {
        const before =
          options.before === undefined ? noRules : await bookIn(options.before, options, terminal);
        const after = await bookIn(options.after, options, terminal);
        if (before === undefined || after === undefined) return;
        const report = await dryRun(transfers, new DryRun(before, after));
        terminal.out(options.json === true ? `${JSON.stringify(report)}\n` : show(report));
      }),
    );
}

const noRules: RuleBook = { at: () => ({ kind: 'none' }) };

async function bookIn(
  file: string,
  options: Options,
  terminal: Terminal,
): Promise<RuleBook | undefined> {
  const ruleSet = await ruleSetOf(file, options, terminal);
  return ruleSet && bookOf(new Evaluator(compileRules(ruleSet)));
}

async function dryRun(file: string, run: DryRun): Promise<DryRunReport> {
  // Byte for byte: each line is made text of by itself, so that the one that is none can be named.
  const input = createReadStream(file, 'latin1');
  const unread = new Promise<never>((_, reject) => {
    input.once('error', (error) => {
      reject(new CannotRun(`${file} cannot be read: ${error.message}`));
    });
  });
  await Promise.race([addAll(file, input, run), unread]);
  return run.report();
}

async function addAll(file: string, input: NodeJS.ReadableStream, run: DryRun): Promise<void> {
  let number = 0;
  for await (const bytes of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    const line = decodeUtf8(Buffer.from(bytes, 'latin1'));
    if (line === undefined) throw new CannotRun(`${file} line ${number}: is not UTF-8 text`);
    if (line.trim() === '') continue;
    const parsed = transferRecordSchema.safeParse(parseJson(line));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') ?? '';
      const what = field === '' ? 'this is no transfer' : `${field}: ${issue?.message ?? ''}`;
      throw new CannotRun(`${file} line ${number}: ${what}`);
    }
    run.add(parsed.data);
  }
}

/** So many of the transfers are shown to a person; all are in the JSON. */
const shownMax = 20;

function show({
  transfers,
  changed,
  notEvaluated,
  totals,
  changedTransfers,
}: DryRunReport): string {
  const lines = [`${transfers} transfers, ${changed} of them charged otherwise`];
  if (notEvaluated > 0) lines.push(`${notEvaluated} could not be evaluated`);
  if (totals.length > 0) {
    const head = ['owes', 'is owed', 'type', 'currency', 'before', 'after', 'difference'];
    const rows = totals.map((one) => [
      ...[one.debtor, one.creditor, one.ledgerEntryType, one.currency],
      ...[one.before, one.after, one.difference],
    ]);
    lines.push('', ...table([head, ...rows], 4));
  }
  if (changed > 0) lines.push('');
  for (const { transferId, before, after } of changedTransfers.slice(0, shownMax)) {
    lines.push(`${transferId}: ${charges(before)} -> ${charges(after)}`);
  }
  if (changed > shownMax) lines.push(`... and ${changed - shownMax} more`);
  return `${lines.join('\n')}\n`;
}

function charges(list: readonly Charge[]): string {
  if (list.length === 0) return 'no fee';
  return list
    .map(
      ({ debtor, creditor, amount, currency }) =>
        `${debtor} owes ${creditor} ${amount} ${currency}`,
    )
    .join(', ');
}

/** Columns from `numbersFrom` on are aligned to the right. */
function table(rows: readonly (readonly string[])[], numbersFrom: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < numbersFrom ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
