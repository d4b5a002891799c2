import type { ErrorRequestHandler } from 'express';
import { traceIdOf } from '../observability/tracing';
import type { Logger } from '../runtime';

/** One wrong place in a request: a JSON pointer into the body, a header or a path parameter. */
export type FieldError = { readonly detail: string } & (
  { readonly pointer: string } | { readonly header: string } | { readonly parameter: string }
);

/** Every problem that the hub's own APIs answer with; the type is `urn:payment-hub:problem:<name>`. */
const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  unauthenticated: { status: 401, title: 'No valid token came with the request' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'second-person-needed': {
    status: 403,
    title: 'It takes a second person: nobody approves what they drafted or decided themselves',
  },
  'unknown-path': { status: 404, title: 'Nothing is served at this address' },
  'unknown-id': { status: 404, title: 'There is nothing with this id' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-acceptable': { status: 406, title: 'There is no such form of it as is asked for' },
  'request-too-slow': { status: 408, title: 'The body did not arrive in time' },
  'other-content': {
    status: 409,
    title: 'There is a payment with this clientCorrelationId but other content',
  },
  'other-state': { status: 409, title: 'What it stands at does not allow this' },
  'no-longer-kept': { status: 410, title: 'What is asked for was here, and is kept no longer' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not of a type that is taken here' },
  'invalid-rules': { status: 422, title: 'The rules have errors' },
  'too-much-work': { status: 422, title: 'This takes more work than one request may ask for' },
  'too-many-requests': { status: 429, title: 'Too many requests; please slow down' },
  internal: { status: 500, title: 'The hub made a mistake' },
  'not-set-up': { status: 501, title: 'This hub is not set up for this' },
  unavailable: {
    status: 503,
    title: 'The hub cannot take the request now; it is safe to send it again',
  },
} as const;
export type ProblemName = keyof typeof problems;

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What else the answer tells (RFC 9457, 3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Answered as RFC 9457 problem details: whoever throws it decides what the caller hears. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly problem: ProblemName,
    readonly options: ProblemOptions = {},
  ) {
    super(`${problem}: ${options.detail ?? problems[problem].title}`, { cause: options.cause });
    this.status = problems[problem].status;
  }

  toJSON() {
    const { detail, errors, members } = this.options;
    return {
      type: `urn:payment-hub:problem:${this.problem}`,
      title: problems[this.problem].title,
      status: this.status,
      ...(detail !== undefined && { detail }),
      ...(errors !== undefined && { errors: errors.slice(0, fieldErrorsMax) }),
      ...members,
    };
  }
}

/** A body of the largest size cannot have an answer without end. */
const fieldErrorsMax = 100;

export function answerProblems(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // Once an answer has begun only its connection can be cut, which is what express does.
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    const fields = { problem: problem.problem, traceId: traceIdOf(response.get('traceparent')) };
    if (problem.status >= 500) log.error({ ...fields, error }, 'a request failed');
    else log.info({ ...fields, errors: problem.options.errors }, 'a request was refused');
    response
      .status(problem.status)
      .set({ ...problem.options.headers })
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  };
}

/** express and its body parser throw errors with a status; what has none is a bug of ours. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const closeConnection = { headers: { Connection: 'close' } };
  if (status === 413) return new Problem('body-too-large', closeConnection);
  if (status === 415) return new Problem('unsupported-media-type', closeConnection);
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('invalid-request', { detail: 'It could not be read' });
  }
  return new Problem('internal', { cause: error });
}
