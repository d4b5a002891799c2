/** One request as operations see it, and what they answer. */
import type { Request, Response } from 'express';
import type { Operation, Parameter } from './operations';
import { personOf, type Person } from './person';
import { translated, type Language, type Translated } from '../words/languages';
import { languageOf } from './language';
import { problemWords, schemaWords } from './problem-words';
import { Problem, type FieldError } from './problems';
import { checkSchema } from './schema-errors';

export interface Call {
  readonly person: Person;
  /** In which it is answered. */
  readonly language: Language;
  /** By name, as the description has them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** JSON that fits its schema; bytes where the body is large; undefined without one. */
  readonly body: unknown;
  /** In lower case. */
  readonly mediaType: string;
  /** Picks what `Accept` likes best; the first when it does not care. @throws Problem */
  accepted<Form extends string>(forms: readonly Form[]): Form;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
}

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
} & (
  | { readonly json: unknown }
  | { readonly mediaType: string; readonly content: string | Uint8Array }
  | { readonly mediaType: string; readonly chunks: AsyncIterable<string> }
);

/** @throws Problem that names every wrong parameter. */
export function parametersOf(
  { parameters }: Operation,
  request: Request,
): Readonly<Record<string, string>> {
  const given = { path: request.params, query: request.query as Record<string, unknown> };
  const errors: FieldError[] = [];
  const values: Record<string, string> = {};
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = given[parameter.in][name];
    const problem = problemOf(parameter, value);
    if (problem !== undefined) errors.push({ parameter: name, detail: problem });
    else if (typeof value === 'string') values[name] = value;
  }
  for (const name of Object.keys(given.query)) {
    const isKnown = parameters.some((one) => one.in === 'query' && one.name === name);
    if (!isKnown) errors.push({ parameter: name, detail: saying('noParameter') });
  }
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return values;
}

function problemOf(
  { isRequired, isInteger, check }: Parameter,
  value: unknown,
): string | Translated | undefined {
  if (value === undefined) {
    return isRequired ? translated(schemaWords, (said) => said.required) : undefined;
  }
  if (typeof value !== 'string') return saying('mustBeThereOnce');
  const checked = checkSchema(check, isInteger && /^\d{1,15}$/.test(value) ? Number(value) : value);
  return 'errors' in checked ? checked.errors[0]?.detail : undefined;
}

function saying(phrase: 'noParameter' | 'mustBeThereOnce'): Translated {
  return translated(problemWords, (said) => said[phrase]);
}

export function callOf(
  request: Request,
  response: Response,
  call: Pick<Call, 'parameters' | 'body' | 'mediaType'>,
): Call {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  return {
    ...call,
    person: personOf(response),
    language: languageOf(response),
    accepted: (forms) => {
      const accepted = request.accepts([...forms]);
      const form = forms.find((one) => one === accepted);
      if (form !== undefined) return form;
      const detail = translated(problemWords, (said) => said.mustAllow(forms));
      const errors = [{ header: 'Accept', detail }];
      throw new Problem('not-acceptable', { errors });
    },
    signal: gone.signal,
  };
}
