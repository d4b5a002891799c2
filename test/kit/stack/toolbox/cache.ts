import { homedir } from 'node:os';
import { join } from 'node:path';

/** What is downloaded lies here: shared by all checkouts, safe to delete. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment['PAYMENT_HUB_CACHE'];
  if (own !== undefined && own !== '') return own;
  const caches = environment['XDG_CACHE_HOME'];
  return join(
    caches === undefined || caches === '' ? join(homedir(), '.cache') : caches,
    'payment-hub',
  );
}
