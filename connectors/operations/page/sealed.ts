/** What the browser keeps and cannot read: encrypted and signed in one (JWE, A256GCM). */
import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';
import type { Clock, EpochMs } from '../../common/runtime';

/** What is sealed for one purpose opens for no other. */
export type Purpose = 'session' | 'login';

export class Seal {
  private readonly keys: readonly Uint8Array[];

  /** @param secrets the first seals, all open */
  constructor(
    secrets: readonly Buffer[],
    private readonly purpose: Purpose,
    private readonly clock: Clock,
  ) {
    this.keys = secrets.map((secret) => derivedKey(secret, `operators' page: ${purpose}`));
  }

  async close(content: JWTPayload, untilMs: EpochMs): Promise<string> {
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no key to seal with');
    return new EncryptJWT(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(this.purpose)
      .setExpirationTime(new Date(untilMs))
      .encrypt(key);
  }

  /** Undefined for what is over, was sealed with another key, or was tampered with. */
  async open(sealed: string): Promise<JWTPayload | undefined> {
    for (const key of this.keys) {
      const content = await this.openWith(key, sealed);
      if (content !== undefined) return content;
    }
    return undefined;
  }

  private async openWith(key: Uint8Array, sealed: string): Promise<JWTPayload | undefined> {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        audience: this.purpose,
        currentDate: new Date(this.clock.now()),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      return payload;
    } catch {
      // Whatever is wrong with it, it is not ours or not any more.
      return undefined;
    }
  }
}

/** 32 bytes that tell nothing of the secret. */
export function derivedKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
