/** What the operators' page needs of a stack: who people are, and the APIs that it shows besides the operations'. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditStores } from './audit-half';
import type { HubProcessSettings } from './hub';
import type { StackPorts } from './layout';
import type { ManagedProcess } from './processes';
import { startScript } from './scripts';
import { audience, type TokenIssuer } from './tokens';

/** Its address is told to browsers and to the hub alike. */
export const issuerAddress = (ports: StackPorts): string => `http://127.0.0.1:${ports.issuer}`;

export const pageOrigin = (ports: StackPorts): string => `http://127.0.0.1:${ports.operations}`;

const client = {
  id: 'operators-page',
  secret: 'a secret of a stack for people to look at',
};

export function startIssuerProcess(
  runDirectory: string,
  ports: StackPorts,
  operators: TokenIssuer,
): Promise<ManagedProcess> {
  const settings = {
    port: ports.issuer,
    issuer: operators.issuer,
    signingKey: { ...operators.privateJwk, alg: 'ES256', use: 'sig', kid: 'of-the-stack' },
    audience,
    client: { ...client, origin: pageOrigin(ports) },
  };
  const file = join(runDirectory, 'issuer.json');
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  return startScript({
    name: 'issuer',
    script: 'test/kit/stack/issuer/main.ts',
    args: [file],
    runDirectory,
    readiness: 'first-json-line',
  });
}

/** Whose tokens an API takes. */
const tokensOf = (prefix: string, { issuer }: TokenIssuer) => ({
  [`${prefix}_TOKEN_ISSUER`]: issuer,
  [`${prefix}_TOKEN_AUDIENCE`]: audience,
  [`${prefix}_TOKEN_JWKS_URL`]: `${issuer}/jwks`,
});

/** Of the process with the role operations. */
export function withPage(
  audit: HubProcessSettings,
  ports: StackPorts,
  operators: TokenIssuer,
): HubProcessSettings {
  // Its keys are asked for where the issuer publishes them, and stand nowhere else.
  const others = Object.entries(audit.environment).filter(
    ([name]) => name !== 'OPERATIONS_TOKEN_PUBLIC_KEY',
  );
  return {
    ...audit,
    environment: {
      ...Object.fromEntries(others),
      ...tokensOf('OPERATIONS', operators),
      OPERATIONS_PAGE_URL: pageOrigin(ports),
      OPERATIONS_PAGE_CLIENT_ID: client.id,
      OPERATIONS_PAGE_CLIENT_SECRET: client.secret,
      OPERATIONS_PAGE_COOKIE_KEYS: randomBytes(32).toString('base64url'),
      OPERATIONS_PAGE_FEE_RULES_URL: `http://127.0.0.1:${ports.feeRulesAdministration}`,
      OPERATIONS_PAGE_OBLIGATIONS_URL: `http://127.0.0.1:${ports.obligations}`,
    },
  };
}

/** The roles whose APIs are shown with it. */
export function feesProcess(
  runDirectory: string,
  ports: StackPorts,
  { brokers }: Pick<AuditStores, 'brokers'>,
  operators: TokenIssuer,
): HubProcessSettings {
  const entries = join(runDirectory, 'fee-entries');
  mkdirSync(entries, { recursive: true });
  return {
    name: 'fees',
    roles: ['fee-rules-administration', 'obligations'],
    managementPort: ports.feesManagement,
    environment: {
      KAFKA_BROKERS: brokers,
      ...tokensOf('FEE_RULES_ADMINISTRATION', operators),
      ...tokensOf('OBLIGATIONS', operators),
      FEE_RULES_ADMINISTRATION_PORT: String(ports.feeRulesAdministration),
      OBLIGATIONS_PORT: String(ports.obligations),
      FEE_ENTRIES_DIRECTORY: entries,
    },
  };
}
