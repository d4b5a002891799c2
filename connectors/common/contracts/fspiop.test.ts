import { partyIdSchema } from './fspiop';

test.each(['.', '..', ''])(
  '%j is no party identifier: as a part of a path it would lead elsewhere',
  (wrong) => {
    const party = { partyIdType: 'ALIAS', partyIdentifier: 'shop' };
    expect(partyIdSchema.safeParse(party).success).toBe(true);
    expect(partyIdSchema.safeParse({ ...party, partyIdentifier: wrong }).success).toBe(false);
    expect(partyIdSchema.safeParse({ ...party, partySubIdOrType: wrong }).success).toBe(false);
  },
);
