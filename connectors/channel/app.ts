import { Router, type Express, type RequestHandler } from 'express';
import { createApiApp } from '../common/api/app';
import { readBody } from '../common/api/body';
import { docsRouter } from '../common/api/docs';
import { limitRequests, notStored, onlyMethods } from '../common/api/middleware';
import { createPersonTokens } from '../common/contracts/person-tokens';
import type { HeldBackMs } from '../common/hub/role';
import type { Asker, Deps } from '../common/runtime';
import { authoriseRequest } from './authorization/authorise-request';
import { lookAtCode } from './authorization/look-at-code';
import { codesResource, requestCode } from './authorization/request-code';
import { payeesResources, payersResources } from './addresses';
import { callerOf, recogniseCaller, tenantByHeader, tenantByToken } from './caller';
import type { ChannelContext } from './context';
import { decidePayment } from './decide-payment';
import { lookAtPayment } from './look-at-payment';
import { makeQrCode } from './make-qr-code';
import { noPastPayments, type PastPayments } from './past-payments';
import { openApiDocument } from './openapi';
import { postmanCollection } from './postman';
import type { ChannelEnvironment, ChannelTenants } from './settings';
import { lookAtRequest } from './requests/look-at-request';
import { startRequest } from './requests/start-request';
import { startPayment } from './start-payment';
import { createTokenCheck } from './tokens';
import { unsafeDocument, unsafeWarning } from './unsafe-mode';
import { createWaiter } from './waiting';

/** @throws ConfigurationError when a tenant's tokens cannot be checked. */
export function createChannelApp(
  environment: ChannelEnvironment,
  tenants: ChannelTenants,
  deps: Deps,
  asker: Asker,
  past: PastPayments = noPastPayments,
  heldBackMs: HeldBackMs = () => undefined,
): Express {
  const unsafe = environment.CHANNEL_UNSAFE_DEVELOPMENT_MODE;
  const findTenant = unsafe
    ? tenantByHeader(tenants)
    : tenantByToken(createTokenCheck(tenants, deps, environment.CHANNEL_CLOCK_SKEW_S));
  if (unsafe) deps.log.warn({}, 'UNSAFE DEVELOPMENT MODE: the channel API checks no tokens');
  const payments = paymentsRouter(contextOf(environment, deps, { asker, past, heldBackMs }), {
    admit: [
      recogniseCaller(findTenant, deps.log),
      limitRequests(
        environment.CHANNEL_REQUESTS_PER_MINUTE_MAX,
        (response) => callerOf(response).tenant.tenant,
      ),
    ],
    readBody: readBody(deps.clock, {
      bytesMax: environment.CHANNEL_BODY_MAX_BYTES,
      timeoutMs: environment.CHANNEL_BODY_TIMEOUT_MS,
    }),
  });
  const document = unsafe ? unsafeDocument() : openApiDocument();
  return createApiApp(
    deps,
    ...(unsafe ? [markUnsafe] : []),
    docsRouter(document, unsafe ? unsafeWarning : undefined),
    Router().get('/postman.json', (_request, response) => {
      response.json(postmanCollection(document));
    }),
    Router().use('/channel', payments),
  );
}

function contextOf(
  environment: ChannelEnvironment,
  deps: Deps,
  { asker, past, heldBackMs }: Pick<ChannelContext, 'asker' | 'past' | 'heldBackMs'>,
): ChannelContext {
  const secret = environment.PAYMENT_EVENTS_PERSON_SECRET;
  const tokens = secret === undefined ? undefined : createPersonTokens(secret);
  return {
    clock: deps.clock,
    past,
    isSameRequest: ({ requestToken }, requestHash) =>
      tokens === undefined || requestToken === undefined
        ? undefined
        : tokens.requestTokenOf(requestHash) === requestToken,
    messages: deps.messages,
    random: deps.random,
    asker,
    heldBackMs,
    wait: createWaiter(asker, environment.CHANNEL_WAITING_REQUESTS_MAX),
    waitMaxS: environment.CHANNEL_WAIT_MAX_S,
    limits: {
      dedupeWindowMs: environment.CHANNEL_DEDUPE_WINDOW_S * 1_000,
      repeatAnswerTimeoutMs: environment.CHANNEL_REPEAT_ANSWER_TIMEOUT_MS,
    },
  };
}

interface ResourceHandlers {
  readonly look: RequestHandler<{ id?: string }>;
  readonly start: RequestHandler;
  readonly act?: { readonly name: string; readonly handle: RequestHandler<{ id: string }> };
}

function paymentsRouter(
  context: ChannelContext,
  before: { readonly admit: RequestHandler[]; readonly readBody: RequestHandler },
): Router {
  const { admit, readBody } = before;
  const router = Router();
  router.use(notStored);
  router
    .route('/qr-codes')
    .post(...admit, readBody, makeQrCode)
    .all(onlyMethods('POST'));
  /** A kind of thing: begun, found by its id and by its clientCorrelationId; and, of one, what else can be done. */
  const serve = (resource: string, { look, start, act }: ResourceHandlers): void => {
    router
      .route(`/${resource}`)
      .get(...admit, look)
      .post(...admit, readBody, start)
      .all(onlyMethods('GET', 'POST'));
    router
      .route(`/${resource}/:id`)
      .get(...admit, look)
      .all(onlyMethods('GET'));
    if (act === undefined) return;
    router
      .route(`/${resource}/:id/${act.name}`)
      .post(...admit, readBody, act.handle)
      .all(onlyMethods('POST'));
  };
  for (const resource of payersResources) {
    serve(resource, {
      look: lookAtPayment(context, resource),
      start: startPayment(context, resource),
      act: { name: 'decision', handle: decidePayment(context, resource) },
    });
  }
  serve(codesResource, { look: lookAtCode(context), start: requestCode(context) });
  for (const resource of payeesResources) {
    serve(resource, {
      look: lookAtRequest(context, resource),
      start: startRequest(context, resource),
      act: { name: 'authorization', handle: authoriseRequest(context) },
    });
  }
  return router;
}

const markUnsafe: RequestHandler = (_request, response, next) => {
  response.set('Unsafe-Development-Mode', 'no tokens are checked');
  next();
};
