import { ConfigurationError } from '../../common/config/problems';
import type { Tenants } from '../../common/config/tenants';
import type { TlsSource } from '../../common/runtime';
import type { TlsFolders } from '../../common/tls/folders';
import type { MojaloopSettings, SwitchSettings } from '../settings';

/**
 * Who we are to each switch over TLS, and whom we believe there; undefined for a switch without tlsDirectory.
 * @throws ConfigurationError with the problems of all tenants' folders at once.
 */
export function tlsBySwitch(
  tenants: Tenants<MojaloopSettings>,
  folders: TlsFolders,
): (via: SwitchSettings) => TlsSource | undefined {
  const bySwitch = new Map<SwitchSettings, TlsSource>();
  const problems: string[] = [];
  for (const { tenant, settings } of tenants.values()) {
    for (const via of settings.switches) {
      if (via.tlsDirectory === undefined) continue;
      try {
        bySwitch.set(via, folders.open(via.tlsDirectory, 'client'));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems.map((problem) => `tenants: ${tenant}: ${problem}`));
      }
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (via) => bySwitch.get(via);
}
