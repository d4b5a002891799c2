import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Why there is no TLS connection, and what to do about it; it follows "GET switch.example: ". */
interface TlsFailure {
  readonly message: string;
}

const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
]);

const advice: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the peer's certificate has expired: the peer must renew it",
  CERT_NOT_YET_VALID: "the peer's certificate is not valid yet: compare the clocks",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the peer's certificate is not for this host name: correct the address, or let the peer correct its certificate",
  ERR_SSL_WRONG_VERSION_NUMBER:
    'the peer speaks no TLS on this port: perhaps the address is http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'the peer speaks no TLS on this port: perhaps the address is http://',
};

/** Alerts that say that the peer did not like who we are (RFC 8446, 6.2). */
const clientRefused =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/;

/**
 * Undefined unless it is certain that the request was not sent, or that the peer threw it away unread:
 * either the handshake did not end for us, or the peer refused our certificate, which in TLS 1.3 it does
 * after its own handshake has ended for us, but before it reads on.
 */
export function tlsFailureOf(
  code: string,
  message: string,
  request: ClientRequest | undefined,
): TlsFailure | undefined {
  const socket = request?.socket;
  if (!(socket instanceof TLSSocket)) return undefined;
  const isRefused = clientRefused.test(code) && request?.reusedSocket === false;
  if (!isConnecting(socket) && !isRefused) return undefined;
  return { message: `${explain(code, message)} (${code})` };
}

/** Node has it true until the handshake has ended and the peer's certificate is found good. */
function isConnecting(socket: TLSSocket): boolean {
  return (socket as TLSSocket & { readonly secureConnecting?: boolean }).secureConnecting === true;
}

function explain(code: string, message: string): string {
  const known = advice[code];
  if (known !== undefined) return known;
  if (unknownAuthority.has(code)) {
    return "the peer's certificate is not of an authority that we trust: ca.crt in the TLS folder must hold that authority";
  }
  if (clientRefused.test(code)) {
    return 'the peer refused our client certificate, or the lack of one: tls.crt and tls.key in the TLS folder must be of an authority that it trusts';
  }
  return `no TLS connection: ${message}`;
}
