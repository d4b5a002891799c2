import { toJson } from './json';

export interface Answer {
  readonly status: number;
  /** Undefined: an empty body. */
  readonly body: string | undefined;
  readonly servedFromCache?: true;
}

export interface FieldError {
  readonly code: string;
  readonly parameter: string | undefined;
  readonly message: string;
  readonly value?: unknown;
  readonly args: readonly unknown[];
}

/** Ends a command with an answer that Fineract words itself, and stores under the Idempotency-Key. */
export class Rejected extends Error {
  constructor(readonly answer: Answer) {
    super(`answered ${answer.status}`);
  }
}

/**
 * An exception that Fineract maps to nothing: Spring's JSON at first, `{"Exception": text}` on a replay.
 */
export class Unmapped extends Error {}

const tops = {
  400: {
    developer:
      'The request was invalid. This typically will happen due to validation errors which are provided.',
    user: 'Validation errors exist.',
    code: 'validation.msg.validation.errors.exist',
  },
  403: {
    developer: 'Request was understood but caused a domain rule violation.',
    user: 'Errors contain reason for domain rule violation.',
    code: 'validation.msg.domain.rule.violation',
  },
  404: {
    developer: 'The requested resource is not available.',
    user: 'The requested resource is not available.',
    code: 'error.msg.resource.not.found',
  },
} as const;

interface Top {
  readonly developer: string;
  readonly user: string;
  readonly code: string;
}

function errorBody(status: number, top: Top, errors: readonly FieldError[] | undefined): string {
  return toJson({
    developerMessage: top.developer,
    httpStatusCode: String(status),
    defaultUserMessage: top.user,
    userMessageGlobalisationCode: top.code,
    errors: errors?.map((error) => ({
      defaultUserMessage: error.message,
      parameterName: error.parameter,
      value: error.value,
      developerMessage: error.message,
      userMessageGlobalisationCode: error.code,
      args: error.args.map((value) => (value === undefined ? {} : { value })),
    })),
  });
}

export function invalid(errors: readonly FieldError[]): Rejected {
  return new Rejected({ status: 400, body: errorBody(400, tops[400], errors) });
}

export function ruleViolated(
  code: string,
  message: string,
  args: readonly unknown[] = [],
): Rejected {
  const error = { code, parameter: 'id', message, args };
  return new Rejected({ status: 403, body: errorBody(403, tops[403], [error]) });
}

export function notFound(code: string, message: string, args: readonly unknown[] = []): Rejected {
  const error = { code, parameter: 'id', message, args };
  return new Rejected({ status: 404, body: errorBody(404, tops[404], [error]) });
}

export function notAuthorized(message: string): Rejected {
  const top = {
    developer:
      'The user associated with credentials passed on this request does not have sufficient privileges to perform this action.',
    user: 'Insufficient privileges to perform this action.',
    code: 'error.msg.not.authorized',
  };
  const error = { code: top.code, parameter: 'id', message, args: [] };
  return new Rejected({ status: 403, body: errorBody(403, top, [error]) });
}

/** `parameter` and `args` only where Fineract itself raised it, not the database. */
export function integrityViolated(
  code: string,
  message: string,
  parameter?: string,
  args: readonly unknown[] = [],
): Rejected {
  const top = {
    developer: 'The request caused a data integrity issue to be fired by the database.',
    user: message,
    code,
  };
  return new Rejected({
    status: 403,
    body: errorBody(403, top, [{ code, parameter, message, args }]),
  });
}

export function invalidJson(message: string): Rejected {
  const body = toJson({
    defaultUserMessage: message,
    parameterName: 'id',
    developerMessage: message,
    userMessageGlobalisationCode: 'error.msg.invalid.request.body',
    args: [],
  });
  return new Rejected({ status: 400, body });
}

export function notAnObject(): Rejected {
  const top = {
    ...tops[400],
    user: 'The provided JSON is invalid.',
    code: 'error.msg.invalid.json',
  };
  return new Rejected({ status: 400, body: errorBody(400, top, []) });
}

/** Two commands changed one row: Fineract gave up after three tries. */
export function conflict(): Answer {
  const message =
    'The server is currently unable to handle the request due to concurrent modification  on query [unknown], please try again';
  const top = {
    developer: message,
    user: message,
    code: 'error.msg.platform.service.query.conflict',
  };
  return { status: 409, body: errorBody(409, top, undefined) };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
};

/** What Spring answers where Fineract's own error mapping does not reach. */
export function springError(status: number, path: string, nowMillis: number): Answer {
  const body = toJson({
    timestamp: new Date(nowMillis).toISOString(),
    status,
    error: reasons[status] ?? 'Error',
    path,
  });
  return { status, body };
}
