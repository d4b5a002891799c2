import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../common/config/environment';
import { ConfigurationError } from '../../common/config/problems';
import { keyRecipe, pageEnvironment, readPageSettings } from './settings';

const key = Buffer.alloc(32, 1).toString('base64url');
const whole = {
  OPERATIONS_PAGE_URL: 'https://operations.lion.example',
  OPERATIONS_PAGE_CLIENT_ID: 'page',
  OPERATIONS_PAGE_CLIENT_SECRET: 'secret',
  OPERATIONS_PAGE_COOKIE_KEYS: key,
};
const read = (settings: Readonly<Record<string, string>>, issuer = 'https://id.lion.example') =>
  readPageSettings({
    ...readEnvironment(pageEnvironment, settings),
    OPERATIONS_TOKEN_ISSUER: issuer,
  });

function problemsOf(settings: Readonly<Record<string, string>>, issuer?: string): string {
  try {
    read(settings, issuer);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.join('\n');
    throw error;
  }
  return '';
}

test('without its address there is no page', () => {
  expect(read({})).toBeUndefined();
});

test('with it, people sign in where tokens come from, for ten hours', () => {
  expect(read({ ...whole, OPERATIONS_PAGE_URL: 'https://operations.lion.example/' })).toMatchObject(
    {
      origin: 'https://operations.lion.example',
      issuer: new URL('https://id.lion.example'),
      scope: 'openid profile offline_access',
      sessionMaxMs: 36_000_000,
      feeRulesUrl: undefined,
    },
  );
});

test('all that is missing is told at once, and no secret with it', () => {
  const problems = problemsOf({ OPERATIONS_PAGE_URL: 'https://x.example' });
  for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'COOKIE_KEYS']) {
    expect(problems).toContain(`OPERATIONS_PAGE_${name}: must be set`);
  }
  expect(problemsOf({ OPERATIONS_PAGE_CLIENT_ID: 'page' })).toContain('OPERATIONS_PAGE_URL');
});

test.each([
  ['http to another machine', { OPERATIONS_PAGE_URL: 'http://operations.lion.example' }],
  ['a path', { OPERATIONS_PAGE_URL: 'https://lion.example/operations' }],
  ['a short key', { OPERATIONS_PAGE_COOKIE_KEYS: Buffer.alloc(31).toString('base64url') }],
  ['a short second key', { OPERATIONS_PAGE_COOKIE_KEYS: `${key},short` }],
  ['a key of other characters', { OPERATIONS_PAGE_COOKIE_KEYS: `${key.slice(1)}+/=` }],
  ['an issuer over http', { OPERATIONS_PAGE_ISSUER: 'http://id.lion.example' }],
  ['a scope without openid', { OPERATIONS_PAGE_SCOPE: 'profile' }],
  ['a session of more than a week', { OPERATIONS_PAGE_SESSION_HOURS_MAX: '169' }],
])('%s is refused', (_what, changes: Record<string, string>) => {
  const [name = ''] = Object.keys(changes);
  const problems = problemsOf({ ...whole, ...changes });
  expect(problems).toContain(name);
  expect(problems).not.toContain(key.slice(1));
});

test('an issuer that is a name and no address is none at which people can sign in', () => {
  expect(problemsOf(whole, 'lion-identity')).toContain('OPERATIONS_TOKEN_ISSUER');
  expect(
    problemsOf({ ...whole, OPERATIONS_PAGE_ISSUER: 'https://id.lion.example' }, 'lion-identity'),
  ).toBe('');
});

test('http is for this machine alone', () => {
  for (const host of ['localhost', '127.0.0.1']) {
    const url = `http://${host}:5007`;
    expect(read({ ...whole, OPERATIONS_PAGE_URL: url }, url)).toMatchObject({ origin: url });
  }
});

test('the recipe for a key, as it is told to whoever has a wrong one, makes keys that are taken', () => {
  const told = problemsOf({ ...whole, OPERATIONS_PAGE_COOKIE_KEYS: 'short' });
  const [, recipe = ''] = /: ([^:]*)$/.exec(told) ?? [];
  expect(recipe).toBe(keyRecipe);
  expect(readFileSync(join(__dirname, 'README.md'), 'utf8')).toContain(`    ${recipe}\n`);
  // Of so many one at least would have had each of the characters that are refused.
  const makeKey = () => execFileSync('sh', ['-c', recipe], { encoding: 'utf8' });
  const keys = Array.from({ length: 20 }, makeKey).join(',');
  expect(read({ ...whole, OPERATIONS_PAGE_COOKIE_KEYS: keys })?.cookieKeys).toHaveLength(20);
});
