import fc from 'fast-check';
import { secretIdsOf, transactionIdOf } from './keys';

const idSecret = 'a secret of the tenant';
/** FSPIOP 7.2.3.5 */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids of quotes and transfers', () => {
  test('are UUIDs as FSPIOP has them, the same on every repeat', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 16 }), fc.uuid(), (secret, transactionId) => {
        const ids = secretIdsOf(secret, transactionId);
        expect(ids.quoteId).toMatch(uuid);
        expect(ids.transferId).toMatch(uuid);
        expect(secretIdsOf(secret, transactionId)).toEqual(ids);
      }),
    );
  });

  test('differ by secret, by transaction and by purpose: none can be told from another', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 16 }), { minLength: 2, maxLength: 3 }),
        fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 3 }),
        (secrets, transactionIds) => {
          const all = secrets.flatMap((secret) =>
            transactionIds
              .map((id) => secretIdsOf(secret, id))
              .flatMap(({ quoteId, transferId }) => [quoteId, transferId]),
          );
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });

  test('are these for ever, for payments that are asked about again', () => {
    const transactionId = transactionIdOf('lion', 'order-1');
    expect(secretIdsOf(idSecret, transactionId)).toMatchInlineSnapshot(`
     {
       "quoteId": "112430ef-4cd3-4630-ae63-54a3c35c1936",
       "transferId": "3415ef92-94a3-4dbe-93ce-eb765e2be8ae",
     }
    `);
  });
});
