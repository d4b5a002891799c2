import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { errorInformation } from '../../common/fspiop-errors';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import { elementAt } from '../api/element';
import schemas from './generated/fspiop-schemas.json';

export type SchemaVersion = keyof typeof schemas;

/** Schemas of the FSPIOP OpenAPI files, by the names that the files give them. */
export type BodySchema = keyof (typeof schemas)['1.1'] & keyof (typeof schemas)['2.0'];

/** 1.0 has no schemas of its own: see generate.ts. */
export function schemaVersionOf(version: string): SchemaVersion {
  return version === '2.0' ? '2.0' : '1.1';
}

function published(): Ajv {
  // OpenAPI has keywords of its own, and one error is enough: to list all would let a peer make us work.
  const ajv = new Ajv({ strict: false, allErrors: false });
  for (const [version, components] of Object.entries(schemas)) {
    ajv.addSchema({ components: { schemas: components } }, `fspiop-${version}`);
  }
  return ajv;
}

let known: Ajv | undefined;

/** Reads the schemas, where nobody has yet: the processes of other roles have no use for them. */
export function openSchemas(): Ajv {
  return (known ??= published());
}

/** What is wrong with the body, naming the element; undefined when nothing is. */
export function bodyProblem(
  version: SchemaVersion,
  schema: BodySchema,
  body: unknown,
): ErrorInformation | undefined {
  const validate = validatorOf(version, schema);
  if (validate(body)) return undefined;
  return problemOf(validate.errors ?? []);
}

function validatorOf(version: SchemaVersion, schema: BodySchema): ValidateFunction {
  // Compiled by ajv when it is first asked for, and kept.
  const validator = openSchemas().getSchema(`fspiop-${version}#/components/schemas/${schema}`);
  if (validator === undefined) throw new Error(`FSPIOP ${version} has no ${schema}`);
  return validator;
}

function problemOf(errors: readonly ErrorObject[]): ErrorInformation {
  const error = mostTelling(errors);
  const path = pathOf(error.instancePath);
  if (error.keyword === 'required') {
    const { missingProperty } = error.params as { missingProperty: string };
    return errorInformation('MISSING_ELEMENT', elementAt([...path, missingProperty]));
  }
  const name = error.keyword === 'maxItems' ? 'TOO_MANY_ELEMENTS' : 'VALIDATION_ERROR';
  const problem = isChoice(error) ? 'has none of its forms' : (error.message ?? 'is not valid');
  return errorInformation(name, `${elementAt(path)} ${problem}`);
}

/**
 * Where there is a choice, ajv tells what is wrong with each way, and last that none fits. The way that
 * went deepest was meant; if none went deeper than the choice itself, nobody knows which was.
 */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  const deepest = errors.reduce((best, one) => (depthOf(one) > depthOf(best) ? one : best));
  const last = errors.at(-1) ?? deepest;
  return isChoice(last) && depthOf(deepest) === depthOf(last) ? last : deepest;
}

function isChoice({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

function depthOf({ instancePath, keyword }: ErrorObject): number {
  return pathOf(instancePath).length + (keyword === 'required' ? 1 : 0);
}

/** Of a JSON pointer (RFC 6901). */
function pathOf(pointer: string): string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
