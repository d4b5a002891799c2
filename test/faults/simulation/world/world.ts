/** One run: two DFSPs, a switch between them, the hub of both, and all that goes wrong, in virtual time. */
import type { EpochMs, HttpRequest, HttpResponse } from '../../../../connectors/common/runtime';
import { activationTimeoutMs } from '../../../../connectors/common/zeebe/job-runner';
import type { RawJob } from '../../../../connectors/common/zeebe/gateway-protocol';
import { createSwitchClocks } from '../../../../connectors/mojaloop/clocks/switch-clocks';
import { Registry } from 'prom-client';
import { doorThrough } from '../../../../connectors/common/zeebe/zeebe-door';
import { zeebeEnvironment } from '../../../../connectors/common/zeebe/environment';
import { silentLog } from '../../../kit/mojaloop';
import type { DfspName } from '../../../kit/stack/dfsps';
import { SimulatedEngine } from '../engine/engine';
import type { EngineJob, Instance } from '../engine/instance';
import type { Process } from '../engine/model';
import type { Journal } from '../../../../connectors/common/journal/exchange';
import { callApp } from '../hub/call-app';
import type { Apps } from '../hub/apps';
import { messagesWithBug, type Mutation } from '../hub/mutation';
import { rawJobOf, startReplica, type Replica } from '../hub/replica';
import { Chance } from '../time/chance';
import { Scheduler, SimulatedClock } from '../time/scheduler';
import { emphasisOf, none, type Emphasis } from './emphases';
import { Devices } from './devices';
import { Faults, ratesOf, type Fault, type FaultRates } from './faults';
import { SimulatedFineract } from './fineract';
import { Machine } from './machine';
import { Outages } from './outages';
import { dfspNames, paymentsOf, seedOf, type SimulatedPayment } from './payments';
import { Operators, Payers, Strangers } from './people';
import type { Surroundings } from './surroundings';
import { SimulatedSwitch } from './switch';

export interface RunOptions {
  readonly seed: number;
  readonly apps: Apps;
  readonly processes: readonly Process[];
  /** By default the seed decides. */
  readonly rates?: FaultRates;
  /** By default the seed decides. */
  readonly emphasis?: Emphasis | undefined;
  readonly withoutClockJumps?: boolean | undefined;
  /** Only these strike. */
  readonly allowed?: ReadonlySet<string> | undefined;
  /** A bug planted in the hub. */
  readonly mutation?: Mutation | undefined;
  /** Hears all that the hub's workers say over HTTP. */
  readonly journal?: Journal | undefined;
  readonly payments?: (chance: Chance) => SimulatedPayment[];
  readonly beganAt?: EpochMs | undefined;
  /** The simulated engine, or one that listens to what it is told. */
  readonly engine?: typeof SimulatedEngine | undefined;
  /** Called for each line of the story, with the time since the beginning. */
  readonly onLine?: ((sinceMs: number, line: string) => void) | undefined;
  /** Called for each element that is entered and each flow that is taken. */
  readonly onReached?: ((id: string) => void) | undefined;
}

const usuallyBeganAt = Date.parse('2026-11-28T10:00:00.000Z');
/** After this nothing goes wrong any more. */
const troubleMs = 900_000;
/** Longer than anything is remembered. */
const longEnoughMs = 3 * 86_400_000;
const replicasWanted = 2;
const blocks = ['BLOCK', 'BLOCK_CREDIT', 'BLOCK_DEBIT'] as const;

export class World {
  readonly chance: Chance;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly payments: readonly SimulatedPayment[];
  readonly engine: SimulatedEngine;
  readonly fineracts: Readonly<Record<DfspName, SimulatedFineract>>;
  readonly theSwitch: SimulatedSwitch;
  readonly payers: Payers;
  readonly devices: Devices;
  /** What must not happen, whatever goes wrong. */
  readonly defects: string[] = [];
  private readonly around: Surroundings;
  private readonly operators: Operators;
  private readonly replicas: Replica[] = [];
  private readonly clocks: Readonly<Record<'engine' | 'hub' | 'switch' | DfspName, SimulatedClock>>;
  private readonly beganAt: EpochMs;
  private startedReplicas = 0;

