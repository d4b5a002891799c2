/** `hub statement`: what Fineract has booked for payments. */
import { randomUUID } from 'node:crypto';
import { FineractClient } from '../../connectors/ams-fineract/fineract/client';
import { settingsSchema } from '../../connectors/ams-fineract/settings';
import { statementCommand } from '../../connectors/ams-fineract/statement/command';
import { readBookings } from '../../connectors/ams-fineract/statement/read-bookings';
import { reportDefinition } from '../../connectors/ams-fineract/statement/report';
import { systemClock } from '../../connectors/common/clock';
import {
  statementLineSchema,
  type AmsBooking,
  type StatementLine,
} from '../../connectors/common/contracts/ams-statement';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { onEachFineract } from '../kit/fineract-contract';
import { call, type OpenAccount, type World } from '../kit/parts/ams-world';
import { runCommand } from '../kit/run-command';

const today = () => new Date().toISOString().slice(0, 10);

onEachFineract('the statement', (openWorld) => {
  let world: World;
  const http = createAxiosTransport();
  afterAll(() => {
    http.close();
  });

  function client(): FineractClient {
    const { baseUrl } = world;
    const settings = settingsSchema.parse({ baseUrl, username: 'mifos', password: 'password' });
    return new FineractClient(settings, http, () => undefined);
  }

  async function run(...words: string[]) {
    const deps = { clock: systemClock, fineractOf: client };
    return runCommand((terminal) => statementCommand(terminal, deps), words);
  }

  async function statement(): Promise<readonly StatementLine[]> {
    const { out, err, exitCode } = await run('lion', today());
    expect([err, exitCode]).toEqual(['', 0]);
    const lines = out.trimEnd().split('\n');
    return lines.map((line) => statementLineSchema.parse(JSON.parse(line)));
  }

  async function bookingsOf(transferId: string) {
    const all = (await statement()).filter((line): line is AmsBooking => line.kind === 'booking');
    return all
      .filter((one) => one.transferId === transferId)
      .map(({ what, state, amount, isHubs }) => ({ what, state, amount, isHubs }));
  }

  const transfer = (
    action: 'PREPARE' | 'CREATE' | 'RELEASE',
    transactionRole: 'PAYER' | 'PAYEE',
    { accountId }: OpenAccount,
    transferCode: string,
  ) =>
    call(world, 'POST', `interoperation/transfers?action=${action}`, {
      ...{ transferCode, transactionCode: transferCode, accountId, transactionRole },
      amount: { amount: '100.50', currency: 'TZS' },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
      ...{ locale: 'en', dateFormat: 'yyyy-MM-dd' },
    });

  const amount = { amount: '100.5', currency: 'TZS' };
  const ours = { amount, isHubs: true };

  /** What it says to a Fineract that was never given the report; nothing where it was. */
  let wordsBefore = '';
  beforeAll(async () => {
    world = await openWorld();
    // One that was used before has it already.
    const before = await run('lion', today());
    wordsBefore = before.err;
    if (before.exitCode === 0) return;
    await call(world, 'POST', 'reports', reportDefinition);
  });

  test('says what is to be done where Fineract was not given its report', () => {
    const advice =
      /it has no report "Payment Hub bookings": give it that of hub statement --report/;
    expect(wordsBefore).toMatch(wordsBefore === '' ? /^$/ : advice);
  });

  test('tells a debit, and that its hold holds no more', async () => {
    const [account, transferId] = [await world.open({ balance: '1000' }), randomUUID()];
    await transfer('PREPARE', 'PAYER', account, transferId);
    expect(await bookingsOf(transferId)).toEqual([{ what: 'hold', state: 'stands', ...ours }]);
    await transfer('CREATE', 'PAYER', account, transferId);
    expect(await bookingsOf(transferId)).toEqual([
      { what: 'hold', state: 'released', ...ours },
      { what: 'debit', state: 'stands', ...ours },
    ]);
  });

  test('tells a hold that was released', async () => {
    const [account, transferId] = [await world.open({ balance: '1000' }), randomUUID()];
    await transfer('PREPARE', 'PAYER', account, transferId);
    await transfer('RELEASE', 'PAYER', account, transferId);
    expect(await bookingsOf(transferId)).toEqual([{ what: 'hold', state: 'released', ...ours }]);
  });

  test('tells a credit, and when it was taken back, without the row that takes it back', async () => {
    const [account, transferId] = [await world.open({}), randomUUID()];
    await transfer('CREATE', 'PAYEE', account, transferId);
    expect(await bookingsOf(transferId)).toEqual([{ what: 'credit', state: 'stands', ...ours }]);
    const path = `savingsaccounts/external-id/${account.accountId}?associations=transactions`;
    const { id, transactions } = (await call(world, 'GET', path)) as {
      readonly id: string;
      readonly transactions: readonly { readonly id: string }[];
    };
    const reverse = `savingsaccounts/${id}/transactions/${transactions[0]?.id}?command=reverse`;
    await call(world, 'POST', reverse, { isBulk: true });
    expect(await bookingsOf(transferId)).toEqual([{ what: 'credit', state: 'reversed', ...ours }]);
  });

  test('says from when and when it was made, what was booked when, and how much it was', async () => {
    const [account, transferId] = [await world.open({}), randomUUID()];
    const beforeMs = Date.now();
    await transfer('CREATE', 'PAYEE', account, transferId);
    const [head, ...rest] = await statement();
    expect(head).toMatchObject({ tenant: 'lion', from: `${today()}T00:00:00.000Z` });
    expect(rest.at(-1)).toEqual({ kind: 'end', bookings: rest.length - 1 });
    const found = rest.find((one) => one.kind === 'booking' && one.transferId === transferId);
    const bookedAt = found?.kind === 'booking' ? Date.parse(found.bookedAt) : 0;
    // Its clock may be a little off from ours.
    expect(Math.abs(bookedAt - beforeMs)).toBeLessThan(10_000);
  });

  test('leaves out what no payment has made', async () => {
    const before = await statement();
    await world.open({ balance: '1000' });
    expect((await statement()).length).toBe(before.length);
  });

  test('is read in pages, each row once', async () => {
    const account = await world.open({});
    for (let more = 0; more < 5; more += 1) {
      await transfer('CREATE', 'PAYEE', account, randomUUID());
    }
    const wholeIds = (await statement()).flatMap((one) =>
      one.kind === 'booking' ? [one.bookingId] : [],
    );
    const ids: string[] = [];
    for await (const { bookingId } of readBookings(client(), today(), 2)) ids.push(bookingId);
    expect(ids.slice(-5)).toEqual(wholeIds.slice(-5));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('--report prints what Fineract has to be given', async () => {
    const { out } = await run('--report');
    expect(JSON.parse(out)).toEqual(reportDefinition);
  });

  test.each([
    [['lion'], 'Say the tenant and the day'],
    [['lion', 'yesterday'], 'yesterday is no day'],
  ])('%j is told to be wrong', async (words, said) => {
    const { err, exitCode } = await run(...words);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });
});
