import {
  status,
  type CallOptions,
  type ChannelOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ServiceError,
} from '@grpc/grpc-js';
import type { TlsSource } from '../runtime';
import { GatewayConnections, type Lease } from './gateway-connections';
import type { StreamCalls, UnaryCalls } from './gateway-protocol';
import { withTlsAdvice } from './tls-advice';

/** A gRPC call that failed. `code` is one of grpc-js's `status`. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  constructor(
    readonly call: string,
    readonly code: status,
    details: string,
  ) {
    super(`${call}: ${status[code]}: ${details}`);
  }
}

interface StreamLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What the deadline means: that the peer failed to answer, or that the stream has lived long enough. */
  readonly whenTimeIsOver: 'fail' | 'end';
}

export interface MessageStream {
  pause(): void;
  resume(): void;
  /** Resolves when the stream ends or its signal aborts; rejects with {@link GatewayError}. */
  readonly ended: Promise<void>;
}

type UnaryMethod<Name extends keyof UnaryCalls> = (
  request: UnaryCalls[Name]['request'],
  options: CallOptions,
  callback: (error: ServiceError | null, response?: UnaryCalls[Name]['response']) => void,
) => ClientUnaryCall;

type StreamMethod<Name extends keyof StreamCalls> = (
  request: StreamCalls[Name]['request'],
  options: CallOptions,
) => ClientReadableStream<StreamCalls[Name]['message']>;

const keepaliveAnswerMsMax = 10_000;

const reconnecting: ChannelOptions = {
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 5_000,
};

/**
 * The Zeebe gateway's gRPC service as zeebe-node describes it, over one HTTP/2 connection for all calls
 * of this process (gateway-connections.ts). zeebe-node's own client is not used: it sets no deadlines, retries for ever at a fixed
 * pace, cannot push jobs, notices a dead connection after eight minutes and opens one for each worker.
 */
export class Gateway {
  private readonly connections: GatewayConnections;
  private isClosed = false;

  constructor(settings: {
    readonly address: string;
    /** Who we are and whom we believe; false: no TLS. */
    readonly tls: TlsSource | false;
    /** How often a quiet connection is tested, to notice a gateway that has vanished without a word. */
    readonly keepaliveMs: number;
  }) {
    const { address, tls, keepaliveMs } = settings;
    this.connections = new GatewayConnections(address, tls, {
      ...reconnecting,
      'grpc.keepalive_time_ms': keepaliveMs,
      'grpc.keepalive_timeout_ms': Math.min(keepaliveMs, keepaliveAnswerMsMax),
      // While no call is under way a gateway takes pings for an attack, unless hours lie between: it closes the
      // connection, and grpc-js then pings half as often, each time. A process with workers always has calls.
      'grpc.keepalive_permit_without_calls': 0,
    });
  }

  /** @throws GatewayError; CANCELLED once the gateway is closed. */
  call<Name extends keyof UnaryCalls>(
    name: Name,
    request: UnaryCalls[Name]['request'],
    timeoutMs: number,
  ): Promise<UnaryCalls[Name]['response']> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) {
        reject(new GatewayError(name, status.CANCELLED, 'the connection is closed'));
        return;
      }
      const lease = this.connections.lease();
      const send = methodOf(lease, name) as UnaryMethod<Name>;
      send(request, deadlineIn(timeoutMs), (error, response) => {
        lease.release();
        if (error === null && response !== undefined) resolve(response);
        else reject(toGatewayError(name, error));
      });
    });
  }

  stream<Name extends keyof StreamCalls>(
    name: Name,
    request: StreamCalls[Name]['request'],
    { timeoutMs, signal, whenTimeIsOver }: StreamLimits,
    onMessage: (message: StreamCalls[Name]['message']) => void,
  ): MessageStream {
    const lease = this.connections.lease();
    const open = methodOf(lease, name) as StreamMethod<Name>;
    const stream = open(request, deadlineIn(timeoutMs));
    const cancel = (): void => stream.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const ended = new Promise<void>((resolve, reject) => {
      stream.on('data', onMessage);
      stream.on('end', resolve);
      stream.on('error', (error: ServiceError) => {
        const isOver = whenTimeIsOver === 'end' && error.code === status.DEADLINE_EXCEEDED;
        if (signal.aborted || isOver) resolve();
        else reject(toGatewayError(name, error));
      });
      if (signal.aborted) cancel();
    }).finally(() => {
      signal.removeEventListener('abort', cancel);
      lease.release();
    });
    return { pause: () => stream.pause(), resume: () => stream.resume(), ended };
  }

  close(): void {
    this.isClosed = true;
    this.connections.close();
  }
}

function methodOf({ client }: Lease, name: keyof UnaryCalls | keyof StreamCalls): unknown {
  return client[name]?.bind(client);
}

function deadlineIn(timeoutMs: number): CallOptions {
  return { deadline: Date.now() + timeoutMs };
}

function toGatewayError(call: string, error: ServiceError | null): GatewayError {
  const { code, details } = error ?? { code: status.INTERNAL, details: 'no response' };
  // grpc-js leaves room for a note that it seldom has.
  const said = details.replace(/ Resolution note:\s*$/, '');
  return new GatewayError(call, code, withTlsAdvice(said));
}
