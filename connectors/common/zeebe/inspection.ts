import { status } from '@grpc/grpc-js';
import { GatewayError, type Gateway } from './gateway';
import type { Topology } from './gateway-protocol';

export interface EngineState {
  readonly version: string;
  readonly partitions: number;
  /** Partitions without a healthy leader: nothing goes on there. */
  readonly withoutLeader: readonly number[];
}

/** What can be known of the engine without changing anything in it. */
export interface Inspection {
  state(): Promise<EngineState>;
  /** Of the latest version of a process: `none` when there is no such process. */
  elementsMissing(processId: string, elementIds: readonly string[]): Promise<Missing>;
}

export type Missing = 'none-deployed' | { readonly elementId: string | undefined };

const stateTimeoutMs = 3_000;

/** No diagram has an element of this id. */
const noElement = 'hub-doctor-starts-nothing';

export function inspectionOf(gateway: Gateway, timeoutMs: number): Inspection {
  return {
    state: async () => {
      const topology = await gateway.call('topology', {}, stateTimeoutMs);
      const { gatewayVersion: version, partitionsCount: partitions } = topology;
      return { version, partitions, withoutLeader: partitionsWithoutLeader(topology) };
    },
    elementsMissing: async (bpmnProcessId, elementIds) => {
      // The engine shows no diagram, but to who would start a process at an element that is not there it names the
      // first such, and starts nothing. That the last one is never there is what keeps it from starting.
      const startInstructions = [...elementIds, noElement].map((elementId) => ({ elementId }));
      const request = { bpmnProcessId, version: -1, variables: '{}', startInstructions };
      try {
        await gateway.call('createProcessInstance', request, timeoutMs);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        if (error.code === status.NOT_FOUND) return 'none-deployed';
        const [, named] = /no element found with id '([^']+)'/.exec(error.message) ?? [];
        if (named === undefined) throw error;
        return { elementId: named === noElement ? undefined : named };
      }
      throw new Error(`the engine has started ${bpmnProcessId} at an element that it cannot have`);
    },
  };
}

function partitionsWithoutLeader({ partitionsCount, brokers }: Topology): number[] {
  const led = new Set(
    brokers
      .flatMap((broker) => broker.partitions)
      .filter(({ role, health }) => role === 'LEADER' && health === 'HEALTHY')
      .map(({ partitionId }) => partitionId),
  );
  return Array.from({ length: partitionsCount }, (_, index) => index + 1).filter(
    (partitionId) => !led.has(partitionId),
  );
}
