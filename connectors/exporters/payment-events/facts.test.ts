import { learned, noFacts } from './facts';

const party = (fspId: string) => ({
  partyIdType: 'MSISDN',
  partyIdentifier: '255700000001',
  fspId,
});
const of = (name: string, value: unknown) => learned(noFacts, { name, value }, undefined);

test.each([
  ['transactionRequestId', 'r-1'],
  [
    'quoteRequest',
    {
      ...{ transactionId: 't-1', transactionRequestId: 'r-1' },
      payer: { partyIdInfo: party('lion') },
      payee: { partyIdInfo: party('buffalo') },
      amount: { amount: '7', currency: 'TZS' },
    },
  ],
  [
    'agreement',
    { quoteId: 'q-1', transactionRequestId: 'r-1', payer: party('lion'), payee: party('buffalo') },
  ],
])('of a request to pay its id is known, from %s', (name, value) => {
  expect(of(name, value).transactionRequestId).toBe('r-1');
});

test('a payment that nobody asked for has no such id, and an id that is none is not told', () => {
  const agreement = { quoteId: 'q-1', payer: party('lion'), payee: party('buffalo') };
  expect(of('agreement', agreement)).not.toHaveProperty('transactionRequestId');
  expect(of('transactionRequestId', 7)).toEqual(noFacts);
});
