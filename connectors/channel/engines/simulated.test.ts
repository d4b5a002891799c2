/**
 * Sixteen engines in memory, apps that send what they ask for to any of them, and operators who drain and return engines
 * while their files differ and some are away: who begins what.
 */
import type { NextFunction, Request, Response } from 'express';
import fc from 'fast-check';
import { silentLog } from '../../../test/kit/mojaloop';
import { Problem } from '../../common/api/problems';
import { hopHeaders } from '../../common/engines/as-it-came';
import type { Engine, EngineList } from '../../common/engines/engine-list';
import { orderFor } from '../../common/engines/rendezvous';
import type { Message, MessagePublisher } from '../../common/runtime';
import type { ChannelAnswer } from './channel-hop';
import type { Kind } from './delivery';
import { FromApp } from './from-app';
import { FromEngine } from './from-engine';
import type { HandOn } from './hand-on';
import { RightToBegin } from './right-to-begin';

const minute = 60_000;
const secondMs = 1_000;
const rememberedMs = 24 * 60 * minute;
/** A command to an engine, with its repeats. */
const commandMs = 10 * secondMs;
const count = 16;

type File = readonly Engine[];

const engineNamed = (number: number, drained: Engine['drained'] = []): Engine => {
  const address = `https://engine-${number}.example`;
  return { name: `engine-${number}`, number, address, channel: address, drained };
};

/** A message that is slow to come to an engine. */
interface Travelling {
  readonly to: number;
  readonly dueMs: number;
  readonly arrive: () => void;
}

/** What an app hears, as far as it matters here. */
type Heard = 'begun' | 'begun before' | 'unavailable';

class World {
  nowMs = Date.parse('2026-11-30T10:00:00Z');
  readonly files: File[];
  readonly places: readonly Place[];
  /** Who has begun it, each time. */
  readonly begunAt = new Map<string, number[]>();
  /** Which of the messages that are told when something is begun, or left, is slow to come. */
  private slowName: string | undefined;
  private slowTimes = 0;
  private onItsWay: Travelling[] = [];

  /** @param aheadMs how long before it counts a change is written and read by all; undefined: it is read when it is read */
  constructor(private readonly aheadMs?: number) {
    // The last one is added later, and is drained until then.
    const added = { since: 0, until: this.nowMs + 10 * minute };
    this.files = [
      Array.from({ length: count }, (_, number) =>
        engineNamed(number, number === count - 1 ? [added] : []),
      ),
    ];
    this.places = Array.from({ length: count }, (_, number) => new Place(this, number));
  }

  placeAt(number: number): Place {
    const place = this.places[number];
    if (place === undefined) throw new Error(`there is no engine ${number}`);
    return place;
  }

  drain(number: number, inMs: number): void {
    const since = this.nowMs + (this.aheadMs ?? inMs);
    this.write(number, (periods) => {
      const isOpen = periods.every(({ until }) => until !== undefined && until < since);
      return isOpen ? [...periods, { since }] : periods;
    });
  }

  giveBack(number: number): void {
    this.write(number, (periods) =>
      periods.map(({ since, until }) => ({
        since,
        until: until ?? Math.max(this.nowMs + (this.aheadMs ?? 0), since + 1),
      })),
    );
  }

  private write(number: number, change: (periods: Engine['drained']) => Engine['drained']): void {
    const newest = this.files.at(-1) ?? [];
    this.files.push(
      newest.map((one) => (one.number === number ? { ...one, drained: change(one.drained) } : one)),
    );
    if (this.aheadMs !== undefined) this.readAll();
  }

  readAll(): void {
    for (const place of this.places) place.read(Infinity);
  }

  async sendSlowly(id: string, number: number, slowName?: string): Promise<void> {
    this.slowTimes += 1;
    this.slowName = slowName ?? ['begin', 'request-begun', 'request-left'][this.slowTimes % 3];
    void this.send(id, number);
    await allSettled();
    this.slowName = undefined;
  }

