import { z } from 'zod';

export const faultKinds = [
  /** Answered `latencyMs` later. */
  'latency',
  /** 409 as after three lost optimistic locks; stays under its Idempotency-Key. Nothing booked. */
  'conflict',
  /** 425; another command under the key is under way, and is done when the key is used again. */
  'in-progress',
  /** Spring's 500; stays under its Idempotency-Key. Nothing booked. */
  'fail-before-commit',
  /** Booked, then the connection breaks instead of an answer. */
  'drop-after-commit',
  /** The connection breaks, nothing is booked, the Idempotency-Key answers 425 for ever. */
  'crash-before-commit',
] as const;

export const faultSeed = z.strictObject({
  kind: z.enum(faultKinds),
  /** `transfers`, `quotes`, `accounts`, ...: the endpoint's route; all without. */
  route: z.string().optional(),
  /** PREPARE, CREATE or RELEASE; all without. */
  action: z.string().optional(),
  accountId: z.string().optional(),
  transferCode: z.string().optional(),
  tenant: z.string().optional(),
  /** Calls it befalls; endless without. */
  count: z.number().int().positive().optional(),
  latencyMs: z.number().int().nonnegative().default(0),
});

export type FaultSeed = z.input<typeof faultSeed>;

/** A fault and how often it has struck. */
export interface Fault extends z.output<typeof faultSeed> {
  struck: number;
}

export interface Target {
  readonly tenant: string;
  readonly route: string;
  readonly action: string | undefined;
  readonly accountId: string | undefined;
  readonly transferCode: string | undefined;
}

export class Faults {
  private faults: Fault[] = [];

  get isEmpty(): boolean {
    return this.faults.length === 0;
  }

  get all(): readonly Fault[] {
    return this.faults;
  }

  add(seed: FaultSeed): void {
    this.faults.push({ ...faultSeed.parse(seed), struck: 0 });
  }

  clear(): void {
    this.faults = [];
  }

  /** The first fault that is meant for this call and not used up; counts it. */
  strike(target: Target): Fault | undefined {
    const fault = this.faults.find((one) => isMeantFor(one, target));
    if (fault !== undefined) fault.struck += 1;
    return fault;
  }
}

function isMeantFor(fault: Fault, target: Target): boolean {
  const agrees = (wanted: string | undefined, actual: string | undefined): boolean =>
    wanted === undefined || wanted === actual;
  return (
    (fault.count === undefined || fault.struck < fault.count) &&
    agrees(fault.tenant, target.tenant) &&
    agrees(fault.route, target.route) &&
    agrees(fault.action, target.action) &&
    agrees(fault.accountId, target.accountId) &&
    agrees(fault.transferCode, target.transferCode)
  );
}
