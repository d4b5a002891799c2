import { found, once, type Check, type Finding } from '../common/check';
import { messageOf } from '../common/message-of';
import { TransportError, type EpochMs, type HttpResponse } from '../common/runtime';
import { certificateChecks } from '../common/tls/checks';
import { parseHttpDate } from './api/http-date';
import type { MojaloopDeps, MojaloopTenant } from './settings';
import { peerKeysOf } from './signature/signatures';
import type { SwitchSettings } from './switch-settings';

const timeoutMs = 5_000;
/** Nothing of FSPIOP: a service or gateway says so without asking who we are. */
const refusing: ReadonlySet<number> = new Set([401, 403, 407]);
/** Of the header Date. */
const wholeSecondMs = 1_000;

type CheckDeps = Pick<MojaloopDeps, 'http' | 'log' | 'tls' | 'clock'>;

/** Of every switch of a tenant: whether we reach it, whether our clocks agree, and what we sign and check with. */
export function checksOf(tenant: MojaloopTenant, deps: CheckDeps): Check[] {
  return tenant.settings.switches.flatMap((via) => [
    ...[...new Set(Object.values(via.addresses))].flatMap((url) =>
      addressChecks(url, via, tenant, deps),
    ),
    ...certificatesOf(via, tenant.tenant, deps),
    ...keyChecks(via, tenant.tenant, deps),
  ]);
}

interface Answered {
  readonly response: HttpResponse;
  /** Half-way between question and answer. */
  readonly atMs: EpochMs;
}

function addressChecks(
  url: string,
  via: SwitchSettings,
  { tenant, settings }: MojaloopTenant,
  { http, tls, clock }: CheckDeps,
): Check[] {
  const ask = once(async (): Promise<Answered> => {
    const askedAtMs = clock.now();
    const request = { method: 'GET', url, headers: {}, timeoutMs, tls: tls(via) } as const;
    const response = await http.request(request);
    return { response, atMs: (askedAtMs + clock.now()) / 2 };
  });
  return [
    {
      what: `${via.name} at ${url}`,
      tenant,
      isForStart: true,
      run: () => ask().then(({ response }) => reachedFinding(response), awayFinding),
    },
    {
      what: `the clock of ${via.name} at ${url}`,
      tenant,
      run: () =>
        ask().then(
          (answered) => clockFinding(answered, settings.clockSkewMs),
          () => found.warn('not looked at: there is no answer'),
        ),
    },
  ];
}

function reachedFinding({ status }: HttpResponse): Finding {
  if (!refusing.has(status)) return found.ok('can be reached');
  return found.fail(
    `the switch, or what stands before it, does not let us in (${status})`,
    'Let its gateway know this DFSP: its certificate, address or token.',
  );
}

function awayFinding(error: unknown): Finding {
  if (error instanceof TransportError && error.reason === 'tls-failed') {
    return found.fail(
      `there is no TLS connection to it: ${error.message}`,
      'mojaloop.tlsDirectory must hold its authority (ca.crt) and our certificate.',
    );
  }
  return found.away(
    `cannot be reached, payments over it will fail: ${messageOf(error)}`,
    'Set the address in the tenant file, or let the firewall pass.',
  );
}

function clockFinding({ response, atMs }: Answered, skewMaxMs: number): Finding {
  const dateMs = parseHttpDate(response.headers['date'] ?? '');
  if (dateMs === undefined) return found.warn('not known: its answers have no Date');
  // What stands there is rounded down: on average half a second too early.
  const aheadMs = dateMs + wholeSecondMs / 2 - atMs;
  const told = `${Math.abs(aheadMs / 1_000).toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} ours`;
  if (Math.abs(aheadMs) <= skewMaxMs + wholeSecondMs / 2) return found.ok(`is ${told}`);
  return found.fail(
    `is ${told}, and the two may differ by ${skewMaxMs / 1_000} s`,
    'Set both by NTP. What the clocks differ by is taken from the time that a payment has.',
  );
}

function certificatesOf(via: SwitchSettings, tenant: string, { tls, clock }: CheckDeps): Check[] {
  const source = tls(via);
  if (source === undefined || via.tlsDirectory === undefined) return [];
  return certificateChecks(via.tlsDirectory, source, clock, tenant);
}

function keyChecks(via: SwitchSettings, tenant: string, deps: CheckDeps): Check[] {
  const { sign, verify } = via.signatures;
  const signing: Check[] =
    sign === undefined
      ? []
      : [
          {
            what: `the key that signs for ${via.name}, ${sign.privateKeyPath}`,
            tenant,
            // It was read before: without one there are no signatures to look at.
            run: () => Promise.resolve(found.ok(`can sign with ${sign.algorithm}`)),
          },
        ];
  if (verify === undefined || verify.policies.messages === 'off') return signing;
  const keys = once(() => Promise.resolve(peerKeysOf(verify, deps)));
  const ofHubs = via.hubNames.map((hub): Check => ({
    what: `the keys of ${hub}, whose signatures of ${via.name} are checked`,
    tenant,
    run: async () => {
      const { length } = await (await keys()).of(hub);
      if (length > 0) return found.ok(length === 1 ? 'one' : `${length} of them`);
      return found.warn(
        'there is none: what it signs is refused',
        `Put one for ${hub} where mojaloop.signatures.verify says.`,
      );
    },
  }));
  return [...signing, ...ofHubs];
}
