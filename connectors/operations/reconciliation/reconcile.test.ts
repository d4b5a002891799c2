import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { cut, days, plants, type ReconciledDay } from '../../../test/kit/reconciliation';
import type { AmsBooking } from '../../common/contracts/ams-statement';
import type { Cut, HubPayment, SwitchTransfer } from './facts';
import { differenceKindNames } from '../../common/contracts/reconciliations';
import { reconcile, type Found } from './reconcile';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reconciliation-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function* each<One>(all: readonly One[]): AsyncGenerator<One> {
  for (const one of all) {
    await Promise.resolve();
    yield one;
  }
}

async function found(day: ReconciledDay, at: Cut = cut): Promise<readonly Found[]> {
  const all: Found[] = [];
  const sources = {
    payments: each(day.payments),
    paymentsOf: (ids: readonly string[]) =>
      Promise.resolve(
        [...day.payments, ...day.otherDays].filter(({ transferId }) => ids.includes(transferId)),
      ),
    bookings: each(day.bookings),
    transfers: each(day.transfers),
    positions: day.positions,
  };
  for await (const one of reconcile(sources, at, folder)) all.push(one);
  return all;
}

const emptyDay = (): ReconciledDay => ({
  ...{ payments: [], otherDays: [], bookings: [], transfers: [], positions: [] },
});

const differencesIn = (all: readonly Found[]) =>
  all.flatMap((one) => (one.kind === 'difference' ? [one.difference] : []));
const paymentsIn = (all: readonly Found[], kind: 'under-way' | 'out-of-reach'): HubPayment[] =>
  all.flatMap((one) => (one.kind === kind ? [one.payment] : []));

test('where all three agree nothing is found, and every payment of the day has been compared', () =>
  fc.assert(
    fc.asyncProperty(days, async (day) => {
      const all = await found(day);
      expect(differencesIn(all)).toEqual([]);
      const ended = day.payments.filter(({ state }) => state !== 'open');
      const end = all.at(-1);
      expect(end).toEqual({ kind: 'end', compared: ended.length });
    }),
    { numRuns: 40 },
  ));

test.each(differenceKindNames)('%s is found where it was planted, and nothing besides', (kind) =>
  fc.assert(
    fc.asyncProperty(days, async (day) => {
      const payment = plants[kind](day);
      const differences = differencesIn(await found(day));
      expect(differences.map((one) => one.kind)).toEqual([kind]);
      expect(differences[0]?.transactionId).toBe(payment?.transactionId ?? null);
    }),
    { numRuns: 15 },
  ),
);

test('all faults at once are told, each once', () =>
  fc.assert(
    fc.asyncProperty(days, async (day) => {
      // Of different transfers, so that none hides another.
      const planted = ['missing-credit', 'debit-without-payment', 'unknown-to-hub'] as const;
      for (const kind of planted) plants[kind](day);
      const kinds = differencesIn(await found(day)).map(({ kind }) => kind);
      expect(kinds.toSorted()).toEqual([...planted].sort());
    }),
    { numRuns: 15 },
  ));

test('the same difference has the same id whenever it is found', async () => {
  const [day] = fc.sample(days, { numRuns: 1, seed: 1 });
  if (day === undefined) throw new Error('no day');
  plants['missing-debit'](day);
  const ids = async () => differencesIn(await found(day)).map(({ differenceId }) => differenceId);
  expect(await ids()).toEqual(await ids());
  expect(await ids()).toEqual([
    expect.stringMatching(/^lion\.missing-debit\.payer\.00000000-/) as string,
  ]);
});

describe('what cannot be compared yet', () => {
  const amount = { amount: '5', currency: 'TZS' };
  const paid = (endedMs: number, startedMs = endedMs - 1_000): HubPayment => ({
    ...{ side: 'payee', transferId: 't-1', transactionId: 'x-1', state: 'paid', amount },
    ...{ startedMs, endedMs },
  });
  const hourMs = 3_600_000;

  test('a payment that has not ended is told as under way, whatever the others say of it', async () => {
    const payment: HubPayment = { ...paid(cut.fromMs + hourMs), state: 'open', endedMs: undefined };
    const all = await found({ ...emptyDay(), payments: [payment] });
    expect(paymentsIn(all, 'under-way')).toEqual([payment]);
    expect(differencesIn(all)).toEqual([]);
  });

  test('one that ended after the cut is under way at the cut', async () => {
    const payment = paid(cut.untilMs + 1, cut.untilMs - 1);
    expect(paymentsIn(await found({ ...emptyDay(), payments: [payment] }), 'under-way')).toEqual([
      payment,
    ]);
  });

  test('a credit that may have been booked before the statement begins is not called missing', async () => {
    const payment = paid(cut.fromMs + hourMs, cut.bookingsSinceMs - hourMs);
    const transfer: SwitchTransfer = {
      ...{ transferId: 't-1', amount, completedMs: cut.fromMs + hourMs },
      ...{ state: 'COMMITTED', payerFsp: 'other', payeeFsp: 'lionfsp' },
    };
    const all = await found({ ...emptyDay(), payments: [payment], transfers: [transfer] });
    expect(paymentsIn(all, 'out-of-reach')).toEqual([payment]);
    expect(differencesIn(all)).toEqual([]);
  });

  test('a transfer that the switch may have ended the day before is not called unknown', async () => {
    const booking: AmsBooking = {
      ...{ kind: 'booking', bookingId: '1', transferId: 't-1', what: 'credit', state: 'stands' },
      ...{ amount, bookedAt: new Date(cut.fromMs).toISOString(), isHubs: true },
    };
    const one = { ...emptyDay(), payments: [paid(cut.fromMs + 1)], bookings: [booking] };
    expect(differencesIn(await found(one))).toEqual([]);
    // With the day before's report it is clear that it is.
    const report = { fromMs: cut.fromMs - 24 * hourMs, untilMs: cut.untilMs };
    const kinds = differencesIn(await found(one, { ...cut, report })).map(({ kind }) => kind);
    expect(kinds).toEqual(['unknown-to-switch']);
  });
});