  constructor(private readonly options: RunOptions) {
    const { seed, onLine, allowed, beganAt = usuallyBeganAt } = options;
    this.beganAt = beganAt;
    this.scheduler = new Scheduler(beganAt);
    this.chance = new Chance(seed);
    const emphasis =
      options.emphasis ?? (options.rates === undefined ? emphasisOf(this.chance) : none);
    const rates = {
      ...(options.rates ?? { ...ratesOf(this.chance), ...emphasis.rates }),
      ...(options.withoutClockJumps === true && { 'clock-jumps': 0 }),
    };
    this.faults = new Faults(this.chance, rates, allowed);
    const { chance, faults, scheduler } = this;
    const tell = (line: () => string): void => onLine?.(scheduler.now - beganAt, line());
    const defect = (problem: unknown): void => void this.defects.push(textOf(problem));
    const base = { scheduler, chance, faults, tell, defect };
    this.around = { ...base, outages: new Outages(base), emphasis };
    const clock = (): SimulatedClock => new SimulatedClock(scheduler);
    const clocks = {
      engine: clock(),
      hub: clock(),
      switch: clock(),
      lion: clock(),
      buffalo: clock(),
    };
    this.clocks = clocks;
    const payments = (options.payments ?? paymentsOf)(chance);
    this.payments = payments.map((payment) => ({ ...payment, ...emphasis.payment }));
    this.engine = this.createEngine();
    const { around } = this;
    const { apps } = options;
    const fineract = (name: DfspName): SimulatedFineract => {
      const bank = { ...seedOf(name, this.payments), tenant: name };
      return new SimulatedFineract(bank, clocks[name], around);
    };
    this.fineracts = { lion: fineract('lion'), buffalo: fineract('buffalo') };
    const callFspiop = (request: Parameters<typeof callApp>[1]) => callApp(apps.fspiop, request);
    this.theSwitch = new SimulatedSwitch(this.payments, clocks.switch, around, callFspiop);
    const callChannel = (request: Parameters<typeof callApp>[1]) => callApp(apps.channel, request);
    this.payers = new Payers(this.payments, around, callChannel);
    const atDevices = this.payments.filter(({ atDevice }) => atDevice !== undefined);
    const { heard } = this.payers;
    this.devices = new Devices(atDevices, heard, around, callChannel, callFspiop);
    this.operators = new Operators(
      around,
      () => this.engine,
      () => this.theSwitch,
    );
    this.serve();
    for (let count = 0; count < replicasWanted; count += 1) this.startReplica();
    this.payers.begin();
    this.devices.begin();
    new Strangers(around, callFspiop).begin(this.payments);
    this.planTroubles();
  }

  async run(): Promise<void> {
    this.scheduler.after(troubleMs, () => {
      this.around.tell(() => 'from here on nothing goes wrong any more');
      this.faults.end();
    });
    await this.scheduler.runUntil(this.beganAt + longEnoughMs);
  }

  get fired(): readonly Fault[] {
    return this.faults.fired;
  }

  /** Processes that have not ended, though everything has been well for days. */
  get unended(): readonly Instance[] {
    return this.engine.instances.filter(({ hasEnded }) => !hasEnded);
  }

  private createEngine(): SimulatedEngine {
    const { onReached } = this.options;
    const { tell, defect } = this.around;
    const Engine = this.options.engine ?? SimulatedEngine;
    return new Engine(this.options.processes, this.scheduler, this.clocks.engine, {
      reached: (processId, elementId, instance) => {
        onReached?.(`${processId}/${elementId}`);
        tell(() => `${tenantIn(instance)} ${processId}: ${elementId}`);
      },
      jobReady: (job) => this.jobReady(job),
      incident: (_job, instance, what) => {
        tell(() => `INCIDENT in ${instance.process.id}: ${what}`);
        defect(`I3: an incident in ${instance.process.id}: ${what}`);
      },
      message: ({ name, correlationKey }, became) =>
        tell(() => `message ${name} for ${correlationKey}: ${became}`),
    });
  }

  /** The servers, on a machine of their own that never dies: they keep nothing. */
  private serve(): void {
    const machine = this.machine('server', false);
    const { clock, random, http, gateway } = machine;
    const base = { clock, random, log: silentLog };
    const door = doorThrough(gateway, zeebeEnvironment.parse({}), {
      ...{ ...base, metrics: new Registry() },
    });
    const switchClocks = createSwitchClocks({ ...base, metrics: new Registry() });
    const messages = messagesWithBug(door, random, this.options.mutation);
    this.options.apps.use({ ...base, http, messages, asker: door, switchClocks });
  }

  private machine(name: string, canDie: boolean): Machine {
    const peers = { engine: this.engine, answer: (request: HttpRequest) => this.answer(request) };
    return new Machine(name, this.clocks.hub, this.around, peers, canDie);
  }

