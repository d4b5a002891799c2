import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { runCommand } from '../../../test/kit/run-command';
import { csvStart } from '../../common/csv';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { KnownReconciliations } from '../../common/contracts/reconciliations';
import { createLogger } from '../../common/observability/logging';
import { reconcileCommand } from './command';

const alias = 'payments';
const topic = 'reconciliations';
let nowMs: number;
const clock = {
  now: () => nowMs,
  sleep: () => Promise.resolve(),
};

let folder: string;
let elasticsearch: MemoryElasticsearch;
let kafka: MemoryKafka;
beforeEach(() => {
  nowMs = Date.parse('2026-11-29T06:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
  elasticsearch = new MemoryElasticsearch();
  kafka = new MemoryKafka();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const open = () => elasticsearch.door({ clock, log: createLogger('silent') });
const idOf = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;

async function hub(number: number, more: Partial<PaymentDocument> = {}): Promise<void> {
  const document: PaymentDocument = {
    ...{ schemaVersion: 1, tenant: 'lion', side: 'payer', transactionId: `payment-${number}` },
    ...{ transferId: idOf(number), engine: 'main', state: 'paid' },
    ...{ startedAt: '2026-11-28T10:00:00.000Z', updatedAt: '2026-11-28T10:00:02.000Z' },
    endedAt: '2026-11-28T10:00:02.000Z',
    amount: { amount: '100', currency: 'TZS' },
    ...{ payer: {}, payee: {}, fees: [], incidents: [], incidentsOpen: 0, decisions: [] },
    steps: [],
    ...more,
  };
  const id = `${document.tenant}.${document.side}.${document.transactionId}`;
  const source = JSON.stringify(document);
  const door = open();
  await door.bulk([{ kind: 'index', index: alias, id, source }]);
  await door.close();
}

const head = {
  ...{ kind: 'head', version: 1, tenant: 'lion' },
  ...{ from: '2026-11-27T00:00:00.000Z', madeAt: '2026-11-29T05:00:00.000Z' },
};
const debit = (number: number, more: object = {}) => ({
  ...{ kind: 'booking', bookingId: String(number), transferId: idOf(number), what: 'debit' },
  ...{ state: 'stands', amount: { amount: '100', currency: 'TZS' }, isHubs: true },
  bookedAt: '2026-11-28T10:00:01.000Z',
  ...more,
});

function ams(...bookings: readonly object[]): string {
  const all = [head, ...bookings, { kind: 'end', bookings: bookings.length }];
  return put(
    'ams',
    all.map((line) => JSON.stringify(line)),
  );
}

function scheme(...rows: readonly string[]): string {
  return put('switch.csv', ['transferId,state,amount,currency,payer,payee,completed', ...rows]);
}
const committed = (number: number, amount = '100.00') =>
  `${idOf(number)},COMMITTED,${amount},TZS,lion,buffalo,2026-11-28 10:00:01.000`;

function reconcile(amsFile: string, switchFile: string, ...words: readonly string[]) {
  const connect = () => ({ elasticsearch: open(), alias });
  const connectKafka = () => ({ kafka: kafka.door(), topic });
  return runCommand(
    (terminal) => reconcileCommand(terminal, { clock, connect, connectKafka }),
    ['lion', '2026-11-28', '--ams', amsFile, '--switch', switchFile, ...words],
  );
}

test('says that all agree, and ends with 0', async () => {
  await hub(1);
  const { out, err, exitCode } = await reconcile(ams(debit(1)), scheme(committed(1)));
  expect([err, exitCode]).toEqual(['', 0]);
  expect(out).toBe(
    'lion, 2026-11-28, up to 2026-11-29T00:00:00.000Z\n\n1 payments compared, 0 differences, 0 not ended, 0 not proven\n',
  );
});

test('tells a difference in words, with what to do, and ends with 1', async () => {
  await hub(1);
  const { out, exitCode } = await reconcile(ams(), scheme(committed(1)));
  expect(exitCode).toBe(1);
  expect(out).toContain(`missing-debit  payer  ${idOf(1)}\n`);
  expect(out).toContain('  The payment is made, and the payer has not been debited.\n');
  expect(out).toContain('hub: paid 100 TZS  Fineract: nothing stands  switch: COMMITTED 100 TZS');
  expect(out).toContain('  -> Debit the payer in Fineract with the transferId as receipt number');
});

test('prints differences as CSV for a spreadsheet, and the sum of it beside', async () => {
  await hub(1);
  const { out, err } = await reconcile(ams(), scheme(committed(1)), '--csv');
  const [header, row] = out.split('\r\n');
  expect(header).toMatch(new RegExp(`^${csvStart}differenceId,tenant,date,kind,severity,side,`));
  expect(row).toContain(`lion.missing-debit.payer.${idOf(1)},lion,2026-11-28,missing-debit,high,`);
  expect(err).toBe('1 payments compared, 1 differences, 0 not ended, 0 not proven\n');
});

test('prints all of it as JSON, one line each', async () => {
  await hub(1);
  await hub(2, { state: 'under-way', endedAt: undefined });
  const { out } = await reconcile(ams(), scheme(committed(1)), '--json');
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string });
  expect(lines.map(({ kind }) => kind).toSorted()).toEqual([
    'difference',
    'end',
    'head',
    'under-way',
  ]);
  expect(lines.at(-1)).toEqual({
    ...{ kind: 'end', compared: 1, differences: 1, underWay: 1, outOfReach: 0 },
  });
});

test("asks for a transfer's payment of another day before it calls it unknown", async () => {
  await hub(1, { endedAt: '2026-11-29T00:00:01.000Z' });
  const { out } = await reconcile(ams(debit(1)), scheme(committed(1)));
  expect(out).toContain('0 differences');
  const unknown = await reconcile(ams(), scheme(committed(2)));
  expect(unknown.out).toContain(`unknown-to-hub  payer  ${idOf(2)}`);
});

test('takes for its own only what is of the tenant and of its name at the switch', async () => {
  await hub(1, { tenant: 'zebra' });
  const others = `${idOf(3)},COMMITTED,5,TZS,zebra,buffalo,2026-11-28T10:00:01.000Z`;
  expect((await reconcile(ams(), scheme(others))).out).toContain('0 payments compared, 0 diff');
  const named = await reconcile(ams(), scheme(others), '--fsp', 'zebra');
  expect(named.out).toContain('unknown-to-hub');
});

test('counts other amounts and the position from the report', async () => {
  await hub(1);
  const positions = put('positions.csv', ['currency,opening,closing', 'TZS,-20,79.99']);
  const { out } = await reconcile(
    ...([ams(debit(1)), scheme(committed(1, '99.99')), '--positions', positions] as const),
  );
  expect(out).toContain('other-amount-at-switch');
  expect(out).not.toContain('position-differs');
  const right = await reconcile(
    ...([ams(debit(1)), scheme(committed(1)), '--positions', positions] as const),
  );
  expect(right.out).toContain('by the transfers 100 TZS');
  expect(right.out).toContain('from -20 to 79.99 TZS: by 99.99');
});

test('a transfer that was settled since was committed', async () => {
  await hub(1);
  const settled = committed(1).replace('COMMITTED', 'SETTLED');
  expect((await reconcile(ams(debit(1)), scheme(settled))).out).toContain('0 differences');
});

test('a day that is not over is compared up to where the statement goes', async () => {
  const early = { ...head, madeAt: '2026-11-28T10:00:00.000Z' };
  await hub(1);
  const file = put(
    'early',
    [early, { kind: 'end', bookings: 0 }].map((one) => JSON.stringify(one)),
  );
  const { out } = await reconcile(file, scheme(committed(1)));
  expect(out).toContain('up to 2026-11-28T10:00:00.000Z');
  expect(out).toContain('0 payments compared, 0 differences');
});

test('begins the day where its time zone does', async () => {
  await hub(1, { endedAt: '2026-11-27T22:00:00.000Z' });
  const { out } = await reconcile(ams(debit(1)), scheme(committed(1)), '--offset', '+03:00');
  expect(out).toContain('1 payments compared');
});

describe('--keep', () => {
  function kept() {
    const known = new KnownReconciliations();
    for (const { value } of kafka.partitions(topic).flat()) known.enter(value);
    return known;
  }
  const states = () =>
    kept()
      .differences('lion')
      .map(({ difference: { kind }, state, since }) => ({ kind, state, since }));
  const since = '2026-11-29T06:00:00.000Z';

  test('keeps what differs and how the day was, and that it is gone once it is set right', async () => {
    await hub(1);
    await reconcile(ams(), scheme(committed(1)), '--keep');
    expect(states()).toEqual([{ kind: 'missing-debit', state: 'open', since }]);
    expect(kept().days('lion')).toMatchObject([
      { date: '2026-11-28', compared: 1, differences: 1 },
    ]);
    await reconcile(ams(debit(1)), scheme(committed(1)), '--keep');
    expect(states()).toEqual([{ kind: 'missing-debit', state: 'gone', since }]);
    expect(kept().days('lion')).toMatchObject([{ date: '2026-11-28', differences: 0 }]);
  });

  test('what is found again is the same, and keeps since when it is known', async () => {
    await hub(1);
    await reconcile(ams(), scheme(committed(1)), '--keep');
    nowMs += 3_600_000;
    await reconcile(ams(), scheme(committed(1)), '--keep');
    expect(states()).toEqual([{ kind: 'missing-debit', state: 'open', since }]);
  });

  test('what a comparison could not look for is not gone', async () => {
    await hub(1);
    const positions = put('positions.csv', ['currency,opening,closing', 'TZS,0,1']);
    await reconcile(
      ...([ams(debit(1)), scheme(), '--positions', positions, '--keep'] as const),
      ...['--switch-covers', '2026-11-27T00:00:00Z/2026-11-29T00:00:00Z'],
    );
    const both = [
      { kind: 'position-differs', state: 'open', since },
      { kind: 'unknown-to-switch', state: 'open', since },
    ];
    const byKind = () => states().toSorted((left, right) => left.kind.localeCompare(right.kind));
    expect(byKind()).toEqual(both);
    // Without positions, and with a report of the evening.
    const evening = ['--switch-covers', '2026-11-28T18:00:00Z/2026-11-29T00:00:00Z'];
    await reconcile(ams(debit(1)), scheme(), ...evening, '--keep');
    expect(byKind()).toEqual(both);
  });

  test('more than a work list can be is not kept, and it is said how many there are', async () => {
    await hub(1);
    await reconcile(ams(), scheme(committed(1)), '--keep');
    const before = states();
    const rows = Array.from({ length: 10_001 }, (_, at) =>
      committed(2).replace(idOf(2), `00000000-0000-4000-8000-${String(at + 10).padStart(12, '0')}`),
    );
    const { out, err, exitCode } = await reconcile(ams(debit(1)), scheme(...rows), '--keep');
    expect(out).toContain('10002 differences');
    expect(err).toContain('10002 differences are no work list: at most 10000 of a day are kept');
    expect(exitCode).toBe(2);
    expect(states()).toEqual(before);
    expect(kept().days('lion')).toMatchObject([{ differences: 1 }]);
  });

  test('nothing is kept without it', async () => {
    await hub(1);
    await reconcile(ams(), scheme(committed(1)));
    expect(() => kafka.partitions(topic)).toThrow();
  });
});

describe('is told to be wrong, with what to do, and ends with 2', () => {
  const wrong = async (amsFile: string, switchFile: string, ...words: readonly string[]) => {
    const { err, exitCode } = await reconcile(amsFile, switchFile, ...words);
    expect(exitCode).toBe(2);
    return err;
  };

  test('a statement that broke off', async () => {
    const file = put(
      'half',
      [head, debit(1)].map((line) => JSON.stringify(line)),
    );
    expect(await wrong(file, scheme())).toContain('is not whole: make it anew with hub statement');
  });

  test("another tenant's statement, and one that begins too late", async () => {
    const other = put('other', [JSON.stringify({ ...head, tenant: 'zebra' })]);
    expect(await wrong(other, scheme())).toBe('The statement is of zebra\n');
    const late = put('late', [JSON.stringify({ ...head, from: '2026-11-28T12:00:00.000Z' })]);
    expect(await wrong(late, scheme())).toContain('begins only at 2026-11-28T12:00:00.000Z');
  });

  test.each([
    ['a state', `${idOf(1)},PAID,5,TZS,lion,buffalo,2026-11-28T10:00:00.000Z`, 'state'],
    ['an amount', `${idOf(1)},COMMITTED,1e2,TZS,lion,buffalo,2026-11-28T10:00:00.000Z`, 'amount'],
    ['a time', `${idOf(1)},COMMITTED,5,TZS,lion,buffalo,yesterday`, 'completed: no date and time'],
    ['a short line', `${idOf(1)},COMMITTED`, 'Invalid Record Length'],
  ])('%s of the report that cannot be', async (_what, row, said) => {
    expect(await wrong(ams(), scheme(row))).toContain(said);
  });

  test('a file that is not there', async () => {
    expect(await wrong(ams(), join(folder, 'nowhere.csv'))).toContain('nowhere.csv: ENOENT');
    expect(await wrong(join(folder, 'nowhere'), scheme())).toContain('ENOENT');
  });

  test('an Elasticsearch that does not answer', async () => {
    elasticsearch.isDown = true;
    expect(await wrong(ams(), scheme())).toContain('Elasticsearch does not tell the payments');
  });
});
