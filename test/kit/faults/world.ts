import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startRecordStream,
  type EngineRecord,
  type RecordStream,
} from '../real-engine/record-stream';
import { useCases } from '../../../connectors/common/contracts/use-cases';
import type { DfspName } from '../stack/dfsps';
import { startStack, type Stack, type StackOptions } from '../stack/stack';
import type { TenantSections } from '../stack/tenant-files';
import { decideAsOperator } from '../real-engine/operator';
import type { EngineGate } from './engine-gate';
import { EngineTime, until } from './engine-time';
import { Gate } from './gate';
import { Heard } from './heard';
import {
  asRequested,
  channelPathOf,
  of,
  preparePayment,
  requestBody,
  type Payment,
  type Wish,
} from './payments';

export interface ChannelReport {
  readonly transactionId?: string;
  readonly requestId?: string;
  readonly state?: string;
  readonly error?: { readonly code: string };
}

export interface ChannelAnswer {
  readonly status: number;
  readonly transactionId: string | undefined;
}

/**
 * Time-outs so long that neither a job that comes again after its worker's death (a minute of the engine's, with
 * `lookUpTimeoutMs`) nor a machine that is busy with other things makes a payment fail that could succeed: the engine's
 * clock is only moved while all rests, but it also goes by itself.
 */
const patience = 'PT3M';
/** An attempt has its time by the machine's clock, and is over while a test holds it: some more of them are left then. */
const heldForLong = { attempts: 20, pauseMaxMs: 4_000 };
const patientSections: TenantSections = {
  channel: {
    timers: {
      partyLookup: patience,
      quote: patience,
      transferExpiry: patience,
      transferAnswer: 'PT195S',
    },
  },
  mojaloop: { quoteExpiryMs: 360_000 },
  amsFineract: { lookUpTimeoutMs: 60_000, commandTimeoutMs: 5_000 },
  retries: {
    'ams:quote-payer:1': heldForLong,
    'mojaloop:request-quote:1': heldForLong,
    'channel:ask-payer:1': heldForLong,
    'ams:block-funds:1': heldForLong,
    'ams:find-party:1': heldForLong,
    'ams:quote-payee:1': heldForLong,
    'ams:reserve-credit:1': heldForLong,
  },
};

/** Nobody waits for a single record. */
const inBulk = {
  ZEEBE_BROKER_EXPORTERS_TEST_ARGS_BULK_SIZE: '1000',
  ZEEBE_BROKER_EXPORTERS_TEST_ARGS_BULK_DELAY: '1',
};

/** The hub of another commit, and in what it differs. */
export interface OtherBuild {
  readonly root: string;
  readonly lackedRoles: readonly string[];
  readonly channelSettings: object;
  /** By the payment's transactionId, where it makes them otherwise. */
  readonly idsOf:
    | ((transactionId: string) => { readonly quoteId: string; readonly transferId: string })
    | undefined;
}

interface WorldOptions extends Pick<
  StackOptions,
  'brokerEnvironment' | 'hasPage' | 'hubEnvironment' | 'roles' | 'shape'
> {
  /** Put between the hub and its engine. */
  readonly engineGate?: EngineGate;
}

