import { Refused, TryAgain } from '../../common/failures';
import { TransportError, type HttpResponse } from '../../common/runtime';
import { errorBody, mojaloopTenant, surroundings, traceparent } from '../../../test/kit/mojaloop';
import { sendToSwitch, type FspiopRequest } from './fspiop-client';

const tenant = mojaloopTenant('lion', {
  switch: {
    parties: 'http://lookup.example/v1/',
    quotes: 'http://quotes.example',
    transfers: 'http://transfers.example',
  },
});

const [via] = tenant.settings.switches;
if (via === undefined) throw new Error('the tenant has no switch');

const request = (changes: Partial<FspiopRequest> = {}): FspiopRequest => ({
  tenant,
  via,
  method: 'PUT',
  resource: 'transfers',
  path: ['b51ec534-ee48-4575-b6a9-ead2955b8069'],
  destination: 'buffalofsp',
  version: '1.1',
  traceparent,
  body: { transferState: 'COMMITTED', fulfilment: undefined, amount: { b: 1, a: 2 } },
  ...changes,
});

async function sent(changes: Partial<FspiopRequest> = {}) {
  const deps = surroundings([tenant]);
  await sendToSwitch(request(changes), deps);
  return deps.sent[0];
}

async function failure(answer: Partial<HttpResponse> | TransportError): Promise<unknown> {
  const deps = surroundings([tenant], () => {
    if (answer instanceof TransportError) throw answer;
    return answer;
  });
  return sendToSwitch(request(), deps).then(
    () => 'accepted',
    (error: unknown) => error,
  );
}

test('a callback has FSPIOP’s headers and no Accept', async () => {
  expect((await sent())?.headers).toEqual({
    'Content-Type': 'application/vnd.interoperability.transfers+json;version=1.1',
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
    'FSPIOP-Source': 'lionfsp',
    'FSPIOP-Destination': 'buffalofsp',
    traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/),
  });
});

test.each(['GET', 'POST'] as const)('a %s accepts any minor version', async (method) => {
  expect((await sent({ method }))?.headers).toMatchObject({
    Accept: 'application/vnd.interoperability.transfers+json;version=1',
  });
});

test('without a destination there is no header for it', async () => {
  const headers = (await sent({ destination: undefined }))?.headers;
  expect(Object.keys(headers ?? {})).not.toContain('FSPIOP-Destination');
});

test('each resource has its own address, and parts of the path are encoded', async () => {
  const path = ['ALIAS', 'a/b c+ü?', 'x'];
  const { url } = (await sent({ resource: 'parties', path, method: 'GET', body: undefined })) ?? {};
  expect(url).toBe('http://lookup.example/v1/parties/ALIAS/a%2Fb%20c%2B%C3%BC%3F/x');
  expect((await sent({ resource: 'quotes', path: [] }))?.url).toBe('http://quotes.example/quotes');
});

test('the body is compact JSON with sorted keys, so that a repeat has the same bytes', async () => {
  expect((await sent())?.body).toBe('{"amount":{"a":2,"b":1},"transferState":"COMMITTED"}');
  expect((await sent({ method: 'GET', body: undefined }))?.body).toBeUndefined();
});

test.each([200, 202, 204])('%d is accepted', async (status) => {
  expect(await failure({ status })).toBe('accepted');
});

test.each(['3204', '5240', '3299', '2002', '4001'])(
  'a 4xx with error %s is a refusal with that error',
  async (code) => {
    const body = JSON.stringify(errorBody(code));
    expect(await failure({ status: 400, body })).toEqual(
      new Refused(errorBody(code).errorInformation),
    );
  },
);

test.each([
  [404, '<html>no such page</html>', '2003'],
  [400, '', '2003'],
  [302, '', '2003'],
  [500, JSON.stringify(errorBody('2001')), '2001'],
  [503, '', '2003'],
  [429, JSON.stringify(errorBody('2005')), '2005'],
  [408, '', '2003'],
  [400, JSON.stringify(errorBody('1001')), '1001'],
  [400, JSON.stringify(errorBody('2003')), '2003'],
  [404, JSON.stringify(errorBody('2040')), '2040'],
])('%d with %p says nothing certain: try again', async (status, body, errorCode) => {
  const error = await failure({ status, body });
  expect(error).toBeInstanceOf(TryAgain);
  expect(error).toMatchObject({ errorInformation: { errorCode } });
});

test.each([
  ['3', 3_000],
  ['86400', 60_000],
  ['Sat, 21 Nov 2026 10:25:00 GMT', undefined],
])('Retry-After: %s waits %p ms', async (value, notBeforeMs) => {
  const error = await failure({ status: 429, headers: { 'retry-after': value } });
  expect((error as TryAgain).notBeforeMs).toBe(notBeforeMs);
});

test('no answer in time is tried again, and known as such', async () => {
  const late = await failure(new TransportError('timeout', false, 'late'));
  expect(late).toMatchObject({ name: 'TryAgain', errorInformation: { errorCode: '2004' } });
  const nobody = await failure(new TransportError('connection-refused', true, 'nobody'));
  expect(nobody).toMatchObject({ name: 'TryAgain', errorInformation: { errorCode: '1001' } });
});

test('a fault of our own is not taken for one of the switch', async () => {
  const deps = surroundings([tenant], () => {
    throw new TypeError('a bug');
  });
  await expect(sendToSwitch(request(), deps)).rejects.toThrow(TypeError);
});
