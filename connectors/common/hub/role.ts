import type { Express } from 'express';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { Tenants } from '../config/tenants';
import type { HealthCheck } from '../http/management-server';
import type { ServerTimeouts } from '../http/server';
import type { JournalPeer } from '../contracts/message-journal';
import type { TenantRetries } from '../retries/tenant-retries';
import type { Asker, Deps, Incidents, MessagePublisher, OpenJobs, TlsSource } from '../runtime';
import type { Check } from '../check';
import { doorNames, type DoorName, type Doors } from './doors';
import type { OwnTopics } from './own-topics';
import type { JobDefinition, WorkerDefinition } from './worker';

/** A part's section in each tenant file. */
export interface TenantSection<Settings extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: Settings;
}

/**
 * What a role works on: what it names it gets, and nothing else is connected to for it. A door that is `optional` is
 * one that its settings decide on: it is given, connects with the first call, and a deployment may be without.
 */
export type Needs = {
  readonly engine?: true;
  readonly tenants?: TenantSection;
  /** What it says to peers and hears from them is written to the message journal, where there is one. */
  readonly journal?: true;
} & { readonly [Name in DoorName]?: true | 'optional' };

/** The engine, as roles work on it. */
export interface Engine {
  readonly messages: MessagePublisher;
  readonly asker: Asker;
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  /** Longest time of a message, with its repeats: it comes within it or never. */
  readonly commandTimeoutMs: number;
}

/** What every role gets; workers have `messages` besides. */
export type RoleDeps = Omit<Deps, 'messages'>;

interface BaseContext<Environment> {
  readonly environment: Environment;
  readonly deps: RoleDeps;
  readonly metrics: Registry;
  /** For how long requests to one of a tenant's peers are held back here, for it has ceased to answer. */
  readonly heldBackMs?: HeldBackMs;
}

export type HeldBackMs = (tenant: string, peers: readonly string[]) => number | undefined;

type Given<Need, What> = Need extends true | 'optional' ? What : unknown;

/** What a role with these needs gets when it is started: exactly what it has named. */
export type RoleContext<Environment extends z.ZodObject, Needed extends Needs> = BaseContext<
  z.output<Environment>
> &
  (Needed extends { readonly engine: true } ? { readonly engine: Engine } : unknown) &
  (Needed extends { readonly tenants: TenantSection<infer Settings> }
    ? { readonly tenants: Tenants<z.output<Settings>> }
    : unknown) & {
    readonly [
      Name in DoorName as Name extends keyof Needed ? Name : never
    ]: Name extends keyof Needed ? Given<Needed[Name], Doors[Name]> : never;
  };

/** The same, of a role of which it is not known what it needs. */
export interface AnyContext extends BaseContext<object>, Partial<Doors> {
  readonly engine?: Engine;
  readonly tenants?: Tenants<unknown>;
}

/** A worker with all that it needs, ready for the Zeebe door. */
export interface BoundWorker {
  readonly definition: WorkerDefinition;
  readonly deps: Deps;
  /** What a tenant changes of how steps are tried again. */
  readonly retriesOf?: (tenant: string) => TenantRetries | undefined;
}

/** Of one role: all that take the same deps. */
export type Workers<WorkerDeps extends Deps> = readonly WorkerDefinition<
  z.ZodObject,
  z.ZodObject,
  WorkerDeps
>[];

export function bindWorkers<WorkerDeps extends Deps>(
  definitions: Workers<WorkerDeps>,
  deps: WorkerDeps,
): BoundWorker[] {
  return definitions.map((definition) => bindWorker(definition, deps));
}

/** A worker's `run` is a method: that it is given its own deps, and not any, was checked right here. */
export function bindWorker<WorkerDeps extends Deps>(
  definition: WorkerDefinition<z.ZodObject, z.ZodObject, WorkerDeps>,
  deps: WorkerDeps,
): BoundWorker {
  return { definition, deps };
}

export interface RoleServer {
  /** `channel` or `mojaloop`: stands in logs and metrics. */
  readonly name: string;
  readonly app: Express;
  readonly host: string;
  readonly port: number;
  /** HTTPS instead of HTTP. */
  readonly tls?: TlsSource | undefined;
  /** Who asks here: what the app notes of it (journal/hear.ts) is told to the message journal. */
  readonly speaksWith?: JournalPeer;
  /** Where the usual ones do not fit. */
  readonly timeouts?: Partial<ServerTimeouts>;
  readonly headersBytesMax?: number;
}

export interface RunningRole {
  readonly workers?: readonly BoundWorker[];
  readonly servers?: readonly RoleServer[];
  /** Besides the engine: the hub is ready while all of them hold. */
  readonly health?: readonly HealthCheck[];
  /** Called first of all: answers that have no end by themselves are to end now, as nobody waits for them. */
  stopping?(): void;
  /** Called once no more requests come in, while the engine and all doors are still open. */
  close?(): Promise<void>;
  /** Those for the start are made now, and what is wrong is logged. */
  readonly checks?: readonly Check[];
}

interface RoleIdentity<Environment, Needed> {
  /** Name on the command line, in logs and in the reference of settings. */
  readonly name: string;
  readonly needs: Needed;
  /** Settings of the process, besides those of what it needs: NAME -> schema with `.describe()`. */
  readonly environment: Environment;
  /** The jobs that are done where this role runs: known before it is started. */
  readonly jobs?: readonly JobDefinition[];
  /** Those that it makes at its start, unless `hub deploy` has made them before. */
  readonly topics?: OwnTopics;
}

/** A role that `hub start` can start, alone or with others in one process. */
export interface RoleDefinition<
  Environment extends z.ZodObject,
  Needed extends Needs,
> extends RoleIdentity<Environment, Needed> {
  start(context: RoleContext<Environment, Needed>): RunningRole | Promise<RunningRole>;
  /** For `hub doctor`, which starts nothing. @throws ConfigurationError */
  checks?(context: RoleContext<Environment, Needed>): readonly Check[];
}

/** Any role. Methods, so that each is one: the hub gives to each what it needs and no other. */
export interface Role extends RoleIdentity<z.ZodObject, Needs> {
  start(context: AnyContext): RunningRole | Promise<RunningRole>;
  checks?(context: AnyContext): readonly Check[];
}

/** Lets TypeScript infer the context from the needs. */
export function defineRole<Environment extends z.ZodObject, const Needed extends Needs>(
  definition: RoleDefinition<Environment, Needed>,
): RoleDefinition<Environment, Needed> {
  return definition;
}

/** What `all` starts: it works on payments, and can do without every other door. */
export function isOfPayments({ needs }: Role): boolean {
  return needs.engine === true && doorNames.every((name) => needs[name] !== true);
}
