import type { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

/** As the schema has it. @throws Problem that points at each wrong place */
export function asSchema<Schema extends z.ZodType>(
  schema: Schema,
  candidate: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(candidate);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${escaped(String(part))}`).join(''),
    detail: translated(apiWords, (said) => said.notAllowed(message)),
  }));
  throw new Problem('invalid-request', { errors });
}

/** RFC 6901. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
