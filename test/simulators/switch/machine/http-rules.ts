import type { ErrorObject, ValidateFunction } from 'ajv';
import { refused, type ErrorBody } from './errors';
import { isErrorBody } from './schemas';
import type { Headers } from './messages';

export interface VersionRules {
  /** Versions that a Content-Type may name, in the order in which a refusal lists them. */
  readonly content: readonly string[];
  readonly accept: readonly string[];
}

export interface HeaderRules {
  readonly resource: string;
  readonly versions: VersionRules;
}

const httpDate = /^\w{3}, \d{1,2} \w{3} \d{4} \d{1,2}:\d\d:\d\d GMT$/;

/** What all services of the real switch check before they look at the body, in their order. */
export function checkHeaders(method: string, headers: Headers, rules: HeaderRules): void {
  const accept = headers['accept'];
  if (accept !== undefined) checkAccept(accept, rules);
  else if (method === 'GET' || method === 'POST' || method === 'DELETE') {
    throw refused('3102', 'Accept is required');
  }
  const date = headers['date'];
  if (date === undefined) throw refused('3102', 'Missing required date header');
  if (!httpDate.test(date)) throw refused('3101', 'Invalid date header');
  checkContentType(headers['content-type'], rules);
}

function checkAccept(accept: string, { resource, versions }: HeaderRules): void {
  const pattern = new RegExp(
    `^application/vnd\\.interoperability\\.${resource}\\+json(?: ?; ?version=(\\d+(?:\\.\\d+)?))?$`,
  );
  const found = accept.split(/ ?, ?/).map((part) => pattern.exec(part));
  if (found.some((match) => match === null)) throw refused('3101', 'Invalid accept header');
  // The standard lets a DFSP leave the version out (3.3.4.2); the real switch wants one.
  const isKnown = found.some((match) => versions.accept.includes(match?.[1] ?? ''));
  if (!isKnown) {
    throw refused(
      '3001',
      'The Client requested an unsupported version, see extension list for supported version(s).',
      versionExtension(versions.accept),
    );
  }
}

function checkContentType(given: string | undefined, { resource, versions }: HeaderRules): void {
  if (given === undefined) throw refused('3102', 'Content-type is required');
  const pattern = new RegExp(
    `^application/vnd\\.interoperability\\.${resource}\\+json ?; ?version=(\\d+\\.\\d+)$`,
  );
  const version = pattern.exec(given)?.[1];
  if (version === undefined) throw refused('3101', 'Invalid content-type header');
  if (!versions.content.includes(version)) {
    throw refused(
      '3001',
      'Client supplied a protocol version which is not supported by the server',
      versionExtension(versions.content),
    );
  }
}

function versionExtension(versions: readonly string[]) {
  return versions
    .filter((version) => version.includes('.'))
    .map((version) => {
      const [key = '', value = ''] = version.split('.');
      return { key, value };
    });
}

export function requireHeader(headers: Headers, name: string): string {
  const value = headers[name];
  if (value === undefined) throw refused('3102', `/header must have required property '${name}'`);
  return value;
}

/**
 * The body as JSON, held against its schema. Broken JSON is no error of its own: the real services go
 * on with a body that has none of the fields they want.
 */
export function checkBody(body: string, isValid: ValidateFunction): unknown {
  const parsed = parse(body);
  if (isValid(parsed)) return parsed;
  throw schemaRefusal(isValid.errors?.[0], '/requestBody');
}

export function schemaRefusal(error: ErrorObject | undefined, where: string) {
  const detail = `${where}${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`;
  switch (error?.keyword) {
    case 'required':
      return refused('3102', detail);
    case 'additionalProperties':
      return refused('3103', detail);
    case 'type':
      return refused('3101', detail);
    case undefined:
    default:
      return refused('3100', detail);
  }
}

/** The FSPIOP error that a DFSP gave with its refusal: it is passed on in the place of the switch's own. */
export function errorBodyIn(body: string): ErrorBody | undefined {
  const parsed = parse(body);
  return isErrorBody(parsed) ? (parsed as unknown as ErrorBody) : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
