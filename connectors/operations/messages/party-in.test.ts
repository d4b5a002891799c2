import type { MessageDocument } from '../../common/contracts/message-documents';
import type { JournalMessage } from '../../common/contracts/message-journal';
import { messagesThatName, partyIn } from './party-in';

const said = (body: unknown, more: object = {}) =>
  ({
    request: { body: { text: JSON.stringify(body), bytes: 1, ...more } },
  }) as unknown as JournalMessage;
const number = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' };

test('a quote and an app’s order name both, each in its own form', () => {
  const quote = said({ payee: { partyIdInfo: { ...number, fspId: 'buffalo' }, name: 'Neema' } });
  expect(partyIn(quote, 'payee')).toEqual(number);
  expect(partyIn(quote, 'payer')).toBeUndefined();
  expect(partyIn(said({ payer: number }), 'payer')).toEqual(number);
});

test.each([
  ['no party', said({ payer: 'somebody' })],
  ['no JSON', { request: { body: { text: 'no', bytes: 2 } } } as JournalMessage],
  ['cut off', said({ payer: number }, { isCut: true })],
  ['no body', { request: {} } as JournalMessage],
])('nobody is read out of a message with %s', (_what, message) => {
  expect(partyIn(message, 'payer')).toBeUndefined();
});

test('quotes are asked first, and only what names somebody is asked', () => {
  const operations = [
    ...['GET /parties/MSISDN/{}', 'POST /channel/transfer', 'POST /transfers'],
    ...['PUT /quotes/{}', 'POST /fspiop/quotes', 'POST /channel/transfer/{}/decision'],
  ];
  const documents = operations.map((operation) => ({ operation }) as MessageDocument);
  expect(messagesThatName(documents).map(({ operation }) => operation)).toEqual([
    ...['POST /fspiop/quotes', 'POST /channel/transfer'],
  ]);
});