  private startReplica(): void {
    this.startedReplicas += 1;
    const machine = this.machine(`hub-${this.startedReplicas}`, true);
    this.replicas.push(startReplica(this.options.apps, machine, this.options));
  }

  private answer(request: HttpRequest): Promise<HttpResponse | undefined> {
    const { hostname } = new URL(request.url);
    const bank = dfspNames.find((name) => hostname === `fineract-${name}.test`);
    if (bank !== undefined) return this.fineracts[bank].answer(request);
    if (hostname === 'switch.test') return this.theSwitch.answer(request);
    const heard = this.payers.answer(request);
    this.devices.hears(request.body ?? '{}');
    return heard;
  }

  private jobReady(job: EngineJob): void {
    const { jobType, id } = job.wait.node;
    if (jobType === 'operations:ask-operator:1') {
      this.operators.asked(job);
      return;
    }
    const { chance, faults, scheduler, tell } = this.around;
    const where = `${jobType} of ${job.wait.instance.process.id}/${id}`;
    scheduler.after(chance.between(`job ${where}`, 1, 20), () => {
      const replica = this.livingReplica();
      const worker = replica.workerOf(jobType);
      if (worker === undefined) throw new Error(`nobody serves ${jobType}`);
      const taken = this.engine.take(job.key, activationTimeoutMs(worker));
      if (taken === undefined) return;
      tell(() => `${replica.machine.name} gets ${where}, ${job.retries} attempts left`);
      if (faults.strikes('job-lost', where)) {
        tell(() => `${replica.machine.name} never gets ${where}`);
        return;
      }
      const raw = rawJobOf(worker, taken);
      replica.run(worker, raw);
      if (faults.strikes('job-twice', where)) this.runTwice(where, raw);
    });
  }

  private runTwice(where: string, raw: RawJob): void {
    const { chance, scheduler, tell } = this.around;
    const afterMs = chance.between(`twice ${where}`, 0, 30_000);
    scheduler.after(afterMs, () => {
      const other = this.livingReplica();
      tell(() => `${other.machine.name} carries out ${where} once more`);
      const worker = other.workerOf(raw.type);
      if (worker !== undefined) other.run(worker, raw);
    });
  }

  /** The dead are replaced, with nothing of their memory. */
  private livingReplica(): Replica {
    const alive = this.replicas.filter(({ machine }) => !machine.isDead);
    this.replicas.splice(0, this.replicas.length, ...alive);
    while (this.replicas.length < replicasWanted) this.startReplica();
    const [first, ...others] = this.replicas;
    if (first === undefined) throw new Error('there is no process');
    return this.chance.oneOf('who gets a job', [first, ...others]);
  }

  private planTroubles(): void {
    const { chance, faults, outages, scheduler, tell, emphasis } = this.around;
    outages.plan(troubleMs);
    outages.planned(emphasis.away ?? []);
    const [latest, least] = emphasis.clocksJumpFar === true ? [30_000, 55_000] : [120_000, 500];
    for (const [whose, clock] of Object.entries(this.clocks)) {
      if (!faults.strikes('clock-jumps', whose)) continue;
      scheduler.after(chance.magnitude(`jump at ${whose}`, 100, latest), () => {
        const byMs = Math.round(chance.between(`jump of ${whose}`, least, 90_000));
        clock.aheadMs += byMs;
        tell(() => `the clock of ${whose} jumps forward by ${byMs} ms`);
        if (whose === 'engine') this.engine.clockJumped();
      });
    }
    for (const { payer, payee } of this.payments) {
      for (const { accountId, dfsp } of [payer, payee]) {
        if (!faults.strikes('account-blocked', accountId)) continue;
        const block = chance.oneOf('block', blocks);
        const fromMs = chance.magnitude(`block ${accountId}`, 100, 10_000);
        const forMs = chance.magnitude(`unblock ${accountId}`, 1_000, troubleMs - 60_000);
        scheduler.after(fromMs, () => {
          tell(() => `${accountId} is blocked: ${block}`);
          this.fineracts[dfsp].block(accountId, block);
        });
        scheduler.after(fromMs + forMs, () => {
          tell(() => `${accountId} is open again`);
          this.fineracts[dfsp].block(accountId, 'NONE');
        });
      }
    }
  }
}

function tenantIn({ scope }: Instance): string {
  const tenant = scope.get('tenant');
  return typeof tenant === 'string' ? tenant : '-';
}

function textOf(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}
