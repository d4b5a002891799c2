import { CannotWork } from '../failures';
import { allAuthorizationKeysOf, authorizationKeysOf, authorizationsOf } from './keys';
import { openEntry, sealEntry } from './sealed';
import { authorizationsSchema } from './settings';

const keysOf = (secret: string) => authorizationKeysOf(authorizationsSchema.parse({ secret }));
const keys = keysOf('a secret of the lion, for tests only');

test('what was sealed is read again, by the same tenant and for the same request', () => {
  const sealed = sealEntry(keys, 'request', '04711');
  expect(sealed).not.toContain('04711');
  expect(openEntry([keys], 'request', sealed)).toBe('04711');
});

test('the same entry is sealed otherwise each time, so that nobody sees it is the same', () => {
  const [one, other] = [sealEntry(keys, 'request', '04711'), sealEntry(keys, 'request', '04711')];
  expect(one).not.toBe(other);
});

test('for another request, with another secret, or changed on its way, it is not read', () => {
  const sealed = sealEntry(keys, 'request', '04711');
  const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
  const others = keysOf('a secret of the buffalo, for tests only');
  expect(() => openEntry([keys], 'another', sealed)).toThrow(CannotWork);
  expect(() => openEntry([others], 'request', sealed)).toThrow(CannotWork);
  for (const entry of [changed, '04711', '']) {
    expect(() => openEntry([keys], 'request', entry)).toThrow(CannotWork);
  }
});

test('a tenant without a section authorizations has no keys, and its file is named', () => {
  const tenant = { tenant: 'lion', fspId: 'lion', currencies: ['TZS'] };
  expect(() => authorizationsOf(tenant)).toThrow('the file of lion has no section authorizations');
});

test.each([
  [{ secret: 'too short' }, 'secret'],
  [{ codeLength: 3 }, 'codeLength'],
  [{ codeLength: 9 }, 'codeLength'],
  [{ tries: 6 }, 'tries'],
  [{ codesMax: 0 }, 'codesMax'],
  [{ codeLifetime: 'PT16M' }, 'codeLifetime'],
  [{ codeLifetime: '3 minutes' }, 'codeLifetime'],
  [{ beforehandLifetime: 'P2D' }, 'beforehandLifetime'],
])('the settings %j are refused', (changes, field) => {
  const secret = 'a secret of the lion, for tests only';
  const { error } = authorizationsSchema.safeParse({ secret, ...changes });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});

test('what a former secret has sealed is read for as long as that secret is told', () => {
  const former = 'the secret before it, for tests only';
  const settings = { secret: 'the newest secret, for tests only', formerSecrets: [former] };
  const all = allAuthorizationKeysOf(authorizationsSchema.parse(settings));
  expect(openEntry(all, 'request', sealEntry(keysOf(former), 'request', '04711'))).toBe('04711');
  expect(openEntry(all, 'request', sealEntry(all[0], 'request', '04711'))).toBe('04711');
  expect(() => openEntry([all[0]], 'request', sealEntry(keysOf(former), 'request', '1'))).toThrow(
    CannotWork,
  );
});
