import { ConfigurationError } from '../../common/config/problems';
import type { Tenants } from '../../common/config/tenants';
import type { Deps } from '../../common/runtime';
import type { MojaloopSettings, SwitchSettings } from '../settings';
import { createSignatures, type Signatures } from './signatures';

/** @throws ConfigurationError with the problems of all tenants' keys at once. */
export function signaturesBySwitch(
  tenants: Tenants<MojaloopSettings>,
  deps: Pick<Deps, 'clock' | 'http' | 'log'>,
): (via: SwitchSettings) => Signatures {
  const bySwitch = new Map<SwitchSettings, Signatures>();
  const problems: string[] = [];
  for (const { tenant, settings } of tenants.values()) {
    const log = deps.log.child({ tenant });
    for (const via of settings.switches) {
      try {
        bySwitch.set(via, createSignatures(via.signatures, { ...deps, log }));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems.map((problem) => `tenants: ${tenant}: ${problem}`));
      }
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (via) => {
    const signatures = bySwitch.get(via);
    if (signatures === undefined) throw new Error(`${via.name} is no tenant's switch`);
    return signatures;
  };
}
