import { httpBaseUrl, httpUrl } from './http-url';

test.each([
  ['', 'empty'],
  ['switch.example', 'must begin with https://'],
  ['switch.example:4000/x', 'must begin with https://'],
  ['https:/switch.example', 'must begin with https://'],
  ['ftp://switch.example', 'not ftp://'],
  ['https://', 'no host'],
  ['https://:4000/x', 'no host'],
  ['https://switch.example:port/x', 'port'],
  ['https://switch.example:70000', 'port'],
  ['https://hub:hush@switch.example', 'user name'],
  ['https://switch example', 'spaces'],
  ['https://switch.example\n', 'line breaks'],
  ['https://sw^tch.example', 'host'],
])('%j is refused by the part that is wrong, and is not repeated', (text, words) => {
  const { error } = httpUrl.safeParse(text);
  expect(error?.issues).toHaveLength(1);
  expect(error?.issues[0]?.message).toContain(words);
  expect(error?.issues[0]?.message).not.toContain('hush');
});

test('a good one is taken as it is, and paths can be added to a base', () => {
  for (const good of [
    'http://127.0.0.1:4000/x?y=z',
    'https://[::1]:8443',
    'HTTPS://switch.example',
  ]) {
    expect(httpUrl.parse(good)).toBe(good);
  }
  expect(httpBaseUrl.parse('http://switch.example/fspiop//')).toBe('http://switch.example/fspiop');
  expect(httpBaseUrl.safeParse('http://switch.example/?a=b').error?.issues[0]?.message).toContain(
    '?',
  );
});
