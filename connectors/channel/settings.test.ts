import { readEnvironment } from '../common/config/environment';
import { channelEnvironment, channelTenantSection } from './settings';

const idSecret = 'sixteen or longer';

test.each([undefined, '', 'fifteen letters'])('%j is no secret to make ids with', (secret) => {
  expect(channelTenantSection.safeParse({ idSecret: secret }).success).toBe(false);
});

test('a tenant needs to say nothing about timers and callbacks', () => {
  const { timers, callbacks } = channelTenantSection.parse({ idSecret });
  expect(timers).toMatchObject({ transferExpiry: 'PT30S', transferAnswer: 'PT45S' });
  expect(callbacks).toEqual({ allowed: [] });
});

test.each([
  [{ transferAnswer: 'PT1M', transferExpiry: 'PT60S' }, false],
  [{ transferAnswer: 'PT1M', transferExpiry: 'PT59S' }, true],
  [{ transferAnswer: 'P1D', transferExpiry: 'PT23H59M59S' }, true],
  [{ transferAnswer: 'PT1H1S', transferExpiry: 'PT60M2S' }, false],
  [{ switchSweep: 'PT19S' }, false],
  [{ switchSweep: 'PT20S' }, true],
  [{ operatorPauseMax: 'PT59S' }, false],
  [{ operatorPauseMax: 'PT1M' }, true],
  [{ operatorPauseMax: 'P2D' }, false],
  [{ quote: '30 seconds' }, false],
  [{ transferAnswer: '45 seconds' }, false],
  [{ switchSweep: '20 seconds' }, false],
  [{ operatorPauseMax: '15 minutes' }, false],
  [{ qoute: 'PT30S' }, false],
])('timers %j: %p', (timers, isRight) => {
  expect(channelTenantSection.safeParse({ idSecret, timers }).success).toBe(isRight);
});

test.each([
  [{ secret: 'short' }],
  [{ secret: 'whsec_c2hvcnQ=' }],
  [{ default: 'core.lion.example' }],
  [{ allowed: ['https://app.lion.example/a/../b'] }],
])('callbacks %j are refused', (callbacks) => {
  expect(channelTenantSection.safeParse({ idSecret, callbacks }).success).toBe(false);
});

test('the unsafe mode is off unless it is asked for, and "false" is no', () => {
  const modeOf = (environment: Record<string, string>) =>
    readEnvironment(channelEnvironment, environment).CHANNEL_UNSAFE_DEVELOPMENT_MODE;
  expect(modeOf({})).toBe(false);
  expect(modeOf({ CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'false' })).toBe(false);
  expect(modeOf({ CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' })).toBe(true);
  expect(() => modeOf({ CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'perhaps' })).toThrow();
});
