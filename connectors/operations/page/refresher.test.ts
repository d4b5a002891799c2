import { IssuerRefused } from './identity-provider';
import { Refresher } from './refresher';
import type { Session } from './session';

const nowMs = 1_000_000;
const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
const session = (leftMs: number) =>
  ({
    accessToken: 'former',
    accessExpiresAtMs: nowMs + leftMs,
    refreshToken: 'a refresh token',
  }) as Session;

test('while the issuer knows the page’s new secret and this process the old one, no session ends', async () => {
  let isKnown = false;
  const refresh = () =>
    isKnown
      ? Promise.resolve({ accessToken: 'newer', expiresInS: 300, refreshToken: undefined })
      : Promise.reject(new IssuerRefused('invalid_client', undefined));
  const before = new Refresher({ provider: { refresh }, clock });
  expect(await before.fresh(session(10_000))).toMatchObject({ accessToken: 'former' });
  await expect(before.fresh(session(-1))).rejects.toMatchObject({ status: 503 });
  // It has been rolled out with the new secret.
  isKnown = true;
  const after = new Refresher({ provider: { refresh }, clock });
  expect(await after.fresh(session(-1))).toMatchObject({ accessToken: 'newer' });
});
