import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';

type TlsError = Error & { readonly code?: string | undefined };

/** Node's codes, and words of OpenSSL's, for which Node has no steady code. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/^CERT_HAS_EXPIRED$/, "the peer's certificate has expired: the peer must renew it"],
  [/^CERT_NOT_YET_VALID$/, "the peer's certificate is not valid yet: compare the clocks"],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    "the peer's certificate is not for this host name: correct the address or that certificate",
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED)$/,
    "the peer's certificate is of an authority that we do not trust: ca.crt of the TLS folder must hold it",
  ],
  [
    /wrong version number|packet length too long/,
    'the peer speaks no TLS on this port: perhaps the address must begin with http://',
  ],
];

/** Alerts that say that the peer did not like who we are (RFC 8446, 6.2). */
const clientRefused =
  /alert (certificate required|(bad|unsupported) certificate|certificate (revoked|expired|unknown)|unknown ca|access denied|decrypt error|handshake failure)/;

/**
 * Why there is no TLS connection and what to do about it, for the operator. Undefined unless it is certain
 * that the peer has not read the request: our handshake did not end, or the peer refused our certificate,
 * which in TLS 1.3 it does when the handshake has ended for us, but before it reads on.
 */
export function tlsFailureOf(
  error: TlsError,
  request: Pick<ClientRequest, 'socket' | 'reusedSocket'>,
): string | undefined {
  if (!(request.socket instanceof TLSSocket)) return undefined;
  const isRefused = clientRefused.test(error.message) && !request.reusedSocket;
  if (!isRefused && !isInHandshake(request.socket)) return undefined;
  return `${explain(error)} (${error.code ?? 'no code'})`;
}

/** Node sets it to false when the handshake has ended and the peer's certificate was found good. */
function isInHandshake(socket: TLSSocket): boolean {
  return (socket as TLSSocket & { readonly secureConnecting?: boolean }).secureConnecting === true;
}

function explain({ code = '', message }: TlsError): string {
  if (clientRefused.test(message)) {
    return 'the peer refused our client certificate, or the lack of one: tls.crt of the TLS folder must be of an authority that it trusts';
  }
  const known = causes.find(([pattern]) => pattern.test(code) || pattern.test(message));
  return known?.[1] ?? `no TLS connection: ${message}`;
}
