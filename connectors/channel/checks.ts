import { tokenCheck } from '../common/api/token-checks';
import { found, type Check } from '../common/check';
import { messageOf } from '../common/message-of';
import { TransportError, type HttpTransport } from '../common/runtime';
import type { ChannelEnvironment, ChannelTenant } from './settings';

const timeoutMs = 5_000;

/** Of one tenant: whose tokens are taken, and whether its apps can be told how payments end. */
export function checksOf(
  { tenant, settings: { tokens, callbacks } }: ChannelTenant,
  environment: ChannelEnvironment,
  http: HttpTransport,
): Check[] {
  const usual = callbacks.default === undefined ? [] : [callbacks.default];
  const addresses = new Set([...callbacks.allowed, ...usual]);
  return [
    tokens === undefined ? withoutTokens(tenant, environment) : tokenCheck(tokens, http, tenant),
    ...[...addresses].map((url) => callbackCheck(url, tenant, http)),
    ...(callbacks.default === undefined ? [nobodyToAsk(tenant)] : []),
  ];
}

/** A payment names who is told of it. A customer who is asked for money has named nobody. */
function nobodyToAsk(tenant: string): Check {
  const finding = found.warn(
    'channel.callbacks.default is not set: requests to pay of other DFSPs are refused (4102)',
    'Set it to the address that tells customers, if they may be asked for money.',
  );
  return { what: 'the default callback address', tenant, run: () => Promise.resolve(finding) };
}

function withoutTokens(
  tenant: string,
  { CHANNEL_UNSAFE_DEVELOPMENT_MODE: isUnsafe }: ChannelEnvironment,
): Check {
  const finding = isUnsafe
    ? found.warn('none are checked: anybody may pay with any account', 'Never where money is real.')
    : found.fail('channel.tokens is not set: every request is refused', 'Set channel.tokens.');
  return { what: 'tokens', tenant, run: () => Promise.resolve(finding) };
}

/** Asked with a GET, which tells no app anything: any answer shows that somebody is there. */
function callbackCheck(url: string, tenant: string, http: HttpTransport): Check {
  return {
    what: `the callback address ${url}`,
    tenant,
    run: async () => {
      try {
        const { status } = await http.request({ method: 'GET', url, headers: {}, timeoutMs });
        return found.ok(`can be reached (answers ${status} to a GET)`);
      } catch (error) {
        const isTls = error instanceof TransportError && error.reason === 'tls-failed';
        if (isTls) {
          const detail = `there is no TLS connection to it: ${error.message}`;
          return found.fail(detail, 'It needs a certificate of an authority that Node believes.');
        }
        return found.away(
          `cannot be reached: ${messageOf(error)}`,
          'The name must resolve here, and the firewall let the hub pass.',
        );
      }
    },
  };
}
