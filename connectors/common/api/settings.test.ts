import { z } from 'zod';
import { ConfigurationError } from '../config/problems';
import { readEnvironment } from '../config/environment';
import { apiEnvironment } from './settings';

const api = apiEnvironment('LION', 'lions', 5999);
const environment = z.object(api.shape);
const tokens = { LION_TOKEN_ISSUER: 'https://id.example', LION_TOKEN_AUDIENCE: 'lions' };

test('an API reads its settings under its own prefix, with defaults', () => {
  const given = { ...tokens, LION_TOKEN_JWKS_URL: 'https://id.example/jwks', LION_PORT: '6001' };
  expect(api.read(readEnvironment(environment, given))).toMatchObject({
    host: '127.0.0.1',
    port: 6001,
    tokens: { issuer: 'https://id.example', keys: { jwksUrl: 'https://id.example/jwks' } },
    bodyTimeoutMs: 20_000,
  });
});

test('a token setting that is wrong is told by the name that a person has set', () => {
  expect(() => api.read(readEnvironment(environment, tokens))).toThrow(
    new ConfigurationError([
      'environment: LION_TOKEN_JWKS_URL: set exactly one of jwksUrl and publicKey',
    ]),
  );
});
