import { localDate, type Clock } from '../state/clock';
import type { Tenant } from '../state/model';
import { newTenant, tenantSeed, type TenantSeed } from '../state/seed';
import { Faults } from './faults';

/** A call that the Fineract side has received, for tests that ask what a connector sent. */
export interface RecordedCall {
  /** When it was answered. */
  readonly atMs: number;
  readonly tenant: string;
  readonly method: string;
  /** Below /api/v1, with its query. */
  readonly url: string;
  readonly idempotencyKey: string | undefined;
  readonly body: string;
  /** Undefined where the connection was broken. */
  readonly status: number | undefined;
}

const callsKeptMax = 2000;

/** All that one simulator holds. */
export class Bank {
  readonly tenants = new Map<string, Tenant>();
  readonly faults = new Faults();
  /** By option: commands on one account that overlap end in 409, as in the real one. */
  conflictWindowMs: number | undefined;
  /** Commands that were said to be in progress: whoever asks again is told what came of the one under way. */
  readonly commandsUnderWay = new Set<string>();
  private recorded: RecordedCall[] = [];

  constructor(
    readonly clock: Clock,
    private readonly seeds: readonly TenantSeed[],
  ) {
    this.reset();
  }

  /** Back to the seeds it was started with, without faults. */
  reset(): void {
    this.tenants.clear();
    this.faults.clear();
    this.commandsUnderWay.clear();
    this.recorded = [];
    this.seeds.forEach((seed) => this.seed(seed));
  }

  /** Puts a tenant in the place of one of the same name. Throws ZodError. */
  seed(input: unknown): void {
    const seed = tenantSeed.parse(input);
    const tenant = newTenant(seed, localDate(this.clock(), seed.timezone));
    this.tenants.set(tenant.id, tenant);
  }

  get calls(): readonly RecordedCall[] {
    return this.recorded;
  }

  record(call: RecordedCall): void {
    this.recorded.push(call);
    if (this.recorded.length > callsKeptMax) this.recorded.splice(0, callsKeptMax / 2);
  }
}
