import fc from 'fast-check';
import { allowedAddressProblem, callbackProblem } from './callback-addresses';

const allowed = ['https://app.lion.example/hub', 'http://10.0.0.7:8080/'];

test.each([
  'https://app.lion.example/hub',
  'https://app.lion.example/hub/',
  'https://app.lion.example/hub/orders/7?kind=a%2Fb&x=..',
  'https://app.lion.example/hub?x=1',
  'http://10.0.0.7:8080/',
  'http://10.0.0.7:8080/anything',
])('%s is allowed', (address) => {
  expect(callbackProblem(address, allowed)).toBeUndefined();
});

test.each([
  'https://app.lion.example.evil.com/hub',
  'https://app.lion.example@evil.com/hub',
  'https://evil.com/https://app.lion.example/hub',
  'https://evil.com#https://app.lion.example/hub',
  'https://evil.com?https://app.lion.example/hub',
  'https://evil.com\\@app.lion.example/hub',
  'https://app.lion.example\\hub',
  'https://user:secret@app.lion.example/hub',
  'https://user@app.lion.example/hub',
  'http://app.lion.example/hub',
  'https://app.lion.example:8443/hub',
  'https://app.lion.example:443/hub',
  'https://APP.lion.example/hub',
  'https://app.lion.example./hub',
  'https://аpp.lion.example/hub',
  'https://app.lion.example/',
  'https://app.lion.example/hubs',
  'https://app.lion.example/Hub',
  'https://app.lion.example/hub/../admin',
  'https://app.lion.example/hub/..',
  'https://app.lion.example/hub/%2e%2e/admin',
  'https://app.lion.example/hub/.%2E/admin',
  'https://app.lion.example/hub/..%2fadmin',
  'https://app.lion.example/hub/..%5cadmin',
  'https://app.lion.example/hub/%252e%252e/admin',
  'https://app.lion.example/hub//evil.com',
  'https://app.lion.example/hub#part',
  'https://app.lion.example/hub#',
  ' https://app.lion.example/hub',
  'https://app.lion.example/hub\n',
  'https://app.lion\t.example/hub',
  'https:app.lion.example/hub',
  'https:/app.lion.example/hub',
  'https:///app.lion.example/hub',
  '//app.lion.example/hub',
  '/hub',
  '',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ftp://app.lion.example/hub',
  'http://10.0.0.7/',
  'http://0x0a000007:8080/',
  'http://167772167:8080/',
  'http://10.0.0.7:80800/',
])('%j is not allowed', (address) => {
  expect(callbackProblem(address, allowed)).toEqual(expect.any(String));
});

test('nothing is allowed where nothing is configured', () => {
  expect(callbackProblem('https://app.lion.example/hub', [])).toEqual(expect.any(String));
});

test('whatever is allowed goes to the host and below the path that are configured', () => {
  const piece = fc.constantFrom(
    ...['https://', 'http://', 'app.lion.example', 'evil.com', '/hub', '/', '..', '.', '@', ':'],
    ...['\\', '#', '?', '%2e', '%2f', '443', ' ', '\t'],
  );
  const address = fc.oneof(
    fc.array(piece, { maxLength: 9 }).map((some) => some.join('')),
    fc.webUrl(),
  );
  const below = fc
    .array(piece, { maxLength: 5 })
    .map((some) => `${allowed[0] ?? ''}${some.join('')}`);
  fc.assert(
    fc.property(fc.oneof(address, below), (text) => {
      if (callbackProblem(text, ['https://app.lion.example/hub']) !== undefined) return;
      const { host, protocol, pathname, username } = new URL(text);
      expect([protocol, host, username]).toEqual(['https:', 'app.lion.example', '']);
      expect(pathname).toMatch(/^\/hub($|\/)/);
    }),
    { numRuns: 2_000 },
  );
});

test.each(['https://app.lion.example', 'https://app.lion.example/hub?x=1', 'app.lion.example'])(
  '%s is refused in the configuration',
  (address) => {
    expect(allowedAddressProblem(address)).toEqual(expect.any(String));
  },
);
