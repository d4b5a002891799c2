import type { SwitchContext } from './context';
import { deliveryError } from './delivery-error';
import { errorBody, refused, type ErrorBody } from './errors';
import { contentType, forwardedHeaders, hubHeaders } from './headers';
import {
  checkBody,
  checkHeaders,
  requireHeader,
  schemaRefusal,
  type HeaderRules,
} from './http-rules';
import type { Callback, Incoming, Outcome } from './messages';
import {
  isAuthorizationAnswer,
  isAuthorizationQuery,
  isRequestErrorBody,
  isTransactionRequest,
  isTransactionRequestAnswer,
} from './schemas';
import { nextTrace } from './trace';

/** Of transaction-requests-service 14.4.9: 1.x only, 2.0 is 406. */
const versions = { content: ['1.1', '1.0'], accept: ['1', '1.0', '1.1'] };
type Resource = 'transactionRequests' | 'authorizations';
const rulesOf = (resource: Resource): HeaderRules => ({ resource, versions });

interface Route {
  readonly resource: Resource;
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As it goes on, with its query. */
  readonly path: string;
  /** Where the body was read differently from how it came. */
  readonly body?: string;
  readonly isError?: true;
}

/**
 * The transaction requests service: passes requests to pay and authorizations on to who they are for. It keeps nothing, so
 * one that is asked twice goes there twice.
 */
export class TransactionRequests {
  constructor(private readonly context: SwitchContext) {}

  post(incoming: Incoming): Outcome {
    const resource = 'transactionRequests';
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    const body = readBody(incoming.body, isTransactionRequest);
    const { transactionRequestId: id } = body as { readonly transactionRequestId: string };
    return this.passOn(incoming, 202, { resource, id, method: 'POST', path: `/${resource}` });
  }

  get(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    if (resource === 'authorizations') checkQuery(incoming.path);
    return this.passOn(incoming, 202, { resource, id, method: 'GET', path: incoming.path });
  }

  put(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    const isValid =
      resource === 'authorizations' ? isAuthorizationAnswer : isTransactionRequestAnswer;
    const body = JSON.stringify(readBody(incoming.body, isValid));
    return this.passOn(incoming, 200, { resource, id, method: 'PUT', path: incoming.path, body });
  }

  putError(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    readBody(incoming.body, isRequestErrorBody);
    const route = { resource, id, method: 'PUT', path: incoming.path, isError: true } as const;
    return this.passOn(incoming, 200, route);
  }

  private passOn(incoming: Incoming, status: number, route: Route): Outcome {
    const source = requireHeader(incoming.headers, 'fspiop-source');
    const destination = incoming.headers['fspiop-destination'];
    // Nobody is told that an error could not be passed on.
    const fail = (reason: ErrorBody): readonly Callback[] =>
      route.isError === true ? [] : [this.fail(incoming, route, source, reason)];
    if (destination === undefined || !this.context.participants.has(destination)) {
      const callbacks = fail(errorBody('1001', 'no endpoints found for fsp'));
      return { answer: { status }, callbacks };
    }
    const { method, path, resource } = route;
    // A defect: errors about requests to pay go on without a span of the switch's own.
    const hasNoSpan = route.isError === true && resource === 'transactionRequests';
    const trace = hasNoSpan ? undefined : nextTrace(incoming.headers, this.context.hexDigits);
    const body = route.body ?? incoming.body;
    const callback: Callback = {
      service: 'transactionRequests',
      to: destination,
      ...{ method, path },
      headers: forwardedHeaders(incoming, method, destination, trace),
      ...(body !== '' && { body }),
      whenRefused: (failure) => fail(deliveryError(failure)),
    };
    return { answer: { status }, callbacks: [callback] };
  }

  private fail(incoming: Incoming, route: Route, to: string, reason: ErrorBody): Callback {
    const { resource, id } = route;
    return {
      service: 'transactionRequests',
      ...{ to, method: 'PUT', path: `/${resource}/${id}/error` },
      headers: this.failureHeaders(incoming, resource, to),
      body: JSON.stringify(withCause(reason)),
    };
  }

  private failureHeaders(incoming: Incoming, resource: Resource, to: string) {
    const { headers } = incoming;
    if (resource === 'transactionRequests') {
      // A defect: who asked hears it in their own name, addressed to the one who could not be reached.
      return forwardedHeaders(incoming, 'PUT', headers['fspiop-destination'], undefined);
    }
    const trace = nextTrace(headers, this.context.hexDigits);
    return {
      ...hubHeaders(incoming, { resource, to, method: 'PUT', trace }),
      'content-type': contentType(resource, '1.0'),
    };
  }
}

function readBody(body: string, isValid: Parameters<typeof checkBody>[1]): unknown {
  try {
    JSON.parse(body);
  } catch {
    throw refused('3000', 'Invalid request payload JSON format');
  }
  return checkBody(body, isValid);
}

function checkQuery(path: string): void {
  const [, query = ''] = path.split('?');
  const given = Object.fromEntries(new URLSearchParams(query));
  if (isAuthorizationQuery(given)) return;
  throw schemaRefusal(isAuthorizationQuery.errors?.[0], '/query');
}

/** The service says where its code failed, in an extension of its own, as much of it as may stand there. */
function withCause({ errorInformation }: ErrorBody): ErrorBody {
  const { errorDescription, extensionList } = errorInformation;
  const reason = errorDescription.replace(/^.*? - /, '');
  const stack = `FSPIOPError: ${reason}\n    at transaction-requests-service`;
  const extension = [
    ...(extensionList?.extension ?? []).map(({ key, value }) => ({
      key,
      value: value.slice(0, 128),
    })),
    { key: 'cause', value: stack.slice(0, 128) },
  ];
  return { errorInformation: { ...errorInformation, extensionList: { extension } } };
}
