import type { SwitchContext } from './context';
import { errorBody, type ErrorBody } from './errors';
import { forwardedHeaders, hubHeaders } from './headers';
import { checkBody, checkHeaders, requireHeader, type HeaderRules } from './http-rules';
import type { Callback, Delivery, Incoming, Outcome } from './messages';
import {
  isAuthorizationAnswer,
  isErrorBody,
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
    const body = checkBody(incoming.body, isTransactionRequest);
    const { transactionRequestId: id } = body as { readonly transactionRequestId: string };
    return this.passOn(incoming, 202, {
      resource,
      id,
      method: 'POST',
      path: '/transactionRequests',
    });
  }

  get(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    return this.passOn(incoming, 202, { resource, id, method: 'GET', path: incoming.path });
  }

  put(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    const isAuthorization = resource === 'authorizations';
    checkBody(incoming.body, isAuthorization ? isAuthorizationAnswer : isTransactionRequestAnswer);
    return this.passOn(incoming, 200, { resource, id, method: 'PUT', path: incoming.path });
  }

  putError(incoming: Incoming, resource: Resource, id: string): Outcome {
    checkHeaders(incoming.method, incoming.headers, rulesOf(resource));
    checkBody(incoming.body, isErrorBody);
    return this.passOn(incoming, 200, { resource, id, method: 'PUT', path: incoming.path });
  }

  private passOn(incoming: Incoming, status: number, route: Route): Outcome {
    const source = requireHeader(incoming.headers, 'fspiop-source');
    const destination = requireHeader(incoming.headers, 'fspiop-destination');
    const { participants, hexDigits } = this.context;
    if (!participants.has(destination)) {
      const reason = errorBody('3201', `${destination} is not known`);
      return { answer: { status }, callbacks: [this.fail(incoming, route, source, reason)] };
    }
    const trace = nextTrace(incoming.headers, hexDigits);
    const { method, path } = route;
    const callback: Callback = {
      service: 'transactionRequests',
      to: destination,
      ...{ method, path },
      headers: forwardedHeaders(incoming, method, destination, trace),
      ...(incoming.body !== '' && { body: incoming.body }),
      whenRefused: (failure) => [this.fail(incoming, route, source, deliveryError(failure))],
    };
    return { answer: { status }, callbacks: [callback] };
  }

  private fail(incoming: Incoming, route: Route, to: string, reason: ErrorBody): Callback {
    const { resource, id } = route;
    const path = `/${resource}/${id}/error`;
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return {
      service: 'transactionRequests',
      ...{ to, method: 'PUT', path },
      headers: hubHeaders(incoming, { resource, to, method: 'PUT', uri: path, trace }),
      body: JSON.stringify(reason),
    };
  }
}

/** The real one says where its code failed, in an extension of its own. */
function deliveryError(failure: Delivery): ErrorBody {
  const reason =
    failure.kind === 'unreachable'
      ? failure.reason
      : `Request failed with status code ${failure.status}`;
  const stack = `Error: ${reason} at sendRequest`.slice(0, 128);
  return errorBody('1001', `Failed to send HTTP request to host - ${reason}`, [
    { key: 'cause', value: stack },
  ]);
}
