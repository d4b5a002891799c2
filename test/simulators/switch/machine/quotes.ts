import type { SwitchContext } from './context';
import { errorBody, type ErrorBody } from './errors';
import { forwardedHeaders, hubHeaders } from './headers';
import {
  checkBody,
  checkHeaders,
  errorBodyIn,
  requireHeader,
  type HeaderRules,
} from './http-rules';
import type { Callback, Delivery, Incoming, Outcome } from './messages';
import { isQuoteAnswer, isQuoteErrorBody, isQuoteRequest } from './schemas';
import { sortedJson } from './sorted-json';
import { nextTrace } from './trace';

const headerRules: HeaderRules = {
  resource: 'quotes',
  versions: { content: ['2.0', '1.1', '1.0'], accept: ['2', '2.0', '1', '1.0', '1.1'] },
};

/** The quoting service passes on those only. */
const passedHeaders = new Set([
  'accept',
  'content-type',
  'date',
  'fspiop-source',
  'fspiop-destination',
  'fspiop-signature',
  'fspiop-uri',
  'fspiop-http-method',
  'traceparent',
  'tracestate',
]);

/** A defect of the real switch: what goes wrong with PUT /quotes/{ID}/error ends as this. */
const errorOfErrors = errorBody('2001', 'span already finished');

interface QuoteRequest {
  readonly quoteId: string;
  readonly amount: { readonly currency: string };
}

interface Route {
  readonly quoteId: string;
  readonly source: string;
  readonly destination: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** What the sender is told when the other one did not take it. */
  readonly refusal: (failure: Delivery) => ErrorBody;
}

/** The quoting service. It keeps nothing: a quote asked twice goes to the payee twice. */
export class Quoting {
  constructor(private readonly context: SwitchContext) {}

  post(incoming: Incoming): Outcome {
    const ends = this.checkRequest(incoming);
    const body = checkBody(incoming.body, isQuoteRequest);
    const { quoteId, amount } = body as QuoteRequest;
    const { participants } = this.context;
    if (!participants.has(ends.source)) return { answer: { status: 202 }, callbacks: [] };
    if (!participants.hasAccount(ends.destination, amount.currency)) {
      const unsupported = errorBody('3201', `Unsupported participant '${ends.destination}'`);
      return accepted(202, this.fail(incoming, quoteId, ends.source, unsupported));
    }
    const route = { quoteId, ...ends, method: 'POST', path: '/quotes', body } as const;
    return accepted(202, this.forward(incoming, { ...route, refusal: deliveryError }));
  }

  get(incoming: Incoming, quoteId: string): Outcome {
    const ends = this.checkRequest(incoming);
    if (!this.context.participants.has(ends.destination)) {
      const body = errorBody(
        '3201',
        `No FSPIOP_CALLBACK_URL_QUOTES found for quote GET ${quoteId}`,
      );
      return accepted(202, this.fail(incoming, quoteId, ends.source, body));
    }
    const route = { quoteId, ...ends, method: 'GET', path: `/quotes/${quoteId}` } as const;
    return accepted(202, this.forward(incoming, { ...route, refusal: deliveryError }));
  }

  put(incoming: Incoming, quoteId: string): Outcome {
    const ends = this.checkRequest(incoming);
    const body = checkBody(incoming.body, isQuoteAnswer);
    const fail = (reason: ErrorBody) =>
      accepted(200, this.fail(incoming, quoteId, ends.source, reason));
    if (incoming.headers['accept'] !== undefined) {
      const detail = `Update for quote ${quoteId} failed: "accept" header should not be sent in callbacks.`;
      return fail(errorBody('3100', detail));
    }
    if (!this.context.participants.has(ends.destination)) {
      const detail = `No FSPIOP_CALLBACK_URL_QUOTES found for quote ${quoteId} PAYER party`;
      return fail(errorBody('3201', detail));
    }
    const route = { quoteId, ...ends, method: 'PUT', path: `/quotes/${quoteId}`, body } as const;
    return accepted(200, this.forward(incoming, { ...route, refusal: deliveryError }));
  }

  putError(incoming: Incoming, quoteId: string): Outcome {
    const ends = this.checkRequest(incoming);
    const body = checkBody(incoming.body, isQuoteErrorBody);
    if (!this.context.participants.has(ends.destination)) {
      return accepted(200, this.fail(incoming, quoteId, ends.source, errorOfErrors));
    }
    const path = `/quotes/${quoteId}/error`;
    const route = { quoteId, ...ends, method: 'PUT', path, body } as const;
    return accepted(200, this.forward(incoming, { ...route, refusal: () => errorOfErrors }));
  }

  private checkRequest(incoming: Incoming): { source: string; destination: string } {
    checkHeaders(incoming.method, incoming.headers, headerRules);
    const source = requireHeader(incoming.headers, 'fspiop-source');
    return { source, destination: requireHeader(incoming.headers, 'fspiop-destination') };
  }

  private forward(incoming: Incoming, route: Route): Callback {
    const { quoteId, source, destination, method, path, body, refusal } = route;
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    const headers = Object.entries(forwardedHeaders(incoming, method, destination, trace));
    return {
      service: 'quotes',
      to: destination,
      method,
      path,
      headers: Object.fromEntries(headers.filter(([name]) => passedHeaders.has(name))),
      // Without JWS the quoting service sends the body with its keys sorted.
      ...(body !== undefined && { body: sortedJson(body) }),
      whenRefused: (failure) => [this.fail(incoming, quoteId, source, refusal(failure))],
    };
  }

  private fail(incoming: Incoming, quoteId: string, source: string, body: ErrorBody): Callback {
    const path = `/quotes/${quoteId}/error`;
    const trace = nextTrace(incoming.headers, this.context.hexDigits);
    return {
      service: 'quotes',
      to: source,
      method: 'PUT',
      path,
      headers: hubHeaders(incoming, {
        resource: 'quotes',
        to: source,
        method: 'PUT',
        uri: path,
        trace,
      }),
      body: JSON.stringify(body),
    };
  }
}

function accepted(status: number, callback: Callback): Outcome {
  return { answer: { status }, callbacks: [callback] };
}

function deliveryError(failure: Delivery): ErrorBody {
  if (failure.kind === 'unreachable') return errorBody('1001', `Network error: ${failure.reason}`);
  const own = errorBodyIn(failure.body);
  if (own) return own;
  const reason = `Request failed with status code ${failure.status}`;
  const isClientError = failure.status >= 400 && failure.status < 500;
  return isClientError ? errorBody('3000', reason) : errorBody('1001', `Network error: ${reason}`);
}
