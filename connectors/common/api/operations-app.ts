/** An API that is described by its openapi.yaml, for people who come with a token. */
import { Router, type Express, type Request, type RequestHandler } from 'express';
import type { Deps, Logger } from '../runtime';
import { translated } from '../words/languages';
import { createApiApp } from './app';
import { bytesOf, jsonBodyOf, mediaTypeOf, readBody } from './body';
import { callOf, parametersOf, type Call } from './call';
import { docsRouter } from './docs';
import type { Handler } from './handler';
import { chooseLanguage } from './language';
import { limitRequests, notStored, onlyMethods } from './middleware';
import type { DescribedApi, Operation } from './operations';
import { allowOnly, personOf, recognisePerson } from './person';
import { problemWords } from './problem-words';
import { Problem } from './problems';
import { parseQuery } from './query';
import { checkSchema } from './schema-errors';
import { send } from './send';
import type { TokenSettings } from './token-settings';
import { createTokenVerifier } from './tokens';

export interface OperationsAppSettings {
  readonly tokens: TokenSettings;
  readonly clockSkewS: number;
  /** Of each person. */
  readonly requestsPerMinuteMax: number;
  readonly bodyTimeoutMs: number;
  /** For the handlers that take large bodies. */
  readonly large?: LargeBodies;
  /** Who may have an operation done. Default: whose token has its scope. */
  readonly allow?: (operation: Operation) => RequestHandler;
  /** Told of each call before it is carried out; what it rejects with is the answer. */
  readonly witness?: (operation: Operation, call: Call) => Promise<void>;
}

export interface LargeBodies {
  readonly bytesMax: number;
  /** So many are in memory or worked on at one time. */
  readonly requestsMax: number;
}

/** By the ids of the operations. */
export type Handlers = Readonly<Record<string, Handler>>;

export function createOperationsApp(
  api: DescribedApi,
  handlers: Handlers,
  settings: OperationsAppSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>,
): Express {
  const verify = createTokenVerifier(settings.tokens, deps, settings.clockSkewS);
  const admit = [
    recognisePerson(verify),
    limitRequests(settings.requestsPerMinuteMax, (response) => personOf(response).name),
  ];
  const routes = operationsRouter(api.operations, handlers, admit, settings, deps);
  const app = createApiApp(deps, docsRouter(api.document), notStored, chooseLanguage, routes);
  return app.set('query parser', parseQuery);
}

/** @throws Error when an operation has no handler, or a handler no operation. */
function operationsRouter(
  operations: readonly Operation[],
  handlers: Handlers,
  admit: readonly RequestHandler[],
  {
    bodyTimeoutMs,
    large,
    allow = ({ scope }) => allowOnly(scope),
    witness = () => Promise.resolve(),
  }: OperationsAppSettings,
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
): Router {
  requireSameNames(operations, handlers);
  const router = Router();
  const place = placeForLargeBody(large?.requestsMax ?? 0);
  for (const operation of operations) {
    const handler = handlers[operation.operationId] as Handler;
    const bytesMax = handler.isLarge ? (large?.bytesMax ?? 0) : smallBodyMaxBytes;
    const limits = { timeoutMs: bodyTimeoutMs, bytesMax };
    router[operation.method](
      operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...admit,
      allow(operation),
      ...(handler.isLarge ? [place] : []),
      ...(operation.mediaTypes.length === 0 ? [] : [readBody(clock, limits, operation.mediaTypes)]),
      answerWith(operation, handler, witness, log),
    );
  }
  for (const path of new Set(operations.map((one) => one.path))) {
    const methods = operations.filter((one) => one.path === path).map((one) => one.method);
    const allowed = methods.map((one) => one.toUpperCase());
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), onlyMethods(...allowed));
  }
  return router;
}

/** Of an operation that is not for large bodies. */
const smallBodyMaxBytes = 32_768;

function requireSameNames(operations: readonly Operation[], handlers: Handlers): void {
  const described = operations.map(({ operationId }) => operationId).sort();
  const handled = Object.keys(handlers).sort();
  if (described.join() === handled.join()) return;
  throw new Error(`openapi.yaml describes ${described.join()}, and ${handled.join()} are handled`);
}

function answerWith(
  operation: Operation,
  handler: Handler,
  witness: NonNullable<OperationsAppSettings['witness']>,
  log: Logger,
): RequestHandler {
  return async (request, response) => {
    const parameters = parametersOf(operation, request);
    const body = handler.isLarge ? bytesOf(request) : jsonOf(operation, request);
    const mediaType = mediaTypeOf(request);
    const call = callOf(request, response, { parameters, body, mediaType });
    await witness(operation, call);
    await send(response, await handler.handle(call), call.signal, log);
  };
}

function jsonOf({ checkBody }: Operation, request: Request): unknown {
  if (checkBody === undefined) return undefined;
  const checked = checkSchema(checkBody, jsonBodyOf(request));
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  return checked.value;
}

/** Taken before the body is read. */
function placeForLargeBody(placesMax: number): RequestHandler {
  let taken = 0;
  return (_request, response, next) => {
    if (taken >= placesMax) {
      const headers = { 'Retry-After': '5', Connection: 'close' };
      const detail = translated(problemWords, (said) => said.others);
      throw new Problem('unavailable', { detail, headers });
    }
    taken += 1;
    response.once('close', () => {
      taken -= 1;
    });
    next();
  };
}
