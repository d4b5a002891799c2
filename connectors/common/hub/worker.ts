import type { z } from 'zod';
import type { Deps } from '../runtime';
import type { Backoff } from '../zeebe/backoff';

/** One kind of job, as a diagram sees it. */
export interface JobDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** `<part>:<what it does>:<contract version>` */
  readonly type: `${string}:${string}:${number}`;
  /** Name and description that the integrator reads in Camunda Modeler. */
  readonly title: string;
  readonly summary: string;
  /** Attempts in all, unless the diagram says otherwise. */
  readonly retries: number;
  /** Process variables that are read (only these are fetched) and written, by top-level name. */
  readonly input: Input;
  readonly output: Output;
  /** BPMN errors that it can raise, each with the reason that the Modeler shows. */
  readonly bpmnErrors: Partial<Record<BpmnErrorCode, string>>;
}

/**
 * Who does such a job. A worker is a plain function from its input (parsed) to its output: what it returns
 * completes the job, what it throws is turned into a BPMN error, a retry or an incident by the executor
 * (execute-job.ts). Nothing here knows Zeebe.
 */
export interface WorkerDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  WorkerDeps extends Deps = Deps,
> extends JobDefinition<Input, Output> {
  /** How long one attempt may take before the engine gives the job to another worker. */
  readonly timeoutMs: number;
  /** Between two attempts; a second at first and a minute at most where it is left out. */
  readonly pause?: Backoff;
  /** The path of the variable after whose moment no further attempt is any use: see retries/steps.ts. */
  readonly until?: readonly string[];
  /**
   * What happens when the last attempt failed: an incident (the default), or the BPMN error UNAVAILABLE,
   * so that the process can go another way.
   */
  readonly whenExhausted?: 'incident' | 'bpmn-error';
  /**
   * A BPMN error of this job leaves money to an operator. How the job ended is then a warning: the role decision-relay
   * tells of the payment as an error, with what to do.
   */
  readonly failureLeavesMoneyToOperator?: true;
  /**
   * Of the tenant's peers the one that the job turns to, where they are several and not all as quick: one that hangs
   * leaves the jobs of the others room. From variables that nobody has checked.
   */
  readonly peerOf?: (variables: Readonly<Record<string, unknown>>) => string | undefined;
  run(input: z.output<Input>, deps: WorkerDeps, job: JobContext): Promise<z.input<Output>>;
}

export interface JobContext {
  readonly key: string;
  /** Decimal, up to 64 bits: the process that the job belongs to. */
  readonly processInstanceKey: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** After this one: 0 when it is the last. */
  readonly attemptsLeft: number;
  /** How far the engine's clock was ahead of ours when it gave us the job; behind is negative. */
  readonly engineAheadMs: number;
  /** Aborts when the job's time is over or the hub is shutting down. */
  readonly signal: AbortSignal;
}

/** Lets TypeScript infer the schemas while checking the whole definition. */
export function defineWorker<
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  WorkerDeps extends Deps,
>(
  definition: WorkerDefinition<Input, Output, WorkerDeps>,
): WorkerDefinition<Input, Output, WorkerDeps> {
  return definition;
}

/** REFUSED: a definite no, final. UNAVAILABLE: tried until the retries were used up, outcome unknown. */
export const bpmnErrorCodes = ['REFUSED', 'UNAVAILABLE'] as const;
export type BpmnErrorCode = (typeof bpmnErrorCodes)[number];
