/** A machine with a process of the hub on it: what it does reaches the outside through here, until it dies. */
import { status } from '@grpc/grpc-js';
import { TransportError, type Clock, type Random } from '../../../../connectors/common/runtime';
import type {
  HttpRequest,
  HttpResponse,
  HttpTransport,
} from '../../../../connectors/common/runtime';
import { GatewayError, type Gateway } from '../../../../connectors/common/zeebe/gateway';
import type { SimulatedEngine } from '../engine/engine';
import { SimulatedClock } from '../time/scheduler';
import { answerAtGateway } from './gateway';
import type { Sent, Surroundings } from './surroundings';

export interface Peers {
  /** Undefined: the connection breaks. */
  answer(request: HttpRequest): Promise<HttpResponse | undefined>;
  readonly engine: SimulatedEngine;
}

/** Up to beyond every time-out of the hub. */
const lateMs = { least: 1_000, most: 600_000 };
const travelMs = { least: 1, most: 40 };

export class Machine {
  isDead = false;
  readonly clock: Clock;
  readonly http: HttpTransport;
  readonly gateway: Gateway;
  readonly random: Random;

  constructor(
    readonly name: string,
    own: SimulatedClock,
    private readonly around: Surroundings,
    private readonly peers: Peers,
    /** One that serves requests is there again at once; it has nothing to lose. */
    private readonly canDie: boolean,
  ) {
    const { chance } = around;
    this.clock = { now: own.now, sleep: (ms, signal) => this.whileAlive(own.sleep(ms, signal)) };
    this.random = {
      uuid: () => chance.uuid(`uuid at ${name}`),
      fraction: () => chance.fraction(`fraction at ${name}`),
    };
    this.http = { request: (request) => this.request(request) };
    const call = (what: string, request: object, timeoutMs: number): Promise<object> =>
      this.command(what, request, timeoutMs);
    this.gateway = { call } as unknown as Gateway;
  }

  /** What a dead process waits for never comes. */
  private async whileAlive(work: Promise<void>): Promise<void> {
    await work;
    if (this.isDead) await new Promise(() => undefined);
  }

  private request(request: HttpRequest): Promise<HttpResponse> {
    const { method, url, signal, timeoutMs } = request;
    const where = `${method} ${url.replace(/^https?:\/\//, '')}`;
    return this.exchange<HttpResponse>({
      where,
      timeoutMs,
      signal,
      ask: () => this.peers.answer(request),
      broken: () => new TransportError('connection-lost', false, `${where}: the connection broke`),
      refused: () => new TransportError('connection-refused', true, `${where}: refused`),
      timedOut: () =>
        new TransportError('timeout', false, `${where}: no answer in ${timeoutMs} ms`),
      aborted: () => new TransportError('aborted', false, `${where}: aborted`),
      whenRefused: () => ({ status: 503, headers: {}, body: '' }),
    });
  }

  private command(what: string, request: object, timeoutMs: number): Promise<object> {
    const where = `${what} ${subjectOf(request)}`;
    const failed = (code: status) => () => new GatewayError(what, code, where);
    return this.exchange<object>({
      where,
      timeoutMs,
      signal: undefined,
      ask: () => answerAtGateway(this.peers.engine, what, request),
      broken: failed(status.UNAVAILABLE),
      refused: failed(status.UNAVAILABLE),
      timedOut: failed(status.DEADLINE_EXCEEDED),
      aborted: failed(status.CANCELLED),
      whenRefused: failed(status.RESOURCE_EXHAUSTED),
    });
  }

