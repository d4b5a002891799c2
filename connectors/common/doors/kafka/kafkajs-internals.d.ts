/** What of kafkajs 2.2.4 has no types and is needed for `kafkajs-repairs.ts`. */

declare module 'kafkajs/src/broker' {
  import type { ConnectionPool } from 'kafkajs/src/broker';
  type ProduceRequest = import('./produce-request').ProduceRequest;

  export interface FetchedRecord {
    readonly offset: string;
    readonly key: Buffer | null;
    isControlRecord: boolean;
    readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  }

  export interface FetchedPartition {
    abortedTransactions: { readonly producerId: string; readonly firstOffset: string }[] | null;
    readonly messages: FetchedRecord[];
  }

  export interface FetchResponse {
    readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[];
  }

  export interface OffsetFetchRequest {
    readonly groupId: string;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number }[];
    }[];
  }

  export interface OffsetFetchResponse {
    readonly responses: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[];
  }

  export interface ProtocolRequest<Response> {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<unknown>;
    };
    readonly response: {
      decode(bytes: Buffer): Promise<Response>;
      parse(response: Response): Promise<Response>;
    };
  }

  export interface ConnectionPool {
    send<Response>(request: ProtocolRequest<Response>): Promise<Response>;
  }

  /** Of the newest version that both know. */
  export type LookupRequest = (
    apiKey: number,
    definition: object,
  ) => (fields: object) => ProtocolRequest<unknown>;

  class Broker {
    readonly lookupRequest: LookupRequest;
    readonly connectionPool: ConnectionPool;
    /** By API key; known once connected. */
    readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null;
    fetch: (this: Broker, request: object) => Promise<FetchResponse>;
    produce: (this: Broker, request: ProduceRequest) => Promise<unknown>;
    listOffsets: (this: Broker, request: { isolationLevel?: number }) => Promise<unknown>;
    offsetFetch: (this: Broker, request: OffsetFetchRequest) => Promise<OffsetFetchResponse>;
  }
  export default Broker;
}

declare module 'kafkajs/src/cluster' {
  class Cluster {
    refreshMetadata: (this: Cluster) => Promise<void>;
    fetchTopicsOffset: (this: Cluster, topics: readonly object[]) => Promise<unknown>;
  }
  export default Cluster;
}

declare module 'kafkajs/src/network/requestQueue' {
  class RequestQueue {
    /** Held back: too many are under way, or the broker wants fewer. */
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    checkPendingRequests: (this: RequestQueue) => void;
  }
  export default RequestQueue;
}

declare module 'kafkajs/src/protocol/encoder' {
  class Encoder {
    constructor(initialSize?: number);
    readonly buffer: Buffer;
    writeBuffer(bytes: Buffer): this;
    writeInt32(value: number): this;
    writeBoolean(value: boolean): this;
    writeUVarIntString(value: string): this;
    writeUVarIntArray(items: readonly Encoder[]): this;
    writeUVarIntBytes(): this;
  }
  export default Encoder;
}

declare module 'kafkajs/src/protocol/decoder' {
  class Decoder {
    constructor(bytes: Buffer);
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readUVarIntString(): string | null;
    readUVarIntArray<Item>(read: (decoder: Decoder) => Item): Item[];
    readTaggedFields(): void;
  }
  export default Decoder;
}

declare module 'kafkajs/src/protocol/error' {
  export function createErrorFromCode(code: number): Error;
}

declare module 'kafkajs/src/protocol/requests/produce/v7/request' {
  export default function request(fields: object): { encode(): Promise<{ buffer: Buffer }> };
}

declare module 'kafkajs/src/producer/groupMessagesPerPartition' {
  import type { Message } from 'kafkajs';
  export default function groupMessagesPerPartition(what: {
    readonly topic: string;
    readonly partitionMetadata: readonly {
      readonly partitionId: number;
      readonly leader: number;
    }[];
    readonly messages: readonly Message[];
    readonly partitioner: (of: { readonly message: Message }) => number;
  }): Readonly<Record<number, readonly Message[]>>;
}
