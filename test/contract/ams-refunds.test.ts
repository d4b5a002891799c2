/** What may be given back of a payment, by what the account's own rows say. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { noteOfRefund } from '../../connectors/ams-fineract/notes';
import {
  done,
  openAmsBench,
  refusedWith,
  unavailableWith,
  type AmsBench,
  type Kill,
  type Outcome,
  type Variables,
} from '../kit/parts/ams-bench';
import { creditVariables, payersVariables, refundVariables } from '../kit/parts/ams-payments';
import { onEachFineract } from '../kit/fineract-contract';
import { call, standingOf, type OpenAccount, type World } from '../kit/parts/ams-world';

/** Of 100 to a new account, with 1,000 on it before. */
interface Paid {
  readonly account: OpenAccount;
  readonly originalTransactionId: string;
}

function testRefunds(openWorld: () => Promise<World>): void {
  let world: World;
  let bench: AmsBench;
  /** A process that knows nothing of the first one. */
  let other: AmsBench;
  beforeAll(async () => {
    world = await openWorld();
    bench = await openAmsBench({ baseUrl: world.baseUrl });
    other = await openAmsBench({ baseUrl: world.baseUrl });
  });
  afterAll(() => {
    bench.close();
    other.close();
  });

  async function paid(change: Variables = {}): Promise<Paid> {
    const account = await world.open({ balance: '1000' });
    const transferId = randomUUID();
    const credit = { ...creditVariables(transferId, account.accountId, '100'), ...change };
    await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
    return { account, originalTransactionId: `t-${transferId}` };
  }
  const refundOf = ({ account, originalTransactionId }: Paid, amount: string, more: object = {}) =>
    refundVariables({
      ...{ transferId: randomUUID(), ...account, originalTransactionId, amount },
      ...more,
    });
  const ask = (refund: Variables) => bench.run('ams:quote-payer:1', refund);
  const hold = (refund: Variables) => bench.run('ams:block-funds:1', refund);
  /** As the process goes on when the switch says COMMITTED. */
  async function goThrough(refund: Variables, by = bench): Promise<Outcome> {
    const asked = await by.run('ams:quote-payer:1', refund);
    if (asked.kind !== 'complete') return asked;
    const held = await by.run('ams:block-funds:1', refund);
    if (held.kind === 'complete') return by.run('ams:book-funds:1', refund);
    await expect(by.run('ams:release-block:1', refund)).resolves.toEqual(done);
    return held;
  }

  test('all of a payment goes back, and not a shilling more', async () => {
    const payment = await paid();
    await expect(goThrough(refundOf(payment, '100'))).resolves.toEqual(done);
    await expect(standingOf(world, payment.account)).resolves.toMatchObject({ ledger: '1000' });
    await expect(goThrough(refundOf(payment, '0.01'))).resolves.toMatchObject(refusedWith('4200'));
  });

  test('parts go back until nothing is left', async () => {
    const payment = await paid();
    for (const amount of ['33.33', '66.66']) {
      await expect(goThrough(refundOf(payment, amount))).resolves.toEqual(done);
    }
    await expect(goThrough(refundOf(payment, '0.02'))).resolves.toMatchObject(refusedWith('4200'));
    await expect(goThrough(refundOf(payment, '0.01'))).resolves.toEqual(done);
  });

  test('more than was paid is refused before anything is held', async () => {
    const payment = await paid();
    await expect(ask(refundOf(payment, '100.01'))).resolves.toMatchObject(refusedWith('4200'));
  });

  test.each<[string, (payment: Paid) => Variables | Promise<Variables>]>([
    ['that nobody knows', (payment) => refundOf({ ...payment, originalTransactionId: 'no' }, '1')],
    [
      'to another account',
      async (payment) => refundOf({ ...payment, account: (await paid()).account }, '1'),
    ],
    [
      'to somebody who has not paid',
      (payment) => {
        const refund = refundOf(payment, '1');
        const payee = { partyIdType: 'MSISDN', partyIdentifier: '255700000098' };
        return { ...refund, payment: { ...(refund['payment'] as object), payee } };
      },
    ],
    [
      'over another DFSP than it came from',
      (payment) => refundOf(payment, '1', { payeeFspId: 'tigerfsp' }),
    ],
    [
      'that was credited before the hub wrote who had paid',
      async () => refundOf(await paid({ peer: null }), '1'),
    ],
    [
      'whose credit was undone',
      async (payment) => {
        const transferId = payment.originalTransactionId.slice(2);
        const credit = creditVariables(transferId, payment.account.accountId, '100');
        await expect(bench.run('ams:undo-credit:1', credit)).resolves.toEqual(done);
        return refundOf(payment, '1');
      },
    ],
  ])('no refund of a payment %s', async (_what, refundAs) => {
    const refund = await refundAs(await paid());
    await expect(ask(refund)).resolves.toMatchObject(refusedWith('3207'));
    await expect(hold(refund)).resolves.toMatchObject(refusedWith('3207'));
  });

  test('a phone is the same with and without its plus', async () => {
    const payment = await paid();
    const refund = refundOf(payment, '100');
    const payee = { partyIdType: 'MSISDN', partyIdentifier: '+255700000099' };
    await expect(
      goThrough({ ...refund, payment: { ...(refund['payment'] as object), payee } }),
    ).resolves.toEqual(done);
  });

  test('what a clerk has given back by hand, and said so in its note, is not left any more', async () => {
    const payment = await paid();
    const body = {
      ...{ transferCode: randomUUID(), transactionCode: 't', locale: 'en' },
      ...{ accountId: payment.account.accountId, transactionRole: 'PAYER' },
      dateFormat: 'yyyy-MM-dd',
      amount: { amount: '60', currency: 'TZS' },
      note: noteOfRefund(payment.originalTransactionId),
      transactionType: { scenario: 'REFUND', initiator: 'PAYER', initiatorType: 'BUSINESS' },
    };
    for (const action of ['PREPARE', 'CREATE']) {
      await call(world, 'POST', `interoperation/transfers?action=${action}`, body);
    }
    await expect(ask(refundOf(payment, '40.01'))).resolves.toMatchObject(refusedWith('4200'));
    await expect(goThrough(refundOf(payment, '40'))).resolves.toEqual(done);
  });

  test('of two at once one at most gets what is left, and nothing stays held', async () => {
    const payment = await paid();
    const [first, second] = [refundOf(payment, '60'), refundOf(payment, '60')];
    await expect(ask(first)).resolves.toMatchObject({ kind: 'complete' });
    await expect(ask(second)).resolves.toMatchObject({ kind: 'complete' });
    await expect(hold(first)).resolves.toMatchObject({ kind: 'complete' });
    // Whether the hold there is another refund, nobody can tell: it waits, and gives up in time.
    await expect(other.run('ams:block-funds:1', second)).resolves.toMatchObject(
      unavailableWith('4200'),
    );
    await expect(other.run('ams:release-block:1', second)).resolves.toEqual(done);
    await expect(bench.run('ams:book-funds:1', first)).resolves.toEqual(done);
    await expect(standingOf(world, payment.account)).resolves.toMatchObject({
      ledger: '1040',
      held: '0',
    });
  });

  test('an attempt that was killed with the money held leaves it to the next one', async () => {
    const payment = await paid();
    const refund = refundOf(payment, '100');
    await bench.attemptKilled('ams:block-funds:1', refund, { request: 1, when: 'after' });
    await expect(goThrough(refund, other)).resolves.toEqual(done);
    await expect(standingOf(world, payment.account)).resolves.toMatchObject({
      ledger: '1000',
      held: '0',
    });
  });

  test('what was held before the payment came is in no refund’s way', async () => {
    const account = await world.open({ balance: '1000' });
    const earlier = { transferId: randomUUID(), accountId: account.accountId, amount: '900' };
    await bench.run('ams:block-funds:1', payersVariables(earlier));
    const transferId = randomUUID();
    await bench.run('ams:credit-payee:1', creditVariables(transferId, account.accountId, '100'));
    const payment = { account, originalTransactionId: `t-${transferId}` };
    await expect(goThrough(refundOf(payment, '100'))).resolves.toEqual(done);
  });

  const kills = fc.option(
    fc.record({
      request: fc.integer({ min: 1, max: 7 }),
      when: fc.constantFrom<Kill['when']>('before', 'after'),
    }),
    { nil: undefined },
  );
  const refunds = fc.record({
    minorUnits: fc.integer({ min: 1, max: 12_000 }),
    kill: kills,
    isCommitted: fc.boolean(),
    by: fc.nat(1),
  });

  test('whatever is refunded at once, killed, released or booked: never more than was paid', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(refunds, { minLength: 2, maxLength: 5 }), async (tried) => {
        const payment = await paid();
        const booked = await Promise.all(
          tried.map(async ({ minorUnits, kill, isCommitted, by }) => {
            const amount = new Decimal(minorUnits).div(100);
            const refund = refundOf(payment, amount.toFixed());
            const process = by === 0 ? bench : other;
            if (kill !== undefined) await process.attemptKilled('ams:block-funds:1', refund, kill);
            const held = await process.run('ams:block-funds:1', refund);
            const goesOut = held.kind === 'complete' && isCommitted;
            const end = goesOut ? 'ams:book-funds:1' : 'ams:release-block:1';
            await expect(process.run(end, refund)).resolves.toEqual(done);
            return goesOut ? amount : new Decimal(0);
          }),
        );
        const sum = Decimal.sum(...booked);
        expect(sum.lte(100)).toBe(true);
        await expect(standingOf(world, payment.account)).resolves.toMatchObject({
          ledger: new Decimal(1_100).minus(sum).toFixed(),
          held: '0',
        });
      }),
      { numRuns: 25 },
    );
  }, 60_000);
}

onEachFineract('refunds', testRefunds);
