/** Settings that every API has whose callers are people with tokens: each under the API's own prefix. */
import { z } from 'zod';
import { ConfigurationError } from '../config/problems';
import { tokensSchema, type TokenSettings } from './token-settings';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

function shapeOf(api: string, defaultPort: number) {
  return {
    HOST: z.string().default('127.0.0.1').describe(`Address that the API for ${api} listens on`),
    PORT: whole(0, 65_535).default(defaultPort).describe(`Port of the API for ${api}`),
    TOKEN_ISSUER: z.string().min(1).describe('`iss` of the tokens of those who call it'),
    TOKEN_AUDIENCE: z.string().min(1).describe('Must be in `aud` of those tokens'),
    TOKEN_JWKS_URL: z
      .string()
      .optional()
      .describe('Where the identity provider publishes its keys; or, instead of it:'),
    TOKEN_PUBLIC_KEY: z
      .string()
      .optional()
      .describe('Its keys as PEM (several for a rotation), JWK or JWKS'),
    CLOCK_SKEW_S: whole(0, 300)
      .default(10)
      .describe('How many seconds a token may be over its time, for clocks that differ'),
    REQUESTS_PER_MINUTE_MAX: whole(1, 1_000_000)
      .default(600)
      .describe('Requests that each person may send to one process in a minute'),
    BODY_TIMEOUT_MS: whole(100, 300_000)
      .default(20_000)
      .describe('How long a request body may take to arrive'),
  };
}
type Shape = ReturnType<typeof shapeOf>;

export interface ApiSettings {
  readonly host: string;
  readonly port: number;
  readonly tokens: TokenSettings;
  readonly clockSkewS: number;
  readonly requestsPerMinuteMax: number;
  readonly bodyTimeoutMs: number;
}

export interface ApiEnvironment<Prefix extends string> {
  readonly shape: { readonly [Name in keyof Shape as `${Prefix}_${Name}`]: Shape[Name] };
  /** @throws ConfigurationError */
  read(environment: Readonly<Record<string, unknown>>): ApiSettings;
}

/** @param api as people call it: `fee rules` */
export function apiEnvironment<Prefix extends string>(
  prefix: Prefix,
  api: string,
  defaultPort: number,
): ApiEnvironment<Prefix> {
  const shape = shapeOf(api, defaultPort);
  const nameOf = (name: string) => `${prefix}_${name}`;
  const prefixed = Object.entries(shape).map(([name, schema]) => [nameOf(name), schema]);
  return {
    // The compiler cannot follow names that are put together.
    shape: Object.fromEntries(prefixed) as ApiEnvironment<Prefix>['shape'],
    read: (environment) => {
      const names = Object.keys(shape);
      const given = Object.fromEntries(names.map((name) => [name, environment[nameOf(name)]]));
      const values = z.object(shape).parse(given);
      return {
        host: values.HOST,
        port: values.PORT,
        tokens: tokensOf(prefix, values),
        clockSkewS: values.CLOCK_SKEW_S,
        requestsPerMinuteMax: values.REQUESTS_PER_MINUTE_MAX,
        bodyTimeoutMs: values.BODY_TIMEOUT_MS,
      };
    },
  };
}

/** @throws ConfigurationError */
function tokensOf(prefix: string, values: z.output<z.ZodObject<Shape>>): TokenSettings {
  const parsed = tokensSchema.safeParse({
    issuer: values.TOKEN_ISSUER,
    audience: values.TOKEN_AUDIENCE,
    jwksUrl: values.TOKEN_JWKS_URL,
    publicKey: values.TOKEN_PUBLIC_KEY,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = { jwksUrl: 'JWKS_URL', publicKey: 'PUBLIC_KEY' }[String(path[0])] ?? 'JWKS_URL';
    return `environment: ${prefix}_TOKEN_${name}: ${message}`;
  });
  throw new ConfigurationError(problems);
}
