import { tmpdir } from 'node:os';
import { entriesFolderCheck } from './entries-folder';
import { ObligationsWorld } from '../../test/kit/obligations';
import { reportCsv } from './report';

let world: ObligationsWorld;

beforeEach(() => {
  world = new ObligationsWorld();
});
afterEach(() => world.stop());

const eight = '20261121T080000Z';
const nine = '20261121T090000Z';
const at = (time: string) => Date.parse(`2026-11-21T${time}:00.000Z`);

describe('a cycle', () => {
  test('closes once its grace is over, with what each pair owes, and sums to zero', async () => {
    world.write(
      { transactionId: 't1', amount: '0.6' },
      { transactionId: 't2', amount: '1.4' },
      { transactionId: 't3', debtor: 'bank-b', creditor: 'bank-a', amount: '0.5' },
      { transactionId: 't4', debtor: 'mfi-c', creditor: 'bank-a', amount: '7', currency: 'JPY' },
    );
    const one = await world.start();
    world.now = at('09:09');
    await one.closeDue();
    expect(one.cycle(eight)).toMatchObject({ state: 'open', entries: 4 });

    world.now = at('09:10');
    await one.closeDue();
    expect(one.cycle(eight)).toMatchObject({
      state: 'closed',
      from: '2026-11-21T08:00:00.000Z',
      to: '2026-11-21T09:00:00.000Z',
      previousHash: null,
      closedAt: '2026-11-21T09:10:00.000Z',
      entries: 4,
      late: [],
      obligations: [
        {
          currency: 'JPY',
          ledgerEntryType: 'INTERCHANGE_FEE',
          debtor: 'mfi-c',
          creditor: 'bank-a',
          amount: '7',
          entries: 1,
          gross: { byDebtor: '7', byCreditor: '0' },
        },
        {
          currency: 'TZS',
          ledgerEntryType: 'INTERCHANGE_FEE',
          debtor: 'bank-a',
          creditor: 'bank-b',
          amount: '1.5',
          entries: 3,
          gross: { byDebtor: '2', byCreditor: '0.5' },
        },
      ],
      positions: [
        { dfspId: 'bank-a', currency: 'JPY', amount: '7' },
        { dfspId: 'mfi-c', currency: 'JPY', amount: '-7' },
        { dfspId: 'bank-a', currency: 'TZS', amount: '-1.5' },
        { dfspId: 'bank-b', currency: 'TZS', amount: '1.5' },
      ],
    });
    expect(await one.recompute(eight)).toEqual({ cycleId: eight, entries: 4, differences: [] });
  });

  test('in which both gave the same is reported with nothing owed', async () => {
    world.write(
      { transactionId: 't1' },
      { transactionId: 't2', debtor: 'bank-b', creditor: 'bank-a' },
    );
    const one = await world.start();
    world.now = at('09:10');
    await one.closeDue();
    expect(one.cycle(eight)).toMatchObject({
      obligations: [
        { debtor: 'bank-a', amount: '0', gross: { byDebtor: '0.6', byCreditor: '0.6' } },
      ],
      positions: [
        { dfspId: 'bank-a', amount: '0' },
        { dfspId: 'bank-b', amount: '0' },
      ],
    });
  });

  test('closes with nothing when nothing was charged, so that none is missing; before the first entry none does', async () => {
    const one = await world.start();
    world.now = at('12:10');
    await one.closeDue();
    expect(one.cycles()).toEqual([]);
    world.write({ occurredAt: '2026-11-21T08:59:59.999Z' });
    await one.closeDue();
    expect(one.cycles().map(({ cycleId, state, entries }) => [cycleId, state, entries])).toEqual([
      ['20261121T080000Z', 'closed', 1],
      ['20261121T090000Z', 'closed', 0],
      ['20261121T100000Z', 'closed', 0],
      ['20261121T110000Z', 'closed', 0],
      ['20261121T120000Z', 'open', 0],
    ]);
    const closed = world.published();
    expect(closed.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      closed.slice(0, -1).map(({ hash }) => hash),
    );
  });

  test('does not close because the clock of an instance is a year ahead', async () => {
    world.write({});
    const one = await world.start();
    world.brokersNow = world.now;
    world.now += 365 * 24 * 3_600_000;
    await one.closeDue();
    expect(one.cycles()).toMatchObject([{ cycleId: eight, state: 'open' }]);
    expect(world.alarms).toEqual(['ALARM: a closed cycle is wrong: it does not count']);
    expect(await one.close(eight)).toMatchObject({ code: 'window-not-past' });

    world.now = at('09:10');
    world.brokersNow = undefined;
    await one.closeDue();
    expect(one.cycles()).toMatchObject([
      { cycleId: eight, state: 'closed', entries: 1 },
      { cycleId: nine, state: 'open' },
    ]);
  });

  test('closes on request once its window is past, the earliest first', async () => {
    world.write({}, { transactionId: 't2', occurredAt: '2026-11-21T09:00:00.000Z' });
    const one = await world.start();
    world.now = at('08:59');
    expect(await one.close(eight)).toMatchObject({ code: 'window-not-past' });
    expect(await one.close('20261121T130000Z')).toMatchObject({ code: 'unknown-cycle' });
    world.now = at('10:00');
    expect(await one.close(nine)).toMatchObject({ code: 'not-the-next' });
    expect(await one.close(eight)).toMatchObject({ kind: 'closed', cycle: { cycleId: eight } });
    expect(await one.close(eight)).toMatchObject({ kind: 'closed', cycle: { cycleId: eight } });
    expect(world.published()).toHaveLength(1);
  });

  test('that has closed takes no more: a late entry counts in the next one, which names its origin', async () => {
    world.write({ transactionId: 't1' });
    const one = await world.start();
    world.now = at('09:10');
    await one.closeDue();
    world.write({ transactionId: 't2', amount: '3' });
    world.write({ transactionId: 't3', occurredAt: '2026-11-21T09:05:00.000Z' });
    world.now = at('10:10');
    await one.closeDue();
    expect(one.cycle(eight)).toMatchObject({ entries: 1, late: [] });
    expect(one.cycle(nine)).toMatchObject({
      entries: 2,
      late: [{ originCycleId: eight, entries: 1 }],
      positions: [{ amount: '-3.6' }, { amount: '3.6' }],
    });
    const late = await listOf(one.entries(nine, { late: true }));
    expect(late).toMatchObject([{ entry: { transactionId: 't2' }, originCycleId: eight }]);
    const ofB = await listOf(one.entries(nine, { dfspId: 'bank-b', transactionId: 't3' }));
    expect(ofB).toMatchObject([{ originCycleId: nine }]);
    expect(await listOf(one.entries(nine, { currency: 'JPY' }))).toEqual([]);
    expect(one.entries('20261121T030000Z')).toBeUndefined();
  });
});

