import {
  credentials,
  makeClientConstructor,
  Server,
  ServerCredentials,
  status,
  type Client,
  type ClientReadableStream,
  type MethodDefinition,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import { gatewayService } from '../../../connectors/common/zeebe/gateway-service';

/** A job as the engine gives it to the hub. */
export interface GivenJob {
  readonly key: string;
  readonly type: string;
  readonly bpmnProcessId: string;
  readonly elementId: string;
  /** As JSON. */
  readonly variables: string;
}

/**
 * When a job is cut off: before the hub has got it, though the engine has given it; or when all is done, and what the
 * hub says of it never comes to the engine.
 */
export type JobMoment = 'before' | 'after';

export interface JobHold {
  readonly hasOne: () => boolean;
  /** What was cut off the engine has given to the hub once more. */
  readonly isGivenAgain: () => boolean;
  /** What was kept is lost, and nothing is kept any more. */
  readonly drop: () => void;
}

type Unary = (
  request: Buffer,
  options: { readonly deadline: Date | number },
  callback: sendUnaryData<Buffer>,
) => void;
type Stream = (
  request: Buffer,
  options: { readonly deadline: Date | number },
) => ClientReadableStream<Buffer>;

const service = gatewayService();
const asIs = (bytes: Buffer): Buffer => bytes;
/** Of each call nothing is read but what a hold asks for. */
const unread = Object.fromEntries(
  Object.entries(service).map(([name, method]) => [
    name,
    {
      ...method,
      ...{ requestSerialize: asIs, requestDeserialize: asIs },
      ...{ responseSerialize: asIs, responseDeserialize: asIs },
    },
  ]),
);

const outcomes = ['CompleteJob', 'FailJob', 'ThrowError'];
const renewal = 'UpdateJobTimeout';
/** Well within the time that a job is lent for. */
const renewEveryMs = 3_000;

class KeptJobs {
  readonly keys = new Set<string>();
  /** Outcomes that wait for an answer that never comes, with the job's key. */
  readonly waiting = new Map<sendUnaryData<Buffer>, string>();
  /** By key: the hub has asked to have the job for longer. */
  readonly renewals = new Map<string, Buffer>();
  hasOne = false;

  constructor(
    readonly matches: (job: GivenJob) => boolean,
    readonly moment: JobMoment,
  ) {}
}

/** A proxy between the hub and the engine, which knows of every job that is given, and can cut one off. */
export class EngineGate {
  /** Every job that the hub was given, or would have been, in order; one that is given again comes again. */
  readonly jobs: GivenJob[] = [];
  private readonly server = new Server();
  private port = 0;
  private client: Client | undefined;
  private kept: KeptJobs[] = [];
  private readonly renewing = setInterval(() => this.renew(), renewEveryMs).unref();

  static async start(): Promise<EngineGate> {
    const gate = new EngineGate();
    const handlers = Object.entries(service).map(([name, { responseStream }]) => [
      name,
      responseStream ? gate.stream.bind(gate, name) : gate.call.bind(gate, name),
    ]);
    gate.server.addService(unread, Object.fromEntries(handlers) as never);
    gate.port = await new Promise<number>((resolve, reject) => {
      gate.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    return gate;
  }

  /** Puts the gate before the engine; gives the address under which the engine is reached through it. */
  before(engineAddress: string): string {
    const Gateway = makeClientConstructor(unread, 'Gateway');
    this.client = new Gateway(engineAddress, credentials.createInsecure(), {
      // A broker that starts anew is called again at once.
      'grpc.max_reconnect_backoff_ms': 500,
    });
    return `127.0.0.1:${this.port}`;
  }

  /** Cuts every job off that matches, until it is dropped. */
  hold(matches: (job: GivenJob) => boolean, moment: JobMoment): JobHold {
    const kept = new KeptJobs(matches, moment);
    this.kept.push(kept);
    const drop = (): void => {
      this.kept = this.kept.filter((one) => one !== kept);
      const lost = { code: status.UNAVAILABLE, details: 'lost' };
      for (const answer of kept.waiting.keys()) answer(lost);
      kept.waiting.clear();
    };
    const isGivenAgain = (): boolean =>
      [...kept.keys].every((key) => this.jobs.filter((job) => job.key === key).length > 1);
    return { hasOne: () => kept.hasOne, isGivenAgain, drop };
  }

  /** Jobs in the hub's hands of which the engine is not told. */
  get heldOfHub(): number {
    return new Set(this.kept.flatMap(({ waiting }) => [...waiting.values()])).size;
  }

  stop(): void {
    clearInterval(this.renewing);
    this.server.forceShutdown();
    this.client?.close();
  }

  private call(
    name: string,
    call: ServerUnaryCall<Buffer, Buffer>,
    callback: sendUnaryData<Buffer>,
  ): void {
    const keeping = [...outcomes, renewal].includes(name) && this.keeperOf(name, call.request);
    if (keeping && name === renewal) {
      keeping.kept.renewals.set(keeping.jobKey, call.request);
      callback(null, Buffer.alloc(0));
    } else if (keeping) {
      keeping.kept.hasOne = true;
      keeping.kept.waiting.set(callback, keeping.jobKey);
      call.on('cancelled', () => keeping.kept.waiting.delete(callback));
    } else {
      const send = this.methodOf(name) as Unary;
      send(call.request, { deadline: call.getDeadline() }, callback);
    }
  }

  /** All at one moment: the engine would never be at rest if each came when it comes. */
  private renew(): void {
    const requests = this.kept.flatMap(({ renewals }) => [...renewals.values()]);
    for (const { renewals } of this.kept) renewals.clear();
    const deadline = Date.now() + renewEveryMs;
    for (const request of requests) {
      (this.methodOf(renewal) as Unary)(request, { deadline }, () => undefined);
    }
  }

  private stream(name: string, call: ServerWritableStream<Buffer, Buffer>): void {
    const open = this.methodOf(name) as Stream;
    const upstream = open(call.request, { deadline: call.getDeadline() });
    upstream.on('data', (bytes: Buffer) => {
      const given = name === 'StreamActivatedJobs' ? this.pushed(bytes) : this.polled(name, bytes);
      if (given !== undefined) call.write(given);
    });
    upstream.on('end', () => call.end());
    upstream.on('error', ({ code, details }: ServiceError) => {
      if (!call.cancelled) call.emit('error', { code, details });
    });
    call.on('cancelled', () => upstream.cancel());
  }

  private pushed(bytes: Buffer): Buffer | undefined {
    const job = methodNamed('StreamActivatedJobs').responseDeserialize(bytes) as GivenJob;
    return this.isGiven(job) ? bytes : undefined;
  }

  private polled(name: string, bytes: Buffer): Buffer {
    const { responseDeserialize, responseSerialize } = methodNamed(name);
    const { jobs } = responseDeserialize(bytes) as { readonly jobs: readonly GivenJob[] };
    return responseSerialize({ jobs: jobs.filter((job) => this.isGiven(job)) });
  }

  private isGiven(job: GivenJob): boolean {
    this.jobs.push(job);
    const keeping = this.kept.find(({ matches }) => matches(job));
    if (keeping === undefined) return true;
    keeping.keys.add(job.key);
    if (keeping.moment === 'after') return true;
    keeping.hasOne = true;
    return false;
  }

  private keeperOf(name: string, bytes: Buffer) {
    const request = methodNamed(name).requestDeserialize(bytes);
    const { jobKey } = request as { readonly jobKey: string };
    const kept = this.kept.find(({ keys }) => keys.has(jobKey));
    return kept && { kept, jobKey };
  }

  private methodOf(name: string): unknown {
    const methods = this.client as unknown as Record<string, (...args: never) => unknown>;
    return methods[name]?.bind(this.client);
  }
}

function methodNamed(name: string): MethodDefinition<unknown, unknown> {
  const method = service[name];
  if (method === undefined) throw new Error(`the gateway has no ${name}`);
  return method as MethodDefinition<unknown, unknown>;
}
