import type { ErrorRequestHandler } from 'express';
import { traceIdOf } from '../observability/tracing';
import type { Logger } from '../runtime';
import {
  readIn,
  storedLanguage,
  translated,
  type Language,
  type Translated,
} from '../words/languages';
import { languageOf } from './language';
import { problemWords } from './problem-words';

/** One wrong place in a request: a JSON pointer into the body, a header or a path parameter. */
export type FieldError = { readonly detail: string | Translated } & (
  { readonly pointer: string } | { readonly header: string } | { readonly parameter: string }
);

/** Every problem that the hub's own APIs answer with; the type is `urn:payment-hub:problem:<name>`. */
const statuses = {
  'invalid-request': 400,
  'malformed-json': 400,
  unauthenticated: 401,
  forbidden: 403,
  'second-person-needed': 403,
  'unknown-path': 404,
  'unknown-id': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-too-slow': 408,
  'other-content': 409,
  'other-state': 409,
  'no-longer-kept': 410,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-rules': 422,
  'too-much-work': 422,
  'too-many-requests': 429,
  internal: 500,
  'not-set-up': 501,
  unavailable: 503,
} as const;
export type ProblemName = keyof typeof statuses;

export interface ProblemOptions {
  /** In every language, where people of the hub's own pages read it. */
  readonly detail?: string | Translated;
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
    const title = problemWords[storedLanguage].titles[problem];
    super(`${problem}: ${readIn(options.detail ?? title, storedLanguage)}`, {
      cause: options.cause,
    });
    this.status = statuses[problem];
  }

  /** As whoever reads that language is answered. */
  in(language: Language) {
    const { detail, errors, members } = this.options;
    return {
      type: `urn:payment-hub:problem:${this.problem}`,
      title: problemWords[language].titles[this.problem],
      status: this.status,
      ...(detail !== undefined && { detail: readIn(detail, language) }),
      ...(errors !== undefined && { errors: errorsIn(errors, language) }),
      ...members,
    };
  }

  toJSON() {
    return this.in(storedLanguage);
  }
}

function errorsIn(errors: readonly FieldError[], language: Language) {
  return errors
    .slice(0, fieldErrorsMax)
    .map((error) => ({ ...error, detail: readIn(error.detail, language) }));
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
    else log.info({ ...fields, errors: problem.toJSON().errors }, 'a request was refused');
    response
      .status(problem.status)
      .set({ ...problem.options.headers })
      .type('application/problem+json')
      .send(JSON.stringify(problem.in(languageOf(response))));
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
    return new Problem('invalid-request', {
      detail: translated(problemWords, (said) => said.notRead),
    });
  }
  return new Problem('internal', { cause: error });
}