  private exchange<Answer>(sent: Sent<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.isDead || this.diesAt('process-dies-before', sent.where)) return;
      const { scheduler } = this.around;
      const conclude = (act: () => void): void => {
        if (this.isDead || isOver) return;
        isOver = true;
        deadline.cancel();
        sent.signal?.removeEventListener('abort', abort);
        act();
      };
      let isOver = false;
      const fail = (problem: () => Error): void => conclude(() => reject(problem()));
      const deadline = scheduler.after(sent.timeoutMs, () => fail(sent.timedOut));
      const abort = (): void => fail(sent.aborted);
      if (sent.signal?.aborted === true) {
        abort();
        return;
      }
      sent.signal?.addEventListener('abort', abort, { once: true });
      this.send(sent, (answer) => {
        if (answer === undefined) fail(sent.broken);
        else if (answer instanceof Error) fail(() => answer);
        else conclude(() => resolve(answer));
      });
      this.diesAt('process-dies-after', sent.where);
    });
  }

  /** What the network makes of it. */
  private send<Answer>(
    sent: Sent<Answer>,
    onAnswer: (answer: Answer | Error | undefined) => void,
  ): void {
    const { faults, outages, chance, scheduler, tell } = this.around;
    const { where } = sent;
    const there = this.travelMs(where);
    const outage = outages.at(where);
    if (outage !== undefined) tell(() => `${this.name}: ${where}: the peer is away, ${outage}`);
    if (outage === 'refuses') scheduler.after(there, () => onAnswer(sent.refused()));
    if (outage === 'acts in silence') {
      scheduler.after(there, () => this.arrive(sent, () => undefined));
    }
    if (outage !== undefined) return;
    const fault = faults.oneOf(where, [
      'not-reached',
      'server-error',
      'request-lost',
      'request-late',
    ]);
    if (fault !== undefined) tell(() => `${this.name}: ${where}: ${fault}`);
    if (fault === 'not-reached' || fault === 'server-error') {
      const answer = fault === 'not-reached' ? sent.refused() : sent.whenRefused();
      scheduler.after(there, () => onAnswer(answer));
      return;
    }
    if (fault === 'request-lost') return;
    const late = fault === 'request-late' ? this.lateMs(where) : 0;
    scheduler.after(there + late, () => this.arrive(sent, onAnswer));
    if (faults.strikes('request-twice', where)) {
      const againMs = chance.magnitude(`again ${where}`, 10, 60_000);
      tell(() => `${this.name}: ${where}: it will arrive twice`);
      scheduler.after(there + againMs, () => this.arrive(sent, () => undefined));
    }
  }

  private arrive<Answer>(
    sent: Sent<Answer>,
    onAnswer: (answer: Answer | Error | undefined) => void,
  ): void {
    const { faults, scheduler, tell } = this.around;
    const { where } = sent;
    void sent.ask().then(
      (answer) => {
        const fault = faults.oneOf(where, ['answer-lost', 'answer-late']);
        if (fault !== undefined) tell(() => `${this.name}: ${where}: ${fault}`);
        if (fault === 'answer-lost') return;
        const late = fault === 'answer-late' ? this.lateMs(where) : 0;
        scheduler.after(this.travelMs(where) + late, () => onAnswer(answer));
      },
      (error: unknown) => {
        // A refusal of the engine's; what is a defect of the simulation is not to be taken for one.
        if (!(error instanceof GatewayError)) this.around.defect(error);
        scheduler.after(this.travelMs(where), () => onAnswer(error as Error));
      },
    );
  }

  private diesAt(kind: 'process-dies-before' | 'process-dies-after', where: string): boolean {
    if (!this.canDie || !this.around.faults.strikes(kind, where)) return false;
    this.around.tell(() => `${this.name}: ${where}: the process dies`);
    this.isDead = true;
    return true;
  }

  private travelMs(where: string): number {
    return this.around.chance.between(`travel ${where}`, travelMs.least, travelMs.most);
  }

  private lateMs(where: string): number {
    return this.around.chance.magnitude(`late ${where}`, lateMs.least, lateMs.most);
  }
}

function subjectOf(request: object): string {
  const { jobKey, name, correlationKey, signalName } = request as Record<
    string,
    string | undefined
  >;
  return [jobKey, name, correlationKey, signalName].filter((one) => one !== undefined).join(' ');
}
