import {
  acceptOf,
  contentTypeOf,
  negotiate,
  parseMediaType,
  supportedVersionOf,
} from './media-type';

const media = (rest: string) => `application/vnd.interoperability.${rest}`;

test('our own headers are those of FSPIOP 3.3.4: the exact version, and any minor accepted', () => {
  expect(contentTypeOf('quotes', '1.1')).toBe(media('quotes+json;version=1.1'));
  expect(acceptOf('quotes', '1.1')).toBe(media('quotes+json;version=1'));
  expect(acceptOf('transfers', '2.0')).toBe(media('transfers+json;version=2'));
});

test.each([
  [media('parties+json;version=1.1'), { resource: 'parties', major: '1', minor: '1' }],
  [media('parties+json; version=2'), { resource: 'parties', major: '2', minor: undefined }],
  [media('Parties+JSON'), { resource: 'parties', major: undefined, minor: undefined }],
  [
    media('parties+json;version=1.0;charset=utf-8'),
    { resource: 'parties', major: '1', minor: '0' },
  ],
  [
    media('parties+json;charset=utf-8;version=1.0'),
    { resource: 'parties', major: '1', minor: '0' },
  ],
  [
    media('parties+json ; Charset="UTF-8" ; Version="1.1"'),
    { resource: 'parties', major: '1', minor: '1' },
  ],
])('%s is read', (text, expected) => {
  expect(parseMediaType(text)).toEqual(expected);
});

test.each([
  '',
  '*/*',
  'application/json',
  media('parties+xml;version=1.1'),
  media('parties+json;version=one'),
  media('parties+json;version=1.1.1'),
  media('parties+json;version=1.1;charset=latin1'),
  media('parties+json;version=99999.1'),
  media('parties+json;version=1.1;version=2.0'),
  media('parties+json;version=1.1;q=0.5'),
])('%p is no FSPIOP media type', (text) => {
  expect(parseMediaType(text)).toBeUndefined();
});

test.each([
  ['1', '1.1'],
  ['1.0', '1.0'],
  ['2', '2.0'],
  ['2.0', '2.0'],
  ['1.2', undefined],
  ['3', undefined],
  ['10', undefined],
])('version %s is answered in %s', (asked, answered) => {
  const [major, minor] = asked.split('.');
  expect(supportedVersionOf({ resource: 'x', major, minor })).toBe(answered);
});

describe('Accept', () => {
  const agree = (accept: string) => negotiate(accept, 'parties', '1.0');

  test('takes the first version of a list that we support', () => {
    const list = [
      media('parties+json;version=3'),
      media('parties+json;version=2'),
      media('parties+json;version=1'),
    ];
    expect(agree(list.join(', '))).toEqual({ version: '2.0' });
  });

  test('is read with its weights', () => {
    const [one, two] = [media('parties+json;version=1'), media('parties+json;version=2')];
    expect(agree(`${one};q=0.5, ${two}`)).toEqual({ version: '2.0' });
    expect(agree(`${one};q=0.5, ${two} ; Q=0.8`)).toEqual({ version: '2.0' });
    expect(agree(`${one};q=0.5;charset=utf-8, ${two};q=0.6`)).toEqual({ version: '2.0' });
    expect(agree(`${two};q=0, ${one}`)).toEqual({ version: '1.1' });
    expect(agree(`${two};q=2`)).toEqual({ problem: 'malformed' });
  });

  test('without a version leaves that of the request', () => {
    expect(agree(media('parties+json'))).toEqual({ version: '1.0' });
  });

  test('of a version that we do not support is unacceptable', () => {
    expect(agree(media('parties+json;version=4.2'))).toEqual({ problem: 'unacceptable' });
  });

  test.each(['*/*', 'application/json', media('quotes+json;version=1'), ','])(
    'of %p names no version of this resource',
    (accept) => {
      expect(agree(accept)).toEqual({ problem: 'malformed' });
    },
  );
});