describe('a payment between two customers of one DFSP', () => {
  const amount = { amount: '5', currency: 'TZS' };
  const atMs = cut.fromMs + 60_000;
  const side = (one: 'payer' | 'payee', endedMs = atMs): HubPayment => ({
    ...{ side: one, transferId: 't-1', transactionId: 'x-1', state: 'paid', amount },
    ...{ startedMs: atMs - 1_000, endedMs },
  });
  const row = (what: 'debit' | 'credit'): AmsBooking => ({
    ...{ kind: 'booking', bookingId: what, transferId: 't-1', what, state: 'stands', amount },
    ...{ bookedAt: new Date(atMs).toISOString(), isHubs: true },
  });
  const within = (): ReconciledDay => ({
    ...emptyDay(),
    payments: [side('payer'), side('payee')],
    bookings: [row('debit'), row('credit')],
    transfers: [
      {
        ...{ transferId: 't-1', state: 'COMMITTED', amount, completedMs: atMs },
        ...{ payerFsp: 'lionfsp', payeeFsp: 'lionfsp' },
      },
    ],
    positions: [{ currency: 'TZS', opening: '3', closing: '3' }],
  });

  test('has a debit and a credit, and moves no position', async () => {
    const all = await found(within());
    expect(differencesIn(all)).toEqual([]);
    expect(all.at(-1)).toEqual({ kind: 'end', compared: 2 });
  });

  test('may end for the one before midnight and for the other after it', async () => {
    const day = { ...within(), payments: [side('payer')] };
    day.otherDays.push(side('payer'), side('payee', cut.untilMs + 1));
    expect(differencesIn(await found(day))).toEqual([]);
  });

  test('whose credit is missing shows that alone', async () => {
    const kinds = differencesIn(await found({ ...within(), bookings: [row('debit')] }));
    expect(kinds.map((one) => [one.kind, one.side])).toEqual([['missing-credit', 'payee']]);
  });
});

test('a hold that is still there for a payment that failed days ago is told', async () => {
  const [day] = fc.sample(days, { numRuns: 1, seed: 2 });
  if (day === undefined) throw new Error('no day');
  plants['hold-left'](day);
  const moved = day.payments.filter(({ state }) => state === 'failed');
  const before = cut.fromMs - 86_400_000;
  day.otherDays.push(...moved.map((one) => ({ ...one, startedMs: before, endedMs: before })));
  day.payments = day.payments.filter(({ state }) => state !== 'failed');
  expect(differencesIn(await found(day)).map(({ kind }) => kind)).toEqual(['hold-left']);
});

test.each([
  ...(['failed-but-committed', 'paid-but-aborted', 'double-debit', 'double-credit'] as const),
  'debit-without-payment' as const,
])('%s that came a day after the payment had ended is told with the day on which it came', (kind) =>
  fc.assert(
    fc.asyncProperty(days, async (day) => {
      const planted = plants[kind](day);
      fc.pre(planted !== undefined);
      const before = cut.fromMs - 1_000;
      const isOf = ({ transferId }: HubPayment) => transferId === planted.transferId;
      const ended = day.payments.filter(isOf).map((one) => ({ ...one, endedMs: before }));
      day.otherDays.push(...ended.map((one) => ({ ...one, startedMs: before })));
      day.payments = day.payments.filter((one) => !isOf(one));
      expect(differencesIn(await found(day)).map((one) => one.kind)).toEqual([kind]);
    }),
    { numRuns: 10 },
  ),
);

describe('the files in between', () => {
  /** More than stays in memory, of one bucket too. */
  const manyBookings = Array.from({ length: 60_000 }, (_, at) => ({
    ...{ kind: 'booking', bookingId: String(at), transferId: `t-${at}`, what: 'debit' },
    ...{ state: 'reversed', amount: { amount: '1', currency: 'TZS' }, isHubs: true },
    bookedAt: new Date(cut.fromMs).toISOString(),
  })) as AmsBooking[];

  test('hold what does not fit into memory, and are gone afterwards', async () => {
    const standing = manyBookings.map((one, at) => ({
      ...one,
      state: at % 2 ? 'stands' : 'reversed',
    }));
    const day = { ...emptyDay(), bookings: standing as AmsBooking[] };
    const all = await found(day);
    expect(differencesIn(all)).toHaveLength(manyBookings.length / 2);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('are gone when a source breaks off', async () => {
    let filesBefore: readonly string[] = [];
    async function* broken(): AsyncGenerator<never> {
      await Promise.resolve();
      filesBefore = readdirSync(folder, { recursive: true }).map(String);
      yield* [];
      throw new Error('Elasticsearch does not answer');
    }
    const sources = {
      ...{ payments: broken(), bookings: each(manyBookings), transfers: each([]), positions: [] },
      paymentsOf: () => Promise.resolve([]),
    };
    await expect(reconcile(sources, cut, folder).next()).rejects.toThrow('does not answer');
    expect(filesBefore.length).toBeGreaterThan(100);
    expect(readdirSync(folder)).toEqual([]);
  });
});
