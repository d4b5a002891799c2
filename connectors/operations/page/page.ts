/** The operators' page: a backend-for-frontend, so that no token is ever in a browser. */
import express, { Router, type Express, type RequestHandler } from 'express';
import { chooseLanguage } from '../../common/api/language';
import { answerProblems, Problem } from '../../common/api/problems';
import { notStored } from '../../common/api/middleware';
import { parseQuery } from '../../common/api/query';
import { trace } from '../../common/api/trace';
import type { TokenVerifier } from '../../common/api/tokens';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Deps } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { rolesOf } from '../api/access';
import type { OperationsEnvironment } from '../api/settings';
import type { OwnMatters } from '../following/own-matters';
import {
  admitted,
  cookieBecomesToken,
  personIn,
  requireSession,
  sessionOf,
  withoutAuthorization,
} from './admission';
import type { KnownBefore } from './changes';
import { EndedSessions } from './ended-sessions';
import { pageFiles, pageHeaders } from './files';
import { IdentityProvider } from './identity-provider';
import { Live } from './live';
import { logoutTokenVerifier } from './logout-tokens';
import { otherApi } from './other-apis';
import { pageServerWords } from './page-words';
import { Refresher } from './refresher';
import { fromOwnPage } from './same-origin';
import { derivedKey } from './sealed';
import { SessionCookies, type Session } from './session';
import type { PageSettings } from './settings';
import { signInHandlers } from './sign-in';
import { signOutHandlers } from './sign-out';

/** Its docs are for machines’ makers, at their own path: they are a page of another kind. */
const onlyOperations: RequestHandler = (request, _response, next) => {
  if (request.path === '/tenants' || request.path.startsWith('/tenants/')) next();
  else {
    const detail = translated(pageServerWords, (said) => said.noSuchPath);
    throw new Problem('unknown-path', { detail });
  }
};

/** The page's links are relative to it. */
const withSlash: RequestHandler = (request, response, next) => {
  if (request.originalUrl === '/app') response.redirect(308, '/app/');
  else next();
};

export interface PageDeps {
  readonly settings: PageSettings;
  readonly environment: OperationsEnvironment;
  readonly deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>;
  readonly kafka: KafkaDoor;
  /** As the operations API checks tokens. */
  readonly verify: TokenVerifier;
  /** Of whom decisions and differences are. */
  readonly known: KnownBefore;
  readonly ownMatters: OwnMatters;
  /** Of the page's files; default: where they are built. */
  readonly builtIn?: readonly string[];
}

export class OperatorsPage {
  readonly live: Live;
  private readonly provider: IdentityProvider;
  private readonly cookies: SessionCookies;
  private readonly ended: EndedSessions;
  private readonly others;

  constructor(private readonly its: PageDeps) {
    const { settings, deps, kafka, environment, known, ownMatters } = its;
    const { log, clock } = deps;
    const [firstKey = Buffer.alloc(0)] = settings.cookieKeys;
    this.provider = new IdentityProvider({ ...deps, settings });
    this.cookies = new SessionCookies({ ...settings, clock });
    this.ended = new EndedSessions({
      kafka,
      topic: environment.OPERATIONS_SESSIONS_ENDED_TOPIC,
      issuer: settings.issuer.href,
      clock,
    });
    const secret = derivedKey(firstKey, "operators' page: positions");
    this.live = new Live({ clock, log, environment, known, ownMatters, secret });
    this.ended.onEnded(() => this.live.lookAtSessions());
    this.others = {
      feeRules: otherApi('feeRules', settings.feeRulesUrl, log),
      obligations: otherApi('obligations', settings.obligationsUrl, log),
    };
  }

  start(): Promise<void> {
    return this.ended.start();
  }

  checkHealth(): Promise<void> {
    return this.ended.checkHealth();
  }

  async stop(): Promise<void> {
    await this.live.stop();
    await this.ended.stop();
    this.others.feeRules.close();
    this.others.obligations.close();
  }

