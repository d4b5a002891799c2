import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { audience, type TokenIssuer } from './tokens';

export interface TenantDescription {
  /** The tenant's and the DFSP's name. */
  readonly name: string;
  readonly currency: string;
  readonly tokens: TokenIssuer;
  /** One address, or one for parties, quotes and transfers each. */
  readonly switch:
    | string
    | {
        readonly parties: string;
        readonly quotes: string;
        readonly transfers: string;
        readonly transactionRequests?: string;
      };
  readonly fineract: {
    /** What stands before `/api/v1`. */
    readonly baseUrl: string;
    readonly fineractTenantId: string;
    readonly username: string;
    readonly password: string;
  };
  readonly sections?: TenantSections;
}

/** Added to the sections of a tenant's file, such as timers. */
export interface TenantSections {
  readonly channel?: object;
  readonly mojaloop?: object;
  readonly amsFineract?: object;
  /** By step. */
  readonly retries?: object;
}

/** With which a tenant of the tests makes its ids: tests foresee them, as nobody else can. */
export function idSecretOf(name: string): string {
  return `the id secret of ${name}, for tests only`;
}

/** With which a tenant of the tests makes the ids of what it is asked to pay, and its fulfilments. */
export function ilpSecretOf(name: string): string {
  return `the ILP secret of ${name}, for tests only`;
}

/** With which a tenant of the tests makes its one-time passwords. */
function authorizationSecretOf(name: string): string {
  return `the authorization secret of ${name}, for tests only`;
}

/** Writes `<directory>/<tenant>.yaml` for each, in the place of what was there, and its secrets beside it. */
export function writeTenantFiles(directory: string, tenants: readonly TenantDescription[]): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, 'secrets'), { recursive: true, mode: 0o700 });
  for (const tenant of tenants) writeTenant(directory, tenant);
}

function writeTenant(directory: string, tenant: TenantDescription): void {
  const secret = (kind: string, content: string): string => {
    const file = join('secrets', `${tenant.name}-${kind}`);
    writeFileSync(join(directory, file), content, { mode: 0o600 });
    return file;
  };
  const { password, ...fineract } = tenant.fineract;
  const content = {
    tenant: tenant.name,
    fspId: tenant.name,
    currencies: [tenant.currency],
    authorizations: {
      secretFile: secret('authorization-secret', authorizationSecretOf(tenant.name)),
    },
    channel: {
      tokens: {
        issuer: tenant.tokens.issuer,
        audience,
        publicKeyFile: secret('public-key.pem', tenant.tokens.publicKeyPem),
      },
      // Fineracts of tests know their customers by phone alone.
      qrCodes: { scheme: 'tz.example.scheme', partyIdType: 'MSISDN' },
      idSecretFile: secret('id-secret', idSecretOf(tenant.name)),
      ...tenant.sections?.channel,
    },
    mojaloop: {
      switch: tenant.switch,
      ilpSecretFile: secret('ilp-secret', ilpSecretOf(tenant.name)),
      ...tenant.sections?.mojaloop,
    },
    amsFineract: {
      ...fineract,
      passwordFile: secret('fineract-password', password),
      ...tenant.sections?.amsFineract,
    },
    ...(tenant.sections?.retries && { retries: tenant.sections.retries }),
  };
  writeFileSync(join(directory, `${tenant.name}.yaml`), stringify(content));
}
