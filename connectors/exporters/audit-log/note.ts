/** Signed notes with Ed25519, as https://c2sp.org/signed-note has them, and keys as Go's sumdb/note writes them. */
import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

const ed25519 = 1;
const signatureStart = '\u2014 ';
const namePattern = /^[^\s+]+$/;
/** More than anybody has witnesses; the specification wants 16. */
const signaturesMax = 100;

export interface NoteSigner {
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  readonly publicKey: KeyObject;
}

export interface SigningKeys {
  readonly privateKey: KeyObject;
  /** Those that signed before it. */
  readonly formerPublicKeys: readonly KeyObject[];
}

const pemBlock = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g;

/** @throws Error when the first block is no private Ed25519 key, or one after it no key of that kind */
export function readSigningKeys(pem: string): SigningKeys {
  const [first = pem, ...formers] = pem.match(pemBlock) ?? [];
  const keys = {
    privateKey: createPrivateKey(first),
    formerPublicKeys: formers.map((block) => createPublicKey(block)),
  };
  const all = [keys.privateKey, ...keys.formerPublicKeys];
  if (all.some(({ asymmetricKeyType }) => asymmetricKeyType !== 'ed25519')) {
    throw new Error('it is no Ed25519 key');
  }
  return keys;
}

function rawPublicKey(key: KeyObject): Buffer {
  const { x = '' } = key.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

function keyIdOf(name: string, publicKey: Buffer): number {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ed25519]), publicKey]);
  return hash('sha256', named, 'buffer').readUInt32BE();
}

/** `name+keyid+key`, which whoever is to believe the notes is given. */
export function verifierKeyOf({ name, privateKey }: NoteSigner): string {
  const publicKey = rawPublicKey(createPublicKey(privateKey));
  const keyId = keyIdOf(name, publicKey).toString(16).padStart(8, '0');
  return `${name}+${keyId}+${Buffer.concat([Buffer.from([ed25519]), publicKey]).toString('base64')}`;
}

export function verifierOf(name: string, publicKey: KeyObject): NoteVerifier {
  return { name, keyId: keyIdOf(name, rawPublicKey(publicKey)), publicKey };
}

/** @returns undefined when it is none */
export function readVerifierKey(text: string): NoteVerifier | undefined {
  const [name = '', keyIdText = '', ...rest] = text.split('+');
  const key = fromBase64(rest.join('+'));
  if (!namePattern.test(name) || !/^[0-9a-f]{8}$/.test(keyIdText)) return undefined;
  if (key?.length !== 33 || key[0] !== ed25519) return undefined;
  const keyId = parseInt(keyIdText, 16);
  if (keyIdOf(name, key.subarray(1)) !== keyId) return undefined;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** @param text whole lines */
export function signNote(text: string, signer: NoteSigner): string {
  const { name, privateKey } = signer;
  if (!text.endsWith('\n') || !namePattern.test(name)) throw new Error('this cannot be signed');
  const keyId = Buffer.alloc(4);
  keyId.writeUInt32BE(keyIdOf(name, rawPublicKey(createPublicKey(privateKey))));
  const signature = sign(null, Buffer.from(text), privateKey);
  const encoded = Buffer.concat([keyId, signature]).toString('base64');
  return `${text}\n${signatureStart}${name} ${encoded}\n`;
}

/** The text of a note that this key has signed; undefined for every other. */
export function openNote(
  note: string,
  { name, keyId, publicKey }: NoteVerifier,
): string | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map(readSignature);
  if (signatures.length > signaturesMax) return undefined;
  let isSigned = false;
  for (const one of signatures) {
    if (one === undefined) return undefined;
    if (one.name !== name || one.keyId !== keyId) continue;
    // One of ours that is wrong spoils the note, whatever others say.
    if (!verify(null, Buffer.from(text), publicKey, one.signature)) return undefined;
    isSigned = true;
  }
  return isSigned ? text : undefined;
}

function readSignature(line: string) {
  if (!line.startsWith(signatureStart)) return undefined;
  const [name = '', encoded = '', ...more] = line.slice(signatureStart.length).split(' ');
  const bytes = fromBase64(encoded);
  if (!namePattern.test(name) || more.length > 0 || bytes === undefined) return undefined;
  if (bytes.length < 5) return undefined;
  return { name, keyId: bytes.readUInt32BE(), signature: bytes.subarray(4) };
}

/** Undefined for what is not exactly that: Buffer passes over what it does not know. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
