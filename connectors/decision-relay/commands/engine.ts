import type { Clock, Incidents, OpenJobs } from '../../common/runtime';
import { CannotRun } from '../../common/terminal';
import { GatewayError } from '../../common/zeebe/gateway';

/** As much of the door to the engine as the commands of operators need. */
export interface OperatorsDoor {
  readonly openJobs: OpenJobs;
  readonly incidents: Incidents;
  drain(graceMs: number): Promise<void>;
}

export interface EngineDeps {
  readonly clock: Clock;
  readonly connect: () => { readonly door: OperatorsDoor; readonly address: string };
}

/** @throws CannotRun in one line when the engine does not answer */
export async function withEngine<Result>(
  { connect }: EngineDeps,
  use: (door: OperatorsDoor) => Promise<Result>,
): Promise<Result> {
  const { door, address } = connect();
  try {
    return await use(door);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new CannotRun(
      `The engine at ${address} (ZEEBE_ADDRESS) could not be asked, or its answer was lost: look before you ` +
        `repeat a command. ${error.message}`,
    );
  } finally {
    await door.drain(0);
  }
}
