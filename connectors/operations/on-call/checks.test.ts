import { readEnvironment } from '../../common/config/environment';
import { onCallChecks } from './checks';
import { mailEnvironment } from './mail-settings';

const login = { ON_CALL_SMTP_USERNAME: 'hub', ON_CALL_SMTP_PASSWORD: 'hush' };

test.each([
  ['warn', { ...login, ON_CALL_SMTP_TLS: 'none' }],
  ['ok', { ...login, ON_CALL_SMTP_TLS: 'starttls' }],
  ['ok', { ...login, ON_CALL_SMTP_TLS: 'tls' }],
  ['ok', { ON_CALL_SMTP_TLS: 'none' }],
])('of a password without TLS is warned, at the start too: %s for %j', async (status, settings) => {
  const environment = readEnvironment(mailEnvironment, settings);
  const check = onCallChecks([], undefined, environment).find(
    ({ what }) => what === 'the password for e-mails',
  );
  expect(check?.isForStart).toBe(true);
  const finding = await check?.run();
  expect(finding?.status).toBe(status);
  expect(JSON.stringify(finding)).not.toContain('hush');
});
