import { join } from 'node:path';
import { categories } from '../../connectors/common/fspiop-errors/categories';
import { errorTable } from '../../connectors/common/fspiop-errors/table';

const between = /(<!-- errors:[^\n]*-->\n)[\s\S]*(<!-- end of errors -->)/;

export const errorsFile = join(__dirname, '../../connectors/common/fspiop-errors/README.md');

/** The page of errors with what the table says now. */
export function withErrors(page: string): string {
  return page.replace(between, `$1\n${errors()}\n\n${families()}\n\n$2`);
}

function errors(): string {
  const rows = Object.entries(errorTable)
    .toSorted(([, left], [, right]) => left.code.localeCompare(right.code))
    .map(([name, error]) => [
      ...[error.code, `\`${name}\``, String(error.httpStatus), yesOrNo(error.worthRetrying)],
      ...[error.meaning, error.operator, error.user],
    ]);
  const means = ['What it means', 'What the operator does', 'What the payer reads'];
  return table(['Code', 'Error', 'HTTP', 'Retried', ...means], rows);
}

function families(): string {
  const rows = Object.entries(categories).map(
    ([digits, { name, worthRetrying, meaning, user }]) => [
      ...[`${digits}xx`, name, yesOrNo(worthRetrying), meaning, user],
    ],
  );
  return table(['Family', 'Name', 'Retried', 'What it means', 'What the payer reads'], rows);
}

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
