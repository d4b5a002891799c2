import { bodyProblem, type BodySchema } from './validators';

const tzs = (amount: unknown) => ({ amount, currency: 'TZS' });
const id = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
const party = { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' } };
const terms = {
  transactionId: id,
  payee: party,
  amountType: 'SEND',
  amount: tzs('1'),
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};
const single = { ...terms, quoteId: id };

const quote = (change: object) => ({ ...single, payer: party, ...change });
const bulk = (...changes: object[]) => ({
  bulkQuoteId: id,
  payer: party,
  individualQuotes: changes.map((change) => ({ ...single, ...change })),
});
const answer = (authenticationValue: unknown) => ({
  responseType: 'ENTERED',
  authenticationInfo: { authentication: 'OTP', authenticationValue },
});
const extensions = (count: number) => ({
  extension: Array.from({ length: count }, () => ({ key: 'k', value: 'v' })),
});

test.each([
  ['QuotesPostRequest', quote({ amount: tzs('1.10') }), '3100', 'amount.amount'],
  ['QuotesPostRequest', quote({ amount: { currency: 'TZS' } }), '3102', 'amount.amount'],
  ['QuotesPostRequest', quote({ amount: undefined }), '3102', 'amount'],
  ['QuotesPostRequest', quote({ note: 'x'.repeat(129) }), '3100', 'note'],
  [
    'QuotesPostRequest',
    quote({ payee: { partyIdInfo: { partyIdType: 'SHOE', partyIdentifier: '1' } } }),
    '3100',
    'payee.partyIdInfo.partyIdType',
  ],
  [
    'QuotesPostRequest',
    quote({ extensionList: { extension: [{ key: 'k', value: 'v' }, { key: 'k' }] } }),
    '3102',
    'extensionList.extension[1].value',
  ],
  [
    'QuotesPostRequest',
    quote({ extensionList: extensions(17) }),
    '3103',
    'extensionList.extension',
  ],
  ['QuotesPostRequest', quote({ extensionList: extensions(0) }), '3100', 'extensionList.extension'],
  ['QuotesPostRequest', [], '3100', 'body'],
  [
    'BulkQuotesPostRequest',
    bulk({}, {}, {}, { amount: { amount: '1', currency: 'TSH' } }),
    '3100',
    'individualQuotes[3].amount.currency',
  ],
  [
    'BulkQuotesPostRequest',
    bulk({}, { amount: tzs(undefined) }),
    '3102',
    'individualQuotes[1].amount.amount',
  ],
  [
    'BulkQuotesPostRequest',
    bulk(...Array.from({ length: 1_001 }, () => ({}))),
    '3103',
    'individualQuotes',
  ],
  ['AuthorizationsIDPutResponse', answer(true), '3100', 'authenticationInfo.authenticationValue'],
  ['AuthorizationsIDPutResponse', answer(''), '3100', 'authenticationInfo.authenticationValue'],
  [
    'AuthorizationsIDPutResponse',
    answer({ pinValue: '1234' }),
    '3102',
    'authenticationInfo.authenticationValue.counter',
  ],
  [
    'AuthorizationsIDPutResponse',
    answer({ pinValue: 5, counter: '1' }),
    '3100',
    'authenticationInfo.authenticationValue.pinValue',
  ],
])('%s %#: the problem names the element', (schema, body, errorCode, element) => {
  // As it comes: without what is undefined.
  const received: unknown = JSON.parse(JSON.stringify(body));
  for (const version of ['1.1', '2.0'] as const) {
    const problem = bodyProblem(version, schema as BodySchema, received);
    const [named] = problem?.errorDescription.split(' - ')[1]?.split(' ') ?? [];
    expect([problem?.errorCode, named]).toEqual([errorCode, element]);
  }
});

test.each([
  ['QuotesPostRequest', quote({ extensionList: extensions(16) })],
  ['BulkQuotesPostRequest', bulk({}, {})],
  ['AuthorizationsIDPutResponse', answer('1234')],
  ['AuthorizationsIDPutResponse', answer({ pinValue: '1234', counter: '1' })],
])('%s %#: a right body has no problem', (schema, body) => {
  expect(bodyProblem('1.1', schema as BodySchema, body)).toBeUndefined();
});
