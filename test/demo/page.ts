import { asha, baraka, currency, type Customer } from '../kit/stack/dfsps';
import { minorUnits, type Check } from '../kit/payments/checks';
import { wrap, type Paper } from './paper';
import type { Performance } from '../kit/payments/perform';
import type { Scenario } from '../kit/payments/scenarios';
import type { Account, Heard, Step } from '../kit/payments/world';

/** Everything that `make demo` prints about its payments. */

const width = 92;
const indent = '  ';

export function printPicture(paper: Paper): void {
  const picture = [
    '  Asha’s phone                                               Baraka’s phone',
    '       │ REST                                                      ▲',
    '  ┌─ lion ────────┐            ┌────────┐            ┌─ buffalo ───┴─┐',
    '  │  Payment Hub  │◀─ FSPIOP ─▶│ switch │◀─ FSPIOP ─▶│  Payment Hub  │',
    '  │       │       │            └────────┘            │       │       │',
    '  │   Fineract    │                                  │   Fineract    │',
    '  └───────────────┘                                  └───────────────┘',
  ];
  const words =
    'Asha keeps her account at lion, Baraka keeps his at buffalo. Each bank runs Apache Fineract. Payment Hub carries a payment from one to the other over a Mojaloop switch, so that at every moment the money is in exactly one place. Here one hub serves both banks as two tenants; the steps of every payment are BPMN processes on a Zeebe broker. Hub and broker are the real ones, the switch and the two Fineracts are simulators.';
  paper.line();
  for (const line of picture) paper.line(paper.blue(line));
  paper.line();
  for (const line of wrap(words, width)) paper.line(`${indent}${line}`);
}

export function printPerformance(
  paper: Paper,
  number: number,
  scenario: Scenario,
  performance: Performance,
): void {
  paper.line();
  paper.line();
  paper.line(paper.bold(`${number}  ${scenario.title}`));
  for (const line of wrap(scenario.story, width)) paper.line(`${indent}${paper.dim(line)}`);
  paper.line();
  printSteps(paper, performance.steps, performance.startedMs);
  paper.line();
  for (const heard of performance.heard) printHeard(paper, heard);
  paper.line();
  printAccounts(paper, performance);
  paper.line();
  for (const check of performance.checks) printCheck(paper, check);
}

function printSteps(paper: Paper, steps: readonly Step[], startedMs: number): void {
  const wayWidth = Math.max(...steps.map(({ way }) => way.length));
  const wordsWidth = Math.max(...steps.map(({ words }) => words.length));
  for (const { atMs, way, words, protocol } of steps) {
    const time = `${((atMs - startedMs) / 1000).toFixed(3).padStart(7)} s`;
    const columns = `${way.padEnd(wayWidth)}   ${words.padEnd(wordsWidth)}`;
    paper.line(`${paper.blue(time)}   ${columns}   ${paper.dim(protocol)}`.trimEnd());
  }
}

function printHeard(paper: Paper, { status, report, tookMs }: Heard): void {
  const error = report.error === undefined ? '' : `, “${report.error.message}”`;
  const seconds = (tookMs / 1000).toFixed(2);
  const state = paper.bold(report.state ?? report.title ?? '');
  const text = `The app heard after ${seconds} s: ${status} ${state}${error}`;
  for (const line of wrap(text, width)) paper.line(`${indent}${line}`);
}

function printAccounts(paper: Paper, { before, after }: Performance): void {
  const header = ['', 'balance before', 'after', 'change', 'held before', 'after'];
  paper.line(paper.dim(row(header)));
  paper.line(row(cells('lion', asha, before.payer, after.payer)));
  paper.line(row(cells('buffalo', baraka, before.payee, after.payee)));
}

function cells(dfsp: string, customer: Customer, before: Account, after: Account): string[] {
  const moved = minorUnits(after.ledger, currency) - minorUnits(before.ledger, currency);
  const sign = moved > 0n ? '+' : '';
  return [
    `${customer.firstName} at ${dfsp}`,
    readable(minorUnits(before.ledger, currency)),
    readable(minorUnits(after.ledger, currency)),
    moved === 0n ? '–' : `${sign}${readable(moved)}`,
    readable(minorUnits(before.held, currency)),
    readable(minorUnits(after.held, currency)),
  ];
}

function row([name = '', ...numbers]: readonly string[]): string {
  return `${indent}${name.padEnd(20)}${numbers.map((text) => text.padStart(14)).join('')}`;
}

/** `-1 234.50`, from hundredths. */
function readable(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${minor < 0n ? '−' : ''}${whole}.${digits.slice(-2)}`;
}

function printCheck(paper: Paper, { claim, isTrue, found }: Check): void {
  paper.line(
    isTrue
      ? `${indent}${paper.green('✓')} ${claim}`
      : `${indent}${paper.red('✗')} ${paper.bold(claim)}: ${found}`,
  );
}

export function printVerdict(paper: Paper, checks: readonly Check[], tookMs: number): void {
  const wrong = checks.filter((check) => !check.isTrue).length;
  const seconds = (tookMs / 1000).toFixed(0);
  paper.line();
  paper.line();
  paper.line(
    wrong === 0
      ? `${paper.green('✓')} ${paper.bold(`All is as it must be: ${checks.length} things checked`)}, in ${seconds} s.`
      : `${paper.red('✗')} ${paper.bold(`${wrong} of ${checks.length} things are not as they must be.`)}`,
  );
}
