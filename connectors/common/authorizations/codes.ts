/**
 * One-time passwords (FSPIOP 6.6). Nothing of one is kept anywhere: what shows it, and what compares it, makes it anew
 * from the tenant's secret. Only a keyed hash of it lies in the process, with a salt of its own, and binds it to what
 * the payer was shown.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { HOTP, Secret } from 'otpauth';
import type { HeldCode } from '../contracts/authorizations';
import { canonicalJson } from '../json';
import type { AllAuthorizationKeys, AuthorizationKeys } from './keys';

/** Which of all codes it is. */
export interface CodeName {
  readonly tenant: string;
  /** The process that it was made for: another one, of the same request sent once more, makes others. */
  readonly processInstanceKey: string;
  /** 1 for the first one of that process. */
  readonly number: number;
  readonly length: number;
}

/** The same each time that a job is done again. */
export function codeOf(keys: AuthorizationKeys, name: CodeName): string {
  const { tenant, processInstanceKey, number, length } = name;
  const ofProcess = hmac(keys.code, [tenant, processInstanceKey]);
  const secret = new Secret({ buffer: new Uint8Array(ofProcess).buffer });
  return HOTP.generate({ secret, algorithm: 'SHA256', digits: length, counter: number });
}

/**
 * What a process may know of something that was entered: without the tenant's secret it tells nothing, not even
 * whether the same was entered for another request.
 */
export function digestOf(
  { entered }: AuthorizationKeys,
  transactionRequestId: string,
  value: unknown,
): string {
  return hmac(entered, [transactionRequestId, value]).toString('hex');
}

/** `terms`: what the payer is shown with the code. For anything else it is not right. */
export function holdCode(keys: AuthorizationKeys, name: CodeName, terms: unknown): HeldCode {
  const { tenant, processInstanceKey, number, length } = name;
  const salt = hmac(keys.held, ['salt', tenant, processInstanceKey, number]).toString('hex');
  return { number, length, salt, hash: hashOf(keys, salt, codeOf(keys, name), terms) };
}

export interface Entry {
  readonly tenant: string;
  readonly processInstanceKey: string;
  readonly transactionRequestId: string;
  /** Of what was entered: see {@link digestOf}. */
  readonly digest: string;
  /** As the payment has them now. */
  readonly terms: unknown;
}

/**
 * Takes as long for every wrong entry, wherever it is wrong. While secrets change the code may be of one and the digest,
 * which another process has made, of another.
 */
export function isRight(all: AllAuthorizationKeys, held: HeldCode, entry: Entry): boolean {
  const { tenant, processInstanceKey, transactionRequestId, digest, terms } = entry;
  const { number, length, salt, hash } = held;
  const verdicts = all.map((keys) => {
    const code = codeOf(keys, { tenant, processInstanceKey, number, length });
    const isMeant = equal(hash, hashOf(keys, salt, code, terms));
    const entered = all.map((one) => equal(digest, digestOf(one, transactionRequestId, code)));
    return isMeant && entered.includes(true);
  });
  return verdicts.includes(true);
}

function hashOf({ held }: AuthorizationKeys, salt: string, code: string, terms: unknown): string {
  return hmac(held, ['code', salt, code, terms]).toString('hex');
}

/** JSON keeps the parts apart. */
function hmac(key: Uint8Array, parts: readonly unknown[]): Buffer {
  return createHmac('sha256', key).update(canonicalJson(parts)).digest();
}

function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
