import { parseJsonBytes } from '../../common/json';
import { bodyProblem, schemaVersionOf } from '../openapi/validators';
import { checkJsonShape } from './json-shape';
import type { FspiopHeaders } from './headers';
import { refusal, Refusal } from './refusal';
import type { Route } from './route';

/** @throws Refusal 3101 to 3104 that names what is wrong. */
export function readBody(route: Route, headers: FspiopHeaders, raw: unknown): unknown {
  if (route.body === 'none') return undefined;
  const body = parseBody(raw, route);
  const schema = typeof route.body === 'function' ? route.body(body) : route.body;
  if (schema === 'any') return body;
  const problem = bodyProblem(schemaVersionOf(headers.contentVersion), schema, body);
  if (problem !== undefined) throw new Refusal(400, problem);
  return body;
}

/** @throws Refusal 3102 or 3100 that names the parameter. */
export function checkQuery({ query: schema }: Route, headers: FspiopHeaders, query: unknown): void {
  if (schema === undefined) return;
  const problem = bodyProblem(schemaVersionOf(headers.contentVersion), schema, query);
  if (problem !== undefined) throw new Refusal(400, problem);
}

function parseBody(raw: unknown, { body: schema, mayBeEmpty }: Route): unknown {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
  if (bytes.length === 0) {
    if (schema === 'any') return undefined;
    if (mayBeEmpty === true) return {};
    throw refusal('MISSING_ELEMENT', 'body');
  }
  checkJsonShape(bytes);
  const body = parseJsonBytes(bytes);
  if (body === undefined) throw refusal('MALFORMED_SYNTAX', 'the body is not JSON in UTF-8');
  return body;
}