  /** What begins it may come after a look whose answer was as slow. */
  async travel(name: string, to: number): Promise<void> {
    if (name !== this.slowName) return;
    const dueMs = this.nowMs + (name === 'begin' ? 2 : 1) * commandMs - 1;
    await new Promise<void>((arrive) => this.onItsWay.push({ to, dueMs, arrive }));
  }

  /** kill -9: what its channel was about to tell its broker is told no more. */
  kill(number: number): void {
    this.placeAt(number).isAway = true;
    this.onItsWay = this.onItsWay.filter(({ to }) => to !== number);
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    const arriving = this.onItsWay.filter(({ dueMs }) => dueMs <= untilMs);
    this.onItsWay = this.onItsWay.filter(({ dueMs }) => dueMs > untilMs);
    for (const { dueMs, arrive } of arriving) {
      this.nowMs = dueMs;
      arrive();
      await allSettled();
    }
    this.nowMs = untilMs;
  }

  /** Of what it had, and of what it begins. */
  async send(id: string, number: number): Promise<Heard> {
    const before = this.begunAt.get(id)?.length ?? 0;
    const answer = await this.placeAt(number).fromApp(id);
    if (!answer) return 'unavailable';
    return (this.begunAt.get(id)?.length ?? 0) > before ? 'begun' : 'begun before';
  }
}

/** As long behind the first process of its channel the second one reads the file. */
const lateMs = 4 * minute;

/** Keeps messages for their time, as a broker does. */
class Broker implements Pick<MessagePublisher, 'publish'> {
  private readonly keptUntil = new Map<string, number>();

  constructor(private readonly world: World) {}

  publish({ name, messageId = '', timeToLiveMs }: Message): Promise<'published' | 'duplicate'> {
    const { nowMs } = this.world;
    const key = `${name} ${messageId}`;
    if ((this.keptUntil.get(key) ?? 0) > nowMs) return Promise.resolve('duplicate');
    this.keptUntil.set(key, nowMs + timeToLiveMs);
    return Promise.resolve('published');
  }
}

interface ProcessOfChannel {
  readonly apps: FromApp;
  readonly engines: FromEngine;
  readonly right: RightToBegin;
}

/** An engine with its broker, its channel of two processes, and a clock of its own. */
class Place {
  isAway = false;
  /** Which version of the file has been read, and when; the newest last. */
  private readonly reads: { readonly version: number; readonly atMs: number }[];
  private readonly has = new Set<string>();
  private readonly broker: Broker;
  private readonly processes: readonly ProcessOfChannel[];
  private requests = 0;

  constructor(
    private readonly world: World,
    private readonly number: number,
  ) {
    this.broker = new Broker(world);
    this.reads = [{ version: 0, atMs: 0 }];
    this.processes = [0, lateMs].map((behindMs) => this.process(behindMs));
  }

  private process(behindMs: number): ProcessOfChannel {
    const engines = { current: () => this.list(this.world.nowMs - behindMs) };
    const skewMs = ((this.number % 3) - 1) * 20_000;
    const clock = { now: () => this.world.nowMs + skewMs };
    const messages = { publish: (message: Message) => this.take(message) };
    const right = new RightToBegin({ messages, clock }, { rememberedMs, commandMs });
    const shared = { engines, clock, right, rememberedMs };
    return {
      right,
      apps: new FromApp({ ...shared, handOn: { to: (...passed) => this.hop(...passed) } }),
      engines: new FromEngine({ ...shared, log: silentLog }),
    };
  }

  private nextProcess(): ProcessOfChannel {
    this.requests += 1;
    const process = this.processes[this.requests % this.processes.length];
    if (process === undefined) throw new Error('there is no process');
    return process;
  }

  read(versions: number): void {
    const version = Math.min(this.version() + versions, this.world.files.length - 1);
    this.reads.push({ version, atMs: this.world.nowMs });
  }

