import { z } from 'zod';
import { systemClock } from '../clock';
import { readEnvironment, requireKnownNames } from '../config/environment';
import { ConfigurationError } from '../config/problems';
import { TenantFiles } from '../config/tenant-files';
import type { Tenants } from '../config/tenants';
import { journalEnvironment } from '../contracts/message-journal';
import { loggingEnvironment } from '../observability/logging';
import { tracingEnvironment } from '../observability/spans';
import { zeebeEnvironment } from '../zeebe/environment';
import { doorKinds, doorNames, readDoors, type DoorName } from './doors';
import type { Role, TenantSection } from './role';

export const hubEnvironment = z.object({
  HUB_TENANTS_DIRECTORY: z
    .string()
    .default('tenants')
    .describe(
      'Folder of the tenant files, `<tenant>.yaml`, for the roles that work for tenants. Read again when they change',
    ),
  HUB_MANAGEMENT_HOST: z.string().default('127.0.0.1').describe('Where health and metrics listen'),
  HUB_MANAGEMENT_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(5000)
    .describe('Port of health and metrics'),
  HUB_SHUTDOWN_GRACE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(20_000)
    .describe('How long requests and jobs under way may take to end after SIGTERM'),
});

/** @throws ConfigurationError with every problem of every role at once. */
export function readConfiguration(roles: readonly Role[], allRoles: readonly Role[]) {
  const usesEngine = roles.some(({ needs }) => needs.engine);
  const writesJournal = roles.some(({ needs }) => needs.journal) && isJournalWanted();
  const doors = doorNames.filter(
    (name) => (name === 'kafka' && writesJournal) || roles.some(({ needs }) => name in needs),
  );
  const sections = sectionsOf(roles);
  const [hub, logging, tracing, zeebe, journal, openDoors, tenantFiles, environments] = readAll([
    () => readEnvironment(hubEnvironment),
    () => readEnvironment(loggingEnvironment),
    () => readEnvironment(tracingEnvironment),
    () => (usesEngine ? readEnvironment(zeebeEnvironment) : undefined),
    () => (writesJournal ? readEnvironment(journalEnvironment) : undefined),
    () => readDoors(doors),
    () => (sections.length > 0 ? openTenantFiles(sections, sectionsOf(allRoles)) : undefined),
    () => readAll(roles.map((role) => () => readEnvironment(role.environment))),
    () => requireKnownSettings(allRoles),
  ]);
  const settled = roles.map((role, index) => ({ role, environment: environments[index] ?? {} }));
  return { hub, logging, tracing, zeebe, journal, openDoors, tenantFiles, roles: settled };
}

/** Where nothing is said of it: by whether there is a Kafka. */
function isJournalWanted(): boolean {
  const { MESSAGE_JOURNAL } = journalEnvironment.shape;
  const asked = z.object({ MESSAGE_JOURNAL, KAFKA_BROKERS: z.string().optional() });
  try {
    const { MESSAGE_JOURNAL: wanted, KAFKA_BROKERS: brokers } = readEnvironment(asked);
    return wanted ?? brokers !== undefined;
  } catch (error) {
    // Told with all else that is wrong, where it is read with the rest.
    if (error instanceof ConfigurationError) return true;
    throw error;
  }
}

export type Configuration = ReturnType<typeof readConfiguration>;

/** A role, and its settings as they were read. */
export interface SettledRole {
  readonly role: Role;
  readonly environment: object;
}

/** @throws ConfigurationError that names each variable of the environment that looks like a setting and is none */
export function requireKnownSettings(allRoles: readonly Role[]): void {
  requireKnownNames(settingsOf(allRoles).map(({ schema }) => schema));
}

/** Every setting of the environment that one of these roles reads, with those that do. */
export function settingsOf(
  roles: readonly Role[],
): readonly { readonly title: string; readonly schema: z.ZodObject }[] {
  const needed = (name: DoorName | 'engine' | 'journal', schema: z.ZodObject) => {
    const names = name === 'kafka' ? [name, 'journal'] : [name];
    const needing = roles
      .filter(({ needs }) => names.some((one) => one in needs))
      .map((role) => role.name);
    return needing.length === 0 ? [] : [{ title: needing.join(', '), schema }];
  };
  return [
    { title: 'all', schema: hubEnvironment },
    { title: 'all', schema: loggingEnvironment },
    { title: 'all', schema: tracingEnvironment },
    ...needed('engine', zeebeEnvironment),
    ...needed('journal', journalEnvironment),
    ...roles.map(({ name, environment }) => ({ title: name, schema: environment })),
    ...doorNames.flatMap((name) => needed(name, doorKinds[name].environment)),
  ];
}

function sectionsOf(roles: readonly Role[]): readonly TenantSection[] {
  return roles.flatMap(({ needs }) => (needs.tenants === undefined ? [] : [needs.tenants]));
}

/**
 * For a command that is of one section of the tenants' files.
 * @throws ConfigurationError with every problem of every file at once
 */
export function tenantsOf<Section>(
  { name, schema }: { readonly name: string; readonly schema: z.ZodType<Section> },
  allRoles: readonly Role[],
): Tenants<Section> {
  return openTenantFiles([{ name, schema }], sectionsOf(allRoles)).of<Section>(name);
}

function openTenantFiles(
  sections: readonly TenantSection[],
  knownSections: readonly TenantSection[],
): TenantFiles {
  const { HUB_TENANTS_DIRECTORY } = hubEnvironment.shape;
  const { HUB_TENANTS_DIRECTORY: directory } = readEnvironment(z.object({ HUB_TENANTS_DIRECTORY }));
  const read = sections.map(({ name, schema }) => [name, schema] as const);
  return new TenantFiles({
    directory,
    sections: Object.fromEntries(read),
    knownSections: knownSections.map(({ name }) => name),
    clock: systemClock,
  });
}

type Results<Readers extends readonly (() => unknown)[]> = {
  [Index in keyof Readers]: ReturnType<Readers[Index]>;
};

/** A person should see everything that is wrong in one go, so all are tried before any is used. */
function readAll<Readers extends readonly (() => unknown)[]>(
  readers: readonly [...Readers],
): Results<Readers> {
  const problems = new Set<string>();
  const results = readers.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const problem of error.problems) problems.add(problem);
      return undefined;
    }
  });
  if (problems.size > 0) throw new ConfigurationError([...problems]);
  return results as Results<Readers>;
}
