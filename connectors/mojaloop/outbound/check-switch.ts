import { TransportError, type Deps } from '../../common/runtime';
import type { MojaloopDeps, MojaloopTenant } from '../settings';
import type { SwitchSettings } from '../switch-settings';

const timeoutMs = 5_000;
/** Nothing of FSPIOP: a service or gateway says so without asking who we are. */
const refusing: ReadonlySet<number> = new Set([401, 403, 407]);

type CheckDeps = Pick<Deps, 'http' | 'log'> & Pick<MojaloopDeps, 'tls'>;

/**
 * Connects to every address of a tenant's switches, so that what will never work is told when the hub starts and not
 * by the first payment. Nothing is asked of the scheme. Never rejects.
 */
export async function checkSwitches(tenant: MojaloopTenant, deps: CheckDeps): Promise<void> {
  const checks = tenant.settings.switches.flatMap((via) =>
    [...new Set(Object.values(via.addresses))].map((url) => check(url, via, tenant.tenant, deps)),
  );
  await Promise.all(checks);
}

async function check(
  url: string,
  via: SwitchSettings,
  tenant: string,
  { http, log, tls }: CheckDeps,
): Promise<void> {
  const fields = { tenant, switch: via.name, url };
  try {
    const request = { method: 'GET', url, headers: {}, timeoutMs, tls: tls(via) } as const;
    const { status } = await http.request(request);
    if (refusing.has(status)) {
      log.error({ ...fields, status }, 'the switch, or what stands before it, does not let us in');
    } else {
      log.info(fields, 'the switch can be reached');
    }
  } catch (error) {
    const isTls = error instanceof TransportError && error.reason === 'tls-failed';
    const reason = error instanceof Error ? error.message : 'unknown';
    if (isTls) log.error({ ...fields, reason }, 'there is no TLS connection to the switch');
    else
      log.warn({ ...fields, reason }, 'the switch cannot be reached: payments over it will fail');
  }
}
