/** What an API answers when it does not do what was asked (RFC 9457), and what the page makes of no answer. */

export interface FieldError {
  readonly pointer?: string;
  readonly header?: string;
  readonly parameter?: string;
  readonly detail: string;
}

export class ApiProblem extends Error {
  constructor(
    /** 0: there was no answer. */
    readonly status: number,
    /** The last part of the problem's type: `invalid-request`. */
    readonly kind: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly errors: readonly FieldError[],
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail ?? title);
    this.name = 'ApiProblem';
  }

  /** Nobody knows whether it was done. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Asked again in a moment, it may be answered: nothing that is asked for is wrong, nor is the server. */
  get mayPass(): boolean {
    return [0, 502, 503, 504].includes(this.status);
  }
}

/** Whatever was thrown. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

export function noAnswer(cause: unknown): ApiProblem {
  const problem = new ApiProblem(0, 'no-answer', 'No answer', undefined, []);
  problem.cause = cause;
  return problem;
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = await bodyOf(response);
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  const kind = text('type')?.split(':').at(-1) ?? 'unknown';
  const errors = Array.isArray(body['errors']) ? (body['errors'] as FieldError[]) : [];
  return new ApiProblem(
    response.status,
    kind,
    text('title') ?? response.statusText,
    text('detail'),
    errors,
    body,
  );
}

async function bodyOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    // A proxy's page in place of an answer of ours: its status says enough.
    return {};
  }
}
