import { randomUUID } from 'node:crypto';
import {
  done,
  openAmsBench,
  refusedWith,
  type AmsBench,
  type Outcome,
} from '../kit/parts/ams-bench';
import {
  creditVariables,
  payerPayment,
  payersVariables,
  quoteRequestVariables,
  reserveVariables,
  type PayersPayment,
} from '../kit/parts/ams-payments';
import { onEachFineract } from '../kit/fineract-contract';
import { call, standingOf, type OpenAccount, type World } from '../kit/parts/ams-world';

/** What the workers do against any Fineract, real or simulated, that is left in peace. */
function testWorkersWithoutFaults(openWorld: () => Promise<World>): void {
  let world: World;
  let bench: AmsBench;

  beforeAll(async () => {
    world = await openWorld();
    bench = await openAmsBench({ baseUrl: world.baseUrl, currencies: ['TZS', 'USD'] });
  });
  afterAll(() => bench.close());

  const phone = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });
  const payment = (account: OpenAccount, amount: string, fee?: string): PayersPayment => ({
    transferId: randomUUID(),
    accountId: account.accountId,
    amount,
    ...(fee === undefined ? {} : { fee }),
  });
  const block = (of: PayersPayment) => bench.run('ams:block-funds:1', payersVariables(of));
  const book = (of: PayersPayment) => bench.run('ams:book-funds:1', payersVariables(of));
  const release = (of: PayersPayment) => bench.run('ams:release-block:1', payersVariables(of));

  describe('the payer', () => {
    const quote = (msisdn: string, amount: string, currency?: string): Promise<Outcome> =>
      bench.run('ams:quote-payer:1', {
        transactionId: randomUUID(),
        payment: payerPayment(msisdn, amount, currency),
      });

    test('may pay what is on the account, without a fee where there is none', async () => {
      const { msisdn, accountId } = await world.open({ balance: '1000' });
      await expect(quote(msisdn, '100.12')).resolves.toEqual({
        kind: 'complete',
        // The tag of process instance 2, which the bench runs its jobs in.
        variables: { payerQuote: { accountId, holdTag: '2' } },
      });
    });

    test("pays our own DFSP's fee: quoted, held with the amount, and charged once", async () => {
      const account = await world.open({
        balance: '1000',
        withdrawalFeeForTransfers: true,
        charges: [{ kind: 'percent', amount: '1.5' }],
      });
      await expect(quote(account.msisdn, '100.12')).resolves.toMatchObject({
        variables: { payerQuote: { fspFee: { amount: '1.5', currency: 'TZS' } } },
      });
      const paid = payment(account, '100.12', '1.5');
      await block(paid);
      await expect(standingOf(world, account)).resolves.toMatchObject({
        ledger: '1000',
        held: '101.62',
      });
      await expect(book(paid)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({
        ledger: '898.38',
        held: '0',
        debits: { [paid.transferId]: '100.12' },
      });
    });

    test.each([true, false])(
      'pays every charge as it is taken, each rounded by itself, whether Fineract quotes it or not: %s',
      async (withdrawalFeeForTransfers) => {
        const half = { kind: 'percent', amount: '0.5' } as const;
        const account = await world.open({
          balance: '1000',
          withdrawalFeeForTransfers,
          charges: [half, half],
        });
        // Twice 0.015, and so twice 0.02.
        const fspFee = { amount: '0.04', currency: 'TZS' };
        await expect(quote(account.msisdn, '3')).resolves.toMatchObject({
          variables: { payerQuote: { fspFee } },
        });
        const paid = payment(account, '3', '0.04');
        await block(paid);
        await expect(book(paid)).resolves.toEqual(done);
        await expect(standingOf(world, account)).resolves.toMatchObject({
          ledger: '996.96',
          held: '0',
        });
      },
    );

    test('is refused with 4200 for more than there is, and nothing is held', async () => {
      const account = await world.open({ balance: '100' });
      await expect(quote(account.msisdn, '100.01')).resolves.toMatchObject(refusedWith('4200'));
      await expect(block(payment(account, '100.01'))).resolves.toMatchObject(refusedWith('4200'));
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '100', held: '0' });
    });

    test.each([
      ['an overdraft', { overdraftLimit: '50' }, '150'],
      ['a minimum balance', { minRequiredBalance: '10' }, '90'],
      ['neither', {}, '100'],
    ])(
      'is told at the quote what the hold would say, to the smallest unit: %s, and something held already',
      async (_what, terms, available) => {
        const account = await world.open({ balance: '130', ...terms });
        await block(payment(account, '30'));
        const oneMore = `${available}.01`;
        await expect(quote(account.msisdn, oneMore)).resolves.toMatchObject(refusedWith('4200'));
        await expect(block(payment(account, oneMore))).resolves.toMatchObject(refusedWith('4200'));
        await expect(quote(account.msisdn, available)).resolves.toMatchObject({ kind: 'complete' });
        await expect(block(payment(account, available))).resolves.toMatchObject({
          kind: 'complete',
        });
      },
    );

    test('is refused with 4000 when nobody has the identifier, whatever it looks like', async () => {
      for (const unknown of ['255799999999', 'a/b', 'a;b%', 'Ωμέγα ?#&']) {
        await expect(quote(unknown, '1')).resolves.toMatchObject(refusedWith('4000'));
      }
      expect(bench.alarms).toEqual([]);
    });

    test('is refused with 3204 when nobody has the identifier by which another DFSP asks for money', async () => {
      const payment = { ...payerPayment('255799999999', '1'), requestedBy: 'lionfsp' };
      const asked = bench.run('ams:quote-payer:1', { transactionId: randomUUID(), payment });
      await expect(asked).resolves.toMatchObject(refusedWith('3204'));
    });

    test('is refused with 4400 while debits are blocked', async () => {
      const account = await world.open({ balance: '100' });
      await world.setSubStatus(account, 'BLOCK_DEBIT');
      await expect(quote(account.msisdn, '1')).resolves.toMatchObject(refusedWith('4400'));
    });

    test('who was asked is refused with 4400 when debits were blocked meanwhile, and nothing stays held', async () => {
      const account = await world.open({ balance: '1000' });
      const asked = { ...payment(account, '100.12'), askPayer: true };
      await expect(block(asked)).resolves.toMatchObject({ kind: 'complete' });
      await world.setSubStatus(account, 'BLOCK_DEBIT');
      // Once more, as after a crash: what the first attempt holds is for release-block to let go.
      await expect(block(asked)).resolves.toMatchObject(refusedWith('4400'));
      await expect(release(asked)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({
        ledger: '1000',
        held: '0',
      });
    });

    test('whose account was blocked and is free again pays with a hold that is there, though a refusal was never heard', async () => {
      const account = await world.open({ balance: '1000' });
      const asked = { ...payment(account, '100.12'), askPayer: true };
      await block(asked);
      await world.setSubStatus(account, 'BLOCK_DEBIT');
      await block(asked);
      await world.setSubStatus(account, 'NONE');
      await expect(block(asked)).resolves.toMatchObject({ kind: 'complete' });
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '100.12' });
    });

    test('is refused with 4103 in another currency than the account or the tenant has', async () => {
      const { msisdn } = await world.open({ balance: '100' });
      await expect(quote(msisdn, '1', 'USD')).resolves.toMatchObject(refusedWith('4103'));
      await expect(quote(msisdn, '1', 'UGX')).resolves.toMatchObject(refusedWith('4103'));
    });

    test('is refused with 3100 for an amount that the currency cannot have', async () => {
      const account = await world.open({ balance: '100' });
      await expect(quote(account.msisdn, '1.005')).resolves.toMatchObject(refusedWith('3100'));
      await expect(block(payment(account, '1.005'))).resolves.toMatchObject(refusedWith('3100'));
    });
  });

  describe('hold, debit and release', () => {
    test('each step repeated at any point changes nothing more', async () => {
      const account = await world.open({ balance: '1000' });
      const paid = payment(account, '100.12');
      const held = { kind: 'complete', variables: { transferCode: paid.transferId } };
      await expect(block(paid)).resolves.toEqual(held);
      await expect(block(paid)).resolves.toEqual(held);
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '100.12' });
      await expect(book(paid)).resolves.toEqual(done);
      await expect(block(paid)).resolves.toEqual(held);
      await expect(book(paid)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toEqual({
        ledger: '899.88',
        held: '0',
        debits: { [paid.transferId]: '100.12' },
        credits: {},
      });
    });

    test('a release gives all back, however often it is asked for', async () => {
      const account = await world.open({ balance: '1000' });
      const undone = payment(account, '100.12', '1.5');
      await block(undone);
      await expect(release(undone)).resolves.toEqual(done);
      await expect(release(undone)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toEqual({
        ledger: '1000',
        held: '0',
        debits: {},
        credits: {},
      });
    });

    test('after a release no PREPARE that comes late can hold anything, sent before or never', async () => {
      const account = await world.open({ balance: '1000' });
      const undone = payment(account, '100.12');
      await expect(release(undone)).resolves.toEqual(done);
      await block(undone);
      await expect(standingOf(world, account)).resolves.toMatchObject({
        held: '0',
        ledger: '1000',
      });
    });

    const endings: readonly [string, string, (of: PayersPayment) => Promise<unknown>][] = [
      ['released', '1000', release],
      ['booked', '899.88', book],
      ['left on hold', '1000', () => Promise.resolve()],
    ];
    test.each(endings)(
      'a payment that was made before and whose hold was %s is refused (3106) when it begins anew, and changes nothing',
      async (_how, ledger, end) => {
        const account = await world.open({ balance: '1000' });
        const first = payment(account, '100.12');
        await block(first);
        await end(first);
        const before = await standingOf(world, account);
        const anew = { ...first, holdTag: 'i2' };
        await expect(block(anew)).resolves.toMatchObject(refusedWith('3106'));
        await expect(release(anew)).resolves.toEqual(done);
        await expect(standingOf(world, account)).resolves.toEqual(before);
        expect(before.ledger).toBe(ledger);
      },
    );

    test('a payment that begins anew after one that never held anything is made', async () => {
      const account = await world.open({ balance: '10' });
      const first = payment(account, '100.12');
      await block(first);
      await release(first);
      const deposit = creditVariables(randomUUID(), account.accountId, '200');
      await bench.run('ams:credit-payee:1', deposit);
      const anew = { ...first, holdTag: 'i2' };
      await expect(block(anew)).resolves.toMatchObject({ kind: 'complete' });
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '100.12' });
      await expect(book(anew)).resolves.toEqual(done);
    });

    test('a payment that an older hub began, whose keys have no tag, goes on', async () => {
      const account = await world.open({ balance: '1000' });
      for (const end of [book, release]) {
        const old = { ...payment(account, '100.12'), holdTag: undefined };
        await block(old);
        await expect(block(old)).resolves.toMatchObject({ kind: 'complete' });
        await expect(end(old)).resolves.toEqual(done);
      }
      await expect(standingOf(world, account)).resolves.toMatchObject({
        ledger: '899.88',
        held: '0',
      });
    });

    test('what is known to be held is released even when Fineract has forgotten its keys', async () => {
      const account = await world.open({ balance: '150' });
      const held = payment(account, '100.12');
      await block(held);
      const purged = { ...payersVariables({ ...held, holdTag: 'i2' }), transferCode: 'known' };
      await expect(bench.run('ams:release-block:1', purged)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
    });

    test('a hold that was refused needs no release, and none can come after it', async () => {
      const account = await world.open({ balance: '10' });
      const tooMuch = payment(account, '100.12');
      await block(tooMuch);
      await expect(release(tooMuch)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0', ledger: '10' });
    });

    test('what is booked is never reported as released', async () => {
      const account = await world.open({ balance: '1000' });
      const paid = payment(account, '100.12');
      await block(paid);
      await book(paid);
      const known = { ...payersVariables(paid), transferCode: paid.transferId };
      for (let times = 0; times < 2; times += 1) {
        await expect(bench.run('ams:release-block:1', known)).resolves.toMatchObject(
          refusedWith('2001'),
        );
      }
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '899.88' });
    });

    test('nothing is booked that was not held', async () => {
      const account = await world.open({ balance: '1000' });
      await expect(book(payment(account, '100.12'))).resolves.toMatchObject(refusedWith('2001'));
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000' });
    });

    test('a debit that Fineract refuses is booked once an operator has mended the cause', async () => {
      const account = await world.open({ balance: '1000' });
      const paid = payment(account, '100.12');
      await block(paid);
      await world.setSubStatus(account, 'BLOCK_DEBIT');
      await expect(book(paid)).resolves.toMatchObject(refusedWith('4400'));
      await expect(standingOf(world, account)).resolves.toMatchObject({ held: '100.12' });
      await world.setSubStatus(account, 'NONE');
      await expect(book(paid)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({
        ledger: '899.88',
        held: '0',
      });
    });
  });

  describe('the payee', () => {
    const find = (partyIdentifier: string) =>
      bench.run('ams:find-party:1', { partyId: { partyIdType: 'MSISDN', partyIdentifier } });

    test('is found by identifier, with the names that Fineract knows', async () => {
      const { msisdn } = await world.open({});
      await expect(find(msisdn)).resolves.toEqual({
        kind: 'complete',
        variables: {
          party: {
            partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: msisdn, fspId: 'lionfsp' },
            name: 'Asha Mwinyi',
            personalInfo: { complexName: { firstName: 'Asha', lastName: 'Mwinyi' } },
          },
        },
      });
    });

    test('is not found (3204) under an identifier that nobody has', async () => {
      await expect(find('255799999999')).resolves.toMatchObject(refusedWith('3204'));
      await expect(find('a/b')).resolves.toMatchObject(refusedWith('3204'));
    });

    test('is found by a phone with and without its plus, whichever of the two Fineract has', async () => {
      const { msisdn, accountId } = await world.open({ balance: '1000' });
      const body = { accountId };
      const path = 'interoperation/parties/MSISDN';
      const spellings = [msisdn, `+${msisdn}`];
      const foundAs = async (partyIdentifier: string) => {
        await expect(find(partyIdentifier)).resolves.toMatchObject({
          variables: { party: { partyIdInfo: { partyIdentifier } } },
        });
        await expect(
          bench.run('ams:quote-payee:1', quoteRequestVariables(partyIdentifier, '1')),
        ).resolves.toMatchObject({ variables: { payeeQuote: { accountId } } });
        await expect(
          bench.run('ams:quote-payer:1', {
            transactionId: randomUUID(),
            payment: payerPayment(partyIdentifier, '0.01'),
          }),
        ).resolves.toMatchObject({ variables: { payerQuote: { accountId } } });
        await expect(
          bench.run('ams:reserve-credit:1', reserveVariables(randomUUID(), partyIdentifier, '1')),
        ).resolves.toMatchObject({ variables: { credit: { accountId } } });
      };
      for (const spelling of spellings) await foundAs(spelling);
      await call(world, 'DELETE', `${path}/${msisdn}`, body);
      await call(world, 'POST', `${path}/${encodeURIComponent(`+${msisdn}`)}`, body);
      for (const spelling of spellings) await foundAs(spelling);
    });

    test('cannot be paid (5400) while credits are blocked or the account is not active', async () => {
      const blocked = await world.open({});
      await world.setSubStatus(blocked, 'BLOCK_CREDIT');
      const notYet = await world.open({ status: 'APPROVED' });
      for (const { msisdn } of [blocked, notYet]) {
        await expect(find(msisdn)).resolves.toMatchObject(refusedWith('5400'));
        await expect(
          bench.run('ams:quote-payee:1', quoteRequestVariables(msisdn, '1')),
        ).resolves.toMatchObject(refusedWith('5400'));
        await expect(
          bench.run('ams:reserve-credit:1', reserveVariables(randomUUID(), msisdn, '1')),
        ).resolves.toMatchObject(refusedWith('5400'));
      }
    });

    test.each(['SEND', 'RECEIVE'] as const)(
      'is quoted without a fee where Fineract takes none: %s',
      async (amountType) => {
        const { msisdn, accountId } = await world.open({});
        await expect(
          bench.run('ams:quote-payee:1', quoteRequestVariables(msisdn, '100.12', { amountType })),
        ).resolves.toEqual({ kind: 'complete', variables: { payeeQuote: { accountId } } });
      },
    );

    test('is credited what the quote promised, our own fee taken off', async () => {
      const account = await world.open({ balance: '5' });
      const transferId = randomUUID();
      const { agreement } = reserveVariables(transferId, account.msisdn, '100.12') as {
        agreement: object;
      };
      const payeeReceiveAmount = { amount: '99.62', currency: 'TZS' };
      const quoted = { transferId, agreement: { ...agreement, payeeReceiveAmount } };
      const reserved = await bench.run('ams:reserve-credit:1', quoted);
      if (reserved.kind !== 'complete') throw new Error(JSON.stringify(reserved));
      const { credit } = reserved.variables;
      await bench.run('ams:credit-payee:1', { ...quoted, credit });
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '104.62' });
    });

    test('is refused with 5106 in another currency, and with 3204 or 5105 when unknown', async () => {
      const { msisdn } = await world.open({});
      const quote = (to: string, currency: string) =>
        bench.run('ams:quote-payee:1', quoteRequestVariables(to, '1', { currency }));
      const reserve = (to: string, currency: string) =>
        bench.run('ams:reserve-credit:1', reserveVariables(randomUUID(), to, '1', currency));
      await expect(quote(msisdn, 'USD')).resolves.toMatchObject(refusedWith('5106'));
      await expect(reserve(msisdn, 'USD')).resolves.toMatchObject(refusedWith('5106'));
      await expect(quote('255799999999', 'TZS')).resolves.toMatchObject(refusedWith('3204'));
      await expect(reserve('255799999999', 'TZS')).resolves.toMatchObject(refusedWith('5105'));
    });

    test('is debited on the switch’s word even for a wrong fulfilment, with an alarm', async () => {
      const account = await world.open({ balance: '500' });
      const transferId = randomUUID();
      const variables = payersVariables({ transferId, accountId: account.accountId, amount: '1' });
      await bench.run('ams:block-funds:1', variables);
      const commit = (fulfilledCondition?: string) =>
        bench.run('ams:book-funds:1', {
          ...variables,
          transferAnswer: { verdict: 'COMMITTED', fulfilledCondition },
        });
      const before = bench.alarms.length;
      for (const right of ['c', undefined]) await expect(commit(right)).resolves.toEqual(done);
      expect(bench.alarms.length).toBe(before);
      await expect(commit('another')).resolves.toEqual(done);
      expect(bench.alarms.slice(before)).toEqual([expect.stringContaining('fulfilment')]);
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '499' });
    });

    test('is credited once, after a reservation that books nothing', async () => {
      const account = await world.open({ balance: '5' });
      const { msisdn, accountId } = account;
      const transferId = randomUUID();
      await expect(
        bench.run('ams:reserve-credit:1', reserveVariables(transferId, msisdn, '100.12')),
      ).resolves.toEqual({
        kind: 'complete',
        variables: {
          credit: {
            accountId,
            transferCode: transferId,
            amount: { amount: '100.12', currency: 'TZS' },
          },
        },
      });
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '5' });
      const credit = creditVariables(transferId, accountId, '100.12');
      await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
      await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toEqual({
        ledger: '105.12',
        held: '0',
        debits: {},
        credits: { [transferId]: '100.12' },
      });
    });

    test('who asks for money says which account it is for, and hears which has got it', async () => {
      const { msisdn, accountId } = await world.open({ balance: '5' });
      const [transferId, transactionRequestId] = [randomUUID(), randomUUID()];
      const payment = { ...payerPayment('255700000099', '7'), payee: phone(msisdn) };
      await expect(bench.run('ams:check-payee:1', { payment })).resolves.toEqual({
        kind: 'complete',
        variables: { payeeAccountId: accountId },
      });
      const credit = creditVariables(transferId, accountId, '7');
      const agreement = { ...(credit['agreement'] as object), transactionRequestId };
      const before = bench.published.length;
      for (let times = 0; times < 2; times += 1) {
        await bench.run('ams:credit-payee:1', { ...credit, agreement });
      }
      const told = bench.published.slice(before);
      expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(1);
      const amount = { amount: '7', currency: 'TZS' };
      expect(told[0]).toMatchObject({
        name: 'transaction-request-answered',
        correlationKey: `lion:${transactionRequestId}`,
        variables: { requestedCredit: { payerFspId: 'buffalofsp', accountId, amount } },
      });
    });

    test('is undone once, and never credited again', async () => {
      const account = await world.open({ balance: '5' });
      const transferId = randomUUID();
      const credit = creditVariables(transferId, account.accountId, '100.12');
      await bench.run('ams:credit-payee:1', credit);
      for (let times = 0; times < 2; times += 1) {
        await expect(bench.run('ams:undo-credit:1', credit, String(71 + times))).resolves.toEqual(
          done,
        );
        await expect(standingOf(world, account)).resolves.toMatchObject({
          ...{ ledger: '5', credits: {} },
        });
      }
      await expect(bench.run('ams:credit-payee:1', credit, '77')).resolves.toMatchObject(
        refusedWith('3106'),
      );
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '5' });
    });

    test('what was never credited is undone so that it can never be', async () => {
      const account = await world.open({ balance: '5' });
      const transferId = randomUUID();
      const credit = creditVariables(transferId, account.accountId, '100.12');
      await expect(bench.run('ams:undo-credit:1', credit)).resolves.toEqual(done);
      await expect(bench.run('ams:credit-payee:1', credit, '77')).resolves.toMatchObject(
        refusedWith('3106'),
      );
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '5', credits: {} });
    });

    test('is not undone when the money is not there any more, until it is again', async () => {
      const account = await world.open({ balance: '5' });
      const transferId = randomUUID();
      const credit = creditVariables(transferId, account.accountId, '100.12');
      await bench.run('ams:credit-payee:1', credit);
      const spent = payment(account, '50');
      await block(spent);
      await expect(bench.run('ams:undo-credit:1', credit, '71')).resolves.toMatchObject(
        refusedWith('5200'),
      );
      await expect(standingOf(world, account)).resolves.toMatchObject({
        credits: { [transferId]: '100.12' },
      });
      await release(spent);
      await expect(bench.run('ams:undo-credit:1', credit, '72')).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '5', credits: {} });
    });

    test('another amount under its code is not undone (3106)', async () => {
      const account = await world.open({});
      const transferId = randomUUID();
      await bench.run('ams:credit-payee:1', creditVariables(transferId, account.accountId, '7'));
      const credit = creditVariables(transferId, account.accountId, '8');
      await expect(bench.run('ams:undo-credit:1', credit)).resolves.toMatchObject(
        refusedWith('3106'),
      );
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '7' });
    });

    test('is credited although the payer is a customer of the same Fineract', async () => {
      const account = await world.open({ balance: '1000' });
      const toSelf = payment(account, '100.12');
      await block(toSelf);
      await book(toSelf);
      const credit = creditVariables(toSelf.transferId, account.accountId, '100.12');
      await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toEqual({
        ledger: '1000',
        held: '0',
        debits: { [toSelf.transferId]: '100.12' },
        credits: { [toSelf.transferId]: '100.12' },
      });
    });

    test('a credit that stands with the same amount is ours; with another it is refused (3106)', async () => {
      const account = await world.open({});
      const transferCode = randomUUID();
      await call(world, 'POST', 'interoperation/transfers?action=CREATE', {
        transferCode,
        transactionCode: transferCode,
        accountId: account.accountId,
        transactionRole: 'PAYEE',
        amount: { amount: '7.50', currency: 'TZS' },
        locale: 'en',
        dateFormat: 'yyyy-MM-dd',
      });
      const credit = (amount: string) =>
        bench.run('ams:credit-payee:1', creditVariables(transferCode, account.accountId, amount));
      await expect(credit('8')).resolves.toMatchObject(refusedWith('3106'));
      await expect(credit('7.5')).resolves.toEqual(done);
      await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '7.5' });
    });
  });

  test('ten payments at once on one account all arrive', async () => {
    const account = await world.open({ balance: '1000' });
    const ten = Array.from({ length: 10 }, (_, index) => index);
    const outcomes = await Promise.all(
      ten.map(async (index) => {
        if (index % 2 === 0) {
          const credit = creditVariables(randomUUID(), account.accountId, '10.01');
          return bench.run('ams:credit-payee:1', credit);
        }
        const paid = payment(account, '1.1');
        await block(paid);
        return book(paid);
      }),
    );
    expect(outcomes).toEqual(ten.map(() => done));
    await expect(standingOf(world, account)).resolves.toMatchObject({
      ledger: '1044.55',
      held: '0',
    });
  });

  test('two processes that pay from and to one account at once, unknown to each other, both get through', async () => {
    const account = await world.open({ balance: '1000' });
    const other = await openAmsBench({ baseUrl: world.baseUrl });
    const outcomes = await Promise.all(
      [bench, other, bench, other, bench, other].map(async (process, index) => {
        if (index < 4) {
          const credit = creditVariables(randomUUID(), account.accountId, '10.01');
          return process.run('ams:credit-payee:1', credit);
        }
        const variables = payersVariables(payment(account, '1.1'));
        await process.run('ams:block-funds:1', variables);
        return process.run('ams:book-funds:1', variables);
      }),
    );
    other.close();
    expect(outcomes).toEqual(outcomes.map(() => done));
    await expect(standingOf(world, account)).resolves.toMatchObject({
      ledger: '1037.84',
      held: '0',
    });
  });

  test('variables that are not what the step needs stop it before anything is asked', async () => {
    const account = await world.open({ balance: '1000' });
    const good = payersVariables(payment(account, '1'));
    const noQuote = {
      quoteAnswer: { errorInformation: { errorCode: '5103', errorDescription: 'x' } },
    };
    const bad: readonly [string, object][] = [
      ['ams:block-funds:1', { ...good, ...noQuote }],
      ['ams:book-funds:1', { ...good, transferId: undefined }],
      ['ams:release-block:1', { ...good, transferId: 'x'.repeat(47) }],
      ['ams:quote-payer:1', { payment: {} }],
      ['ams:find-party:1', { partyId: { partyIdType: 'MOBILE', partyIdentifier: '1' } }],
      ['ams:reserve-credit:1', reserveVariables(randomUUID(), account.msisdn, '1.10')],
      ['ams:credit-payee:1', { ...creditVariables('x', account.accountId, '1'), credit: {} }],
    ];
    for (const [type, variables] of bad) {
      await expect(bench.run(type, { ...variables })).resolves.toMatchObject({ kind: 'incident' });
    }
    const ofNobody = { ...quoteRequestVariables(account.msisdn, '1'), tenant: 'nobody' };
    await expect(bench.run('ams:quote-payee:1', ofNobody)).resolves.toMatchObject({
      kind: 'hand-back',
      missing: 'the tenant nobody',
    });
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000', held: '0' });
  });
}

onEachFineract('ams-fineract', testWorkersWithoutFaults);