  /** @param api the operations API: at its own paths for machines, and under `/bff/api` for the page */
  around(api: Express): Express {
    const { settings, deps, builtIn } = this.its;
    const app = express().disable('x-powered-by').disable('etag').set('query parser', parseQuery);
    const own = [trace(deps.random), pageHeaders(settings.origin)];
    app.get('/', ...own, (_request, response) => {
      response.redirect(302, '/app/');
    });
    app.use('/app', ...own, withSlash, pageFiles(builtIn));
    app.use('/bff', ...own, notStored, chooseLanguage, withoutAuthorization, this.backend(api));
    app.use(['/app', '/bff'], () => {
      const detail = translated(pageServerWords, (said) => said.noSuchAddress);
      throw new Problem('unknown-path', { detail });
    });
    app.use(api);
    app.use(answerProblems(deps.log));
    return app;
  }

  private backend(api: Express): Router {
    const { settings, deps, verify } = this.its;
    const { cookies, ended, provider } = this;
    const issuer = settings.issuer.href;
    const common = { ...deps, provider, cookies, ended, issuer, origin: settings.origin };
    const signIn = signInHandlers({ ...common, cookieKeys: settings.cookieKeys, verify });
    const verifyLogoutToken = logoutTokenVerifier({ ...deps, provider, settings });
    const signOut = signOutHandlers({ ...common, verifyLogoutToken });
    const refresher = new Refresher({ ...deps, provider });
    const admit = requireSession(sessionOf({ cookies, ended, refresher }), cookies);
    const router = Router();
    router.get('/login', signIn.login);
    router.get('/callback', signIn.callback);
    router.post('/back-channel-logout', ...signOut.backChannelLogout);
    router.use(fromOwnPage(settings.origin));
    router.post('/logout', signOut.logout);
    router.use(['/session', '/live', '/api', '/fee-rules', '/obligations'], admit);
    router.get('/session', this.tellSession());
    router.get('/live', this.watch());
    router.use('/api', onlyOperations, cookieBecomesToken, api);
    router.all('/fee-rules/{*path}', this.others.feeRules.handler);
    router.all('/obligations/{*path}', this.others.obligations.handler);
    return router;
  }

  private tellSession(): RequestHandler {
    const { settings } = this.its;
    return async (_request, response) => {
      const session = admitted(response);
      const { person, roles } = await this.rolesIn(session);
      response.json({
        person,
        ...(session.name !== undefined && { name: session.name }),
        tenants: [...roles].map(([tenant, held]) => ({ tenant, roles: [...held] })),
        expiresAt: new Date(this.cookies.endOf(session)).toISOString(),
        apis: {
          feeRules: settings.feeRulesUrl !== undefined,
          obligations: settings.obligationsUrl !== undefined,
        },
      });
    };
  }

  private watch(): RequestHandler {
    const { clock } = this.its.deps;
    return async (request, response) => {
      const session = admitted(response);
      const { tenant } = request.query;
      const { person, roles } = await this.rolesIn(session);
      if (typeof tenant !== 'string' || !roles.has(tenant)) {
        const detail = translated(pageServerWords, (said) => said.needsRole);
        throw new Problem('forbidden', { detail });
      }
      const endMs = this.cookies.endOf(session);
      this.live.open(request, response, {
        ...{ person, tenant },
        untilMs: Math.min(endMs, session.accessExpiresAtMs),
        isSignedOut: () => this.ended.isEnded(session) || clock.now() >= endMs,
      });
    };
  }

  /** @throws Problem */
  private async rolesIn({ accessToken }: Session) {
    const { verify, environment } = this.its;
    const person = await personIn(accessToken, verify);
    const roles = rolesOf(person, environment.OPERATIONS_TOKEN_ROLES_CLAIM);
    return { person: person.name, roles };
  }
}
