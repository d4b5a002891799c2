import type { z } from 'zod';
import { readTextFile } from '../utf8';
import { ConfigurationError, problemsOf } from './problems';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a part's settings from the environment. `NAME_FILE` names a file that holds the value of `NAME`.
 * Give every field `.describe()`: the README's table is generated from it.
 * @throws ConfigurationError with every problem at once.
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment = process.env,
): z.output<Schema> {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, readValue(name, environment, problems)]),
  );
  const parsed = schema.safeParse(values, {
    error: ({ input }) => (input === undefined ? 'must be set' : undefined),
  });
  if (!parsed.success) problems.push(...problemsOf(parsed.error, 'environment'));
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(problems);
  return Object.freeze(parsed.data) as z.output<Schema>;
}

function readValue(name: string, environment: Environment, problems: string[]): string | undefined {
  const direct = environment[name];
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return direct === '' ? undefined : direct;
  if (direct !== undefined) {
    problems.push(`environment: ${name}: set either ${name} or ${name}_FILE, not both`);
  }
  try {
    return readTextFile(file).trimEnd();
  } catch (error) {
    problems.push(`environment: ${name}_FILE: ${(error as Error).message}`);
    return undefined;
  }
}
