import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import type { Clock, Logger } from '../runtime';
import { fingerprintOf, LookPace } from '../watched-files';
import { ConfigurationError } from './problems';
import {
  readTenantFile,
  type ReadTenantFile,
  type TenantContent,
  type TenantFileRules,
} from './tenant-file';
import {
  problemsIn,
  type Tenant,
  type TenantBase,
  type Tenants,
  type TenantsByName,
} from './tenants';

export interface TenantFilesOptions extends TenantFileRules {
  readonly directory: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** A tenant in use, and the same as each part sees it. */
interface Loaded extends TenantContent {
  readonly views: ReadonlyMap<string, Tenant<unknown>>;
}

interface Check {
  readonly section: string;
  readonly check: (tenant: Tenant<unknown>) => void;
}

interface KnownFile {
  readonly fingerprints: ReadTenantFile['fingerprints'];
  /** The last good one; undefined when there was none. */
  readonly loaded: Loaded | undefined;
  /** Why what is there now is not in use. */
  readonly problems: readonly string[];
}

/**
 * The tenant files of a folder, and the files that they name. They are looked at when somebody asks for a tenant,
 * at most every two seconds. A new file that cannot be used leaves what was there before in use, is told once as
 * an error, and is tried again at each look. A tenant whose file has gone is gone.
 */
export class TenantFiles {
  private files: ReadonlyMap<string, KnownFile> = new Map();
  private byName = new Map<string, TenantsByName<unknown>>();
  private readonly checks: Check[] = [];
  private readonly pace: LookPace;
  private log: Logger | undefined;
  private folderProblem: string | undefined;

  /** @throws ConfigurationError with every problem of every file at once. */
  constructor(private readonly options: TenantFilesOptions) {
    this.pace = new LookPace(options.clock);
    this.take(pathsIn(options.directory));
    const problems = [...this.files.values()].flatMap((file) => file.problems);
    if (problems.length > 0) throw new ConfigurationError(problems);
  }

  /** From now on changes are told. */
  tell(log: Logger, metrics: Registry): void {
    this.log = log;
    const filesNow = (): KnownFile[] => {
      this.look();
      return [...this.files.values()];
    };
    new Gauge({
      name: 'hub_tenants',
      help: 'Tenants in use',
      registers: [metrics],
      collect() {
        this.set(filesNow().filter(({ loaded }) => loaded !== undefined).length);
      },
    });
    new Gauge({
      name: 'hub_tenant_files_refused',
      help: 'Tenant files that cannot be used as they are now: what was there before stays in use',
      registers: [metrics],
      collect() {
        this.set(filesNow().filter(({ problems }) => problems.length > 0).length);
      },
    });
  }

  of<Section>(section: string): Tenants<Section> {
    return {
      current: () => {
        this.look();
        return (this.byName.get(section) ?? new Map()) as TenantsByName<Section>;
      },
      admit: (check) => {
        const added = { section, check: check as (tenant: Tenant<unknown>) => void };
        this.checks.push(added);
        const problems = this.loaded().flatMap((loaded) => problemsWith(loaded, [added]));
        if (problems.length > 0) throw new ConfigurationError(problems);
      },
    };
  }

  /** What all parts know of a tenant; undefined where there is none of the name. */
  baseOf(tenant: string): TenantBase | undefined {
    this.look();
    return this.loaded().find(({ base }) => base.tenant === tenant)?.base;
  }

  private look(): void {
    if (!this.pace.isDue()) return;
    try {
      this.take(pathsIn(this.options.directory));
      this.folderProblem = undefined;
    } catch (error) {
      // The folder is gone or empty: rather something that is being changed than the end of all tenants.
      const { message } = error as Error;
      if (message !== this.folderProblem) {
        this.log?.error({ error }, 'the tenant files cannot be read: the tenants stay as they are');
      }
      this.folderProblem = message;
    }
  }