async function listOf<Item>(items: AsyncIterable<Item> | undefined): Promise<Item[]> {
  const list: Item[] = [];
  if (items === undefined) throw new Error('there is nothing to list');
  for await (const item of items) list.push(item);
  return list;
}

describe('an entry', () => {
  test('that comes again counts once; with other figures the first stands and a person is told', async () => {
    world.write({}, {}, { amount: '6' }, { creditor: 'mfi-c' }, { ledgerEntryType: 'OTHER' });
    const one = await world.start();
    expect(one.cycle(eight)).toMatchObject({ entries: 1, positions: [{ amount: '-0.6' }, {}] });
    const { counts, latest } = one.setAside();
    expect(counts).toMatchObject({ duplicate: 1, conflicting: 3 });
    expect(latest).toHaveLength(3);
    expect(latest[0]).toMatchObject({ reason: 'conflicting', offset: 2 });
    expect(world.alarms).toHaveLength(3);
    expect(await one.metrics.metrics()).toContain('entries_total{outcome="conflicting"} 3');
  });

  test('of a second transfer under one transaction id is no duplicate: a person is told', async () => {
    const first = { transferId: 'first' };
    world.write(first, first, { transferId: 'second' });
    const one = await world.start();
    expect(one.cycle(eight)).toMatchObject({ entries: 1 });
    const { counts, latest } = one.setAside();
    expect(counts).toMatchObject({ duplicate: 1, conflicting: 1 });
    expect(latest[0]).toMatchObject({
      reason: 'conflicting',
      problem: 'another transfer than at offset 0',
    });
  });

  test('that nobody can read, older than ids are remembered, or far in the future is set aside', async () => {
    world.writeText('{"entryId":');
    world.write(
      { transactionId: 't2', amount: '0.601' },
      { transactionId: 't3', currency: 'XYZ' },
      { transactionId: 't4', creditor: 'bank-a' },
      { transactionId: 't5', occurredAt: '2026-10-17T07:59:59.999Z' },
      { transactionId: 't6', occurredAt: '2026-10-17T08:00:00.000Z' },
      { transactionId: 't7', occurredAt: '2026-11-22T08:00:00.001Z' },
    );
    const one = await world.start();
    const { counts, latest } = one.setAside();
    expect(counts).toMatchObject({ unreadable: 4, 'too-old': 1, 'ahead-of-time': 1 });
    expect(latest.every(({ problem }) => problem.length > 10)).toBe(true);
    expect(one.cycles()).toMatchObject([{ cycleId: '20261017T080000Z', entries: 1 }]);
  });
});

