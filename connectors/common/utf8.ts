/** The one way in which the hub makes text of bytes that others have written. */
import { readFileSync } from 'node:fs';

const exact = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text, a byte order mark included; undefined for bytes that are not UTF-8. Never U+FFFD in their place:
 * a payee, an amount or a rule with a hole in it is another one than was written (RFC 8259, 8.1).
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return exact.decode(bytes);
  } catch {
    return undefined;
  }
}

/** RFC 8259, 8.1: who reads JSON may ignore the mark, and nobody writes one into what is sent. We do so. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** A file that a person has written: some editors put a byte order mark there. @throws Error */
export function readTextFile(path: string): string {
  const text = decodeUtf8(readFileSync(path));
  if (text === undefined) throw new Error(`${path} is not UTF-8 text: save it as UTF-8`);
  return withoutByteOrderMark(text);
}
