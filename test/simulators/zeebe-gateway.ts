import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  status,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceClientConstructor,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export type Fields = Record<string, unknown>;

/** A status of the given code, a response, or silence. */
export type Reply = { readonly fail: status } | { readonly respond: Fields } | 'silence';

export interface ReceivedCall {
  readonly method: string;
  readonly request: Fields;
  readonly deadline: Date | number;
  /** Serial number of the certificate that the caller has shown, if it has. */
  readonly certificate: string | undefined;
}

/**
 * A gateway that does as the test says, over real gRPC: for what a real one does only in bad times. Job
 * streams and polls stay open until the test ends them; other calls succeed unless a reply is scripted.
 */
export class ZeebeGatewayStub {
  readonly calls: ReceivedCall[] = [];
  /** Replies to the next calls of a method; the last one stays. */
  readonly replies: Record<string, Reply[]> = {};
  private readonly streams = new Set<ServerWritableStream<Fields, Fields>>();
  private readonly sockets = new Set<Socket>();
  private readonly silenced = new WeakSet<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly proxy: ReturnType<typeof createServer>,
  ) {}

  static async start(credentials = ServerCredentials.createInsecure()): Promise<ZeebeGatewayStub> {
    const path = require.resolve('zeebe-node/proto/zeebe.proto');
    const definition = loadSync(path, { keepCase: true, longs: String, enums: String });
    const grpc = loadPackageDefinition(definition)['gateway_protocol'] as {
      Gateway: ServiceClientConstructor;
    };
    const server = new Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    const stub: ZeebeGatewayStub = new ZeebeGatewayStub(
      server,
      createServer((socket) => stub.forward(socket, port)),
    );
    const unary = (method: string) => stub.answer.bind(stub, method);
    const stream = (method: string) => stub.open.bind(stub, method);
    const methods = Object.entries(grpc.Gateway.service).map(([name, { responseStream }]) => [
      name,
      responseStream ? stream(name) : unary(name),
    ]);
    server.addService(grpc.Gateway.service, Object.fromEntries(methods) as never);
    stub.proxy.listen(0, '127.0.0.1');
    await once(stub.proxy, 'listening');
    return stub;
  }

  get address(): string {
    return `127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.sockets.size;
  }

  callsOf(method: string): ReceivedCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Pushes a job to whoever has a job stream of its type open. */
  push(job: Fields): void {
    for (const stream of this.streams) {
      if (
        stream.getPath().endsWith('StreamActivatedJobs') &&
        stream.request['type'] === job['type']
      )
        stream.write(job);
    }
  }

  /** Ends all open job streams and polls, as a gateway that goes away in good order does. */
  endStreams(): void {
    for (const stream of this.streams) stream.end();
  }

  /** From now on connections that are open carry nothing any more, as if a cable had been pulled. */
  goSilent(): void {
    for (const socket of this.sockets) this.silenced.add(socket);
  }

  async stop(): Promise<void> {
    this.server.forceShutdown();
    for (const socket of this.sockets) socket.destroy();
    this.proxy.close();
    await once(this.proxy, 'close');
  }

  private forward(socket: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1');
    const carry = (to: Socket) => (data: Buffer) => {
      if (!this.silenced.has(socket)) to.write(data);
    };
    socket.on('data', carry(upstream));
    upstream.on('data', carry(socket));
    for (const end of [socket, upstream]) end.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      upstream.destroy();
    });
    upstream.on('close', () => socket.destroy());
    this.sockets.add(socket);
  }

  private nextReply(method: string): Reply {
    const replies = this.replies[method] ?? [];
    return (replies.length > 1 ? replies.shift() : replies[0]) ?? { respond: {} };
  }

  private answer(
    method: string,
    call: ServerUnaryCall<Fields, Fields>,
    callback: sendUnaryData<Fields>,
  ): void {
    this.calls.push(receivedCall(method, call));
    const reply = this.nextReply(method);
    if (reply === 'silence') return;
    if ('fail' in reply) callback({ code: reply.fail, details: status[reply.fail] });
    else callback(null, reply.respond);
  }

  private open(method: string, stream: ServerWritableStream<Fields, Fields>): void {
    this.calls.push(receivedCall(method, stream));
    const reply = this.replies[method] === undefined ? 'silence' : this.nextReply(method);
    if (reply === 'silence') {
      this.streams.add(stream);
      stream.on('cancelled', () => this.streams.delete(stream));
      stream.on('finish', () => this.streams.delete(stream));
    } else if ('fail' in reply) {
      stream.emit('error', { code: reply.fail, details: status[reply.fail] });
    } else {
      stream.write(reply.respond);
      stream.end();
    }
  }
}

function receivedCall(
  method: string,
  call: ServerUnaryCall<Fields, Fields> | ServerWritableStream<Fields, Fields>,
): ReceivedCall {
  const certificate = call.getAuthContext().sslPeerCertificate?.serialNumber;
  return { method, request: call.request, deadline: call.getDeadline(), certificate };
}
