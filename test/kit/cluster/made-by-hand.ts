/** ConfigMaps and Secrets of the shapes, as k8s/README.md has people make them, for two DFSPs with simulated Fineracts. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currency, dfspNames, fineractUser, type DfspName } from '../stack/dfsps';
import { projectRoot } from '../stack/scripts';
import type { RunningFineract, RunningSwitch } from '../stack/simulators';
import { writeTenantFiles, type TenantSections } from '../stack/tenant-files';
import { createTokenIssuer, type TokenIssuer } from '../stack/tokens';
import type { ClusterObjects } from './pod-process';

export interface Outside {
  readonly switch: RunningSwitch;
  readonly fineract: Readonly<Record<DfspName, RunningFineract>>;
}
export type TokenIssuers = Readonly<Record<DfspName, TokenIssuer>>;

interface Wanted {
  /** Gets the tenants' files and their secrets. */
  readonly folder: string;
  readonly sections: TenantSections;
  readonly outside: Outside;
}

export function madeByHand({ folder, sections, outside }: Wanted): {
  readonly objects: ClusterObjects;
  readonly issuers: TokenIssuers;
} {
  const issuers = {
    lion: createTokenIssuer('https://identity.lion.example'),
    buffalo: createTokenIssuer('https://identity.buffalo.example'),
  };
  writeTenantFiles(
    folder,
    dfspNames.map((name) => ({
      name,
      currency,
      tokens: issuers[name],
      switch: outside.switch.url,
      fineract: {
        baseUrl: `${outside.fineract[name].address}/fineract-provider`,
        fineractTenantId: name,
        ...fineractUser,
      },
      sections,
    })),
  );
  return { objects: objectsOf(folder), issuers };
}

function objectsOf(folder: string): ClusterObjects {
  const tenants = Object.entries(filesIn(folder)).map(([name, text]) => [
    name,
    text.replaceAll(/File: secrets\//g, 'File: ../secrets/'),
  ]);
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    configMaps: {
      tenants: Object.fromEntries(tenants) as Record<string, string>,
      'fee-rules': filesIn(join(projectRoot, 'k8s/sample/fee-rules')),
    },
    secrets: {
      'tenant-secrets': filesIn(join(folder, 'secrets')),
      persons: { secret: randomBytes(32).toString('hex') },
      'audit-log': {
        'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    },
  };
}

const filesIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name, readFileSync(join(path, name), 'utf8')]),
  );
