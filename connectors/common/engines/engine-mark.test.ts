import fc from 'fast-check';
import { secretIdsOf, transactionRequestIdOf } from '../contracts/keys';
import { engineNumberIn, engineNumbersMax } from './engine-mark';

/** FSPIOP 7.2.3.5 */
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const secret = fc.string({ minLength: 16 });
const fspId = fc.string({ minLength: 1, maxLength: 32 });
const engineNumber = fc.integer({ min: 0, max: engineNumbersMax - 1 });

describe('the mark of an engine in an id', () => {
  test('is read from every id that the engine makes, each a UUID of version 4 and the same on every repeat', () => {
    fc.assert(
      fc.property(secret, fc.uuid(), fspId, engineNumber, (idSecret, id, dfsp, number) => {
        const maker = { fspId: dfsp, engineNumber: number };
        const make = () => {
          const { quoteId, transferId } = secretIdsOf(idSecret, id, maker);
          return [quoteId, transferId, transactionRequestIdOf(idSecret, id, maker)];
        };
        const ids = make();
        expect(ids).toHaveLength(3);
        for (const one of ids) {
          expect(one).toMatch(uuidV4);
          expect(engineNumberIn(one, dfsp)).toBe(number);
        }
        expect(make()).toEqual(ids);
      }),
    );
  });

  test('changes nothing of an id but its last 32 bits: without several engines ids are as ever', () => {
    fc.assert(
      fc.property(secret, fc.uuid(), fspId, engineNumber, (idSecret, id, dfsp, number) => {
        const { transferId: alone } = secretIdsOf(idSecret, id);
        const { transferId } = secretIdsOf(idSecret, id, { fspId: dfsp, engineNumber: number });
        expect(transferId.slice(0, -8)).toBe(alone.slice(0, -8));
      }),
    );
  });

  test('is in no id of anybody else: neither a random one, nor one of another DFSP, nor a ULID', () => {
    const made = Array.from({ length: 4_000 }, (_, n) => {
      const of = { fspId: 'lionfsp', engineNumber: n % 16 };
      return secretIdsOf('the secret of a lion', `transaction ${n}`, of).transferId;
    });
    expect(made.every((id) => engineNumberIn(id, 'lionfsp') !== undefined)).toBe(true);
    expect(made.filter((id) => engineNumberIn(id, 'buffalofsp') !== undefined)).toEqual([]);
    expect(engineNumberIn('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'lionfsp')).toBeUndefined();
    expect(engineNumberIn('no id at all', 'lionfsp')).toBeUndefined();
  });

  test('tells nobody which ids come from one engine: no byte of them is the same in all', () => {
    const of = { fspId: 'lionfsp', engineNumber: 3 };
    const ends = Array.from({ length: 4_096 }, (_, n) =>
      secretIdsOf('the secret of a lion', `transaction ${n}`, of).quoteId.slice(-8),
    );
    expect(new Set(ends).size).toBe(ends.length);
    for (let at = 0; at < 8; at += 2) {
      expect(new Set(ends.map((end) => end.slice(at, at + 2))).size).toBe(256);
    }
  });
});
