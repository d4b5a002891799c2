/** A person's session, as it stands sealed in their browser's cookie: no server keeps it. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Clock, EpochMs } from '../../common/runtime';
import { clearCookie, cookieIn, setCookie, type CookieKind } from './cookies';
import { Seal } from './sealed';

const sessionSchema = z.object({
  version: z.literal(1),
  /** The page's own, the same until the person signs in anew. */
  sessionId: z.uuid(),
  sub: z.string(),
  /** The issuer's. */
  sid: z.string().optional(),
  name: z.string().optional(),
  /** By the issuer's clock, as what ends it is. */
  issuedAtS: z.number(),
  beganAtMs: z.number(),
  accessToken: z.string(),
  accessExpiresAtMs: z.number(),
  refreshToken: z.string().optional(),
});
export type Session = z.output<typeof sessionSchema>;

const cookie: CookieKind = { name: 'payment-hub', sameSite: 'Strict' };

export interface SessionCookiesDeps {
  readonly cookieKeys: readonly Buffer[];
  readonly sessionMaxMs: number;
  readonly clock: Clock;
}

export class SessionCookies {
  private readonly seal: Seal;

  constructor(private readonly deps: SessionCookiesDeps) {
    this.seal = new Seal(deps.cookieKeys, 'session', deps.clock);
  }

  endOf({ beganAtMs }: Pick<Session, 'beganAtMs'>): EpochMs {
    return beganAtMs + this.deps.sessionMaxMs;
  }

  async read(request: Request): Promise<Session | undefined> {
    const sealed = cookieIn(request, cookie);
    if (sealed === undefined) return undefined;
    const { data } = sessionSchema.safeParse(await this.seal.open(sealed));
    // The setting may have become less since.
    return data !== undefined && this.endOf(data) > this.deps.clock.now() ? data : undefined;
  }

  async write(request: Request, response: Response, session: Session): Promise<void> {
    const endMs = this.endOf(session);
    const sealed = await this.seal.close({ ...session }, endMs);
    const maxAgeS = Math.max(0, Math.floor((endMs - this.deps.clock.now()) / 1_000));
    setCookie({ request, response }, cookie, sealed, maxAgeS);
  }

  clear(request: Request, response: Response): void {
    clearCookie(request, response, cookie);
  }
}