  private version(atMs = Infinity): number {
    return this.reads.findLast((one) => one.atMs <= atMs)?.version ?? 0;
  }

  /** Whether it has been begun, now or before. */
  async fromApp(id: string): Promise<boolean> {
    if (this.isAway) return false;
    const { response, status } = exchangeFor();
    const { apps, right } = this.nextProcess();
    const handler = apps.begin(this.kind, this.begin(id, right));
    try {
      await handler(requestFor(id), response, noNext);
      return status() === 202;
    } catch (error) {
      if (error instanceof Problem && error.problem === 'unavailable') return false;
      throw error;
    }
  }

  private list(atMs: number): EngineList {
    const all = this.world.files[this.version(atMs)] ?? [];
    const own = all[this.number];
    if (own === undefined) throw new Error(`there is no engine ${this.number}`);
    return { own, all, ofUnmarkedIds: undefined };
  }

  private readonly kind: Kind = {
    idOf: (_tenant, id) => id,
    isOurs: () => true,
    idsOf: () => ({}),
    isKnown: ({ id }) => Promise.resolve(this.has.has(id)),
  };

  /** As a channel's handler does: what is known is answered for, and what is not is not denied. */
  private begin(id: string, right: RightToBegin) {
    return async (_request: Request, response: Response): Promise<void> => {
      const message = { correlationKey: `lion:${id}`, messageId: id, timeToLiveMs: rememberedMs };
      const published = await right.begin({ ...message, name: 'begin', variables: {} });
      const isBegun = published === 'published' || this.has.has(id);
      if (!isBegun) throw new Problem('unavailable');
      response.status(202).end();
    };
  }

  /** What begins a payment may be slow to come, and begins it once. */
  private async take(message: Message): Promise<'published' | 'duplicate'> {
    const { name, messageId: id = '' } = message;
    await this.world.travel(name, this.number);
    const published = await this.broker.publish(message);
    if (name === 'begin' && published === 'published') {
      this.has.add(id);
      this.world.begunAt.set(id, [...(this.world.begunAt.get(id) ?? []), this.number]);
    }
    return published;
  }

  private async hop(
    ...[to, { request }, options]: Parameters<HandOn['to']>
  ): Promise<ChannelAnswer> {
    const place = this.world.placeAt(to.number);
    if (place.isAway) return { kind: 'away', reason: 'it was killed' };
    const id = idIn(request.body as Buffer);
    const { response, status } = exchangeFor();
    const { engines, right } = place.nextProcess();
    const deliver = engines.begin(place.kind, place.begin(id, right));
    const delivering = deliver(
      requestFor(id, {
        ...(options.onlyIfHere === true && { [hopHeaders.onlyIfHere]: 'yes' }),
        ...(options.asked && {
          [hopHeaders.asked]: options.asked.map(({ name }) => name).join(','),
        }),
      }),
      response,
      noNext,
    );
    await Promise.resolve(delivering).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      response.status(error.status);
    });
    if (status() === 204) return { kind: 'not-here' };
    if (status() === 421) return { kind: 'disagreed' };
    const answer = {
      status: status(),
      contentType: undefined,
      rawHeaders: [],
      body: Buffer.alloc(0),
    };
    return { kind: 'answered', answer };
  }
}

const allSettled = () => new Promise((resolve) => setImmediate(resolve));

const noNext: NextFunction = () => undefined;

function requestFor(id: string, headers: Readonly<Record<string, string>> = {}): Request {
  const body = Buffer.from(JSON.stringify({ clientCorrelationId: id }));
  return { body, get: (name: string) => headers[name] } as unknown as Request;
}

function idIn(body: Buffer): string {
  return (JSON.parse(body.toString()) as { clientCorrelationId: string }).clientCorrelationId;
}

