import { Registry } from 'prom-client';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { SteppedClock, until } from '../../../test/kit/fee-rules/stepped-clock';
import type { Following } from '../../common/doors/kafka/kafka-door';
import type { Logger } from '../../common/runtime';
import { evaluateFees } from './evaluate-fees';
import { loadText } from './load-text';
import { LiveRuleBook } from './live-rule-book';
import { LoadedRuleSets } from './loaded-rule-sets';
import type { RuleSetLife } from './record';
import { LoadStopped, type RuleLoader } from './rule-loader';
import type { RuleSetStore, StoreContents, StoredRuleSet, Unreadable } from './store';
import { approve, draft, schedule } from './transitions';

const startMs = Date.parse('2026-11-21T08:00:00.000Z');
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** 0.6 % is 60 of 10,000; the others differ in that. */
const textOf = (percent: string) => interchangeFee.replaceAll('0.6%', percent);

function stored(percent: string, fromMs: number, change: object = {}): StoredRuleSet {
  const text = textOf(percent);
  const { ruleSet } = loadText({ text, compile: false });
  const nowMs = fromMs - minuteMs;
  const drafted = draft({ ruleSetId: ruleSet?.id ?? '', title: percent }, { by: 'Amina', nowMs });
  const approved = approve(drafted, { by: 'Baraka', nowMs }) as RuleSetLife;
  const life = schedule(approved, [], fromMs, { by: 'Amina', nowMs }) as RuleSetLife;
  return { record: { life, text }, where: `fees/${percent}.rules`, ...change };
}
const idOf = ({ record }: StoredRuleSet) => record.life.ruleSetId;

class StoreInMemory implements RuleSetStore {
  private apply: ((contents: StoreContents) => void) | undefined;
  private fail: (error: Error) => void = () => undefined;
  isDown = false;
  contents: StoreContents = { ruleSets: [], unreadable: [] };

  change(ruleSets: readonly StoredRuleSet[], unreadable: readonly Unreadable[] = []): void {
    this.contents = { ruleSets, unreadable };
    this.apply?.(this.contents);
  }
  breakDown(): void {
    this.isDown = true;
    this.fail(new Error('the disk is gone'));
  }
  read = () => Promise.resolve(this.contents);
  put = () => Promise.resolve('read-only' as const);
  follow(apply: (contents: StoreContents) => void): Promise<Following> {
    if (this.isDown) return Promise.reject(new Error('the disk is gone'));
    this.apply = apply;
    apply(this.contents);
    const failed = new Promise<never>((_, reject) => (this.fail = reject));
    return Promise.resolve({ failed, stop: () => Promise.resolve() });
  }
}

let clock: SteppedClock;
let store: StoreInMemory;
let metrics: Registry;
let logged: { level: string; message: string; fields: object }[];
let live: LiveRuleBook | undefined;

beforeEach(() => {
  clock = new SteppedClock(startMs);
  store = new StoreInMemory();
  metrics = new Registry();
  logged = [];
  live = undefined;
});
afterEach(() => live?.close());

const note = (level: string) => (fields: object, message: string) =>
  void logged.push({ level, fields, message });
const log: Logger = {
  debug: note('debug'),
  info: note('info'),
  warn: note('warn'),
  error: note('error'),
  child: () => log,
};
const errors = () => logged.filter(({ level }) => level === 'error');

const atOnce: RuleLoader = { load: (request) => Promise.resolve(loadText(request)) };

/** As it is once all that can be loaded is loaded. */
async function open(loader = atOnce, horizonMs = 35 * dayMs): Promise<LiveRuleBook> {
  const loaded = new LoadedRuleSets(loader, clock);
  live = new LiveRuleBook({ store, loaded, clock, log, metrics, horizonMs });
  await rest();
  return live;
}
const rest = async () => {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
};
const at = (book: LiveRuleBook, timeMs: number) => book.current().at(timeMs);
const gauges = async () =>
  (await metrics.metrics()).split('\n').filter((line) => line.startsWith('hub_'));

test('before the rule sets have been read every time is unusable', async () => {
  store.isDown = true;
  const book = await open();
  expect(at(book, startMs)).toEqual({
    kind: 'unusable',
    reason: 'the rule sets have not been read yet',
  });
  expect(await gauges()).toContain('hub_fee_rule_store_reachable 0');
});

