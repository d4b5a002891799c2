import { createHash, randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { sendAs, StubDfsp, type Received } from '../stub-dfsp';
import { Placeholders } from './placeholders';
import type { RecordedCallback, RecordedStep, Recording } from './recording';
import type { Target } from './target';

export const roles = ['payer', 'payee', 'third', 'down'] as const;
export type Role = (typeof roles)[number];

export interface SentMessage {
  readonly body?: object | string;
  readonly to?: string;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
}

const comparedHeaders = [
  'accept',
  'content-type',
  'date',
  'fspiop-source',
  'fspiop-destination',
  'fspiop-http-method',
  'fspiop-uri',
  'traceparent',
  'tracestate',
  'x-of-the-sender',
];

/** Every scenario uses the same pair: the switch checks nothing but SHA-256. */
export const fulfilment = createHash('sha256').update('fulfilment').digest('base64url');
export const condition = createHash('sha256')
  .update(Buffer.from(fulfilment, 'base64url'))
  .digest('base64url');

/** Four DFSPs at a switch: three that listen, one (`down`) that does not. */
export class Lane {
  readonly stubs: Readonly<Record<Exclude<Role, 'down'>, StubDfsp>>;
  readonly hosts: { readonly value: string; readonly name: string }[] = [];

  constructor(
    readonly target: Target,
    private readonly suffix: string,
  ) {
    this.stubs = {
      payer: new StubDfsp(this.fspId('payer')),
      payee: new StubDfsp(this.fspId('payee')),
      third: new StubDfsp(this.fspId('third')),
    };
  }

  fspId(role: Role): string {
    return `${role}${this.suffix}`;
  }

  async start(): Promise<void> {
    for (const [role, stub] of Object.entries(this.stubs)) {
      this.hosts.push({ value: hostOf(await stub.start()), name: `host of ${role}` });
    }
    const closed = new StubDfsp(this.fspId('down'));
    this.hosts.push({ value: hostOf(await closed.start()), name: 'host of down' });
    await closed.stop();
  }

  async join(): Promise<void> {
    for (const [index, role] of roles.entries()) {
      await this.target.addFsp(this.fspId(role), `http://${this.hosts[index]?.value ?? ''}`);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.stubs).map((stub) => stub.stop()));
  }
}

function hostOf(url: string): string {
  return new URL(url).host;
}

/** One scenario on its way: sends, waits until all is quiet, and writes down what was heard. */
export class Session {
  private readonly steps: RecordedStep[] = [];
  private readonly placeholders = new Placeholders();
  private dates = 0;
  private times = 0;

  constructor(private readonly lane: Lane) {
    for (const role of roles) this.placeholders.add(lane.fspId(role), role);
    for (const { value, name } of lane.hosts) this.placeholders.add(value, name);
    this.placeholders.add(fulfilment, 'fulfilment');
    this.placeholders.add(condition, 'condition');
    for (const stub of Object.values(lane.stubs)) stub.forget();
  }

  private get target(): Target {
    return this.lane.target;
  }

  fsp(role: Role): string {
    return this.lane.fspId(role);
  }

  id(name: string): string {
    return this.named(randomUUID(), name);
  }

  msisdn(name: string): string {
    const digits = randomUUID().replace(/\D/g, '').padEnd(9, '0').slice(0, 9);
    return this.named(`255${digits}`, name);
  }

  named(value: string, name: string): string {
    this.placeholders.add(value, name);
    return value;
  }

  /**
   * An ISO time about that many milliseconds from now. No two are alike, and each has a fraction, so
   * that one sees what becomes of it; without `fromNowMs` it lies far enough in the past not to be
   * taken for the switch's own.
   */
  time(name: string, fromNowMs = -20_000): string {
    this.times += 1;
    const second = Math.floor((this.target.now() + fromNowMs) / 1000) * 1000;
    const time = new Date(second + 100 + this.times).toISOString();
    this.placeholders.addTime(time, name);
    return time;
  }

  async send(role: Role, method: string, path: string, message: SentMessage = {}): Promise<void> {
    await this.together([{ role, method, path, message }]);
  }

  /** All at the same time. What is heard is written to the last. */
  async together(
    sends: readonly { role: Role; method: string; path: string; message?: SentMessage }[],
  ): Promise<void> {
    const prepared = sends.map(({ role, method, path, message = {} }) => {
      const date = this.date();
      const headers = { date, ...message.headers };
      return { role, method, path, message: { ...message, headers } };
    });
    const answers = await Promise.all(
      prepared.map(({ role, method, path, message }) =>
        sendAs(this.fsp(role), this.target.url(resourceOf(path)), method, path, message),
      ),
    );
    const sent = prepared.map(({ message }) => this.namedBody(message.body ?? ''));
    const heard = await this.listen(resourceOf(prepared.at(-1)?.path ?? ''), sent);
    for (const [index, { role, method, path, message }] of prepared.entries()) {
      const answer = answers[index] ?? { status: 0, body: '' };
      const changed = sends[index]?.message?.headers ?? {};
      this.steps.push({
        does: this.placeholders.in(`${role} ${method} ${path}`),
        ...(message.to !== undefined && { to: this.placeholders.in(message.to) }),
        ...(message.version !== undefined && { version: message.version }),
        ...(Object.keys(changed).length > 0 && { headers: this.namedHeaders(changed) }),
        ...(message.body !== undefined && { body: sent[index] ?? '' }),
        answer: { status: answer.status, ...this.bodyOf(answer.body) },
        heard: index === prepared.length - 1 ? heard : {},
      });
    }
  }

