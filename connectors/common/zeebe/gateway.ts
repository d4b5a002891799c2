import { join } from 'node:path';
import {
  InterceptingCall,
  status,
  type CallOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  type Interceptor,
  type ServiceError,
} from '@grpc/grpc-js';
import { GrpcClient } from 'zeebe-node/dist/lib/GrpcClient';
import type { StreamCalls, UnaryCalls } from './gateway-protocol';

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

export interface CallLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface StreamLimits extends CallLimits {
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

/** After so many deadlines in a row, with no answer between them, the connection counts as dead. */
const deadlinesUntilReconnect = 3;

// zeebe-node's own interceptor drops some statuses without a word, which leaves their callers waiting.
const passThrough: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));

/**
 * zeebe-node's gRPC client, one HTTP/2 connection for all calls of this process. Its own methods set no
 * deadline, retry for ever and parse what they like, so the generated ones below them are called.
 */
export class Gateway {
  private client: GrpcClient;
  private deadlinesInARow = 0;
  private readonly openStreams = new Set<() => void>();
  private closed = false;

  constructor(
    private readonly settings: {
      readonly address: string;
      readonly tls: boolean;
      readonly caCertificate?: string | undefined;
    },
  ) {
    this.client = this.connect();
  }

  /** @throws GatewayError; CANCELLED when `signal` aborts. */
  call<Name extends keyof UnaryCalls>(
    name: Name,
    request: UnaryCalls[Name]['request'],
    { timeoutMs, signal }: CallLimits,
  ): Promise<UnaryCalls[Name]['response']> {
    return new Promise((resolve, reject) => {
      if (this.closed || signal?.aborted === true) {
        reject(new GatewayError(name, status.CANCELLED, 'not sent'));
        return;
      }
      const cancel = (): void => call.cancel();
      const send = this.method(name) as UnaryMethod<Name>;
      const call = send(request, this.options(timeoutMs), (error, response) => {
        signal?.removeEventListener('abort', cancel);
        if (error === null && response !== undefined) {
          this.deadlinesInARow = 0;
          resolve(response);
        } else {
          reject(this.failed(name, error));
        }
      });
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  stream<Name extends keyof StreamCalls>(
    name: Name,
    request: StreamCalls[Name]['request'],
    { timeoutMs, signal, whenTimeIsOver }: StreamLimits,
    onMessage: (message: StreamCalls[Name]['message']) => void,
  ): MessageStream {
    if (this.closed || signal.aborted) {
      return { pause: () => undefined, resume: () => undefined, ended: Promise.resolve() };
    }
    const open = this.method(name) as StreamMethod<Name>;
    const stream = open(request, this.options(timeoutMs));
    const cancel = (): void => stream.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.openStreams.add(cancel);
    const ended = new Promise<void>((resolve, reject) => {
      stream.on('data', (message: StreamCalls[Name]['message']) => {
        this.deadlinesInARow = 0;
        onMessage(message);
      });
      stream.on('end', () => {
        this.deadlinesInARow = 0;
        resolve();
      });
      stream.on('error', (error: ServiceError) => {
        const isOver = whenTimeIsOver === 'end' && error.code === status.DEADLINE_EXCEEDED;
        if (signal.aborted || isOver) resolve();
        else reject(this.failed(name, error));
      });
    }).finally(() => {
      signal.removeEventListener('abort', cancel);
      this.openStreams.delete(cancel);
    });
    return { pause: () => stream.pause(), resume: () => stream.resume(), ended };
  }

  close(): void {
    this.closed = true;
    this.client.client.close();
  }

  private connect(): GrpcClient {
    const { address, tls, caCertificate } = this.settings;
    const customSSL =
      caCertificate === undefined ? {} : { customSSL: { rootCerts: Buffer.from(caCertificate) } };
    return new GrpcClient({
      host: address,
      useTLS: tls,
      ...customSSL,
      packageName: 'gateway_protocol',
      service: 'Gateway',
      protoPath: join(require.resolve('zeebe-node/package.json'), '../proto/zeebe.proto'),
      options: {},
      connectionTolerance: 0,
      loglevel: 'NONE',
      namespace: '',
      stdout: undefined,
    });
  }

  /** A method that grpc-js has generated from zeebe.proto, which has no type of its own. */
  private method(name: string): unknown {
    const client = this.client.client as unknown as Record<string, () => void>;
    return client[name]?.bind(client);
  }

  private options(timeoutMs: number): CallOptions {
    return { deadline: Date.now() + timeoutMs, interceptors: [passThrough] };
  }

  /**
   * A peer that vanished without closing the connection (power, network) is noticed by zeebe-node's
   * keepalive only after eight minutes: a new connection is made when nothing but deadlines come back.
   */
  private failed(call: string, error: ServiceError | null): GatewayError {
    const { code, details } = error ?? { code: status.INTERNAL, details: 'no response' };
    this.deadlinesInARow = code === status.DEADLINE_EXCEEDED ? this.deadlinesInARow + 1 : 0;
    if (this.deadlinesInARow >= deadlinesUntilReconnect && !this.closed) {
      this.deadlinesInARow = 0;
      this.client.client.close();
      this.client = this.connect();
      for (const cancel of this.openStreams) cancel();
    }
    return new GatewayError(call, code, details);
  }
}
