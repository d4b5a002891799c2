import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantSections } from '../../kit/stack/tenant-files';
import type { Combination } from './combinations';
import type { KeyPair } from './keys';

/** crane trusts the switch and answers COMMITTED; the others answer RESERVED. */
export type HubTenant = 'lion' | 'buffalo' | 'crane';
export type RoleKeys = Readonly<Record<HubTenant | 'fox' | 'Hub', KeyPair>>;

/** Short, so that a run is quick, and long enough for a busy machine. */
const timers = {
  partyLookup: 'PT15S',
  quote: 'PT20S',
  payerDecision: 'PT1M',
  transferExpiry: 'PT14S',
  transferAnswer: 'PT17S',
  switchSweep: 'PT20S',
  askTransferState: 'PT2S',
};
const payeeTimers = { transferConfirmation: 'PT5S', askTransferState: 'PT2S' };

export function tenantSections(
  tenant: HubTenant,
  { version, ilp, isSigned }: Combination,
  outcomesUrl: string,
): TenantSections {
  return {
    channel: { callbacks: { allowed: [outcomesUrl], default: outcomesUrl }, timers },
    mojaloop: {
      version,
      ilpPacketVersion: ilp,
      payeeTimers,
      transferAnswer: tenant === 'crane' ? 'COMMITTED' : 'RESERVED',
      ...(isSigned && { signatures: signatureSettings(tenant) }),
    },
  };
}

/** Nothing unsigned is taken, but what nobody signs: GETs. */
function signatureSettings(tenant: HubTenant) {
  return {
    sign: { privateKeyPath: `keys/${tenant}.key` },
    verify: { policy: 'require', putParties: 'require', keysDirectory: 'keys/verify' },
  };
}

/** The keys that {@link signatureSettings} name. */
export function writeKeys(
  tenantsDirectory: string,
  publicKeys: ReadonlyMap<string, string>,
  keys: RoleKeys,
): void {
  const folder = join(tenantsDirectory, 'keys');
  mkdirSync(join(folder, 'verify'), { recursive: true, mode: 0o700 });
  for (const [role, { privateKey }] of Object.entries(keys)) {
    writeFileSync(join(folder, `${role}.key`), privateKey, { mode: 0o600 });
  }
  for (const [fspId, publicKey] of publicKeys) {
    writeFileSync(join(folder, 'verify', `${fspId}.pem`), publicKey);
  }
}
