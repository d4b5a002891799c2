import { peerErrorOf } from './peer-error';

const withError = (errorInformation: object) => ({ errorInformation });

test.each(['3208', '5240', '9999', '1000'])('code %s passes through as it came', (errorCode) => {
  const error = { errorCode, errorDescription: 'a reason' };
  expect(peerErrorOf(withError(error))).toEqual(error);
});

test('an extension list is kept when FSPIOP could carry it, and left out when not', () => {
  const error = { errorCode: '3100', errorDescription: 'x' };
  const good = { extension: [{ key: 'cause', value: 'y' }] };
  const bad = { extension: [{ key: 'stack', value: 'at '.repeat(100) }] };
  expect(peerErrorOf(withError({ ...error, extensionList: good }))).toEqual({
    ...error,
    extensionList: good,
  });
  expect(peerErrorOf(withError({ ...error, extensionList: bad }))).toEqual(error);
});

test('a description that is too long, empty or missing does not spoil the error', () => {
  const described = (errorDescription?: unknown) =>
    peerErrorOf(withError({ errorCode: '2001', errorDescription }))?.errorDescription;
  expect(described('x'.repeat(500))).toHaveLength(128);
  expect(described('')).toBe('(no description)');
  expect(described()).toBe('(no description)');
});

test.each([
  undefined,
  null,
  'text',
  [],
  {},
  { errorInformation: null },
  withError({}),
  withError({ errorCode: 3208, errorDescription: 'a number' }),
  withError({ errorCode: '0208', errorDescription: 'no code' }),
  { transferState: 'RESERVED', fulfilment: 'f' },
])('%j names no error', (body) => {
  expect(peerErrorOf(body)).toBeUndefined();
});
