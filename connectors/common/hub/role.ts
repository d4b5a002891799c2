import type { Express } from 'express';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { Tenants } from '../config/tenants';
import type { HealthCheck } from '../http/management-server';
import type { ServerTimeouts } from '../http/server';
import type { Asker, Deps, OpenJobs, TlsSource } from '../runtime';
import type { JobDefinition, WorkerDefinition } from './worker';

/** What a part gets when it is started. */
export interface PartContext<Environment, Settings> {
  readonly environment: Environment;
  readonly tenants: Tenants<Settings>;
  readonly deps: Deps;
  readonly asker: Asker;
  readonly metrics: Registry;
}

/** A worker with all that it needs, ready for the Zeebe door. */
export interface BoundWorker {
  readonly definition: WorkerDefinition;
  readonly deps: Deps;
}

/** Of one part: all that take the same deps. */
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

// The cast is sound because `deps` was checked against the definition's own type right here.
export function bindWorker<WorkerDeps extends Deps>(
  definition: WorkerDefinition<z.ZodObject, z.ZodObject, WorkerDeps>,
  deps: WorkerDeps,
): BoundWorker {
  return { definition: definition, deps };
}

export interface PartServer {
  /** `channel` or `mojaloop`: stands in logs and metrics. */
  readonly name: string;
  readonly app: Express;
  readonly host: string;
  readonly port: number;
  /** HTTPS instead of HTTP. */
  readonly tls?: TlsSource | undefined;
  /** Where the usual ones do not fit. */
  readonly timeouts?: Partial<ServerTimeouts>;
}

export interface RunningStandalonePart {
  readonly servers: readonly PartServer[];
  /** Besides the engine: the hub is ready while all of them hold. */
  readonly checks?: readonly HealthCheck[];
  /** Called once no more requests come in, while the engine can still be reached. */
  close?(): Promise<void>;
}

export interface RunningPart extends RunningStandalonePart {
  readonly workers: readonly BoundWorker[];
  /** Asks the tenants' peers whether they let us in, and tells in the log which do not. Never rejects. */
  checkPeers?(): Promise<void>;
}

/** A role that `hub start` can start, alone or with others in one process. Works on the engine, for tenants. */
export interface Part<
  Environment extends z.ZodObject = z.ZodObject,
  Settings extends z.ZodType = z.ZodType,
> {
  /** Name on the command line, in logs and in the reference of settings. */
  readonly role: string;
  /** Settings of the process: NAME -> schema with `.describe()`. */
  readonly environment: Environment;
  /** The part's section in each tenant file. */
  readonly tenantSection: { readonly name: string; readonly schema: Settings };
  /** The jobs that are done where this role runs: known before it is started. */
  readonly jobs: readonly JobDefinition[];
  start(
    context: PartContext<z.output<Environment>, z.output<Settings>>,
  ): RunningPart | Promise<RunningPart>;
}

/** What a standalone part gets when it is started. */
export interface StandaloneContext<Environment> {
  readonly environment: Environment;
  readonly deps: Omit<Deps, 'messages'>;
  readonly metrics: Registry;
}

/** A role that never touches the engine, nor needs to know the tenants. */
export interface StandalonePart<Environment extends z.ZodObject = z.ZodObject> {
  readonly role: string;
  readonly environment: Environment;
  readonly usesEngine: false;
  start(
    context: StandaloneContext<z.output<Environment>>,
  ): RunningStandalonePart | Promise<RunningStandalonePart>;
}

/** What a part gets that works on the engine for whichever tenant. */
export interface EngineContext<Environment> extends StandaloneContext<Environment> {
  readonly openJobs: OpenJobs;
}

/** A role that works on the engine and needs not to know the tenants. */
export interface EnginePart<Environment extends z.ZodObject = z.ZodObject> {
  readonly role: string;
  readonly environment: Environment;
  readonly usesTenants: false;
  readonly jobs: readonly JobDefinition[];
  start(
    context: EngineContext<z.output<Environment>>,
  ): RunningStandalonePart | Promise<RunningStandalonePart>;
}

export type HubPart = Part | StandalonePart | EnginePart;
