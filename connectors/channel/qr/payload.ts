/**
 * The form of a QR code's text by EMVCo's QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, chapter 3:
 * data objects of two digits for their id, two for the number of their characters, and so many characters; a checksum at
 * the end.
 */

/** What cannot be read, with why: to be shown to whoever sent it. */
export class UnreadableQrCode extends Error {
  override readonly name = 'UnreadableQrCode';
}

/** By id. In the order of the text. */
export type DataObjects = ReadonlyMap<string, string>;

const checksumId = '63';
const format = { id: '00', version: '01' };

/** @throws UnreadableQrCode */
export function readPayload(text: string): DataObjects {
  if (!text.startsWith(`${format.id}02${format.version}`)) {
    throw new UnreadableQrCode('is no EMVCo code: such a code begins with 000201');
  }
  const sum = /^(.*6304)([0-9A-Fa-f]{4})$/s.exec(text);
  if (sum === null) throw new UnreadableQrCode('has no checksum at its end: it is cut off');
  const [, summed = '', given = ''] = sum;
  if (checksumOf(summed) !== given.toUpperCase()) {
    throw new UnreadableQrCode('has a checksum that is not its own: it was misread or changed');
  }
  return readObjects(text, 'it');
}

/** @throws UnreadableQrCode */
export function readObjects(text: string, where: string): DataObjects {
  const characters = Array.from(text);
  const objects = new Map<string, string>();
  for (let at = 0; at < characters.length;) {
    const head = characters.slice(at, at + 4).join('');
    if (!/^\d{4}$/.test(head)) {
      throw new UnreadableQrCode(`has no data object at character ${at + 1} of ${where}`);
    }
    const [id, length] = [head.slice(0, 2), Number(head.slice(2))];
    const value = characters.slice(at + 4, at + 4 + length);
    if (length === 0 || value.length < length) {
      throw new UnreadableQrCode(`has in ${where} the data object ${id} with a wrong length`);
    }
    if (objects.has(id)) throw new UnreadableQrCode(`has the data object ${id} twice in ${where}`);
    objects.set(id, value.join(''));
    at += 4 + length;
  }
  return objects;
}

/** @param objects all but the format at the beginning and the checksum at the end */
export function writePayload(objects: DataObjects): string {
  const body = writeObjects(new Map([[format.id, format.version], ...objects]));
  const summed = `${body}${checksumId}04`;
  return summed + checksumOf(summed);
}

/** @throws RangeError when a value is longer than two digits can say */
export function writeObjects(objects: DataObjects): string {
  return Array.from(objects, ([id, value]) => {
    const { length } = Array.from(value);
    if (length === 0 || length > 99) throw new RangeError(`${id} is ${length} characters long`);
    return id + String(length).padStart(2, '0') + value;
  }).join('');
}

/** CRC-16/IBM-3740, which EMVCo names by ISO/IEC 13239: polynomial 1021, begun with FFFF. Four hexadecimal digits. */
export function checksumOf(text: string): string {
  let sum = 0xffff;
  for (const byte of Buffer.from(text)) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = ((sum & 0x8000) === 0 ? sum << 1 : (sum << 1) ^ 0x1021) & 0xffff;
    }
  }
  return sum.toString(16).toUpperCase().padStart(4, '0');
}
