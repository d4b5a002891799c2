import express, {
  Router,
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Response,
} from 'express';
import { MessageTooLarge, type Deps } from '../../common/runtime';
import { noteMessage } from '../../common/journal/hear';
import { traceIdOf } from '../../common/observability/tracing';
import { parseMediaType, type Resource } from '../api/media-type';
import { openSchemas } from '../openapi/validators';
import type { MojaloopDeps } from '../settings';
import { checkQuery, readBody } from './body';
import { createBodyReader, isLeftUnread, type BodyLimits } from './body-reader';
import type { Delivered, Delivery } from './delivery';
import { checkRawHeaders, readHeaders } from './headers';
import type { Incoming } from './incoming';
import { refusal, Refusal, tooLarge } from './refusal';
import { idsOf } from './payment-ids';
import type { News, Route, RouteServices } from './route';
import { routesByResource } from './routes';
import { checkSignature } from './signature';
import { tenantFinder } from './tenant-finder';
import { answerUnread } from './unread-answer';

export interface ServerOptions {
  readonly bodies: BodyLimits;
  /** Tenant of requests without FSPIOP-Destination. */
  readonly defaultTenant: string | undefined;
  /** Where there are several engines; undefined: whatever comes is for the engine here. */
  readonly delivery?: Delivery | undefined;
  /** False for what another engine hands on: it has checked the signature. */
  readonly checksSignatures?: boolean;
}

/** A replica that knows the tenant, or an engine with a new leader, is found sooner than a payment's next step ends. */
const retryAfterS = '2';

/** The standard has POST for it, at the account lookup: a DFSP serves no method there (RFC 9110 10.2.1). */
const pathsOfLookup = ['/participants'];

/** FSPIOP 2.0's currency conversion. Before 2.0 there are no such URIs. */
const pathsOfForeignExchange = [
  ...['/fxQuotes', '/fxTransfers'].flatMap((path) => [path, `${path}/:id`, `${path}/:id/error`]),
  '/services/FXP',
  '/services/FXP/:source/:target',
];

/**
 * The FSPIOP server of all tenants. It acknowledges only what the engine has stored, and answers
 * everything else with FSPIOP's own error body.
 */
export function createFspiopServer(
  deps: MojaloopDeps,
  stateQuestions: RouteServices['stateQuestions'],
  options: ServerOptions,
): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  // FSPIOP 3.1.4: URIs are case-sensitive, and one resource has one; a signature names it too.
  app.enable('case sensitive routing').enable('strict routing');
  app.use(refuseHead, (request, response, next) => {
    noteMessage(response);
    options.delivery?.admit(request);
    checkRawHeaders(request);
    next();
  });
  // Now, and not when the first message waits.
  openSchemas();
  const findTenant = tenantFinder(deps.tenants, options.defaultTenant);
  const rawBody = createBodyReader(options.bodies);
  const services: RouteServices = {
    random: deps.random,
    switchNow: (via) => deps.switchClocks.now(via),
    stateQuestions,
  };
  const resources = Object.entries(routesByResource) as [Resource, readonly Route[]][];
  // Express tries one pattern after the other: rather those of one resource than those of all.
  const routers = new Map<string, Router>();
  app.use((request, response, next) => {
    const [, firstPart = ''] = request.path.split('/', 2);
    const router = routers.get(firstPart);
    if (router === undefined) next();
    else router(request, response, next);
  });
  for (const [resource, routes] of resources) {
    const router = Router({ caseSensitive: true, strict: true });
    routers.set(resource, router);
    for (const route of routes) {
      const path = pathOf(resource, route);
      const check: RequestHandler = (request, response, next) => {
        const headers = readHeaders(request.headers, route.exchange, resource, deps.random);
        checkQuery(route, headers, request.query);
        // HTTP/1.0 may leave Host out, whatever the type says.
        const host = (request.hostname as string | undefined)?.toLowerCase();
        const found = findTenant(headers.destination, host);
        Object.assign(response.locals, { headers, ...found });
        noteMessage(response, { tenant: found.tenant.tenant, peerName: found.via.name });
        next();
      };
      const take = [
        check,
        rawBody,
        ...(options.checksSignatures === false ? [] : [signed(resource, deps, options)]),
        receiver(resource, route, deps, { services, delivery: options.delivery }),
      ];
      // Headers first: a body of 5 MB is not read for nothing.
      router[route.method](path, ...take);
    }
    refuseOtherMethods(router, resource, routes);
  }
  app.all(pathsOfLookup, refuseMethod([]));
  app.all(pathsOfForeignExchange, (request) => {
    const major = parseMediaType(request.get('Content-Type') ?? '')?.major;
    throw refusal(Number(major) >= 2 ? 'NOT_IMPLEMENTED' : 'UNKNOWN_URI');
  });
  app.use(() => {
    throw refusal('UNKNOWN_URI');
  });
  app.use(errorAnswer(deps));
  return app;
}