test('rules come into force when their time comes, with nobody doing anything', async () => {
  const [first, second] = [stored('0.6%', startMs), stored('0.7%', startMs + minuteMs)];
  store.change([first, second]);
  const book = await open();
  expect(at(book, startMs - 1)).toEqual({ kind: 'none' });
  expect(at(book, startMs + minuteMs - 1)).toMatchObject({ ruleSetId: idOf(first) });
  expect(at(book, startMs + minuteMs)).toMatchObject({ ruleSetId: idOf(second) });
  expect(await gauges()).toEqual([
    `hub_fee_rule_set_info{rule_set="${idOf(first)}",state="active"} 1`,
    `hub_fee_rule_set_info{rule_set="${idOf(second)}",state="scheduled"} 1`,
    'hub_fee_rule_sets_unusable 0',
    'hub_fee_rule_store_reachable 1',
    `hub_fee_rule_sets_changed_timestamp_seconds ${startMs / 1_000}`,
  ]);
  await until(() => clock.sleeping === 1);
  clock.step(minuteMs);
  await rest();
  expect((await gauges()).slice(0, 2)).toEqual([
    `hub_fee_rule_set_info{rule_set="${idOf(second)}",state="active"} 1`,
    `hub_fee_rule_set_info{rule_set="${idOf(first)}",state="retired"} 1`,
  ]);
  const lines = logged.filter(({ message }) => message === 'fee rules now');
  expect(lines.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ ruleSetId: idOf(first), state: 'unusable' }),
    {
      ruleSetId: idOf(first),
      state: 'in-force',
      scheduled: [{ ruleSetId: idOf(second), from: '2026-11-21T08:01:00.000Z' }],
    },
    { ruleSetId: idOf(second), state: 'in-force', scheduled: [] },
  ]);
});

test('a book that was asked for never changes', async () => {
  store.change([stored('0.6%', startMs)]);
  const book = await open();
  const before = book.current();
  const successor = stored('0.7%', startMs + minuteMs);
  store.change([stored('0.6%', startMs), successor]);
  await rest();
  expect(before.at(startMs + minuteMs)).toMatchObject({ ruleSetId: idOf(stored('0.6%', 0)) });
  expect(at(book, startMs + minuteMs)).toMatchObject({ ruleSetId: idOf(successor) });
});

test('rules that are still being loaded are waited for: those before do not stand in for them', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const second = stored('0.7%', startMs + minuteMs);
  const loader: RuleLoader = {
    load: async (request) => {
      if (request.text === second.record.text) await released;
      return loadText(request);
    },
  };
  store.change([stored('0.6%', startMs)]);
  const book = await open(loader);
  store.change([stored('0.6%', startMs), second]);
  await rest();
  expect(at(book, startMs)).toMatchObject({ kind: 'in-force' });
  expect(at(book, startMs + minuteMs)).toEqual({
    kind: 'unusable',
    reason: `rule set ${idOf(second)} is still being loaded`,
  });
  release();
  await rest();
  expect(at(book, startMs + minuteMs)).toMatchObject({ ruleSetId: idOf(second) });
});

describe('rules that cannot be used', () => {
  const good = stored('0.6%', startMs);
  const laterMs = startMs + minuteMs;
  const bad = stored('0.7%', laterMs);
  const withText = (text: string): StoredRuleSet => ({ ...bad, record: { ...bad.record, text } });

  test.each<[string, StoredRuleSet, string]>([
    [
      'were changed after their approval',
      withText(textOf('0.8%')),
      'fees/0.7%.rules is not the text that was approved, or this release has other currencies (it makes ',
    ],
    ['have errors', withText('if('), 'fees/0.7%.rules: one error in line 1: '],
    ['have no text', { ...bad, fault: 'the file is not there: put it back' }, 'put it back'],
    [
      'are of another dictionary',
      { ...bad, record: { ...bad.record, life: { ...bad.record.life, dictionaryVersion: 2 } } },
      'version 2 of the dictionary',
    ],
  ])(
    'because they %s: in their period only, with one alarm, until mended',
    async (_, broken, reason) => {
      store.change([good, broken]);
      const book = await open();
      expect(at(book, startMs)).toMatchObject({ ruleSetId: idOf(good) });
      expect(at(book, laterMs)).toEqual({
        kind: 'unusable',
        reason: expect.stringContaining(reason) as string,
      });
      expect(book.unusable(idOf(bad))).toContain(reason);
      store.change([good, broken]);
      await rest();
      expect(errors()).toHaveLength(1);
      expect(await gauges()).toContain('hub_fee_rule_sets_unusable 1');
      store.change([good, bad]);
      await rest();
      expect(at(book, laterMs)).toMatchObject({ ruleSetId: idOf(bad) });
      expect(await gauges()).toContain('hub_fee_rule_sets_unusable 0');
    },
  );

  test('because they were too much for this machine: they are tried again after a while', async () => {
    let attempts = 0;
    const loader: RuleLoader = {
      load: (request) => {
        attempts += 1;
        if (attempts > 1) return atOnce.load(request);
        return Promise.reject(
          new LoadStopped('these rules take more than 64 MB to load: use fewer'),
        );
      },
    };
    store.change([good]);
    const book = await open(loader);
    expect(at(book, startMs)).toMatchObject({
      reason: `rule set ${idOf(good)}: fees/0.6%.rules: these rules take more than 64 MB to load: use fewer`,
    });
    for (let minute = 0; minute < 5; minute += 1) {
      expect(attempts).toBe(1);
      clock.step(minuteMs);
      await rest();
    }
    expect(at(book, startMs)).toMatchObject({ kind: 'in-force' });
  });

  test('because nobody can tell for which time they are: every time waits', async () => {
    store.change([good], [{ where: 'fees/x.1.yaml', problem: 'it is no YAML' }]);
    const book = await open();
    expect(at(book, startMs)).toEqual({
      kind: 'unusable',
      reason: 'fees/x.1.yaml: it is no YAML',
    });
    expect(errors()).toHaveLength(1);
    store.change([good]);
    await rest();
    expect(at(book, startMs)).toMatchObject({ kind: 'in-force' });
  });
});

