import express, { Router, type Express, type Request, type RequestHandler } from 'express';
import { bytesOf, jsonBodyOf, mediaTypeOf, readBody } from '../../common/api/body';
import { docsRouter } from '../../common/api/docs';
import { limitRequests, notStored, onlyMethods } from '../../common/api/middleware';
import { answerProblems, Problem } from '../../common/api/problems';
import { parseQuery } from '../../common/api/query';
import { checkSchema } from '../../common/api/schema-errors';
import { securityHeaders } from '../../common/api/security-headers';
import { createTokenVerifier } from '../../common/api/tokens';
import { trace } from '../../common/api/trace';
import type { Deps, Logger } from '../../common/runtime';
import { administratorOf, allowOnly, recogniseAdministrator } from './administrator';
import { callOf, parametersOf } from './call';
import { openApiDocument, operations, type Operation } from './openapi';
import type { Handlers } from './handlers';
import type { Handler } from './handler';
import { send } from './send';
import { tokenSettingsOf, type AdministrationEnvironment } from './settings';

/** @throws ConfigurationError when tokens cannot be checked. */
export function createAdministrationApp(
  environment: AdministrationEnvironment,
  handlers: Handlers,
  deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>,
): Express {
  const verify = createTokenVerifier(
    tokenSettingsOf(environment),
    deps,
    environment.FEE_RULES_ADMINISTRATION_CLOCK_SKEW_S,
  );
  const before = [
    recogniseAdministrator(verify),
    limitRequests(
      environment.FEE_RULES_ADMINISTRATION_REQUESTS_PER_MINUTE_MAX,
      (response) => administratorOf(response).name,
    ),
  ];
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', parseQuery);
  app.use(trace(deps.random), securityHeaders(), docsRouter(openApiDocument));
  app.use(notStored, operationsRouter(environment, handlers, before, deps));
  app.use((request) => {
    throw new Problem('unknown-path', { detail: `${request.path}: see /docs` });
  });
  app.use(answerProblems(deps.log));
  return app;
}

function operationsRouter(
  environment: AdministrationEnvironment,
  handlers: Handlers,
  before: readonly RequestHandler[],
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
): Router {
  const router = Router();
  const place = placeForLargeBody(environment.FEE_RULES_ADMINISTRATION_LARGE_REQUESTS_MAX);
  const timeoutMs = environment.FEE_RULES_ADMINISTRATION_BODY_TIMEOUT_MS;
  const largeMaxBytes = environment.FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES;
  for (const operation of operations) {
    const handler = handlers[operation.operationId as keyof Handlers];
    const limits = { timeoutMs, bytesMax: handler.isLarge ? largeMaxBytes : smallBodyMaxBytes };
    router[operation.method](
      operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...before,
      allowOnly(operation.scope),
      ...(handler.isLarge ? [place] : []),
      ...(operation.mediaTypes.length === 0 ? [] : [readBody(clock, limits, operation.mediaTypes)]),
      answerWith(operation, handler, log),
    );
  }
  for (const path of new Set(operations.map((one) => one.path))) {
    const methods = operations.filter((one) => one.path === path).map((one) => one.method);
    const allowed = methods.map((one) => one.toUpperCase());
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), onlyMethods(...allowed));
  }
  return router;
}

/** Without rules, transactions or transfers. */
const smallBodyMaxBytes = 32_768;

function answerWith(operation: Operation, handler: Handler, log: Logger): RequestHandler {
  return async (request, response) => {
    const parameters = parametersOf(operation, request);
    const body = handler.isLarge ? bytesOf(request) : jsonOf(operation, request);
    const mediaType = mediaTypeOf(request);
    const call = callOf(request, response, { parameters, body, mediaType });
    await send(response, await handler.handle(call), call.signal, log);
  };
}

function jsonOf({ checkBody }: Operation, request: Request): unknown {
  if (checkBody === undefined) return undefined;
  const checked = checkSchema(checkBody, jsonBodyOf(request));
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  return checked.value;
}

/** So many large bodies are in memory or worked on at one time: taken before the body is read. */
function placeForLargeBody(placesMax: number): RequestHandler {
  let taken = 0;
  return (_request, response, next) => {
    if (taken >= placesMax) {
      const headers = { 'Retry-After': '5', Connection: 'close' };
      throw new Problem('unavailable', { detail: 'Others are being worked on', headers });
    }
    taken += 1;
    response.once('close', () => {
      taken -= 1;
    });
    next();
  };
}
