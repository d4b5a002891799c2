import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
} from 'express';
import { ConfigurationError } from '../../common/config/problems';
import { errorInformation } from '../../common/fspiop-errors';
import type { Deps } from '../../common/runtime';
import { traceIdOf } from '../../common/observability/tracing';
import type { Resource } from '../api/media-type';
import { bodyProblem } from '../openapi/validators';
import type { MojaloopDeps, MojaloopTenant } from '../settings';
import { readHeaders, type FspiopHeaders } from './headers';
import { refusal, Refusal } from './refusal';
import type { Route, RouteServices } from './route';
import { routesByResource } from './routes';

export interface ServerOptions {
  readonly bodyMaxBytes: number;
  /** Tenant of requests without FSPIOP-Destination. */
  readonly defaultTenant: string | undefined;
}

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
  app.disable('x-powered-by').disable('etag').use(refuseHead);
  const findTenant = tenantFinder(deps, options.defaultTenant);
  const rawBody = express.raw({ type: () => true, limit: options.bodyMaxBytes, inflate: false });
  const services: RouteServices = { random: deps.random, stateQuestions };
  const resources = Object.entries(routesByResource) as [Resource, readonly Route[]][];
  for (const [resource, routes] of resources) {
    for (const route of routes) {
      app[route.method](
        `/${resource}${route.path}`,
        (request, response, next) => {
          const headers = readHeaders(request.headers, route.exchange, resource, deps.random);
          response.locals['headers'] = headers;
          response.locals['tenant'] = findTenant(headers.destination);
          next();
        },
        rawBody,
        async (request, response) => {
          const { headers, tenant } = response.locals as {
            headers: FspiopHeaders;
            tenant: MojaloopTenant;
          };
          const body = readBody(route, headers, request);
          const params = request.params as Record<string, string | undefined>;
          const message = route.handle({ tenant, headers, params, body }, services);
          if (message !== undefined) await deps.messages.publish(message);
          deps.log.debug(
            {
              tenant: tenant.tenant,
              traceId: traceIdOf(headers.traceparent),
              source: headers.source,
            },
            `${request.method} /${resource}${route.path} taken`,
          );
          // FSPIOP 3.2.4: a request is accepted, a callback is done with.
          response.status(route.exchange === 'request' ? 202 : 200).end();
        },
      );
    }
    refuseOtherMethods(app, resource, routes);
  }
  app.use(() => {
    throw refusal('UNKNOWN_URI');
  });
  app.use(errorAnswer(deps));
  return app;
}

/** Express would run GET's handler for it. */
const refuseHead: RequestHandler = (request, _response, next) => {
  if (request.method === 'HEAD') throw methodNotAllowed();
  next();
};

function refuseOtherMethods(app: Express, resource: Resource, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    app.all(`/${resource}${path}`, (_request, response) => {
      response.set('Allow', methods.join(', ').toUpperCase());
      throw methodNotAllowed();
    });
  }
}

function methodNotAllowed(): Refusal {
  return new Refusal(405, errorInformation('CLIENT_ERROR', 'method not allowed'));
}

/** The tenant is who FSPIOP-Destination says, never what a body says. */
function tenantFinder(
  { tenants }: MojaloopDeps,
  defaultTenant: string | undefined,
): (destination: string | undefined) => MojaloopTenant {
  const byFspId = new Map<string, MojaloopTenant>();
  for (const tenant of tenants.values()) {
    const other = byFspId.get(tenant.fspId);
    if (other !== undefined) {
      const both = `${other.tenant} and ${tenant.tenant}`;
      throw new ConfigurationError([`tenants: ${both} have the same fspId ${tenant.fspId}`]);
    }
    byFspId.set(tenant.fspId, tenant);
  }
  const fallback = defaultTenant === undefined ? undefined : tenants.get(defaultTenant);
  if (defaultTenant !== undefined && fallback === undefined) {
    throw new ConfigurationError([`MOJALOOP_DEFAULT_TENANT: there is no tenant ${defaultTenant}`]);
  }
  return (destination) => {
    if (destination === undefined) {
      if (fallback === undefined) throw refusal('MISSING_ELEMENT', 'FSPIOP-Destination');
      return fallback;
    }
    const tenant = byFspId.get(destination);
    if (tenant === undefined) throw refusal('DESTINATION_FSP_ERROR', 'FSPIOP-Destination');
    return tenant;
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readBody(route: Route, headers: FspiopHeaders, request: Request): unknown {
  if (route.body === 'none') return undefined;
  const body = parseBody(request.body, route.body === 'any');
  const schema = typeof route.body === 'function' ? route.body(body) : route.body;
  if (schema === 'any') return body;
  const version = headers.contentVersion === '2.0' ? '2.0' : '1.1';
  const problem = bodyProblem(version, schema, body);
  if (problem !== undefined) throw new Refusal(400, problem);
  return body;
}

function parseBody(raw: unknown, mayBeEmpty: boolean): unknown {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
  if (bytes.length === 0) {
    if (mayBeEmpty) return undefined;
    throw refusal('MISSING_ELEMENT', 'body');
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw refusal('MALFORMED_SYNTAX', 'the body is not JSON in UTF-8');
  }
}

function errorAnswer({ log }: Deps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = refusalOf(error);
    const fields = { status: answer.status, errorCode: answer.errorInformation.errorCode };
    if (answer.status >= 500) log.error({ ...fields, error }, `${request.method} was not taken`);
    else log.info({ ...fields, reason: answer.message }, `${request.method} was refused`);
    response.status(answer.status).json({ errorInformation: answer.errorInformation });
  };
}

/** Whatever we did not foresee leaves the sender free to try again: it was not taken, and not its fault. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') return refusal('TOO_LARGE_PAYLOAD');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return refusal('MALFORMED_SYNTAX', 'the request cannot be read');
  }
  return refusal('SERVICE_CURRENTLY_UNAVAILABLE');
}
