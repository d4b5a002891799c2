import { withoutPersons, type TokenOf } from './act-persons';

const tokenOf: TokenOf = ({ partyIdType, partyIdentifier }) =>
  `token of ${partyIdType} ${partyIdentifier}`;
const written = (asked: { parameters?: Record<string, string>; body?: unknown }, fields = ['x']) =>
  withoutPersons({ parameters: {}, body: undefined, ...asked }, fields, tokenOf);

test.each(['255700000002', '+255700000002', '+255 700 000 002', '0700-000-002'])(
  'a number that is typed as an id (%s) is not written down, but by its token',
  (id) => {
    const { body, persons } = written({ body: { id } });
    expect(body).toEqual({ id: '[number]' });
    expect(persons).toEqual([`token of MSISDN ${id.replaceAll(/[ -]/g, '')}`]);
    expect(written({ parameters: { transactionId: id } }).parameters).toEqual({
      transactionId: '[number]',
    });
  },
);

test.each([
  '2251799813685249',
  'b51ec534-ee48-4575-b6a9-ead2955b8069',
  '00000000-0000-4000-8000-000000000001',
  'incident:2251799813685249',
  'lion.missing-debit.payer.00000000-0000-4000-8000-000000000001',
  '2026-11-28',
  '2026-11-28T10:00:00.000Z',
  '500',
])('an id, a key, a day and a time are written down as they are: %s', (text) => {
  const { parameters, persons } = written({ parameters: { text } });
  expect([parameters['text'], persons]).toEqual([text, []]);
});

test('numbers within what is written, however deep, are left out', () => {
  const { body, persons } = written({
    body: { why: 'called 255700000002, who agrees', variables: { said: ['+255700000003'] } },
  });
  expect(body).toEqual({ why: 'called [number], who agrees', variables: { said: ['[number]'] } });
  expect(persons).toHaveLength(2);
});

test.each([
  ['customer 0712 345 678 called', 'customer [number] called', ['0712345678']],
  ['customer +255 700 000 002, agrees', 'customer [number], agrees', ['+255700000002']],
  ['tel.255700000002', 'tel.[number]', ['255700000002']],
  ['no 255-700-000-002 x', 'no [number] x', ['255700000002']],
  ['on 2026-11-28 0712 345 678 called', 'on 2026-11-28 [number] called', ['0712345678']],
  ['at 2026-11-28 10:00:00.123456 by +255.700.000.002', undefined, ['+255700000002']],
  ['0712-11-2026', '[number]', ['0712112026']],
  ['2251799813685249 of (0712) 345 678', '2251799813685249 of ([number]', ['0712345678']],
  ['2251799813685249 0712345678', '2251799813685249 [number]', ['0712345678']],
])('numbers in %s are found as people write them', (why, left, numbers) => {
  const { body, persons } = written({ body: { why } });
  expect(body).toEqual({ why: left ?? 'at 2026-11-28 10:00:00.123456 by [number]' });
  expect(persons).toEqual(numbers.map((one) => `token of MSISDN ${one}`));
});

test('a number beside another one, or beside a count, gives its token too', () => {
  const both = written({ body: { why: 'not 255700000002 255700000003' } });
  expect(both).toMatchObject({
    ...{ body: { why: 'not [number]' } },
    persons: ['token of MSISDN 255700000002', 'token of MSISDN 255700000003'],
  });
  const counted = written({ body: { why: 'called 3 0712345678' } });
  expect(counted.persons).toContain('token of MSISDN 0712345678');
});

test.each(['', 'see ', 'id:'])('an id within a text stays: %s', (before) => {
  for (const id of [
    '00000000-0000-4000-8000-000000000001',
    '01ARZ3NDEKTSV4RRFFQ6912345',
    'lion.missing-debit.payer.t-1',
  ]) {
    const why = `${before}${id} on 2026-11-28`;
    expect(written({ body: { why } })).toMatchObject({ body: { why }, persons: [] });
  }
});

test('a number that is no text is left out as one', () => {
  const { body, persons } = written({ body: { variables: { payee: 255700000002, tries: 3 } } });
  expect(body).toEqual({ variables: { payee: '[number]', tries: 3 } });
  expect(persons).toEqual(['token of MSISDN 255700000002']);
});

test('an e-mail address in a text is left out, and gives its token', () => {
  const { body, persons } = written({ body: { why: 'wrote to amina+x@lion.example.' } });
  expect(body).toEqual({ why: 'wrote to [address].' });
  expect(persons).toEqual(['token of EMAIL amina+x@lion.example']);
});

test('a colleague’s name that is an e-mail address stays: who got what is what the audit is for', () => {
  const body = { to: 'juma@lion.example', person: 'amina@lion.example' };
  expect(written({ body })).toMatchObject({ body, persons: [] });
});

test.each(['a', '1', '1 ', '2251799813685249 ', '@.', '1('])(
  'a long text (%s) is read in a moment',
  (part) => {
    const begun = performance.now();
    written({ body: { why: `${part.repeat(100_000)}x` } });
    expect(performance.now() - begun).toBeLessThan(2_000);
  },
);

test('an amount that is searched for is no number of a person', () => {
  const body = { amountFrom: '1000000', amountTo: '2000000.50' };
  expect(written({ body })).toMatchObject({ body, persons: [] });
});

test('fields in which persons are named are left out whole, and give their tokens', () => {
  const party = { partyIdType: 'EMAIL', partyIdentifier: 'amina@lion.example' };
  const body = { party, text: 'paid 255700000002', limit: 5 };
  expect(written({ body }, ['party', 'text'])).toEqual({
    ...{ parameters: {}, body: { limit: 5 } },
    persons: ['token of EMAIL amina@lion.example', 'token of MSISDN 255700000002'],
  });
});

test('without a secret the number is left out all the same', () => {
  const asked = { parameters: {}, body: { id: '255700000002' } };
  expect(withoutPersons(asked, [], () => undefined)).toMatchObject({
    ...{ body: { id: '[number]' }, persons: [] },
  });
});
