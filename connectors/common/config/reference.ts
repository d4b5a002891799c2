import { z } from 'zod';

interface FieldSchema {
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly string[];
}

/** The reference of settings as a Markdown table, for SETTINGS.md. */
export function environmentTable(
  sections: readonly { readonly title: string; readonly schema: z.ZodObject }[],
): string {
  const settings = new Map<string, { titles: string[]; rest: readonly string[] }>();
  for (const { title, schema } of sections) {
    const { properties } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    });
    for (const [name, field] of Object.entries((properties ?? {}) as Record<string, FieldSchema>)) {
      const rest = [defaultOf(field, schema.shape[name] as z.ZodType), descriptionOf(field)];
      // Several roles may share a setting.
      const known = settings.get(name);
      if (known === undefined) settings.set(name, { titles: [title], rest });
      else known.titles.push(title);
    }
  }
  return [
    row(['Setting', 'Used by', 'Default', 'Meaning']),
    row(['---', '---', '---', '---']),
    ...Array.from(settings, ([name, { titles, rest }]) =>
      row([`\`${name}\``, titles.join(', '), ...rest]),
    ),
  ].join('\n');
}

/** As it is written into the environment, where the schema can tell: `P1D` and not what becomes of it. */
function defaultOf(field: FieldSchema, schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return 'must be set';
  const value = field.default ?? parsed.data;
  return value === undefined ? 'none' : `\`${JSON.stringify(value)}\``;
}

function descriptionOf(field: FieldSchema): string {
  const choices = field.enum === undefined ? '' : ` (${field.enum.join(', ')})`;
  return `${field.description ?? ''}${choices}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
