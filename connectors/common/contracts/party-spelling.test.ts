import fc from 'fast-check';
import type { PartyId } from './fspiop';
import { lookupKeyOf } from './keys';
import { partyKeyOf, spellingsOf } from './party-spelling';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('+', '1', '/', '%', '.'), minLength: 1, maxLength: 4 }),
);
const parties: fc.Arbitrary<PartyId> = fc.record(
  {
    partyIdType: fc.constantFrom('MSISDN', 'ALIAS', 'BUSINESS'),
    partyIdentifier: text,
    partySubIdOrType: text,
  },
  { requiredKeys: ['partyIdType', 'partyIdentifier'] },
);
const phones = fc.record({
  partyIdType: fc.constant('MSISDN' as const),
  partyIdentifier: fc.stringMatching(/^\+?\d{1,15}$/),
});
const withoutPlus = ({ partyIdType, partyIdentifier, partySubIdOrType }: PartyId) => {
  const isPhone = partyIdType === 'MSISDN' && /^\+\d+$/.test(partyIdentifier);
  const identifier = isPhone ? partyIdentifier.slice(1) : partyIdentifier;
  return [partyIdType, identifier, partySubIdOrType];
};

test('a phone has one key, with and without its plus (FSPIOP 7.5.6)', () => {
  fc.assert(
    fc.property(phones, (party) => {
      const spellings = spellingsOf(party);
      expect(spellings[0]).toEqual(party);
      expect(spellings.map(({ partyIdentifier }) => partyIdentifier).sort()).toEqual(
        [`+${digits(party)}`, digits(party)].sort(),
      );
      expect(new Set(spellings.map(partyKeyOf)).size).toBe(1);
      expect(new Set(spellings.map((one) => lookupKeyOf('lion', 'switch', one))).size).toBe(1);
    }),
  );
});

const digits = ({ partyIdentifier }: PartyId) => partyIdentifier.replace('+', '');

test('two parties have two keys, whatever stands in their identifiers', () => {
  fc.assert(
    fc.property(parties, parties, (left, right) => {
      const areSame = JSON.stringify(withoutPlus(left)) === JSON.stringify(withoutPlus(right));
      expect(partyKeyOf(left) === partyKeyOf(right)).toBe(areSame);
    }),
    { numRuns: 2_000 },
  );
});

test('only a phone number has two spellings', () => {
  const alias = { partyIdType: 'ALIAS', partyIdentifier: '+255700000001' } as const;
  for (const partyIdentifier of ['+', '++1', '+1 2', 'a', '1+']) {
    expect(spellingsOf({ partyIdType: 'MSISDN', partyIdentifier })).toHaveLength(1);
  }
  expect(spellingsOf(alias)).toEqual([alias]);
  expect(partyKeyOf(alias)).not.toBe(partyKeyOf({ ...alias, partyIdentifier: '255700000001' }));
});
