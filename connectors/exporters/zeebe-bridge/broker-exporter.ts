/** How a broker is told to write its records to the bridge. */
import { exporterEnvironment } from '../../common/zeebe/exporter-settings';

/**
 * The broker's environment. `address`: where the bridge listens for it, such as `http://zeebe-bridge:5006`. A password is
 * a secret of the deployment, and not printed.
 */
export function exporterSettings(
  address: string,
  username?: string,
): Readonly<Record<string, string>> {
  return exporterEnvironment('BRIDGE', address, {
    ...(username !== undefined && { ARGS_AUTHENTICATION_USERNAME: username }),
  });
}