  private take(paths: readonly string[]): void {
    const before = this.files;
    if (paths.length === before.size && paths.every((path) => isUnchanged(before.get(path))))
      return;
    const after = new Map([...before].filter(([path]) => paths.includes(path)));
    for (const [path, { loaded }] of before) {
      if (!after.has(path) && loaded !== undefined) this.tellGone(path, loaded);
    }
    for (const path of paths) {
      const known = after.get(path);
      if (isUnchanged(known)) continue;
      const others = [...after].flatMap(([other, { loaded }]) =>
        other === path || loaded === undefined ? [] : [loaded],
      );
      const file = this.read(path, known, others);
      after.set(path, file);
      this.tellRead(path, known, file);
    }
    this.files = after;
    this.byName = new Map(
      Object.keys(this.options.sections).map((section) => [section, this.viewsOf(section)]),
    );
  }

  private read(path: string, known: KnownFile | undefined, others: readonly Loaded[]): KnownFile {
    const { content, problems, fingerprints } = readTenantFile(path, this.options);
    const refused = (why: readonly string[]): KnownFile => ({
      fingerprints,
      loaded: known?.loaded,
      problems: why,
    });
    if (content === undefined) return refused(problems);
    const loaded = { ...content, views: viewsOf(content) };
    const found = [
      ...others.flatMap((other) => clashes(loaded, other)).map((problem) => `${path}: ${problem}`),
      ...problemsWith(loaded, this.checks),
    ];
    return found.length > 0 ? refused(found) : { fingerprints, loaded, problems: [] };
  }

  private tellRead(path: string, before: KnownFile | undefined, now: KnownFile): void {
    const tenant = now.loaded?.base.tenant;
    if (now.problems.length === 0) {
      this.log?.info({ path, tenant }, 'a tenant file is in use');
    } else if (now.problems.join() !== before?.problems.join()) {
      const { problems } = now;
      const what = tenant === undefined ? 'there is no such tenant here' : 'what was there stays';
      this.log?.error({ path, tenant, problems }, `a tenant file cannot be used: ${what}`);
    }
  }

  private tellGone(path: string, { base: { tenant } }: Loaded): void {
    this.log?.warn(
      { path, tenant },
      'the file of a tenant has gone: nobody is served for it, and its payments under way wait for it',
    );
  }

  private loaded(): Loaded[] {
    return [...this.files.values()].flatMap(({ loaded }) => (loaded === undefined ? [] : [loaded]));
  }

  private viewsOf(section: string): TenantsByName<unknown> {
    const views = this.loaded().flatMap(({ base, views: all }) => {
      const view = all.get(section);
      return view === undefined ? [] : [[base.tenant, view] as const];
    });
    return new Map(views);
  }
}

/** As who starts the hub names the folder. */
const setting = 'HUB_TENANTS_DIRECTORY';

function pathsIn(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known = { ENOENT: 'there is no folder', ENOTDIR: 'this is no folder:' }[code ?? ''];
    const problem = known === undefined ? message : `${known} ${directory}`;
    throw new ConfigurationError([`${setting}: ${problem}`]);
  }
  const files = names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
  if (files.length === 0) {
    throw new ConfigurationError([`${setting}: there is no *.yaml file in ${directory}`]);
  }
  return files.map((name) => join(directory, name));
}

/** One that is refused may be refused for another file's sake, or for a key that comes later. */
function isUnchanged(file: KnownFile | undefined): file is KnownFile {
  if (file === undefined || file.problems.length > 0) return false;
  return [...file.fingerprints].every(([path, known]) => fingerprintOf(path) === known);
}

function viewsOf({ base, sections }: TenantContent): Map<string, Tenant<unknown>> {
  return new Map(Object.entries(sections).map(([name, settings]) => [name, { ...base, settings }]));
}

function clashes({ base: one }: Loaded, { base: other }: Loaded): string[] {
  if (one.tenant === other.tenant) return [`tenant ${one.tenant} is there twice`];
  return one.fspId === other.fspId
    ? [`tenant ${other.tenant} has the same fspId ${one.fspId}`]
    : [];
}

function problemsWith({ views }: Loaded, checks: readonly Check[]): string[] {
  return checks.flatMap(({ section, check }) => {
    const view = views.get(section);
    return view === undefined ? [] : problemsIn(view, check);
  });
}
