import { z } from 'zod';
import { tokensSchema, type TokenSettings } from '../../common/api/token-settings';
import { ConfigurationError } from '../../common/config/problems';
import { sharedSettings } from '../../common/contracts/fee-settings';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const administrationEnvironment = z.object({
  FEE_RULES_ADMINISTRATION_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the API for fee rules listens on'),
  FEE_RULES_ADMINISTRATION_PORT: whole(0, 65_535)
    .default(5003)
    .describe('Port of the API for fee rules'),
  FEE_RULES_ADMINISTRATION_USES_KAFKA: z
    .stringbool()
    .default(true)
    .describe('Without Kafka there are rule sets and trials, but no ledger entries and no cycles'),
  ...sharedSettings.pick({ FEE_TRANSFERS_TOPIC: true }).shape,
  FEE_RULES_ADMINISTRATION_TOKEN_ISSUER: z
    .string()
    .min(1)
    .describe("`iss` of the administrators' and DFSPs' tokens"),
  FEE_RULES_ADMINISTRATION_TOKEN_AUDIENCE: z
    .string()
    .min(1)
    .describe('Must be in `aud` of those tokens'),
  FEE_RULES_ADMINISTRATION_TOKEN_JWKS_URL: z
    .string()
    .optional()
    .describe('Where the identity provider publishes its keys; or, instead of it:'),
  FEE_RULES_ADMINISTRATION_TOKEN_PUBLIC_KEY: z
    .string()
    .optional()
    .describe('Its keys as PEM (several for a rotation), JWK or JWKS'),
  FEE_RULES_ADMINISTRATION_TOKEN_DFSP_CLAIM: z
    .string()
    .min(1)
    .default('dfspId')
    .describe('Claim of a token that names the DFSP for which its holder may acknowledge'),
  FEE_RULES_ADMINISTRATION_CLOCK_SKEW_S: whole(0, 300)
    .default(10)
    .describe('How many seconds a token may be over its time, for clocks that differ'),
  FEE_RULES_ADMINISTRATION_REQUESTS_PER_MINUTE_MAX: whole(1, 1_000_000)
    .default(600)
    .describe('Requests that each person may send to one process in a minute'),
  FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES: whole(1_024, 33_554_432)
    .default(8_388_608)
    .describe('Largest body of rules, transactions or transfers'),
  FEE_RULES_ADMINISTRATION_BODY_TIMEOUT_MS: whole(100, 300_000)
    .default(20_000)
    .describe('How long a request body may take to arrive'),
  FEE_RULES_ADMINISTRATION_THREADS: whole(1, 16)
    .default(2)
    .describe('Threads that check and try rules: each does one at a time'),
  FEE_RULES_ADMINISTRATION_LARGE_REQUESTS_MAX: whole(1, 1_000)
    .default(8)
    .describe('Requests for those threads that may be under way; one more is answered 503'),
  FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: whole(100, 600_000)
    .default(30_000)
    .describe('How long a thread may work on one request'),
  FEE_RULES_ADMINISTRATION_THREAD_MEMORY_MAX_MB: whole(64, 16_384)
    .default(512)
    .describe('Memory that a thread may take'),
});
export type AdministrationEnvironment = z.output<typeof administrationEnvironment>;

/** @throws ConfigurationError */
export function tokenSettingsOf(environment: AdministrationEnvironment): TokenSettings {
  const parsed = tokensSchema.safeParse({
    issuer: environment.FEE_RULES_ADMINISTRATION_TOKEN_ISSUER,
    audience: environment.FEE_RULES_ADMINISTRATION_TOKEN_AUDIENCE,
    jwksUrl: environment.FEE_RULES_ADMINISTRATION_TOKEN_JWKS_URL,
    publicKey: environment.FEE_RULES_ADMINISTRATION_TOKEN_PUBLIC_KEY,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = { jwksUrl: 'JWKS_URL', publicKey: 'PUBLIC_KEY' }[String(path[0])] ?? 'JWKS_URL';
    return `environment: FEE_RULES_ADMINISTRATION_TOKEN_${name}: ${message}`;
  });
  throw new ConfigurationError(problems);
}
