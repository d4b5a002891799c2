import { found, type Check } from '../check';
import type { Clock, TlsSource } from '../runtime';
import { warnBeforeMs } from './expiry-watch';
import { expiriesOf } from './identity';

/** How long the certificates of a TLS folder are good for. */
export function certificateChecks(
  directory: string,
  source: TlsSource,
  clock: Pick<Clock, 'now'>,
  tenant?: string,
): Check[] {
  const names = [...expiriesOf(source.current()).keys()];
  return names.map((name) => ({
    what: `the certificate ${directory}/${name}`,
    ...(tenant !== undefined && { tenant }),
    run: () => {
      const expiresAtMs = expiriesOf(source.current()).get(name) ?? 0;
      const until = new Date(expiresAtMs).toISOString();
      const leftMs = expiresAtMs - clock.now();
      if (leftMs <= 0) return Promise.resolve(found.fail(`expired ${until}`, 'Renew it.'));
      if (leftMs < warnBeforeMs)
        return Promise.resolve(found.warn(`expires ${until}`, 'Renew it soon.'));
      return Promise.resolve(found.ok(`is good until ${until}`));
    },
  }));
}
