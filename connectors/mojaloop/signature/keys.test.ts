import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { rsaKeyPair } from '../../../test/kit/signatures';
import { readJwk, readPrivateKey, readPublicKeys } from './keys';

const long = rsaKeyPair();
const short = rsaKeyPair(1024);
const ellipticOf = (namedCurve: string) =>
  generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const elliptic = ellipticOf('P-256');
const pss = generateKeyPairSync('rsa-pss', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
/** `openssl req -x509 -newkey rsa:2048`, of a key that is forgotten. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIDBTCCAe2gAwIBAgIUXrvo+mRfDSi+hGQk9un5CKOfrrMwDQYJKoZIhvcNAQEL
BQAwEjEQMA4GA1UEAwwHbGlvbmZzcDAeFw0yNjExMjExMzU3MTFaFw0yNjExMjIx
MzU3MTFaMBIxEDAOBgNVBAMMB2xpb25mc3AwggEiMA0GCSqGSIb3DQEBAQUAA4IB
DwAwggEKAoIBAQCF10sQHARdiGQCvk4xkVUvRhdyoI8q6SrC2afMZQzvbOd7djQd
K3gVzFTmoB9kaNsNm9WbyXM5LXmbUc1ayYt7C00yFW8Vz9tD+15rCpVDKHtD4mTG
jH4yzq7I9fZEewoYDqQA7MCD6EcBIwzAHEXhG61dyEcNg96V9H+0UyVWeFNWcYwA
gX0f49Cza2HMKgs8U6wVEP3U8lFeq+MsLv9DGRnOjZR9Cbv2RdBQH0ZVNd2MhX0u
BrtcQde4K6FzzWOHZF7gF6eovd1UN2WuN20LgrZqnC9ikqgz1uzdfqRkTYmECVmh
P6R/J1zorov86QDci9+lv5UY4xZS6eg/C4vPAgMBAAGjUzBRMB0GA1UdDgQWBBTc
JGhif3GjCE82WZdVHOg+Le3XhDAfBgNVHSMEGDAWgBTcJGhif3GjCE82WZdVHOg+
Le3XhDAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQBuwbAqnmNo
47XA4BcO76gTuLW4FiPb2mqrKHEZUjVC1KQEj+34jxDPffJ1akweUjUU1aKff7Ir
RlZieOJWD64oZcwvfwbauBNpCYvVASPWHnRKQ2WZr5oSOWo8F3/ErDyr2gPGqyCD
ehYf7eFGV7rN96b2yru+ETRi2xzl06zTb9Pbfxfu6rXfNiPmSeuBidS0rsqonyEh
JZk3Ne2WC4VhVsHuHp+bQoXGjFArOikNVFOEJFfcOfuMe/Lm9xUpCBlJv6MkGDa4
fYEFbxaLWLxAVtT2QruxQAbjK1J/pZntEg/AH883nlI0c/JL6gZCvHNrHo5ZmpEj
pL2oSrJsnXwU
-----END CERTIFICATE-----`;

test('a private key is read in PKCS #8 and PKCS #1', () => {
  const pkcs1 = long.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  for (const pem of [long.privatePem, pkcs1]) {
    expect(readPrivateKey(pem).equals(long.privateKey)).toBe(true);
  }
});

test('public keys are read as SPKI, PKCS #1 and certificates, several from one file', () => {
  const pkcs1 = long.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const keys = readPublicKeys(`${long.publicPem}a comment\n${pkcs1}${certificate}`);
  expect(keys.map((key) => key.equals(long.publicKey))).toEqual([true, true, false]);
});

test('a JWK is read', () => {
  const { n = '', e = '' } = long.publicKey.export({ format: 'jwk' });
  expect(readJwk({ kty: 'RSA', n, e }).equals(long.publicKey)).toBe(true);
});

test('a peer’s key may be one of P-256: Mojaloop’s own SDK signs with it', () => {
  const [key] = readPublicKeys(elliptic.publicKey);
  expect(key?.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(
    readJwk(key?.export({ format: 'jwk' }) ?? {}).equals(createPublicKey(elliptic.publicKey)),
  ).toBe(true);
});

test('keys that are too short or for no algorithm that we take are refused', () => {
  const reason = 'not RSA with at least 2048 bits';
  const peers = 'neither RSA with at least 2048 bits nor an elliptic one of P-256';
  const { n = '', e = '' } = short.publicKey.export({ format: 'jwk' });
  expect(() => readJwk({ kty: 'RSA', n, e })).toThrow(peers);
  for (const pem of [short.privatePem, elliptic.privateKey, pss.privateKey]) {
    expect(() => readPrivateKey(pem)).toThrow(reason);
  }
  const others = ['P-384', 'secp256k1'].map((curve) => ellipticOf(curve).publicKey);
  for (const pem of [short.publicPem, ...others, pss.publicKey]) {
    expect(() => readPublicKeys(long.publicPem + pem)).toThrow(peers);
  }
});

test('what is no key is refused, and not repeated', () => {
  const spoiled = long.publicPem.replace('\nMII', '\n???');
  expect(() => readPublicKeys(spoiled)).toThrow(/^holds a public key that cannot be read$/);
  expect(() => readPublicKeys('')).toThrow('no PEM block');
  expect(() => readPrivateKey(long.publicPem)).toThrow('holds a private key that cannot be read');
  expect(() => readJwk({ kty: 'RSA', n: '', e: '' })).toThrow('holds a');
});

test('a private key among the public ones is refused: a peer has shown it to us', () => {
  expect(() => readPublicKeys(long.privatePem)).toThrow('holds a private key');
});
