import type { Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock } from '../clock';
import { readEnvironment, requireKnownNames } from '../config/environment';
import { ConfigurationError } from '../config/problems';
import { TenantFiles } from '../config/tenant-files';
import { loggingEnvironment } from '../observability/logging';
import type { HubPart, Part, RunningPart } from './role';
import type { Deps } from '../runtime';
import { zeebeEnvironment } from '../zeebe/environment';
import type { ZeebeDoor } from '../zeebe/zeebe-door';

export const hubEnvironment = z.object({
  HUB_TENANTS_DIRECTORY: z
    .string()
    .default('tenants')
    .describe('Folder of the tenant files, `<tenant>.yaml`. Read again when they change'),
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

export interface Surroundings {
  readonly deps: Omit<Deps, 'messages'>;
  readonly metrics: Registry;
  /** Undefined when no role works on the engine. */
  readonly door: ZeebeDoor | undefined;
}

/** Of one part, once all that it needs to know has been read. */
export type StartPart = (surroundings: Surroundings) => Promise<RunningPart>;

/** @throws ConfigurationError with every problem of every part at once. */
export function readConfiguration(parts: readonly HubPart[], allParts: readonly HubPart[]) {
  const usesEngine = parts.some((part) => !('usesEngine' in part));
  const ofTenants = parts.filter(usesTenants);
  const [hub, logging, zeebe, tenantFiles, environments] = readAll([
    () => readEnvironment(hubEnvironment),
    () => readEnvironment(loggingEnvironment),
    () => (usesEngine ? readEnvironment(zeebeEnvironment) : undefined),
    () => (ofTenants.length > 0 ? openTenantFiles(ofTenants, allParts) : undefined),
    () => readAll(parts.map((part) => () => readEnvironment(part.environment))),
    () => requireKnownSettings(allParts),
  ]);
  const starters = parts.map((part, index) => starterOf(part, environments[index], tenantFiles));
  return { hub, logging, zeebe, tenantFiles, parts: starters };
}

/** @throws ConfigurationError that names each variable of the environment that looks like a setting and is none */
export function requireKnownSettings(allParts: readonly HubPart[]): void {
  const common = [hubEnvironment, loggingEnvironment, zeebeEnvironment];
  requireKnownNames([...common, ...allParts.map((part) => part.environment)]);
}

function usesTenants(part: HubPart): part is Part {
  return !('usesEngine' in part) && !('usesTenants' in part);
}

function openTenantFiles(parts: readonly Part[], allParts: readonly HubPart[]): TenantFiles {
  const { HUB_TENANTS_DIRECTORY } = hubEnvironment.shape;
  const { HUB_TENANTS_DIRECTORY: directory } = readEnvironment(z.object({ HUB_TENANTS_DIRECTORY }));
  const sectionsOf = (some: readonly HubPart[]) =>
    some.filter(usesTenants).map((part) => part.tenantSection);
  const read = sectionsOf(parts).map(({ name, schema }) => [name, schema] as const);
  return new TenantFiles({
    directory,
    sections: Object.fromEntries(read),
    otherSections: sectionsOf(allParts).map(({ name }) => name),
    clock: systemClock,
  });
}

function starterOf(
  part: HubPart,
  environment: unknown,
  tenantFiles: TenantFiles | undefined,
): StartPart {
  if ('usesEngine' in part) {
    return async ({ deps, metrics }) => {
      const own = { ...deps, log: deps.log.child({ role: part.role }) };
      const settings = environment as z.output<typeof part.environment>;
      const running = await part.start({ environment: settings, deps: own, metrics });
      return { workers: [], ...running };
    };
  }
  if ('usesTenants' in part) {
    return async ({ deps, metrics, door }) => {
      if (door === undefined) throw new Error(`the role ${part.role} works on the engine`);
      const own = { ...deps, log: deps.log.child({ role: part.role }) };
      const settings = environment as z.output<typeof part.environment>;
      const { openJobs } = door;
      const running = await part.start({ environment: settings, deps: own, openJobs, metrics });
      return { workers: [], ...running };
    };
  }
  return async ({ deps, metrics, door }) => {
    if (door === undefined || tenantFiles === undefined) {
      throw new Error(`the role ${part.role} works on the engine`);
    }
    return part.start({
      environment: environment as z.output<typeof part.environment>,
      tenants: tenantFiles.of(part.tenantSection.name),
      deps: { ...deps, log: deps.log.child({ role: part.role }), messages: door },
      asker: door,
      metrics,
    });
  };
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
