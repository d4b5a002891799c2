import type { SwitchContext } from './context';
import { acceptedVersions } from './context';
import { errorBody, type ErrorBody } from './errors';
import { forwardedHeaders, hubHeaders } from './headers';
import { checkBody, checkHeaders, requireHeader } from './http-rules';
import type { Callback, Delivery, Incoming, Outcome } from './messages';
import { isQuoteAnswer, isQuoteErrorBody, isQuoteRequest } from './schemas';
import { sortedJson } from './sorted-json';
import { nextTrace } from './trace';

const headerRules = { resource: 'quotes', versions: acceptedVersions };

interface QuoteRequest {
  readonly quoteId: string;
  readonly amount: { readonly currency: string };
}

/** The quoting service. It keeps nothing: a quote asked twice goes to the payee twice. */
export class Quoting {
  constructor(private readonly context: SwitchContext) {}

  post(incoming: Incoming): Outcome {
    const { source, destination } = this.checkRequest(incoming);
    const request = checkBody(incoming.body, isQuoteRequest) as QuoteRequest;
    const { participants } = this.context;
    const callbacks = participants.hasAccount(destination, request.amount.currency)
      ? [
          this.forward(incoming, request.quoteId, {
            source,
            destination,
            method: 'POST',
            path: '/quotes',
          }),
        ]
      : [this.fail(incoming, request.quoteId, source, unsupported(destination))];
    return { answer: { status: 202 }, callbacks };
  }

  get(incoming: Incoming, quoteId: string): Outcome {
    const { source, destination } = this.checkRequest(incoming);
    const path = `/quotes/${quoteId}`;
    const callbacks = this.context.participants.has(destination)
      ? [this.forward(incoming, quoteId, { source, destination, method: 'GET', path })]
      : [this.fail(incoming, quoteId, source, unsupported(destination))];
    return { answer: { status: 202 }, callbacks };
  }

  put(incoming: Incoming, quoteId: string): Outcome {
    const { source, destination } = this.checkRequest(incoming);
    checkBody(incoming.body, isQuoteAnswer);
    if (incoming.headers['accept'] !== undefined) {
      const detail = `Update for quote ${quoteId} failed: "accept" header should not be sent in callbacks.`;
      const callback = this.fail(incoming, quoteId, source, errorBody('3100', detail));
      return { answer: { status: 200 }, callbacks: [callback] };
    }
    return this.passBack(incoming, quoteId, { source, destination, path: `/quotes/${quoteId}` });
  }

  putError(incoming: Incoming, quoteId: string): Outcome {
    const { source, destination } = this.checkRequest(incoming);
    checkBody(incoming.body, isQuoteErrorBody);
    return this.passBack(incoming, quoteId, {
      source,
      destination,
      path: `/quotes/${quoteId}/error`,
    });
  }

  private checkRequest(incoming: Incoming): { source: string; destination: string } {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    return { source, destination: requireHeader(incoming.headers, 'fspiop-destination') };
  }

  private passBack(
    incoming: Incoming,
    quoteId: string,
    route: { source: string; destination: string; path: string },
  ): Outcome {
    const callbacks = this.context.participants.has(route.destination)
      ? [this.forward(incoming, quoteId, { ...route, method: 'PUT' })]
      : [this.fail(incoming, quoteId, route.source, unsupported(route.destination))];
    return { answer: { status: 200 }, callbacks };
  }

  private forward(
    incoming: Incoming,
    quoteId: string,
    route: { source: string; destination: string; method: 'GET' | 'POST' | 'PUT'; path: string },
  ): Callback {
    const { source, destination, method, path } = route;
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return {
      service: 'quotes',
      to: destination,
      method,
      path,
      headers: forwardedHeaders(incoming, method, destination, trace),
      // Without JWS the quoting service sends the body with its keys sorted.
      ...(method !== 'GET' && { body: sortedJson(incoming.body) }),
      whenRefused: (failure) => [this.fail(incoming, quoteId, source, deliveryError(failure))],
    };
  }

  private fail(incoming: Incoming, quoteId: string, source: string, body: ErrorBody): Callback {
    const target = { method: 'PUT', path: `/quotes/${quoteId}/error` };
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return {
      service: 'quotes',
      to: source,
      method: 'PUT',
      path: target.path,
      headers: hubHeaders(incoming, 'quotes', source, target, trace),
      body: JSON.stringify(body),
    };
  }
}

function unsupported(fspId: string): ErrorBody {
  return errorBody('3201', `Unsupported participant '${fspId}'`);
}

function deliveryError(failure: Delivery): ErrorBody {
  if (failure.kind === 'unreachable') return errorBody('1001', `Network error: ${failure.reason}`);
  const reason = `Request failed with status code ${failure.status}`;
  const isClientError = failure.status >= 400 && failure.status < 500;
  return isClientError ? errorBody('3000', reason) : errorBody('1001', `Network error: ${reason}`);
}