test('when the store is gone the last book stays, an alarm is raised once, and changes arrive again after', async () => {
  store.change([stored('0.6%', startMs)]);
  const book = await open();
  store.breakDown();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await rest();
    clock.step(2_000);
  }
  await rest();
  expect(at(book, startMs)).toMatchObject({ kind: 'in-force' });
  expect(errors()).toHaveLength(1);
  expect(await gauges()).toContain('hub_fee_rule_store_reachable 0');
  store.isDown = false;
  store.contents = {
    ruleSets: [stored('0.6%', startMs), stored('0.7%', startMs + minuteMs)],
    unreadable: [],
  };
  clock.step(2_000);
  await rest();
  expect(at(book, startMs + minuteMs)).toMatchObject({ ruleSetId: idOf(stored('0.7%', 0)) });
});

test('rules that vanish from the store stay in use, with an alarm: an empty mount is no decision', async () => {
  store.change([stored('0.6%', startMs)]);
  const book = await open();
  store.change([]);
  await rest();
  expect(at(book, startMs)).toMatchObject({ kind: 'in-force' });
  expect(errors()).toHaveLength(1);
});

test('rules for a time that has passed raise an alarm when they arrive', async () => {
  store.change([stored('0.6%', startMs - dayMs)]);
  await open();
  store.change([stored('0.6%', startMs - dayMs), stored('0.7%', startMs - minuteMs)]);
  await rest();
  expect(errors()).toMatchObject([{ message: expect.stringContaining('a time that has passed') }]);
});

test('old rules are let go, and transfers of their time are told apart from transfers without fees', async () => {
  const old = stored('0.6%', startMs - 40 * dayMs);
  store.change([old, stored('0.7%', startMs - dayMs)]);
  const book = await open(atOnce, dayMs + minuteMs);
  expect(at(book, startMs - dayMs - 1)).toMatchObject({ ruleSetId: idOf(old) });
  clock.step(2 * minuteMs);
  await rest();
  expect(at(book, startMs - dayMs - 1)).toEqual({
    kind: 'unusable',
    reason: `rule set ${idOf(old)} is not loaded any more: it was in force until 2026-11-20T08:00:00.000Z (FEE_HORIZON)`,
  });
});

test('while rule sets change all the time each batch is charged by one of them as a whole', async () => {
  const percents = ['0.1%', '0.2%', '0.3%', '0.4%', '0.5%'];
  const sets = percents.map((percent, index) => stored(percent, startMs - 10 + index));
  store.change(sets.slice(0, 1));
  const book = await open();
  const transaction = {
    transactionId: 't',
    payer: { partyIdInfo: { fspId: 'lion' }, accountType: 'Wallet' },
    payee: { partyIdInfo: { fspId: 'buffalo' }, accountType: 'Wallet' },
    amount: { amount: '10000', currency: 'TZS' },
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  };
  const occasion = {
    transactionId: 't',
    point: 'transfer.committed' as const,
    occurredAtMs: startMs,
    transaction,
  };
  const amounts = new Map(sets.map((set, index) => [idOf(set), `${10 * (index + 1)}`]));
  const seen = new Set<string>();
  let changes = 0;
  for (let round = 0; round < 500; round += 1) {
    if (round % 7 === 0) store.change(sets.slice(0, 1 + (changes++ % sets.length)));
    const batchBook = book.current();
    const batch = new Set<string>();
    for (let record = 0; record < 5; record += 1) {
      const outcome = evaluateFees(batchBook, occasion);
      const [entry] = outcome.kind === 'evaluated' ? outcome.entries : [];
      batch.add(entry === undefined ? outcome.kind : `${entry.ruleSetId} ${entry.amount}`);
      await Promise.resolve();
    }
    expect(batch.size).toBe(1);
    for (const one of batch) seen.add(one);
  }
  const expected = [...amounts].map(([id, amount]) => `${id} ${amount}`);
  expect([...seen].filter((one) => one !== 'missed').toSorted()).toEqual(
    expected.filter((one) => seen.has(one)).toSorted(),
  );
  expect(seen.size).toBeGreaterThan(2);
});
