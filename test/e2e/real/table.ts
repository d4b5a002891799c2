import { Decimal } from 'decimal.js';
import { textOfHeard } from '../../kit/payments/checks';
import type { Account, Heard } from '../../kit/payments/world';
import type { Performance } from './perform';

const header = [
  '',
  'scenario',
  'the channel heard',
  'payer’s ledger, holds',
  'payee’s ledger',
  'switch positions, payer / payee',
  'time',
];

export function rowsOf(performances: readonly Performance[]): string[][] {
  return [header, ...performances.map(rowOf)];
}

/** In columns, with a line below the first row. */
export function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) => lineOf(row, widths));
  return [
    lines[0] ?? '',
    lineOf(
      widths.map((width) => '─'.repeat(width)),
      widths,
    ),
    ...lines.slice(1),
  ];
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}

function rowOf({ title, heard, before, after, checks, tookMs }: Performance): string[] {
  return [
    checks.every(({ isTrue }) => isTrue) ? '✓' : '✗',
    title,
    heard.map(heardText).join(', '),
    `${ledgerText(before.payer, after.payer)}, ${holdsText(after.payer)}`,
    ledgerText(before.payee, after.payee),
    `${changeText(before.positions.payer, after.positions.payer)} / ${changeText(before.positions.payee, after.positions.payee)}`,
    `${(tookMs / 1000).toFixed(1)} s`,
  ];
}

/** A problem's title is in the checks; here its status is enough. */
function heardText(heard: Heard): string {
  return heard.status < 400 ? textOfHeard(heard) : `HTTP ${heard.status}`;
}

function ledgerText(before: Account, after: Account): string {
  return `${plain(before.ledger)} → ${plain(after.ledger)}`;
}

function holdsText({ bookings, held }: Account): string {
  const count = bookings.filter(({ type }) => type === 'hold').length;
  return count === 0 ? 'never held' : `${count} hold, ${plain(held)} left`;
}

function changeText(before: string, after: string): string {
  const change = new Decimal(after).minus(before);
  return `${change.isPositive() && !change.isZero() ? '+' : ''}${change.toFixed()}`;
}

/** Fineract writes six decimals. */
function plain(decimal: string): string {
  return new Decimal(decimal).toFixed();
}