/** As much of an answer as a delivery makes use of. */
function exchangeFor() {
  let status = 200;
  const response = {
    locals: { caller: { tenant: { tenant: 'lion' }, log: silentLog } },
    getHeaderNames: () => [],
    once: () => response,
    status: (given: number) => {
      status = given;
      return response;
    },
    end: () => undefined,
  };
  return { response: response as unknown as Response, status: () => status };
}

const at = fc.nat(count - 1);
const headOf = (id: string) => {
  const order = orderFor(
    id,
    Array.from({ length: count }, (_, number) => engineNamed(number)),
  );
  return order.slice(0, 3).map(({ number }) => number);
};
/** All of them are the first engine's, and the second's after it: what happens to those two matters to each. */
const alike = Array.from({ length: 10_000 }, (_, n) => `order-${n}`).filter(
  (id) => String(headOf(id).slice(0, 2)) === String(headOf('order-0').slice(0, 2)),
);
const ids = alike.slice(0, 12);
const concerned = fc.constantFrom(...headOf('order-0'));
type Act =
  | { readonly act: 'send' | 'send slowly'; readonly id: string; readonly to: number }
  /** Now, or from a moment to come on, as the README advises. */
  | { readonly act: 'drain'; readonly engine: number; readonly inMinutes: number }
  | { readonly act: 'return' | 'kill or start'; readonly engine: number }
  | { readonly act: 'read the file'; readonly engine: number; readonly versions: number }
  | { readonly act: 'read all' }
  | { readonly act: 'wait'; readonly seconds: number };

const engine = concerned;
const acts = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        act: fc.constantFrom(...(['send', 'send', 'send slowly'] as const)),
        id: fc.constantFrom(...ids),
        to: fc.oneof(at, concerned),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ act: fc.constant('drain' as const), engine },
        inMinutes: fc.constantFrom(0, 0, 3),
      }),
    },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('return' as const), engine }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('kill or start' as const), engine }) },
    {
      weight: 3,
      arbitrary: fc.record({
        ...{ act: fc.constant('read the file' as const), engine },
        versions: fc.nat(3),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ act: 'read all' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('wait' as const),
        seconds: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 480 })),
      }),
    },
  ),
  { minLength: 60, maxLength: 160, size: 'max' },
);

async function perform(world: World, one: Act): Promise<void> {
  switch (one.act) {
    case 'send':
      await world.send(one.id, one.to);
      return;
    case 'send slowly':
      await world.sendSlowly(one.id, one.to);
      return;
    case 'drain':
      world.drain(one.engine, one.inMinutes * minute);
      return;
    case 'return':
      world.giveBack(one.engine);
      return;
    case 'kill or start':
      if (world.placeAt(one.engine).isAway) world.placeAt(one.engine).isAway = false;
      else world.kill(one.engine);
      return;
    case 'read the file':
      world.placeAt(one.engine).read(one.versions);
      return;
    case 'read all':
      world.readAll();
      return;
    case 'wait':
      await world.pass(one.seconds * secondMs);
  }
}

async function after(done: readonly Act[], world = new World()): Promise<World> {
  for (const one of done) await perform(world, one);
  return world;
}

const begunTwice = ({ begunAt }: World) => [...begunAt].filter(([, places]) => places.length > 1);

test('nothing is begun by two engines, whatever is drained, away or not yet read', async () => {
  let begun = 0;
  await fc.assert(
    fc.asyncProperty(acts, async (done) => {
      const world = await after(done);
      await world.pass(minute);
      begun += world.begunAt.size;
      expect(begunTwice(world)).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(begun).toBeGreaterThan(500);
});

/** Always something that is new: each is sent for a minute, and then others. */
const recently = ({ nowMs }: World, n: number): string =>
  alike[(Math.floor(nowMs / (30 * secondMs)) + n) % alike.length] ?? '';
const announcedActs = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        act: fc.constantFrom(...(['send', 'send slowly'] as const)),
        nth: fc.nat(1),
        to: concerned,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constant('wait' as const),
        seconds: fc.integer({ min: 1, max: 20 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        act: fc.constant('drain' as const),
        engine,
        inMinutes: fc.constant(1),
      }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('return' as const), engine }) },
  ),
  { minLength: 60, maxLength: 120, size: 'max' },
);