  /** How a DFSP answers from here on. */
  answers(role: Exclude<Role, 'down'>, status: number, body = ''): void {
    this.lane.stubs[role].status = () => status;
    this.lane.stubs[role].answerBody = body;
    this.steps.push({ does: `${role} answers ${status} ${body}`.trim(), heard: {} });
  }

  answersAsUsual(role: Exclude<Role, 'down'>): void {
    this.lane.stubs[role].status = undefined;
    this.lane.stubs[role].answerBody = '';
    this.steps.push({ does: `${role} answers as usual`, heard: {} });
  }

  async farFromSweep(): Promise<void> {
    await this.target.farFromSweep();
  }

  async pass(ms: number): Promise<void> {
    await this.target.pass(ms);
    this.steps.push({ does: `${ms} ms pass`, heard: {} });
  }

  async sweep(): Promise<void> {
    await this.target.sweep();
    this.steps.push({
      does: 'the sweep for expired transfers',
      heard: await this.listen('transfers'),
    });
  }

  async crash(callbacks: number): Promise<void> {
    await this.target.crash(callbacks);
    this.steps.push({ does: 'a crash and a new start', heard: await this.listen('transfers') });
  }

  /** What is sent meets the ledger before it has looked at the POST. */
  async race(sends: () => Promise<void>): Promise<void> {
    await this.target.startRace();
    await sends();
    await this.target.endRace();
  }

  static async play(
    lane: Lane,
    scenario: string,
    run: (session: Session) => Promise<void>,
  ): Promise<Recording> {
    const before = await positions(lane);
    const session = new Session(lane);
    await run(session);
    const after = await positions(lane);
    const changes = Object.entries(after)
      .map(([role, position]) => [role, new Decimal(position).minus(before[role] ?? '0').toFixed()])
      .filter(([, change]) => change !== '0');
    return {
      scenario,
      steps: session.steps,
      positions: Object.fromEntries(changes) as Record<string, string>,
    };
  }

  private async listen(
    resource: string,
    sent: readonly string[] = [],
  ): Promise<Record<string, RecordedCallback[]>> {
    const started = Date.now();
    const stubs = Object.entries(this.lane.stubs);
    const idleMs = () =>
      Date.now() - Math.max(started, ...stubs.map(([, stub]) => stub.lastHeardAt));
    await this.target.quiet(resource, idleMs);
    const heard = stubs.map(([role, stub]): [string, RecordedCallback[]] => [
      role,
      stub.take().map((received) => this.callback(received, sent)),
    ]);
    return Object.fromEntries(heard.filter(([, callbacks]) => callbacks.length > 0));
  }

  private callback(
    { method, path, headers, body }: Received,
    sent: readonly string[],
  ): RecordedCallback {
    const compared = comparedHeaders
      .filter((name) => headers[name] !== undefined)
      .map((name) => [name, this.placeholders.header(name, headers[name] ?? '', headers)]);
    return {
      method,
      path: this.placeholders.in(path),
      headers: Object.fromEntries(compared) as Record<string, string>,
      ...this.bodyOf(body, sent),
    };
  }

  private bodyOf(body: string, sent: readonly string[] = []): { body?: string } {
    if (body === '') return {};
    const named = this.placeholders.in(body);
    return { body: sent.includes(named) ? '<as sent>' : named };
  }

  /** Distinct and long past, so that one sees whose date a callback carries. */
  private date(): string {
    this.dates += 1;
    const date = new Date(Date.UTC(2026, 10, 1, 0, 0, this.dates)).toUTCString();
    return this.named(date, `date ${this.dates}`);
  }

  private namedHeaders(headers: Readonly<Record<string, string | null>>) {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value === null ? null : this.placeholders.in(value),
      ]),
    );
  }

  private namedBody(body: object | string): string {
    return this.placeholders.in(typeof body === 'string' ? body : JSON.stringify(body));
  }
}

function resourceOf(path: string): string {
  return path.split('/')[1]?.split('?')[0] ?? '';
}

async function positions(lane: Lane): Promise<Record<string, string>> {
  const entries = roles.map(async (role) => [role, await lane.target.position(lane.fspId(role))]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
}
