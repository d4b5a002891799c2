import { toHub } from './callbacks';
import { wrongs } from './money';
import type { Payment } from './payments';
import { lose } from './spoil';
import type { World } from './world';

/** Nobody hears the switch's verdict, however often it is asked: the payment waits for an operator. */
export function describeOperator(worldOf: () => World): void {
  describe("when the switch's verdict is never heard", () => {
    let booked: Payment;
    let askedAgain: Payment;
    let released: Payment;
    let creditedByHand: Payment;
    let payeeAsksAgain: Payment;

    beforeAll(async () => {
      const world = worldOf();
      [booked, askedAgain, released] = [
        await world.prepare(),
        await world.prepare(),
        await world.prepare(),
      ];
      [creditedByHand, payeeAsksAgain] = [await world.prepare(), await world.prepare()];
      for (const payment of [booked, askedAgain, released]) {
        lose(world, toHub.verdict(payment), Infinity);
      }
      lose(world, toHub.transfer(released));
      for (const payment of [creditedByHand, payeeAsksAgain]) {
        lose(world, toHub.payeesVerdict(payment), Infinity);
      }
      const all = [booked, askedAgain, released, creditedByHand, payeeAsksAgain];
      for (const payment of all) await world.request(payment);
      await world.time.passUntil('payers told that it is not known', () =>
        [booked, askedAgain, released].every(
          ({ transactionId }) => world.heard.last(transactionId) === 'PENDING',
        ),
      );
      // The payee's bank tells nobody that it waits: it asks every 20 s, ten times.
      await world.time.pass(5 * 60_000);
    }, 240_000);

    test('the money stays held, and no end is told', async () => {
      const world = worldOf();
      const { control } = world.stack.fineract.lion;
      for (const payment of [booked, askedAgain, released]) {
        const { onHold } = await control.account(payment.payer.accountId);
        expect([onHold, world.hasEnded(payment)]).toEqual([payment.amount, false]);
      }
    });

    test('the operator books, releases or has the switch asked again, and all ends right', async () => {
      const world = worldOf();
      await world.decide(booked, 'payer', 'book');
      await world.decide(released, 'payer', 'release');
      await world.decide(creditedByHand, 'payee', 'book');
      world.gate.clear();
      await world.decide(askedAgain, 'payer', 'ask-again');
      await world.decide(payeeAsksAgain, 'payee', 'ask-again');
      await world.end(booked, askedAgain, released, creditedByHand, payeeAsksAgain);
      const ends = [booked, askedAgain, released].map(({ transactionId }) =>
        world.heard.last(transactionId),
      );
      expect(ends).toEqual(['COMMITTED', 'COMMITTED', 'ABORTED']);
      expect(await wrongs(world)).toEqual([]);
    }, 120_000);
  });
}
