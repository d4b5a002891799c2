/** The operators' page is on where OPERATIONS_PAGE_URL is set: what else it takes then. */
import { z } from 'zod';
import { ConfigurationError } from '../../common/config/problems';
import { httpBaseUrl, httpUrl } from '../../common/config/http-url';
import { isSafe, pageUrlEnvironment, unsafe } from './page-url';

const keyBytesMin = 32;
/** Base64 as OpenSSL writes it has `+`, `/` and `=`, which no key may have. */
export const keyRecipe = "openssl rand -base64 32 | tr '+/' '-_' | tr -d '='";

export const pageEnvironment = z.object({
  ...pageUrlEnvironment.shape,
  OPERATIONS_PAGE_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('As what the page is registered at the identity provider; must be set with the page'),
  OPERATIONS_PAGE_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('Secret of that registration; must be set with the page'),
  OPERATIONS_PAGE_COOKIE_KEYS: z
    .string()
    .optional()
    .describe(
      'What sessions are sealed with in the cookie, base64url of 32 random bytes or more each, by commas: the first seals, all open; must be set with the page',
    ),
  OPERATIONS_PAGE_ISSUER: httpBaseUrl
    .optional()
    .describe('Identity provider at which people sign in; default: OPERATIONS_TOKEN_ISSUER'),
  OPERATIONS_PAGE_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'must have `openid` in it')
    .default('openid profile offline_access')
    .describe('What the page asks the identity provider for'),
  OPERATIONS_PAGE_SESSION_HOURS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .default(10)
    .describe('After so many hours a person signs in anew, whatever they do'),
  OPERATIONS_PAGE_FEE_RULES_URL: httpBaseUrl
    .optional()
    .describe(
      'The API of the role fee-rules-administration, for the page; none: without fee rules',
    ),
  OPERATIONS_PAGE_OBLIGATIONS_URL: httpBaseUrl
    .optional()
    .describe('The API of the role obligations, for the page; none: without obligations'),
});
export type PageEnvironment = z.output<typeof pageEnvironment>;

export interface PageSettings {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first seals, all open. */
  readonly cookieKeys: readonly Buffer[];
  readonly scope: string;
  readonly sessionMaxMs: number;
  readonly feeRulesUrl: string | undefined;
  readonly obligationsUrl: string | undefined;
}

/**
 * Undefined: there is no page.
 * @throws ConfigurationError with every problem
 */
export function readPageSettings(
  environment: PageEnvironment & { readonly OPERATIONS_TOKEN_ISSUER: string },
): PageSettings | undefined {
  const origin = environment.OPERATIONS_PAGE_URL;
  const problems: string[] = [];
  const requireSet = (name: keyof PageEnvironment): string => {
    const value = environment[name];
    if (value === undefined) problems.push(`${name}: must be set with OPERATIONS_PAGE_URL`);
    return String(value ?? '');
  };
  if (origin === undefined) {
    if (environment.OPERATIONS_PAGE_CLIENT_ID === undefined) return undefined;
    throw new ConfigurationError(['environment: OPERATIONS_PAGE_URL: must be set for the page']);
  }
  const clientId = requireSet('OPERATIONS_PAGE_CLIENT_ID');
  const clientSecret = requireSet('OPERATIONS_PAGE_CLIENT_SECRET');
  const cookieKeys = keysIn(requireSet('OPERATIONS_PAGE_COOKIE_KEYS'), problems);
  const issuer = issuerOf(environment, problems);
  if (problems.length > 0 || issuer === undefined) {
    throw new ConfigurationError(problems.map((one) => `environment: ${one}`));
  }
  return {
    ...{ origin, issuer, clientId, clientSecret, cookieKeys },
    scope: environment.OPERATIONS_PAGE_SCOPE,
    sessionMaxMs: environment.OPERATIONS_PAGE_SESSION_HOURS_MAX * 3_600_000,
    feeRulesUrl: environment.OPERATIONS_PAGE_FEE_RULES_URL,
    obligationsUrl: environment.OPERATIONS_PAGE_OBLIGATIONS_URL,
  };
}

function issuerOf(
  environment: PageEnvironment & { readonly OPERATIONS_TOKEN_ISSUER: string },
  problems: string[],
): URL | undefined {
  const { OPERATIONS_PAGE_ISSUER: own, OPERATIONS_TOKEN_ISSUER: ofTokens } = environment;
  const name = own === undefined ? 'OPERATIONS_TOKEN_ISSUER' : 'OPERATIONS_PAGE_ISSUER';
  const text = own ?? ofTokens;
  if (!httpUrl.safeParse(text).success) {
    problems.push(`${name}: must be an address, since people sign in there; or set the other one`);
    return undefined;
  }
  const issuer = new URL(text);
  if (!isSafe(issuer)) problems.push(`${name}: ${unsafe}`);
  return issuer;
}

function keysIn(text: string, problems: string[]): Buffer[] {
  if (text === '') return [];
  const keys = text.split(',').map((one) => one.trim());
  const isWrong = (key: string) =>
    !/^[\w-]+$/.test(key) || Buffer.from(key, 'base64url').byteLength < keyBytesMin;
  if (keys.some(isWrong)) {
    problems.push(
      `OPERATIONS_PAGE_COOKIE_KEYS: each must be base64url of ${keyBytesMin} bytes or more, without padding: ${keyRecipe}`,
    );
  }
  return keys.map((key) => Buffer.from(key, 'base64url'));
}
