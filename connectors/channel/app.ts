import { Router, type Express, type RequestHandler } from 'express';
import { createApiApp } from '../common/api/app';
import { readBody } from '../common/api/body';
import { docsRouter } from '../common/api/docs';
import { limitRequests, notStored, onlyMethods } from '../common/api/middleware';
import { createPersonTokens } from '../common/contracts/person-tokens';
import type { Deps } from '../common/runtime';
import { authoriseRequest } from './authorization/authorise-request';
import { lookAtCode } from './authorization/look-at-code';
import { codesResource, requestCode } from './authorization/request-code';
import { payeesResources, payersResources } from './addresses';
import { callerOf, recogniseCaller, tenantByHeader, tenantByToken } from './caller';
import type { ChannelContext } from './context';
import { decidePayment } from './decide-payment';
import type { BetweenEngines } from './engines/between-engines';
import type { ActHandler, Delivery, Kind, LookHandler } from './engines/delivery';
import { kindsOf } from './engines/kinds';
import { lookAtPayment } from './look-at-payment';
import { makeQrCode } from './make-qr-code';
import { noPastPayments } from './past-payments';
import { openApiDocument } from './openapi';
import { postmanCollection } from './postman';
import type { ChannelEnvironment, ChannelTenants } from './settings';
import { lookAtRequest } from './requests/look-at-request';
import { startRequest } from './requests/start-request';
import { startPayment } from './start-payment';
import { createTokenCheck } from './tokens';
import { unsafeDocument, unsafeWarning } from './unsafe-mode';
import { createWaiter } from './waiting';

type Around = Pick<ChannelContext, 'asker'> &
  Partial<Pick<ChannelContext, 'past' | 'heldBackMs' | 'engines'>> & {
    /** Where there are several engines. */
    readonly between?: Pick<BetweenEngines, 'fromApp' | 'fromEngine' | 'right'> | undefined;
  };

export interface ChannelApps {
  readonly forApps: Express;
  /** What they hand on to each other. */
  readonly forEngines: Express | undefined;
}

/** @throws ConfigurationError when a tenant's tokens cannot be checked. */
export function createChannelApps(
  environment: ChannelEnvironment,
  tenants: ChannelTenants,
  deps: Deps,
  around: Around,
): ChannelApps {
  const { between } = around;
  const unsafe = environment.CHANNEL_UNSAFE_DEVELOPMENT_MODE;
  const findTenant = unsafe
    ? tenantByHeader(tenants)
    : tenantByToken(createTokenCheck(tenants, deps, environment.CHANNEL_CLOCK_SKEW_S));
  if (unsafe) deps.log.warn({}, 'UNSAFE DEVELOPMENT MODE: the channel API checks no tokens');
  const context = contextOf(environment, deps, around);
  const paymentsFor = (delivery: Delivery | undefined) =>
    Router().use(
      '/channel',
      paymentsRouter(context, delivery, {
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
      }),
    );
  const mark = unsafe ? [markUnsafe] : [];
  const document = unsafe ? unsafeDocument() : openApiDocument();
  return {
    forApps: createApiApp(
      deps,
      ...mark,
      docsRouter(document, unsafe ? unsafeWarning : undefined),
      Router().get('/postman.json', (_request, response) => {
        response.json(postmanCollection(document));
      }),
      paymentsFor(between?.fromApp),
    ),
    forEngines:
      between &&
      createApiApp(deps, ...mark, between.fromEngine.admit, paymentsFor(between.fromEngine)),
  };
}

function contextOf(
  environment: ChannelEnvironment,
  deps: Deps,
  { asker, past = noPastPayments, heldBackMs = () => undefined, engines, between }: Around,
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
    begin: (message) => between?.right.begin(message) ?? deps.messages.publish(message),
    random: deps.random,
    asker,
    heldBackMs,
    engines,
    wait: createWaiter(asker, environment.CHANNEL_WAITING_REQUESTS_MAX),
    waitMaxS: environment.CHANNEL_WAIT_MAX_S,
    limits: {
      dedupeWindowMs: environment.CHANNEL_DEDUPE_WINDOW_S * 1_000,
      repeatAnswerTimeoutMs: environment.CHANNEL_REPEAT_ANSWER_TIMEOUT_MS,
    },
  };
}

interface ResourceHandlers {
  readonly kind: Kind;
  readonly look: LookHandler;
  readonly start: RequestHandler;
  readonly act?: { readonly name: string; readonly handle: ActHandler };
}

function paymentsRouter(
  context: ChannelContext,
  delivery: Delivery | undefined,
  before: { readonly admit: RequestHandler[]; readonly readBody: RequestHandler },
): Router {
  const { admit, readBody } = before;
  const kinds = kindsOf(context);
  const router = Router();
  router.use(notStored);
  router
    .route('/qr-codes')
    .post(...admit, readBody, makeQrCode)
    .all(onlyMethods('POST'));
  /** A kind of thing: begun, found by its id and by its clientCorrelationId; and, of one, what else can be done. */
  const serve = (resource: string, handlers: ResourceHandlers): void => {
    const { look, start, act } = delivery ? delivered(delivery, handlers) : handlers;
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
      kind: kinds.payments,
      look: lookAtPayment(context, resource),
      start: startPayment(context, resource),
      act: { name: 'decision', handle: decidePayment(context, resource) },
    });
  }
  serve(codesResource, {
    kind: kinds.codes,
    look: lookAtCode(context),
    start: requestCode(context),
  });
  for (const resource of payeesResources) {
    serve(resource, {
      kind: kinds.requests,
      look: lookAtRequest(context, resource),
      start: startRequest(context, resource),
      act: { name: 'authorization', handle: authoriseRequest(context) },
    });
  }
  return router;
}

/** By the engine that they belong to. */
function delivered(
  delivery: Delivery,
  { kind, look, start, act }: ResourceHandlers,
): ResourceHandlers {
  return {
    kind,
    look: delivery.look(kind, look),
    start: delivery.begin(kind, start),
    ...(act && { act: { ...act, handle: delivery.act(kind, act.handle) } }),
  };
}

const markUnsafe: RequestHandler = (_request, response, next) => {
  response.set('Unsafe-Development-Mode', 'no tokens are checked');
  next();
};
