import fc from 'fast-check';
import { exact } from '../common/decimal/exact';
import { noteOfCredit } from './notes';
import { judgeRefund } from './refunds';

const cents = (amount: number) => exact(BigInt(amount), 2);
const amounts = fc.nat(10_000);

test('a refund is within what is left exactly when nothing that is held could make it too much', () => {
  fc.assert(
    fc.property(amounts, amounts, amounts, amounts, (credited, refunded, held, amount) => {
      const sums = { credited: cents(credited), refunded: cents(refunded), held: cents(0) };
      const verdict = judgeRefund(sums, cents(held), cents(amount));
      expect(verdict === 'exceeds').toBe(refunded + amount > credited);
      expect(verdict === 'within').toBe(refunded + held + amount <= credited);
    }),
  );
});

test('of refunds that are held before they are counted, one after the other, never more goes out than was paid', () => {
  fc.assert(
    fc.property(amounts, fc.array(amounts), fc.array(fc.boolean()), (credited, tries, ends) => {
      const open: number[] = [];
      let refunded = 0;
      tries.forEach((amount, index) => {
        const held = open.reduce((sum, one) => sum + one, 0);
        const sums = { credited: cents(credited), refunded: cents(refunded), held: cents(0) };
        if (judgeRefund(sums, cents(held), cents(amount)) !== 'within') return;
        open.push(amount);
        if (ends[index] === true) refunded += open.shift() ?? 0;
      });
      expect(open.reduce((sum, one) => sum + one, refunded)).toBeLessThanOrEqual(credited);
    }),
  );
});

describe('the note of a credit', () => {
  const original = { transactionId: 't1', payerFspId: 'lionfsp' };
  const of = (partyIdentifier: string) =>
    noteOfCredit({ ...original, payer: { partyIdType: 'ALIAS', partyIdentifier } });

  test('says by whom it was paid', () => {
    expect(of('duka')).toBe('payment t1 from ALIAS/duka at lionfsp');
  });

  test('is the same for no two payers, whatever they are called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, another) => {
        fc.pre(one !== another);
        expect(of(one)).not.toBe(of(another));
      }),
    );
  });

  test('is left out where Fineract would take none so long', () => {
    expect(of('ж'.repeat(128))?.length).toBeLessThanOrEqual(1_000);
    expect(of('界'.repeat(128))).toBeUndefined();
  });
});