describe('two instances', () => {
  test('close a cycle once, whoever is first, and both know the same', async () => {
    world.write({});
    const [one, other] = [await world.start(), await world.start()];
    world.now = at('09:10');
    one.door.hold();
    other.door.hold();
    const closing = [one.closeDue(), other.closeDue()];
    // Both have published before either has read what the other has.
    while (world.published().length < 2) await Promise.resolve();
    await one.door.deliver();
    await other.door.deliver();
    await Promise.all(closing);
    expect(one.cycles()).toEqual(other.cycles());
    expect(one.cycle(eight)).toEqual({ state: 'closed', ...world.published()[0] });
    expect(world.alarms).toEqual([]);
  });

  test('have an entry that one of them counted too early in the next cycle', async () => {
    const [one, other] = [await world.start(), await world.start()];
    world.write({});
    world.now = at('09:10');
    one.door.hold();
    other.door.hold();
    await one.door.deliver(world.settings.FEE_ENTRIES_TOPIC);
    const closing = one.closeDue();
    while (world.published().length < 1) await Promise.resolve();
    world.write({ transactionId: 't2' });
    // It does not know yet that the cycle has closed without the second entry.
    await other.door.deliver(world.settings.FEE_ENTRIES_TOPIC);
    expect(other.cycle(eight)).toMatchObject({ state: 'open', entries: 2 });
    await other.door.deliver();
    await one.door.deliver();
    await closing;
    for (const instance of [one, other]) {
      expect(instance.cycle(eight)).toMatchObject({ state: 'closed', entries: 1 });
      expect(instance.cycle(nine)).toMatchObject({
        entries: 1,
        late: [{ originCycleId: eight, entries: 1 }],
      });
    }
    expect(world.alarms).toEqual([]);
  });

  test.each(['lost', 'answer-lost'] as const)(
    'one dies while it closes (its record %s): the other closes, or takes it as closed',
    async (fate) => {
      world.write({});
      const [one, other] = [await world.start(), await world.start()];
      world.now = at('09:10');
      one.door.nextPublish = fate;
      await expect(one.closeDue()).rejects.toThrow('no answer');
      one.door.kill();
      await other.closeDue();
      const again = await world.start();
      await again.closeDue();
      expect(world.published()).toHaveLength(1);
      expect(again.cycles()).toEqual(other.cycles());
      expect(await again.recompute(eight)).toMatchObject({ entries: 1, differences: [] });
    },
  );
});

