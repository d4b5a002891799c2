#!/usr/bin/env bash
# @mojaloop/sdk-standard-components 19.19.1 (npm): what its JWS signer writes as the path of a message.
#
# FSPIOP Signature 1.1 protects FSPIOP-URI, the path that the message is sent to. The signer finds where the path begins
# by the last part of the address that is the name of a resource. So a party whose identifier or sub-id is such a name
# (alias "quotes", sub-id "transfers") is signed under another path than it is sent under, in the protected header and
# in the header FSPIOP-URI alike: who compares the path with the request refuses the message.
# And the protected header is written in Latin-1, where RFC 7515 (5.1, 7.1) wants UTF-8: an identifier with an accent,
# which an HTTP header may hold, becomes bytes that are no UTF-8.
#
# Seen:
#   /parties/ALIAS/shop               signed as /parties/ALIAS/shop  UTF-8
#   /parties/ALIAS/quotes             signed as /quotes  UTF-8
#   /parties/BUSINESS/acme/transfers  signed as /transfers  UTF-8
#   /parties/ALIAS/José               signed as /parties/ALIAS/José  not UTF-8
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @mojaloop/sdk-standard-components@19.19.1 >/dev/null
cat > sign.cjs <<'JAVASCRIPT'
const { generateKeyPairSync } = require('node:crypto');
const { Jws } = require('@mojaloop/sdk-standard-components');

const { privateKey: signingKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const logger = { debug: () => {}, log: () => {}, child: () => logger };
const signer = new Jws.signer({ logger, signingKey });

function isUtf8(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

for (const path of [
  '/parties/ALIAS/shop',
  '/parties/ALIAS/quotes',
  '/parties/BUSINESS/acme/transfers',
  '/parties/ALIAS/José',
]) {
  const request = {
    method: 'PUT',
    uri: `http://switch.example${path}`,
    headers: { 'fspiop-source': 'buffalo', 'fspiop-destination': 'lion' },
    body: { party: {} },
  };
  signer.sign(request);
  const { protectedHeader } = JSON.parse(request.headers['fspiop-signature']);
  const bytes = Buffer.from(protectedHeader, 'base64url');
  const signed = JSON.parse(bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'));
  if (signed['FSPIOP-URI'] !== request.headers['fspiop-uri']) throw new Error('the two differ');
  console.log(`${path.padEnd(34)}signed as ${signed['FSPIOP-URI']}  ${isUtf8(bytes) ? '' : 'not '}UTF-8`);
}
JAVASCRIPT
node sign.cjs | tee seen
diff seen - <<'EXPECTED'
/parties/ALIAS/shop               signed as /parties/ALIAS/shop  UTF-8
/parties/ALIAS/quotes             signed as /quotes  UTF-8
/parties/BUSINESS/acme/transfers  signed as /transfers  UTF-8
/parties/ALIAS/José               signed as /parties/ALIAS/José  not UTF-8
EXPECTED
echo "as described"
