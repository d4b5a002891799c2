import { z } from 'zod';

interface FieldSchema {
  readonly description?: string;
  readonly enum?: readonly string[];
}

/** The reference of settings as a Markdown table, for the README. */
export function environmentTable(
  sections: readonly { readonly title: string; readonly schema: z.ZodObject }[],
): string {
  const rows = sections.flatMap(({ title, schema }) => {
    const { properties } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    });
    return Object.entries((properties ?? {}) as Record<string, FieldSchema>).map(([name, field]) =>
      row([`\`${name}\``, title, defaultOf(schema.shape[name] as z.ZodType), descriptionOf(field)]),
    );
  });
  return [
    row(['Setting', 'Used by', 'Default', 'Meaning']),
    row(['---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

function defaultOf(field: z.ZodType): string {
  const parsed = field.safeParse(undefined);
  if (!parsed.success) return 'must be set';
  return parsed.data === undefined ? 'none' : `\`${JSON.stringify(parsed.data)}\``;
}

function descriptionOf(field: FieldSchema): string {
  const choices = field.enum === undefined ? '' : ` (${field.enum.join(', ')})`;
  return `${field.description ?? ''}${choices}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
