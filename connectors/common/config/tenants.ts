import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { currencyDecimals } from '../money';
import { readTextFile } from '../utf8';
import { ConfigurationError, problemsOf } from './problems';

/** What every part knows of a tenant. One file a tenant: `<directory>/<tenant>.yaml`. */
const tenantBaseSchema = z.object({
  /** Stands in tokens, process variables and correlation keys. */
  tenant: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** The DFSP's name in the Mojaloop scheme. */
  fspId: z.string().min(1).max(32),
  currencies: z
    .array(
      z.string().refine((code) => currencyDecimals(code) !== undefined, 'not an ISO 4217 code'),
    )
    .min(1),
});
export type TenantBase = z.output<typeof tenantBaseSchema>;

/** One tenant as one part sees it: the common fields and the part's own section. */
export type Tenant<Section> = TenantBase & { readonly settings: Section };
export type Tenants<Section> = ReadonlyMap<string, Tenant<Section>>;

/**
 * Reads every tenant file and the named section of each. A field `xFile` is replaced by a field `x`
 * with the content of that file: so are secrets kept out of it. Fields `xPath` and `xDirectory` name what is
 * read again while the hub runs (watched-files.ts). All are relative to the tenant file.
 * @throws ConfigurationError with every problem of every file at once.
 */
export function loadTenants<Schema extends z.ZodType>(
  directory: string,
  sectionName: string,
  section: Schema,
): Tenants<z.output<Schema>> {
  const problems: string[] = [];
  const tenants = new Map<string, Tenant<z.output<Schema>>>();
  for (const path of tenantFiles(directory)) {
    const tenant = readTenant(path, sectionName, section, problems);
    if (tenant === undefined) continue;
    if (tenants.has(tenant.tenant))
      problems.push(`${path}: tenant ${tenant.tenant} is there twice`);
    tenants.set(tenant.tenant, tenant);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return tenants;
}

function tenantFiles(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    throw new ConfigurationError([`tenants: ${(error as Error).message}`]);
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length === 0) throw new ConfigurationError([`tenants: no *.yaml file in ${directory}`]);
  return files.map((name) => join(directory, name));
}

function readTenant<Schema extends z.ZodType>(
  path: string,
  sectionName: string,
  section: Schema,
  problems: string[],
): Tenant<z.output<Schema>> | undefined {
  let content: unknown;
  try {
    content = resolveFiles(parseYaml(readTextFile(path)), dirname(path));
  } catch (error) {
    problems.push(`${path}: ${(error as Error).message}`);
    return undefined;
  }
  const parsed = tenantBaseSchema.extend({ [sectionName]: section }).safeParse(content);
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, path));
    return undefined;
  }
  const { tenant, fspId, currencies } = parsed.data as TenantBase;
  const settings = (parsed.data as Record<string, unknown>)[sectionName] as z.output<Schema>;
  return { tenant, fspId, currencies, settings };
}

function resolveFiles(value: unknown, directory: string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveFiles(item, directory));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (typeof item !== 'string') return [key, resolveFiles(item, directory)];
      if (/(Path|Directory)$/.test(key)) return [key, resolve(directory, item)];
      if (!key.endsWith('File')) return [key, item];
      const name = key.slice(0, -'File'.length);
      if (name in value) throw new Error(`set either ${name} or ${key}, not both`);
      return [name, readTextFile(resolve(directory, item)).trimEnd()];
    }),
  );
}