function signed(
  resource: Resource,
  deps: MojaloopDeps,
  { delivery }: ServerOptions,
): RequestHandler {
  return async (request, response, next) => {
    const known = response.locals as Pick<Incoming, 'headers' | 'via' | 'tenant'>;
    const { headers, via } = known;
    await checkSignature(request, resource, headers, deps.signatures(via), (signature) => {
      noteMessage(response, { signature });
      if (signature === 'refused') delivery?.forged(request, known);
    });
    next();
  };
}

function receiver(
  resource: Resource,
  route: Route,
  deps: MojaloopDeps,
  { services, delivery }: { services: RouteServices; delivery: Delivery | undefined },
): RequestHandler {
  return async (request, response) => {
    const checked = response.locals as Pick<Incoming, 'headers' | 'tenant' | 'via'>;
    const { headers, tenant, via } = checked;
    const { clockSkewMs } = tenant.settings;
    const receivedAt = deps.switchClocks.past(via, headers.date, clockSkewMs);
    const body = readBody(route, headers, request.body);
    const params = request.params as Record<string, string | undefined>;
    const { query } = request;
    const incoming: Incoming = { ...checked, params, query, body, receivedAt };
    noteMessage(response, { ids: idsOf(resource, params, body) });
    const here = (own: Partial<RouteServices> = {}) =>
      takeHere(route, incoming, deps, { ...services, ...own });
    const delivered =
      delivery === undefined
        ? await here().then((): Delivered => 'taken')
        : await delivery.deliver({ request, resource, route, incoming, here });
    acknowledge(response, route, delivered);
  };
}

async function takeHere(
  route: Route,
  incoming: Incoming,
  deps: MojaloopDeps,
  services: RouteServices,
): Promise<void> {
  const news = route.handle(incoming, services);
  const told = await tellEngine(news, deps);
  if (told === 'duplicate' && route.repeated !== undefined) {
    await deps.messages.publish(route.repeated(incoming));
  }
  const { tenant, headers } = incoming;
  const fields = {
    tenant: tenant.tenant,
    traceId: traceIdOf(headers.traceparent),
    source: headers.source,
    message: news === undefined || 'correlationKey' in news ? news?.name : news[0]?.name,
  };
  deps.log.debug(fields, `${route.method.toUpperCase()} taken`);
}

/** FSPIOP 3.2.4: a request is accepted, a callback is done with. */
function acknowledge(response: Response, { exchange }: Route, delivered: Delivered): void {
  if (delivered === 'taken') response.status(exchange === 'request' ? 202 : 200).end();
  else if (delivered === 'not-here') response.status(204).end();
  else {
    const { status, contentType, body } = delivered;
    if (contentType !== undefined) response.set('Content-Type', contentType);
    response.status(status).end(body);
  }
}

async function tellEngine(news: News, { messages }: Deps): Promise<'told' | 'duplicate'> {
  if (news === undefined) return 'told';
  if ('correlationKey' in news) {
    return (await messages.publish(news)) === 'duplicate' ? 'duplicate' : 'told';
  }
  await Promise.all(news.map((signal) => messages.broadcast(signal)));
  return 'told';
}

/** Express would run GET's handler for it. */
const refuseHead: RequestHandler = (request, _response, next) => {
  if (request.method === 'HEAD') throw refusal('METHOD_NOT_ALLOWED');
  next();
};

function pathOf(resource: Resource, { path }: Route): string {
  return `/${resource}${path === '/' ? '' : path}`;
}

function refuseOtherMethods(router: Router, resource: Resource, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => pathOf(resource, route)))) {
    const same = routes.filter((route) => pathOf(resource, route) === path);
    router.all(path, refuseMethod(same.map((route) => route.method)));
  }
}

function refuseMethod(allowed: readonly Route['method'][]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed.join(', ').toUpperCase());
    throw refusal('METHOD_NOT_ALLOWED');
  };
}

function errorAnswer({ log }: Deps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = refusalOf(error);
    const fields = {
      status: answer.status,
      errorCode: answer.errorInformation.errorCode,
      // As the request says, which nobody has proved: for a refused signature it tells whose key to look at.
      source: request.get('FSPIOP-Source')?.slice(0, 32),
      destination: request.get('FSPIOP-Destination')?.slice(0, 32),
    };
    if (answer.status >= 500) log.error({ ...fields, error }, `${request.method} was not taken`);
    else log.info({ ...fields, reason: answer.message }, `${request.method} was refused`);
    const body = { errorInformation: answer.errorInformation };
    response.status(answer.status);
    if (answer.status === 503) response.set('Retry-After', retryAfterS);
    if (isLeftUnread(request)) answerUnread(request, response, body);
    else response.json(body);
  };
}

/** Whatever we did not foresee leaves the sender free to try again: it was not taken, and not its fault. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof MessageTooLarge) return tooLarge();
  const { status } = error as { status?: unknown };
  if (error instanceof URIError) return refusal('MALFORMED_SYNTAX', 'the path cannot be decoded');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return refusal('MALFORMED_SYNTAX', 'the request cannot be read');
  }
  return refusal('SERVICE_CURRENTLY_UNAVAILABLE');
}