/** The whole stack with a gate between its parts, and the payments that were asked for. */
export class World {
  readonly payments: Payment[] = [];
  /** What has been held back until all is over. */
  readonly postponed: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly stack: Stack,
    readonly gate: Gate,
    readonly time: EngineTime,
    readonly heard: Heard,
    readonly callbackUrl: string,
    private readonly tokens: Readonly<Record<DfspName, string>>,
    private readonly runDirectory: string,
    private readonly stream: RecordStream,
    private readonly idsOf: OtherBuild['idsOf'],
  ) {}

  /** What the broker has told of what it did; after its death some of it twice. */
  get engineRecords(): readonly EngineRecord[] {
    return this.stream.records;
  }

  /** With `patientSections`, or with nothing but what a tenant has by default; with the hub of another build. */
  static async start(
    sections: TenantSections = patientSections,
    build?: OtherBuild,
    { engineGate, brokerEnvironment, ...more }: WorldOptions = {},
  ): Promise<World> {
    const runDirectory = mkdtempSync(join(tmpdir(), 'faults-'));
    const gate = await Gate.start();
    const heard = new Heard();
    const callbackUrl = `${gate.before('app', heard.answer)}/outcomes`;
    const stream = await startRecordStream();
    const stack = await startStack({
      runDirectory,
      ports: 'free',
      controlledClock: true,
      ...more,
      ...(build === undefined
        ? // Fineract's answers are held for longer than a job waits for them.
          { isHasty: true }
        : { hubCode: 'built', hubRoot: build.root, withoutRoles: build.lackedRoles }),
      brokerEnvironment: { ...stream.exporterSettings, ...inBulk, ...brokerEnvironment },
      through: (peer, address) =>
        peer !== 'engine' ? gate.before(peer, address) : (engineGate?.before(address) ?? address),
      tenantSections: {
        ...sections,
        channel: {
          callbacks: { allowed: [callbackUrl], default: callbackUrl },
          ...sections.channel,
          ...build?.channelSettings,
        },
      },
    }).catch(async (error: unknown) => {
      gate.stop();
      await stream.close();
      throw error;
    });
    const tokens = { lion: await stack.token('lion'), buffalo: await stack.token('buffalo') };
    const heldOfHub = () => gate.heldOfHub + (engineGate?.heldOfHub ?? 0);
    const time = new EngineTime(stack, gate, heldOfHub);
    const idsOf = build?.idsOf;
    return new World(stack, gate, time, heard, callbackUrl, tokens, runDirectory, stream, idsOf);
  }

  async stop(): Promise<void> {
    this.gate.stop();
    await this.stack.stop();
    await this.stream.close();
    rmSync(this.runDirectory, { recursive: true });
  }

  async prepare(wish: Wish = {}): Promise<Payment> {
    const prepared = await preparePayment(this.stack, wish);
    const { useCase } = wish;
    const isAskedFor =
      useCase !== undefined && useCases[useCase].transactionType.initiator === 'PAYEE';
    const payment = isAskedFor
      ? asRequested(prepared, useCase)
      : { ...prepared, ...this.idsOf?.(prepared.transactionId) };
    this.payments.push(payment);
    return payment;
  }

  /** POST /channel/<resource> */
  async request(payment: Payment, changes: object = {}): Promise<ChannelAnswer> {
    const body = { ...requestBody(payment, this.callbackUrl), ...changes };
    return this.post(channelPathOf(payment), body);
  }

  /** The same, again while it is told to come again: an engine that is back, or a busy machine, may say so. */
  async requestUntilHeard(payment: Payment, changes: object = {}): Promise<ChannelAnswer> {
    let answer = await this.request(payment, changes);
    await until('the request is heard', async () => {
      if (answer.status === 503) answer = await this.request(payment, changes);
      return answer.status !== 503;
    });
    return answer;
  }

  /** POST /channel/<resource>/{id}/decision */
  async accept(payment: Payment): Promise<ChannelAnswer> {
    const path = `${channelPathOf(payment)}/${payment.transactionId}/decision`;
    return this.post(path, { decision: 'accept' });
  }

  /** GET /transfers/{ID} as the payer's DFSP asks the payee's. */
  async askPayee({ transferId }: Payment): Promise<void> {
    await this.callPayee('GET', `/transfers/${transferId}`);
  }

  /** A request to the payee's DFSP as the switch would hand it on; resolves with the HTTP status. */
  async callPayee(method: 'GET' | 'POST', path: string, body?: string, from = 'lion') {
    return this.callHub({ method, path, body, from, to: 'buffalo' });
  }

  /** Any request to the hub's FSPIOP port; resolves with the HTTP status. */
  async callHub(call: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
    readonly path: string;
    readonly body?: string | undefined;
    readonly from: string;
    readonly to: DfspName;
  }) {
    const { method, path, body, from, to } = call;
    const resource = path.split('/')[1] ?? '';
    const mediaType = `application/vnd.interoperability.${resource}+json;version=1.1`;
    const response = await fetch(`http://127.0.0.1:${this.stack.ports.mojaloop}${path}`, {
      method,
      headers: {
        ...((method === 'GET' || method === 'POST') && { accept: mediaType }),
        'content-type': mediaType,
        date: new Date().toUTCString(),
        'fspiop-source': from,
        'fspiop-destination': to,
      },
      ...(body !== undefined && { body }),
    });
    return response.status;
  }

  async decide(
    { transferId }: Payment,
    side: 'payer' | 'payee',
    operatorDecision: 'book' | 'release' | 'ask-again',
  ): Promise<void> {
    const tenant = side === 'payer' ? 'lion' : 'buffalo';
    const { gatewayAddress } = this.stack.zeebe;
    await decideAsOperator(gatewayAddress, { tenant, transferId, operatorDecision });
  }

  /** Its payer was told that it failed, or that it is paid and the payee has the money. */
  async hasEnded({ transactionId, payee }: Payment): Promise<boolean> {
    const states = this.heard.states(transactionId);
    if (states.includes('ABORTED')) return true;
    if (!states.includes('COMMITTED')) return false;
    const { transactions } = await this.stack.fineract[payee.dfsp].control.account(payee.accountId);
    return transactions.some(({ transferCode }) => transferCode !== undefined);
  }

  /** Lets time pass, and payers accept what they are shown, until these payments have ended. */
  async end(...payments: readonly Payment[]): Promise<void> {
    await this.time.passUntil('all payments ended', () => this.haveEnded(payments));
  }

  /** The same, but for so long at most; says whether all have ended. */
  endWithin(engineTimeMs: number, payments: readonly Payment[]): Promise<boolean> {
    return this.time.passAtMost(engineTimeMs, () => this.haveEnded(payments));
  }

  private async haveEnded(payments: readonly Payment[]): Promise<boolean> {
    for (const payment of payments) {
      if (this.heard.last(payment.transactionId) === 'WAITING_FOR_PAYER') {
        await this.accept(payment);
      }
    }
    const ended = await Promise.all(payments.map((one) => this.hasEnded(one)));
    return ended.every(Boolean);
  }

  /** How often the DFSP has asked the switch for the transfer's state. */
  timesAsked(payment: Payment, from: DfspName): number {
    const question = of(payment, 'switch', 'GET', { path: '/transfers/', from });
    return this.gate.passages.filter(question).length;
  }

  /** Delivers what has been postponed. */
  async deliverPostponed(): Promise<void> {
    for (const act of this.postponed.splice(0)) await act();
    await this.time.rest();
  }

  /** What the switch said last to the payer's DFSP before the hold was released; undefined if it was not. */
  verdictBeforeRelease(payment: Payment): string | undefined {
    const { passages } = this.gate;
    const release = passages.findIndex(of(payment, 'lion', 'POST', { path: 'action=RELEASE' }));
    if (release === -1) return undefined;
    const verdict = of(payment, 'hub', 'PUT', { path: '/transfers/', for: 'lion' });
    return passages.slice(0, release).findLast(verdict)?.body ?? 'none';
  }

  /** kill -9 of the hub, and a new one in its place, with all its streams of jobs: else time would pass without it. */
  async killHub(whileDown: () => void | Promise<void> = () => undefined): Promise<void> {
    const streams = await this.time.jobStreams();
    await Promise.all(this.stack.hub.map((one) => one.kill()));
    await whileDown();
    const areGone = async () => (await this.time.jobStreams()) === 0;
    await until('the engine sees that the hub is gone', areGone);
    await Promise.all(this.stack.hub.map((one) => one.restart()));
    const areBack = async () => (await this.time.jobStreams()) >= streams;
    await until('the engine can give the hub jobs of every type', areBack);
  }

  /** kill -9 of the broker, and a new one on the same data, with the hub connected again. */
  async killBroker(whileDown: () => void | Promise<void> = () => undefined): Promise<void> {
    await this.stack.zeebe.kill();
    await whileDown();
    await this.stack.zeebe.restart();
    await this.time.restore();
    await until('the hub is ready again', async () => {
      const answers = this.stack.hub.map((one) => fetch(`${one.managementAddress}/readyz`));
      return (await Promise.all(answers)).every(({ ok }) => ok);
    });
  }

  /** Copies the broker's data while it is down; what this resolves with brings that copy back in the place of the newer data. */
  async copyBroker(): Promise<() => Promise<void>> {
    const data = this.stack.zeebe.dataDirectory;
    const copy = join(this.runDirectory, 'copy of the broker');
    await this.killBroker(() => cpSync(data, copy, { recursive: true }));
    return () =>
      this.killBroker(() => {
        rmSync(data, { recursive: true });
        cpSync(copy, data, { recursive: true });
      });
  }

  /** The same by the broker's own backup, while it works; needs the settings of a store. */
  async backUpBroker(backupId: number): Promise<() => Promise<void>> {
    const { zeebe } = this.stack;
    await zeebe.backUp(backupId);
    return () => this.killBroker(() => zeebe.restore(backupId));
  }

  private async post(path: string, body: object): Promise<ChannelAnswer> {
    const { status, report } = await this.callChannel('lion', 'POST', path, body);
    return { status, transactionId: report.transactionId };
  }

  /** Any request to the channel API, as an app of this DFSP. */
  async callChannel(as: DfspName, method: 'GET' | 'POST', path: string, body?: object) {
    const response = await fetch(`${this.stack.channelAddress}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.tokens[as]}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, report: (await response.json()) as ChannelReport };
  }
}