test('nor is what one process of an engine is about to begin begun elsewhere, where each change is announced', async () => {
  let begun = 0;
  await fc.assert(
    fc.asyncProperty(announcedActs, async (done) => {
      const world = new World(minute);
      for (const one of done) {
        await perform(world, 'nth' in one ? { ...one, id: recently(world, one.nth) } : one);
      }
      await world.pass(minute);
      begun += world.begunAt.size;
      expect(begunTwice(world)).toEqual([]);
    }),
    { numRuns: 200 },
  );
  expect(begun).toBeGreaterThan(500);
});

test('nor by an engine whose clock is 40 seconds ahead of the one that is about to begin it', async () => {
  const world = new World(5 * minute);
  await world.pass(20 * minute);
  const isBehind = (number: number) => number % 3 === 0;
  const isAhead = (number: number) => number % 3 === 2;
  const id = Array.from({ length: 400 }, (_, n) => `order-${n}`).find((one) => {
    const [first = 0, second = 0] = headOf(one);
    return isBehind(first) && isAhead(second);
  });
  const [first = 0, second = 0] = headOf(id ?? '');
  world.drain(first, minute);
  await world.pass(5 * minute + 19 * secondMs);
  await world.sendSlowly(id ?? '', first, 'begin');
  await world.pass(2 * secondMs);
  expect(await world.send(id ?? '', second)).toBe('unavailable');
  await world.pass(minute);
  expect(await world.send(id ?? '', second)).toBe('begun before');
  expect(begunTwice(world)).toEqual([]);
});

test('what was noted by a process that was killed then is begun by the next engine, however seldom its app asks again', async () => {
  const world = new World(5 * minute);
  await world.pass(20 * minute);
  const id = 'order-0';
  const [first = 0, second = 0] = headOf(id);
  await world.sendSlowly(id, first, 'begin');
  world.kill(first);
  world.placeAt(first).isAway = false;
  world.drain(first, minute);
  const heard: Heard[] = [];
  for (let times = 0; times < 5; times += 1) {
    await world.pass(10 * minute);
    heard.push(await world.send(id, second));
  }
  expect(heard.at(-1)).toMatch(/^begun/);
  expect(heard.filter((one) => one === 'begun')).toHaveLength(1);
  expect(world.begunAt.get(id)).toEqual([second]);
});

/** As an app does: what was about to be begun once, and was not, is left to another only after a while. */
async function sendAgain(world: World, id: string, number: number): Promise<Heard> {
  for (let times = 0; times < 3; times += 1) {
    const heard = await world.send(id, number);
    if (heard !== 'unavailable') return heard;
    await world.pass(30 * secondMs);
  }
  return world.send(id, number);
}

test('once all are there and have read the same file, whatever is sent is begun, or answered for by who has it', async () => {
  await fc.assert(
    fc.asyncProperty(acts, at, async (done, number) => {
      const world = await after(done);
      for (const place of world.places) place.isAway = false;
      await perform(world, { act: 'read all' });
      await world.pass(11 * minute);
      const all = world.files.at(-1) ?? [];
      const isBegun = (id: string) => world.begunAt.has(id);
      const expected = ids.map((id) => (isBegun(id) ? 'begun before' : 'begun'));
      const heard: Heard[] = [];
      for (const id of ids) heard.push(await sendAgain(world, id, number));
      expect({ heard, all }).toEqual({ heard: expected, all });
      expect(begunTwice(world)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('what was begun is answered for from any of the sixteen', async () => {
  const world = await after([{ act: 'send', id: 'order-1', to: 3 }]);
  const heard = await Promise.all(world.places.map((_, number) => world.send('order-1', number)));
  expect(heard).toEqual(Array(count).fill('begun before'));
});