describe('what stands on the topic of cycles', () => {
  const close = async () => {
    world.write({});
    const one = await world.start();
    world.now = at('09:10');
    await one.closeDue();
    return one;
  };
  const put = (value: string) =>
    world.kafka.append({ topic: world.settings.FEE_CYCLES_TOPIC, key: eight, value });

  test('and is no closed cycle, or a changed one, does not count, and a person is told', async () => {
    const one = await close();
    const [closed] = world.published();
    put('nonsense');
    put(JSON.stringify({ ...closed, previousHash: closed?.hash, entries: 17 }));
    await one.door.deliver();
    expect(one.cycles()).toMatchObject([{ entries: 1 }, { state: 'open' }]);
    expect(world.alarms).toHaveLength(2);
  });

  test('and is from a newer version stops this one, which would close differently', async () => {
    const one = await close();
    put(JSON.stringify({ format: 2 }));
    await one.door.deliver();
    await expect(one.checkHealth()).rejects.toThrow('cannot be followed');
    await expect(world.start()).rejects.toThrow('newer version');
  });

  test('decides over the settings: a length that does not fit what has closed is refused', async () => {
    const one = await close();
    const daily = { ...world.settings, FEE_CYCLE_LENGTH: 24 * 3_600_000 };
    await expect(world.start(daily)).rejects.toThrow('FEE_CYCLE_LENGTH');
    const halves = await world.start({ ...world.settings, FEE_CYCLE_LENGTH: 1_800_000 });
    expect(halves.cycles().map(({ to }) => to)).toEqual([
      '2026-11-21T09:00:00.000Z',
      '2026-11-21T09:30:00.000Z',
    ]);
    // The one that still runs with the other length must not go on as if nothing were.
    world.now = at('09:40');
    await halves.closeDue();
    await one.door.deliver();
    await expect(one.checkHealth()).rejects.toThrow('cannot be followed');
  });

  test('is held against what each instance counts: a person is told of any difference', async () => {
    // As if an instance that counts wrongly had closed it.
    const forged = new ObligationsWorld();
    forged.write({ amount: '5' });
    const liar = await forged.start();
    forged.now = at('09:10');
    await liar.closeDue();
    await forged.stop();
    world.write({});
    const honest = await world.start();
    world.now = forged.now;
    put(JSON.stringify(forged.published()[0]));
    await honest.door.deliver();
    expect(world.alarms).toEqual(['ALARM: a closed cycle differs from what is counted here']);
    expect(await honest.recompute(eight)).toMatchObject({
      differences: [
        { figure: 'obligations', of: 'TZS INTERCHANGE_FEE bank-a bank-b' },
        { figure: 'positions', of: 'TZS bank-a', published: '-5', recomputed: '-0.6' },
        { figure: 'positions', of: 'TZS bank-b', published: '5', recomputed: '0.6' },
      ],
    });
  });
});

test('partitions that were added to the topic of entries are told: nobody finds a duplicate in another', async () => {
  world.write(
    { transactionId: 't1' },
    { transactionId: 't2', occurredAt: '2026-11-21T09:30:00.000Z' },
  );
  const one = await world.start();
  world.now = at('09:10');
  await one.closeDue();
  expect(world.alarms).toEqual([]);
  world.kafka.addPartition(world.settings.FEE_ENTRIES_TOPIC);
  world.now = at('10:10');
  await one.closeDue();
  world.now = at('11:10');
  await one.closeDue();
  expect(world.published()).toHaveLength(3);
  expect(world.alarms).toEqual([expect.stringContaining('may have been charged twice')]);
});

test('a topic of entries that holds less than has been counted closes nothing', async () => {
  world.write({});
  const one = await world.start();
  world.now = at('09:10');
  await one.closeDue();
  const emptied = new ObligationsWorld();
  emptied.now = world.now;
  const topic = emptied.settings.FEE_CYCLES_TOPIC;
  emptied.kafka.append({ topic, key: eight, value: JSON.stringify(world.published()[0]) });
  const other = await emptied.start();
  emptied.now = at('10:10');
  await expect(other.closeDue()).rejects.toThrow('not the one it was');
  expect(emptied.published()).toHaveLength(1);
  await emptied.stop();
});

