/** Gives an access token that is about to be over a successor. */
import { createHash } from 'node:crypto';
import { Problem } from '../../common/api/problems';
import type { Clock, EpochMs } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { IssuerRefused, type IdentityProvider, type Tokens } from './identity-provider';
import { pageServerWords } from './page-words';
import type { Session } from './session';

/** With less left than this a token may be over before it has arrived. */
const leftLeastMs = 30_000;

/**
 * Issuers rotate refresh tokens, and take one that comes again for stolen. Of two tabs that ask at one moment both come with
 * the former cookie: for so long they are given what the first one got.
 */
const rememberedMs = 60_000;

/** Where the issuer does not say how long a token is good. */
const expiresInUsuallyS = 60;

type Fresh = Pick<Session, 'accessToken' | 'accessExpiresAtMs' | 'refreshToken'>;

interface Asked {
  readonly fresh: Promise<Fresh>;
  /** Infinity while there is no answer. */
  forgetMs: EpochMs;
}

export interface RefresherDeps {
  readonly provider: Pick<IdentityProvider, 'refresh'>;
  readonly clock: Clock;
}

export class Refresher {
  /** By a digest: the tokens themselves are in nothing that lasts. */
  private readonly asked = new Map<string, Asked>();

  constructor(private readonly deps: RefresherDeps) {}

  /**
   * The session itself while its token is good; one with another token; undefined when the issuer refuses: it is over.
   * @throws Problem while the issuer gives no answer
   */
  async fresh(session: Session): Promise<Session | undefined> {
    const nowMs = this.deps.clock.now();
    if (session.accessExpiresAtMs - nowMs >= leftLeastMs) return session;
    const isStillGood = session.accessExpiresAtMs > nowMs;
    if (session.refreshToken === undefined) return isStillGood ? session : undefined;
    try {
      return { ...session, ...(await this.refreshed(session.refreshToken)) };
    } catch (error) {
      // Any other word of the issuer's is on this hub, not on the person.
      if (error instanceof IssuerRefused && error.code === 'invalid_grant') return undefined;
      if (isStillGood) return session;
      throw new Problem('unavailable', {
        detail: translated(pageServerWords, (said) => said.notRenewed),
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    }
  }

  private refreshed(refreshToken: string): Promise<Fresh> {
    const { clock, provider } = this.deps;
    for (const [key, { forgetMs }] of this.asked) {
      if (forgetMs <= clock.now()) this.asked.delete(key);
    }
    const key = createHash('sha256').update(refreshToken).digest('base64url');
    const known = this.asked.get(key);
    if (known !== undefined) return known.fresh;
    const fresh = provider
      .refresh(refreshToken)
      .then((tokens) => tokensIn(tokens, { refreshToken }, clock.now()));
    const asked: Asked = { fresh, forgetMs: Infinity };
    this.asked.set(key, asked);
    const remember = (): void => {
      asked.forgetMs = clock.now() + rememberedMs;
    };
    fresh.then(remember, (error: unknown) => {
      if (error instanceof IssuerRefused) remember();
      else this.asked.delete(key);
    });
    return fresh;
  }
}

/** As they stand in a session; an issuer that does not rotate gives no other refresh token. */
export function tokensIn(
  { accessToken, expiresInS, refreshToken }: Tokens,
  former: Pick<Session, 'refreshToken'>,
  nowMs: EpochMs,
): Fresh {
  return {
    accessToken,
    accessExpiresAtMs: nowMs + (expiresInS ?? expiresInUsuallyS) * 1_000,
    refreshToken: refreshToken ?? former.refreshToken,
  };
}
