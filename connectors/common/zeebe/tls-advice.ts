/** What grpc-js passes on from OpenSSL, and the setting that mends it. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /alert (certificate|bad certificate|unknown ca|unsupported certificate|handshake failure)/,
    'the gateway refuses our certificate: ZEEBE_TLS_DIRECTORY must hold a tls.crt and tls.key that it accepts',
  ],
  [
    /unable to (verify|get)|self-signed certificate/,
    "ZEEBE_CA_CERTIFICATE, or ca.crt in ZEEBE_TLS_DIRECTORY, must be the authority that signed the gateway's certificate",
  ],
  [/altnames/, "ZEEBE_ADDRESS must be a name that the gateway's certificate is for"],
  [/certificate has expired/, "the gateway's certificate must be renewed"],
  [/wrong version number/, 'the gateway speaks no TLS: ZEEBE_TLS must be false'],
];

/** The same text, with what a person should do about it where TLS is what fails. */
export function withTlsAdvice(details: string): string {
  const found = advice.find(([pattern]) => pattern.test(details));
  return found === undefined ? details : `${found[1]} (${details.trim()})`;
}
