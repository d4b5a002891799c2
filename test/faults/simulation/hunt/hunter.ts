/** Runs schedules by seed, and makes of one that goes wrong a story that a person can read. */
import { deployedDiagrams, type DiagramText } from '../../../kit/bpmn/diagrams';
import type { Process } from '../engine/model';
import { readProcesses } from '../engine/read-process';
import { createApps, type Apps } from '../hub/apps';
import type { Mutation } from '../hub/mutation';
import { audit } from '../world/audit';
import type { Emphasis } from '../world/emphases';
import type { Fault, FaultRates } from '../world/faults';
import { World, type RunOptions } from '../world/world';

export interface Ran {
  readonly seed: number;
  /** What the audit found: empty when all is right. */
  readonly wrong: readonly string[];
  readonly fired: readonly Fault[];
  readonly payments: number;
  readonly reached: ReadonlySet<string>;
}

export interface HuntOptions {
  readonly rates?: FaultRates | undefined;
  /** What all schedules are about. */
  readonly emphasis?: Emphasis | undefined;
  /** Its processes are made with {@link Hunter.withBug}. */
  readonly mutation?: Mutation | undefined;
  readonly payments?: RunOptions['payments'] | undefined;
  readonly journal?: RunOptions['journal'];
  readonly withoutClockJumps?: RunOptions['withoutClockJumps'];
  readonly beganAt?: RunOptions['beganAt'];
  readonly engine?: RunOptions['engine'];
}

export class Hunter {
  private constructor(
    readonly processes: readonly Process[],
    private readonly diagrams: readonly DiagramText[],
    private readonly apps: Apps,
  ) {}

  static async create(): Promise<Hunter> {
    const diagrams = await deployedDiagrams();
    const processes = await Promise.all(diagrams.map(({ xml }) => readProcesses(xml)));
    return new Hunter(processes.flat(), diagrams, createApps());
  }

  /** A hunter of a hub with this bug planted in its diagrams, if it is there. */
  async withBug({ name, diagram }: Mutation): Promise<Hunter> {
    if (diagram === undefined) return this;
    const changed = this.diagrams.map(({ name: file, xml }) => ({ xml, now: diagram(file, xml) }));
    if (changed.every(({ xml, now }) => xml === now)) {
      throw new Error(`${name}: nothing was changed in the diagrams`);
    }
    const processes = await Promise.all(changed.map(({ now }) => readProcesses(now)));
    return new Hunter(processes.flat(), this.diagrams, this.apps);
  }

  run(seed: number, options: HuntOptions = {}): Promise<Ran> {
    return this.play(seed, options);
  }

  /** Everything that happens in a run, line by line. */
  async story(seed: number, options: HuntOptions = {}): Promise<string> {
    const lines: string[] = [];
    await this.play(seed, options, { onLine: (sinceMs, line) => lines.push(`${sinceMs} ${line}`) });
    return lines.join('\n');
  }

  /** The same run with as few faults as go wrong in the same way, told line by line. */
  async explain(seed: number, options: HuntOptions = {}): Promise<string> {
    const { fired } = await this.play(seed, options);
    const needed = await this.shrunk(seed, fired, options);
    const lines: string[] = [];
    const { wrong } = await this.play(seed, options, {
      allowed: new Set(needed),
      onLine: (sinceMs, line) =>
        lines.push(`${(sinceMs / 1_000).toFixed(3).padStart(10)} s  ${line}`),
    });
    return [
      `Seed ${seed}, with ${needed.length} of its ${fired.length} faults:`,
      ...needed.map((id) => `  - ${id}`),
      'went so:',
      ...lines,
      'and in the end:',
      ...wrong.map((text) => `  ${text}`),
    ].join('\n');
  }

  /** Leaves out halves, quarters and at last single faults, as long as something is still wrong. */
  private async shrunk(
    seed: number,
    fired: readonly Fault[],
    options: HuntOptions,
  ): Promise<readonly string[]> {
    let needed: readonly string[] = fired.map(({ id }) => id);
    const isWrong = async (some: readonly string[]): Promise<boolean> =>
      (await this.play(seed, options, { allowed: new Set(some) })).wrong.length > 0;
    for (
      let size = Math.ceil(needed.length / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < needed.length;) {
        const rest = [...needed.slice(0, at), ...needed.slice(at + size)];
        if (await isWrong(rest)) needed = rest;
        else at += size;
      }
    }
    return needed;
  }

  private async play(
    seed: number,
    { rates, mutation, payments, ...others }: HuntOptions,
    more: Pick<RunOptions, 'allowed' | 'onLine'> = {},
  ): Promise<Ran> {
    const reached = new Set<string>();
    const world = new World({
      ...{ seed, apps: this.apps, processes: this.processes, mutation, ...others, ...more },
      ...(rates !== undefined && { rates }),
      ...(payments !== undefined && { payments }),
      onReached: (id) => reached.add(id),
    });
    const { stackTraceLimit } = Error;
    // Errors by the hundred are part of each run; only a story tells where they came from.
    if (more.onLine === undefined) Error.stackTraceLimit = 0;
    await world.run().finally(() => (Error.stackTraceLimit = stackTraceLimit));
    return {
      seed,
      wrong: audit(world),
      fired: world.fired,
      payments: world.payments.length,
      reached,
    };
  }
}
