import { z } from 'zod';
import { nearest } from '../nearest';
import { readTextFile } from '../utf8';
import { ConfigurationError, mustBeSet, problemsOf, unknownName } from './problems';
import { messageOf } from '../message-of';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a part's settings from the environment. `NAME_FILE` names a file that holds the value of `NAME`.
 * Give every field `.describe()`: SETTINGS.md is generated from it.
 * @throws ConfigurationError with every problem at once.
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment = process.env,
): z.output<Schema> {
  const problems: string[] = [];
  const unread = new Set<string>();
  const values = Object.fromEntries(
    Object.keys(schema.shape).map((name) => {
      const value = readValue(name, environment, problems);
      if (value === 'unreadable') unread.add(name);
      return [name, value === 'unreadable' ? undefined : value.text];
    }),
  );
  const parsed = schema.safeParse(values, { error: mustBeSet });
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, { schema, unread }).map(inEnvironment));
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(problems);
  return Object.freeze(parsed.data) as z.output<Schema>;
}

/**
 * A setting that nobody reads is one that somebody believes in: names of ours that no role knows, and those that
 * nearly are one. One that was renamed says so: `.meta({ formerly: 'FORMER_NAME' })`.
 * @throws ConfigurationError that names each with what was meant.
 */
export function requireKnownNames(
  schemas: readonly z.ZodObject[],
  environment: Environment = process.env,
): void {
  const known = new Set(
    schemas.flatMap(({ shape }) => Object.keys(shape).flatMap((name) => [name, `${name}_FILE`])),
  );
  const renamed = new Map(
    schemas.flatMap(({ shape }) => Object.entries(shape).flatMap(renamedFrom)),
  );
  const prefixes = new Set([...known].map((name) => name.split('_', 1)[0] ?? name));
  // Many programs have a setting LOG_something, and all that are traced have more of OTEL_ than the hub reads.
  prefixes.delete('LOG');
  prefixes.delete('OTEL');
  const problems = Object.entries(environment)
    .filter(([name, value]) => !known.has(name) && !isOfCluster(name, value))
    .filter(([name]) => !name.startsWith(ofProduct))
    .filter(
      ([name]) =>
        renamed.has(name) ||
        prefixes.has(name.split('_', 1)[0] ?? name) ||
        nearest(name, known, typingMistakesMax) !== undefined,
    )
    .map(([name]) => {
      const now = renamed.get(name);
      return `${name}: ${now === undefined ? unknownName(name, [...known]) : `is called ${now} now`}`;
    });
  if (problems.length > 0) throw new ConfigurationError(problems.sort().map(inEnvironment));
}

/** Each of its former names, with and without `_FILE`, and the one that stands for it now. */
function renamedFrom([name, schema]: readonly [string, z.core.$ZodType]): [string, string][] {
  const formerly = z.globalRegistry.get(schema)?.['formerly'];
  if (typeof formerly !== 'string') return [];
  return [
    [formerly, name],
    [`${formerly}_FILE`, `${name}_FILE`],
  ];
}

const typingMistakesMax = 2;
/** PAYMENT_HUB_CACHE is make's, and deployments call so what is about the whole hub: no role's setting begins so. */
const ofProduct = 'PAYMENT_HUB_';

/**
 * Kubernetes tells every container of every service by such variables: beside a service `channel` there is a
 * CHANNEL_PORT that is none of ours, `tcp://10.0.0.7:5001`.
 */
function isOfCluster(name: string, value: string | undefined): boolean {
  if (/_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$/.test(name)) return true;
  if (/_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name)) return true;
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value ?? '');
}

function inEnvironment(problem: string): string {
  return `environment: ${problem}`;
}

function readValue(
  name: string,
  environment: Environment,
  problems: string[],
): { readonly text: string | undefined } | 'unreadable' {
  const direct = isOfCluster(name, environment[name]) ? undefined : environment[name];
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return { text: direct === '' ? undefined : direct };
  if (direct !== undefined) {
    problems.push(inEnvironment(`${name}: set either ${name} or ${name}_FILE, not both`));
  }
  try {
    return { text: readTextFile(file).trimEnd() };
  } catch (error) {
    problems.push(inEnvironment(`${name}_FILE: ${messageOf(error)}`));
    return 'unreadable';
  }
}
