import type { Check } from '../check';
import type { TlsSource } from '../runtime';
import { certificateChecks } from '../tls/checks';
import { tlsFoldersOf, type TlsFolderDeps } from '../tls/folders';
import type { ZeebeSettings } from './environment';

/**
 * Who we are to the gateway, and by whom we believe it; false: no TLS.
 * @throws ConfigurationError when what is in the folder cannot be used
 */
export function gatewayTls(settings: ZeebeSettings, deps: TlsFolderDeps): TlsSource | false {
  if (!settings.ZEEBE_TLS) return false;
  const directory = settings.ZEEBE_TLS_DIRECTORY;
  if (directory !== undefined) return tlsFoldersOf(deps).open(directory, 'client');
  const identity = { own: undefined, authorities: settings.ZEEBE_CA_CERTIFICATE };
  return { current: () => identity };
}

/** How long our certificate at the gateway, and its authority, are good for. */
export function gatewayCertificateChecks(settings: ZeebeSettings, deps: TlsFolderDeps): Check[] {
  const { ZEEBE_TLS_DIRECTORY: directory } = settings;
  const source = gatewayTls(settings, deps);
  if (source === false || directory === undefined) return [];
  return certificateChecks(directory, source, deps.clock);
}