describe('a participant', () => {
  const said = (dfspId: string, statementHash: string) => ({
    cycleId: eight,
    dfspId,
    statementHash,
    answer: { kind: 'acknowledged' as const },
    by: 'clerk',
  });

  test('acknowledges or disputes its own figures, and only those that it saw', async () => {
    world.write({}, { transactionId: 't2', debtor: 'mfi-c' });
    const one = await world.start();
    expect(await one.answer(said('bank-a', 'f'.repeat(64)))).toMatchObject({ code: 'not-closed' });
    world.now = at('09:10');
    await one.closeDue();
    const statement = one.statement(eight, 'bank-a');
    expect(statement).toMatchObject({
      obligations: [{ debtor: 'bank-a', creditor: 'bank-b' }],
      positions: [{ dfspId: 'bank-a', amount: '-0.6' }],
    });
    const hash = statement?.hash ?? '';
    expect(one.statement(eight, 'nobody')).toBeUndefined();
    expect(await one.answer(said('nobody', hash))).toMatchObject({ code: 'not-a-participant' });
    expect(await one.answer(said('mfi-c', hash))).toMatchObject({ code: 'other-figures' });
    expect(await one.answer({ ...said('mfi-c', hash), cycleId: 'x' })).toMatchObject({
      code: 'unknown-cycle',
    });

    const disputed = { kind: 'disputed' as const, reason: 'we see 0.5' };
    expect(await one.answer({ ...said('bank-a', hash), answer: disputed })).toMatchObject({
      kind: 'taken',
    });
    world.now = at('09:30');
    await one.answer(said('bank-a', hash));
    const other = await world.start();
    for (const instance of [one, other]) {
      await instance.door.deliver();
      expect(instance.answers(eight)).toMatchObject([
        {
          dfspId: 'bank-a',
          status: 'acknowledged',
          history: [{ answer: disputed }, { at: '2026-11-21T09:30:00.000Z', by: 'clerk' }],
        },
        { dfspId: 'bank-b', status: 'waiting', history: [] },
        { dfspId: 'mfi-c', status: 'waiting' },
      ]);
    }
  });

  test('is not bound by what somebody wrote to the topic for other figures', async () => {
    world.write({});
    const one = await world.start();
    world.now = at('09:10');
    await one.closeDue();
    const topic = world.settings.FEE_ACKNOWLEDGEMENTS_TOPIC;
    const forged = { ...said('bank-a', 'f'.repeat(64)), at: '2026-11-21T09:30:00.000Z' };
    world.kafka.append({ topic, key: 'x', value: JSON.stringify(forged) });
    world.kafka.append({ topic, key: 'x', value: '{' });
    await one.door.deliver();
    expect(one.answers(eight)?.[0]).toMatchObject({ status: 'waiting', history: [] });
    expect(one.answers(nine)).toBeUndefined();
    expect(world.alarms).toHaveLength(1);
  });
});

test('a clerk gets a file that says who owes whom, with signs, and nothing that a spreadsheet carries out', async () => {
  world.write({ debtor: '=cmd|calc', amount: '1.5' }, { transactionId: 't2', amount: '0.25' });
  const one = await world.start();
  world.now = at('09:10');
  await one.closeDue();
  const cycle = one.cycle(eight);
  if (cycle?.state !== 'closed') throw new Error('it has not closed');
  expect(reportCsv(cycle).split('\r\n')).toEqual([
    `\uFEFFCycle,${eight}`,
    'From,2026-11-21T08:00:00.000Z',
    'Until before,2026-11-21T09:00:00.000Z',
    'State,closed',
    `Hash,${cycle.hash}`,
    'Entries,2',
    'Signs,"positive is credited, negative is owed"',
    '',
    'Debtor,Creditor,Amount,Currency,Type,Entries,"Debtor, signed","Creditor, signed","Debtor owes, before netting","Creditor owes, before netting"',
    `'=cmd|calc,bank-b,1.5,TZS,INTERCHANGE_FEE,1,-1.5,1.5,1.5,0`,
    'bank-a,bank-b,0.25,TZS,INTERCHANGE_FEE,1,-0.25,0.25,0.25,0',
    '',
    'DFSP,Position,Currency',
    `'=cmd|calc,-1.5,TZS`,
    'bank-a,-0.25,TZS',
    'bank-b,1.75,TZS',
    '',
    'Late entries of cycle,Entries',
    '',
  ]);
});

describe('a folder for older ids that cannot be written to', () => {
  const nowhere = '/nowhere/at/all';

  test('stops the start, long before it is needed', async () => {
    const settings = { ...world.settings, FEE_ENTRIES_DIRECTORY: nowhere };
    await expect(world.start(settings)).rejects.toThrow(/FEE_ENTRIES_DIRECTORY: .*ENOENT/);
  });

  test('is told by hub doctor', async () => {
    expect(await entriesFolderCheck(nowhere).run()).toMatchObject({ status: 'fail' });
    expect(await entriesFolderCheck(tmpdir()).run()).toMatchObject({ status: 'ok' });
  });
});
