import { z } from 'zod';

interface FieldSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
}

/** The reference of settings as a Markdown table, for the README. */
export function environmentTable(
  sections: readonly { readonly title: string; readonly schema: z.ZodObject }[],
): string {
  const rows = sections.flatMap(({ title, schema }) => {
    const { properties, required = [] } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    });
    return Object.entries((properties ?? {}) as Record<string, FieldSchema>).map(([name, field]) =>
      row([`\`${name}\``, title, defaultOf(field, required.includes(name)), descriptionOf(field)]),
    );
  });
  return [
    row(['Setting', 'Used by', 'Default', 'Meaning']),
    row(['---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

function defaultOf(field: FieldSchema, isRequired: boolean): string {
  if (field.default !== undefined) return `\`${String(field.default)}\``;
  return isRequired ? 'must be set' : 'none';
}

function descriptionOf(field: FieldSchema): string {
  const choices = field.enum === undefined ? '' : ` (${field.enum.join(', ')})`;
  return `${field.description ?? ''}${choices}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
