import type { EpochMs, Logger, TlsIdentity } from '../runtime';
import { expiriesOf, type TlsFileName } from './identity';

const dayMs = 86_400_000;
/** Certificates for a few weeks are common: enough to act in, and not a warning all the time. */
export const warnBeforeMs = 7 * dayMs;

/** Says in the log, once a day, that a certificate of a folder is near its end. */
export class ExpiryWatch {
  private expiries: ReadonlyMap<TlsFileName, EpochMs> = new Map();
  private of: TlsIdentity | undefined;
  private warnedAtMs = -Infinity;

  constructor(
    private readonly directory: string,
    private readonly log: Logger,
  ) {}

  look(identity: TlsIdentity, nowMs: EpochMs): void {
    if (this.of !== identity) {
      this.of = identity;
      this.expiries = expiriesOf(identity);
      this.warnedAtMs = -Infinity;
    }
    if (nowMs - this.warnedAtMs < dayMs) return;
    for (const [file, expiresAtMs] of this.expiries) {
      if (expiresAtMs - nowMs >= warnBeforeMs) continue;
      this.warnedAtMs = nowMs;
      const expiresAt = new Date(expiresAtMs).toISOString();
      const fields = { directory: this.directory, file, expiresAt };
      if (expiresAtMs > nowMs) this.log.warn(fields, 'a certificate expires soon: renew it');
      else this.log.error(fields, 'a certificate has expired: peers refuse it');
    }
  }

  /** Seconds until the end of each certificate; below zero after it. */
  secondsLeft(nowMs: EpochMs): [TlsFileName, number][] {
    return [...this.expiries].map(([file, expiresAtMs]) => [file, (expiresAtMs - nowMs) / 1_000]);
  }
}
