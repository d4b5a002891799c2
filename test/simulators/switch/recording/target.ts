/** A switch that scenarios can be played against: a real one, or the simulator. */
export interface Target {
  /** Where the resource's API is served, without a slash at the end. */
  url(resource: string): string;
  /** Makes the FSP a member: its address, an account in {@link currency}, limit and funds. */
  addFsp(fspId: string, callbackUrl: string): Promise<void>;
  /** The switch's position of the FSP, a decimal string. */
  position(fspId: string): Promise<string>;
  now(): number;
  /** Resolves when what `resource`'s last message set off has come to its end. */
  quiet(resource: string, idleMs: () => number): Promise<void>;
  /** Resolves when no sweep for expired transfers will come for ten seconds. */
  farFromSweep(): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Resolves after the next sweep for expired transfers. */
  sweep(): Promise<void>;
  /**
   * What tells DFSPs about transfers dies without warning, starts again, and repeats what it had not yet
   * noted as done: its last `callbacks`.
   */
  crash(callbacks: number): Promise<void>;
  /** Between these, a POST and what comes at the same time meet the ledger unprepared. */
  startRace(): Promise<void>;
  endRace(): Promise<void>;
}

export const currency = 'TZS';
export const limit = '10000';
export const funds = '100000';
