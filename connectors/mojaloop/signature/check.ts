import { verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { parseJson, parseJsonBytes } from '../../common/json';
import { believedAlgorithms, digests, isP256, type BelievedAlgorithm } from './keys';
import { signingInput, type SignedFields } from './signed-message';

/** A message is not what its signature says. The text names what is wrong, for the peer to read. */
export class InvalidSignature extends Error {
  override readonly name = 'InvalidSignature';
}

/** A message as it really came. */
export interface ReceivedMessage extends SignedFields {
  readonly body: Buffer;
  /** The HTTP headers FSPIOP-Signature, -URI and -HTTP-Method; undefined where there was none. */
  readonly signatureHeader: string | undefined;
  readonly uriHeader: string | undefined;
  readonly methodHeader: string | undefined;
}

/** A signature whose protected header is what the message really is. Who made it is still open. */
export interface Claim {
  readonly algorithm: BelievedAlgorithm;
  readonly input: Buffer;
  readonly signature: Buffer;
}

/** Enough for a key of 16,384 bits and every field at its longest. */
const signatureHeaderLengthMax = 4_096;

const base64url = z.string().regex(/^[\w-]+$/);
const signatureSchema = z.strictObject({ signature: base64url, protectedHeader: base64url });

const protectedSchema = z.looseObject({
  alg: z.enum(believedAlgorithms),
  'FSPIOP-URI': z.string(),
  'FSPIOP-HTTP-Method': z.string(),
  'FSPIOP-Source': z.string(),
  'FSPIOP-Destination': z.string().optional(),
  Date: z.string().optional(),
});
type ProtectedHeader = z.output<typeof protectedSchema>;

/** They would change what is signed, or bring a key along: only keys that we know already count. */
const refusedFields = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c'];

/**
 * Reads FSPIOP-Signature and compares its protected header with the real message.
 * @throws InvalidSignature
 */
export function readClaim(message: ReceivedMessage): Claim {
  if (message.signatureHeader === undefined)
    throw new InvalidSignature('FSPIOP-Signature is missing');
  const { signature, protectedHeader } = parseSignature(message.signatureHeader);
  const fields = parseProtected(bytesOf(protectedHeader, 'protectedHeader'));
  compare(fields, message);
  return {
    algorithm: fields.alg,
    input: signingInput(protectedHeader, message.body),
    signature: bytesOf(signature, 'signature'),
  };
}

export function isSignedWith(key: KeyObject, { algorithm, input, signature }: Claim): boolean {
  // A key is for its own kind of algorithm only.
  if ((algorithm === 'ES256') !== isP256(key)) return false;
  if (algorithm !== 'ES256') return verify(digests[algorithm], input, key, signature);
  // RFC 7518, 3.4: the two numbers side by side.
  return verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function parseSignature(header: string): z.output<typeof signatureSchema> {
  const isTooLong = header.length > signatureHeaderLengthMax;
  const parsed = signatureSchema.safeParse(isTooLong ? undefined : parseJson(header));
  if (parsed.success) return parsed.data;
  throw new InvalidSignature('FSPIOP-Signature is not {"signature","protectedHeader"}');
}

/** Bytes have one spelling only: what Buffer overlooks (unused bits, say) is refused. */
function bytesOf(text: string, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new InvalidSignature(`${name} is not base64url`);
  return bytes;
}

function parseProtected(bytes: Buffer): ProtectedHeader {
  const parsed = protectedSchema.safeParse(parseJsonBytes(bytes));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    throw new InvalidSignature(
      field === undefined
        ? 'the protected header is not a JSON object'
        : `${String(field)} of the protected header`,
    );
  }
  const refused = refusedFields.find((name) => name in parsed.data);
  if (refused === undefined) return parsed.data;
  throw new InvalidSignature(`${refused} may not stand in the protected header`);
}

function compare(fields: ProtectedHeader, message: ReceivedMessage): void {
  const { method, uri, source, destination, date } = message;
  // Who has the party is for the switch to find out: it fills the destination in after the signing.
  const isLookup = method === 'GET' && message.resource === 'parties';
  const lacksDestination = isLookup && fields['FSPIOP-Destination'] === undefined;
  const uris: [string, string][] = [
    ['FSPIOP-URI', fields['FSPIOP-URI']],
    ['HTTP header FSPIOP-URI', message.uriHeader ?? uri],
  ];
  for (const [name, said] of uris) if (!isSameUri(said, uri)) throw another(name);
  const pairs: [string, string | undefined, string | undefined][] = [
    ['FSPIOP-HTTP-Method', fields['FSPIOP-HTTP-Method'], method],
    ['FSPIOP-Source', fields['FSPIOP-Source'], source],
    [
      'FSPIOP-Destination',
      fields['FSPIOP-Destination'],
      lacksDestination ? undefined : destination,
    ],
    ['Date', fields.Date, fields.Date === undefined ? undefined : date],
    ['HTTP header FSPIOP-HTTP-Method', message.methodHeader ?? method, method],
  ];
  for (const [name, said, real] of pairs) {
    if (said !== real) throw another(name);
  }
}

const another = (name: string) => new InvalidSignature(`${name} is not that of the message`);

/**
 * Mojaloop's own SDK signs the path as its caller wrote it and sends it encoded: so the parts of the path are
 * compared decoded. Each by itself: `a/b` must not pass for the part `a%2Fb`.
 */
function isSameUri(said: string, real: string): boolean {
  if (said === real) return true;
  const [saidPath = '', ...saidQuery] = said.split('?');
  const [realPath = '', ...realQuery] = real.split('?');
  const plain = (path: string) => JSON.stringify(path.split('/').map(decodedPart));
  return plain(saidPath) === plain(realPath) && saidQuery.join('?') === realQuery.join('?');
}

/** What cannot be decoded was never encoded. */
function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
