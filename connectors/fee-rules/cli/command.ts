/** `hub fee-rules ...`: what an administrator of fees does at the command line. */
import { Command, Option } from 'commander';
import { canonical } from '../language/canonical';
import { canonicalText, loadFile } from '../language/load';
import { hasErrors } from '../language/problems';
import { readRules } from '../tables/rule-files';
import { executionPoints, type ExecutionPoint } from '../../common/contracts/fees';
import { showProblems } from './show-problems';
import { writeCsv } from '../tables/csv';
import { writeTables } from '../tables/write-tables';
import { writeWorkbook } from '../tables/xlsx';
import { dictionaryOf, refused, ruleSetOf, type Options } from './rule-options';
import { CannotRun, type Terminal } from '../../common/terminal';
import { attempt, contentOf, put, textOf } from './terminal';
import { addDryRun } from './dry-run';
import { addLife } from './life';
import { evaluateLines, explainTransaction } from './try-rules';

export function feeRulesCommand(terminal: Terminal): Command {
  const command = new Command('fee-rules').description(
    'checks, formats and converts fee rules (text, or tables in .xlsx and .csv); decides which are in force',
  );
  command
    .command('check')
    .description('finds all that is wrong with rules before a payment meets them')
    .argument('<file...>', 'rules as text, .xlsx or .csv')
    .option('--json', 'one JSON line a file, for programs')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((files: readonly string[], options: Options) =>
      attempt(terminal, () => checkFiles(files, options, terminal)),
    );
  command
    .command('fmt')
    .description('prints rules in their one canonical form')
    .argument('<file...>', 'rules as text')
    .option('--write', 'writes the canonical form back to the file')
    .option('--check', 'only tells which files are not in canonical form')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((files: readonly string[], options: Options & FormatOptions) =>
      attempt(terminal, () => formatFiles(files, options, terminal)),
    );
  command
    .command('import')
    .description('prints the text of the rules in tables')
    .argument('<file>', 'tables as .xlsx or .csv')
    .option('--output <file>', 'where the text goes instead of to the screen')
    .option('--json', 'problems as JSON, for programs')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((file: string, options: Options & { output?: string }) =>
      attempt(terminal, () => importFile(file, options, terminal)),
    );
  command
    .command('export')
    .description('writes rules as the tables of the user interface')
    .argument('<file>', 'rules as text, .xlsx or .csv')
    .argument('<output>', 'a file that ends in .xlsx or .csv')
    .option('--json', 'problems as JSON, for programs')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((file: string, output: string, options: Options) =>
      attempt(terminal, () => exportFile(file, output, options, terminal)),
    );
  addTrials(command, terminal);
  addDryRun(command, terminal);
  addLife(command, terminal);
  return command;
}

/** What tries rules on transactions. */
function addTrials(command: Command, terminal: Terminal): void {
  const point = () =>
    new Option('--point <point>', 'execution point')
      .choices(executionPoints)
      .default('transfer.committed');
  command
    .command('evaluate')
    .description('prints the ledger entries of each transaction, one JSON line a transaction')
    .argument('<file>', 'rules as text, .xlsx or .csv')
    .argument('<transactions>', 'one JSON transaction a line')
    .addOption(point())
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((file: string, transactions: string, options: Options & { point: ExecutionPoint }) =>
      attempt(terminal, async () => {
        const ruleSet = await ruleSetOf(file, options, terminal);
        if (ruleSet === undefined) return;
        const lines = await textOf(transactions);
        for (const line of evaluateLines(ruleSet, lines, options.point)) terminal.out(line);
      }),
    );
  command
    .command('explain')
    .description('tells why each rule does or does not charge a transaction')
    .argument('<file>', 'rules as text, .xlsx or .csv')
    .argument('<transaction>', 'one transaction as JSON')
    .addOption(point())
    .option('--json', 'for programs')
    .option('--dictionary <file>', 'a dictionary other than the built-in one')
    .action((file: string, transaction: string, options: Options & { point: ExecutionPoint }) =>
      attempt(terminal, async () => {
        const ruleSet = await ruleSetOf(file, options, terminal);
        if (ruleSet === undefined) return;
        const content = await textOf(transaction);
        const asJson = options.json === true;
        terminal.out(explainTransaction(ruleSet, content, options.point, asJson));
      }),
    );
}

async function checkFiles(
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const dictionary = await dictionaryOf(options);
  for (const file of files) {
    const read = readRules(file, await contentOf(file), dictionary);
    const { problems, ruleSet } = loadFile(read.file, read.problems, dictionary);
    if (options.json === true) {
      terminal.out(`${JSON.stringify({ file, ruleSetId: ruleSet?.id ?? null, problems })}\n`);
    } else {
      terminal.err(showProblems(file, problems, read.text));
      if (ruleSet !== undefined) {
        terminal.out(`${file}: ${ruleSet.rules.length} rules, set ${ruleSet.id}\n`);
      }
    }
    if (ruleSet === undefined) terminal.exitCode(1);
  }
}

interface FormatOptions {
  readonly write?: boolean;
  readonly check?: boolean;
}

async function formatFiles(
  files: readonly string[],
  options: Options & FormatOptions,
  terminal: Terminal,
): Promise<void> {
  const dictionary = await dictionaryOf(options);
  for (const file of files) {
    const read = readRules(file, await contentOf(file), dictionary);
    if (refused(file, read, read.problems, options, terminal)) continue;
    const text = canonicalText(read.file, dictionary);
    if (options.check === true) {
      if (text === read.text) continue;
      terminal.out(`${file}\n`);
      terminal.exitCode(1);
    } else if (options.write === true) {
      if (text !== read.text) await put(file, text);
    } else {
      terminal.out(text);
    }
  }
}

async function importFile(
  file: string,
  options: Options & { readonly output?: string },
  terminal: Terminal,
): Promise<void> {
  const ruleSet = await ruleSetOf(file, options, terminal);
  if (ruleSet === undefined) return;
  if (options.output === undefined) terminal.out(ruleSet.text);
  else await put(options.output, ruleSet.text);
}

async function exportFile(
  file: string,
  output: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const isCsv = /\.csv$/i.test(output);
  if (!isCsv && !/\.xlsx$/i.test(output)) {
    throw new CannotRun(`${output} ends neither in .xlsx nor in .csv`);
  }
  const dictionary = await dictionaryOf(options);
  const read = readRules(file, await contentOf(file), dictionary);
  const { problems } = loadFile(read.file, read.problems, dictionary);
  const tables = writeTables(canonical(read.file, dictionary), dictionary);
  // What has no name is only worth telling of rules that are right.
  const all = hasErrors(problems) ? problems : [...problems, ...tables.problems];
  if (refused(file, read, all, options, terminal)) return;
  await put(output, isCsv ? writeCsv(tables.sheets) : await writeWorkbook(tables.sheets));
}
